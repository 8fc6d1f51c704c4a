"""`gluetui get-job-run`: a drop-in for `aws glue get-job-run`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from gluetui import __version__
from gluetui.cli.aws.debug import debugging
from gluetui.cli.aws.failures import Fault, failure, fault_of
from gluetui.cli.aws.options import SKELETONS, AwsCommand, global_options
from gluetui.cli.aws.output import Query, chosen_output, compiled, print_answer
from gluetui.cli.aws.skeleton import skeleton
from gluetui.cli.connection import Connection, connected
from gluetui.cli.exit_codes import Failure
from gluetui.cli.printing import is_terminal, write_json
from gluetui.glue.aws.boto import Aws
from gluetui.glue.aws.config import profile_setting
from gluetui.glue.aws.wire import Wire
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.printed import INDENT, PrintedForm
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.blanks import trimmed
from gluetui.glue.secrets.redaction import redacted
from gluetui.local.aws_cli import TIME_FORMS, prints_iso_times

OPERATION = "GetJobRun"


@click.command(name="get-job-run", cls=AwsCommand, short_help="Print one run as `aws glue get-job-run` does.")
@click.option("--job-name", metavar="JOB", help="The job's name.")
@click.option("--run-id", metavar="RUN_ID", help="The run's id.")
@click.option(
    "--predecessors-included/--no-predecessors-included", default=None, help="Whether to list the run's predecessors."
)
@click.option("--cli-input-json", metavar="JSON", help="The parameters as JSON or file://PATH; options override it.")
@click.option(
    "--generate-cli-skeleton",
    metavar=f"[{'|'.join(SKELETONS)}]",
    is_flag=False,
    flag_value="input",
    help="Print the form of the parameters, or of the answer, and call nothing.",
)
@global_options
@click.option("--open", "opens", is_flag=True, help="Open the UI at this run, where stdout is a terminal.")
@click.version_option(__version__, prog_name="gluetui")
@connected(files=False)
def get_job_run(*, connection: Connection, opens: bool | None, debug: bool | None, **given: Any) -> None:
    """Print one run as `aws glue get-job-run` does: the same options, forms and failures; nothing is masked.

    Exit codes and times are those of the AWS CLI on PATH, else of its version 2.
    """
    with debugging(is_on=bool(debug)):
        query, parameters = compiled(given["query"]), _parameters(given)
        _check_endpoint(connection.endpoint_url)
        wanted = given["generate_cli_skeleton"]
        if wanted is not None:
            write_json(_skeleton(parameters, for_output=wanted == "output"), indent=INDENT)
        elif opens and is_terminal():
            _open(connection, parameters)
        else:
            _print(connection, parameters, query, given)


def _print(connection: Connection, parameters: Mapping[str, Any], query: Query, given: Mapping[str, Any]) -> None:
    output = chosen_output(given["output"], connection.profile)
    time_form = _time_form(given["cli_timestamp_format"], connection.profile)
    glue = _glue(connection, _wire(given))
    answer = _answer(glue, parameters)
    shape = glue.service_model().operation_model(OPERATION).output_shape
    printed = PrintedForm(shape, prints_iso_times(time_form)).run(answer)
    print_answer(query(printed), output, color=given["color"])


def _open(connection: Connection, parameters: Mapping[str, Any]) -> None:
    from gluetui.cli.run_ui import open_ui

    _answer(_offline(parameters), parameters)
    open_ui(connection.glue(), job=str(parameters.get("JobName")), run=str(parameters.get("RunId")))


def _parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """GetJobRun's, from the options and from --cli-input-json beneath them."""
    named = {
        "JobName": _file_or_text("--job-name", given["job_name"]),
        "RunId": None if given["run_id"] is None else trimmed(_file_or_text("--run-id", given["run_id"]) or ""),
        "PredecessorsIncluded": given["predecessors_included"],
    }
    parameters = {name: value for name, value in named.items() if value is not None}
    text = given["cli_input_json"]
    return parameters if text is None else {**_input(text), **parameters}


def _glue(connection: Connection, wire: Wire) -> Glue:
    """The Glue to ask; a profile that there is not is no fault of the usage to the AWS CLI."""
    try:
        return connection.glue(wire=wire)
    except Failure as error:
        raise failure(Fault.OTHER, *error.lines) from None


def _wire(given: Mapping[str, Any]) -> Wire:
    timeouts = {}
    for name in ("connect_timeout", "read_timeout"):
        text = given[f"cli_{name}"]
        if text is not None:
            timeouts[name] = _seconds(text) or None
    return Wire(False if given["no_verify_ssl"] else given["ca_bundle"], timeouts)


def _seconds(text: str) -> int:
    try:
        seconds = int(text)
    except ValueError:
        seconds = -1
    if seconds < 0:
        raise failure(Fault.OTHER, f"invalid time-out {text!r}: whole seconds are wanted, or 0 for none")
    return seconds


def _answer(glue: Glue, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The whole answer, or a failure in the AWS CLI's words."""
    try:
        return glue.get_job_run(parameters)
    except AwsError as error:
        is_aws = type(error.__cause__).__module__.startswith("botocore")
        said = redacted(str(error.__cause__)).strip().splitlines() if is_aws else (error.args[0], error.next_step)
        raise failure(fault_of(error.__cause__), *said) from error


def _offline(parameters: Mapping[str, Any]) -> Glue:
    """A Glue that holds the wanted run, so that botocore checks the parameters while nothing is sent."""
    run: dict[str, Any] = {"JobName": str(parameters.get("JobName")), "Id": str(parameters.get("RunId"))}
    return Glue(Aws(open_snapshot=lambda: Snapshot([run])))


def _skeleton(parameters: Mapping[str, Any], *, for_output: bool) -> Any:
    glue = _offline(parameters)
    operation = glue.service_model().operation_model(OPERATION)
    if not for_output:
        return skeleton(operation.input_shape)
    _answer(glue, parameters)
    return skeleton(operation.output_shape, names_as_values=True)


def _input(text: str) -> dict[str, Any]:
    """The parameters in --cli-input-json."""
    received = _file_or_text("--cli-input-json", text) or ""
    try:
        value = json.loads(received)
    except (ValueError, RecursionError) as error:
        raise failure(Fault.VALUE, f"Error parsing parameter 'cli-input-json': Invalid JSON: {error}") from None
    if not isinstance(value, dict):
        kind = type(value).__name__
        raise failure(Fault.VALUE, f"Error parsing parameter 'cli-input-json': Invalid type: {kind}, not a map")
    return value


def _file_or_text(option: str, value: str | None) -> str | None:
    """The text, or the content of the file that it names by file://, as the AWS CLI reads it."""
    if value is None or not value.startswith("file://"):
        return value
    path = value.removeprefix("file://")
    try:
        return Path(os.path.expanduser(path)).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = f"Error parsing parameter '{option}': Unable to load paramfile {value}: {error}"
        raise failure(Fault.VALUE, fault) from None


def _check_endpoint(url: str | None) -> None:
    if url and not urlsplit(url).scheme:
        form = "scheme is missing. Must be of the form http://<hostname>/ or https://<hostname>/"
        raise failure(Fault.VALUE, f'Bad value for --endpoint-url "{url}": {form}')


def _time_form(option: str | None, profile: str | None) -> str:
    """The option's, else the profile's; "" where neither says one."""
    form = option or profile_setting(profile, "cli_timestamp_format")
    if form and form not in TIME_FORMS:
        there_are = '"none", "wire" or "iso8601"'
        raise failure(Fault.CONFIGURATION, f"Unknown cli_timestamp_format value: {form}, valid values are {there_are}")
    return form
