"""`gluetui get-job-run`: a drop-in for `aws glue get-job-run`."""

from __future__ import annotations

import json
import math
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from gluetui.cli.connection import Connection, connected
from gluetui.cli.exit_codes import Failure
from gluetui.cli.printing import is_terminal, write_json
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.saving import with_iso_times
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.blanks import trimmed
from gluetui.glue.secrets.redaction import redacted

AWS_CLI_USAGE, AWS_CLI_GENERAL = 2, 255
"""Exit codes of the AWS CLI 1, where version 2 has 252 to 255: missing or malformed parameters, everything else."""


class AwsCommand(click.Command):
    """A command whose options are declared as any other's, and read as `aws` reads them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args == ["help"]:
            args = ["--help"]
        if ctx.resilient_parsing or "--help" in args or "-h" in args:
            return super().parse_args(ctx, args)
        ctx.params.update(parsed(self.params, args))
        return []


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Failure(message, exit_code=AWS_CLI_USAGE)


def parsed(options: Sequence[click.Parameter], arguments: Sequence[str]) -> dict[str, Any]:
    """The values by the options' names; None for one that was not given.

    Raises: Failure, with the AWS CLI's words and exit code.
    """
    parser = _Parser(prog="gluetui get-job-run", add_help=False, argument_default=None)
    for option in options:
        if isinstance(option, click.Option):
            _add(parser, option)
    known, unknown = parser.parse_known_args(arguments)
    given = vars(known)
    _need_required(given)
    if unknown:
        raise Failure(f"Unknown options: {', '.join(unknown)}", exit_code=AWS_CLI_GENERAL)
    return given


def _add(parser: ArgumentParser, option: click.Option) -> None:
    name = option.name
    if option.is_flag:
        parser.add_argument(*option.opts, dest=name, action="store_const", const=True)
        if option.secondary_opts:
            parser.add_argument(*option.secondary_opts, dest=name, action="store_const", const=False, default=SUPPRESS)
    elif isinstance(option.flag_value, str):
        parser.add_argument(*option.opts, dest=name, nargs="?", const=option.flag_value)
    else:
        parser.add_argument(*option.opts, dest=name)


def _need_required(given: dict[str, Any]) -> None:
    """Refuses missing parameters. A skeleton of the input needs none; one of the output is made for valid ones only."""
    skeleton = given["generate_cli_skeleton"]
    if skeleton not in (None, "input", "output"):
        raise Failure(
            "argument --generate-cli-skeleton: Invalid choice, valid choices are: input, output",
            exit_code=AWS_CLI_USAGE,
        )
    if given["cli_input_json"] is not None or skeleton == "input":
        return
    missing = [f"--{name.replace('_', '-')}" for name in ("job_name", "run_id") if given[name] is None]
    if missing:
        raise Failure(f"the following arguments are required: {', '.join(missing)}", exit_code=AWS_CLI_USAGE)


EPOCH = "1970-01-01T00:00:00"


def skeleton(shape: Any, *, name: str = "", names_as_values: bool = False, within: tuple[str, ...] = ()) -> Any:
    """A shape of botocore's as the AWS CLI prints it: "" or the member's name for texts, 0, true, the epoch.

    Numbers keep to the model's minimum: of JobRun's Timeout it is 1, at which the AWS CLI's own
    `--generate-cli-skeleton output` stumbles (tried with 1.46 and 2.36).
    """

    def inner(member: Any, called: str = "") -> Any:
        return skeleton(member, name=called, names_as_values=names_as_values, within=(*within, shape.name))

    match shape.type_name:
        case "structure":
            if within.count(shape.name):
                return {}
            return {called: inner(member, called) for called, member in shape.members.items()}
        case "list":
            return [inner(shape.member, shape.member.name)]
        case "map":
            return {"KeyName": inner(shape.value)}
        case "integer" | "long":
            return max(0, math.ceil(shape.metadata.get("min", 0)))
        case "float" | "double":
            return max(0.0, float(shape.metadata.get("min", 0)))
        case "boolean":
            return True
        case "timestamp":
            return EPOCH
    if names_as_values:
        return name
    return next(iter(shape.enum), "") if shape.enum else ""


INDENT = 4
"""Spaces a level, as the AWS CLI indents."""


@click.command(name="get-job-run", cls=AwsCommand, short_help="Print one run as `aws glue get-job-run` does.")
@click.option("--job-name", metavar="JOB", help="The job's name.")
@click.option("--run-id", metavar="RUN_ID", help="The run's id.")
@click.option(
    "--predecessors-included/--no-predecessors-included", default=None, help="Whether to list the run's predecessors."
)
@click.option("--cli-input-json", metavar="JSON", help="The parameters as JSON or file://PATH; options override it.")
@click.option(
    "--generate-cli-skeleton",
    metavar="[input|output]",
    is_flag=False,
    flag_value="input",
    help="Print the form of the parameters, or of the answer, and call nothing.",
)
@click.option("--output", metavar="json", help="Accepted for the AWS CLI's sake; JSON is all there is.")
@click.option("--no-cli-pager", is_flag=True, help="Accepted for the AWS CLI's sake.")
@click.option("--open", "opens", is_flag=True, help="Open the UI at this run, where stdout is a terminal.")
@connected(files=False)
def get_job_run(
    *,
    connection: Connection,
    job_name: str | None,
    run_id: str | None,
    predecessors_included: bool | None,
    cli_input_json: str | None,
    generate_cli_skeleton: str | None,
    output: str | None,
    no_cli_pager: bool | None,
    opens: bool | None,
) -> None:
    """Print one run as `aws glue get-job-run` does: the same options, JSON and failures; nothing is masked.

    Times are printed as AWS sends them, or in ISO form where cli_timestamp_format of the AWS config file says so.
    """
    if output not in (None, "json"):
        raise Failure(f"argument --output: gluetui prints json, not {output}", exit_code=AWS_CLI_GENERAL)
    given = {
        "JobName": _file_or_text("--job-name", job_name),
        "RunId": None if run_id is None else trimmed(_file_or_text("--run-id", run_id) or ""),
        "PredecessorsIncluded": predecessors_included,
    }
    parameters = {name: value for name, value in given.items() if value is not None}
    if cli_input_json is not None:
        parameters = {**_input(cli_input_json), **parameters}
    if generate_cli_skeleton is not None:
        write_json(_skeleton(parameters, for_output=generate_cli_skeleton == "output"), indent=INDENT)
    elif opens and is_terminal():
        from gluetui.cli.run_ui import open_ui

        names = [parameters.get(name) for name in ("JobName", "RunId")]
        _answer(_offline(parameters), parameters)
        open_ui(connection.glue(), job=str(names[0]), run=str(names[1]))
    else:
        to_iso = _prints_iso(connection.profile)
        answer = _answer(connection.glue(), parameters)
        run = answer["JobRun"]
        write_json({**answer, "JobRun": with_iso_times(run)} if to_iso else answer, indent=INDENT)


def _answer(glue: Glue, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The whole answer, or a failure in the AWS CLI's words."""
    try:
        return glue.get_job_run(parameters)
    except AwsError as error:
        is_aws = type(error.__cause__).__module__.startswith("botocore")
        said = redacted(str(error.__cause__)).strip().splitlines() if is_aws else (error.args[0], error.next_step)
        raise Failure(*said, exit_code=AWS_CLI_GENERAL) from error


def _offline(parameters: Mapping[str, Any]) -> Glue:
    """A Glue that holds the wanted run, so that botocore checks the parameters while nothing is sent."""
    run: dict[str, Any] = {"JobName": str(parameters.get("JobName")), "Id": str(parameters.get("RunId"))}
    return Glue(Aws(open_snapshot=lambda: Snapshot([run])))


def _skeleton(parameters: Mapping[str, Any], *, for_output: bool) -> Any:
    glue = _offline(parameters)
    operation = glue.service_model().operation_model("GetJobRun")
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
        raise Failure(
            f"Error parsing parameter 'cli-input-json': Invalid JSON: {error}", exit_code=AWS_CLI_GENERAL
        ) from None
    if not isinstance(value, dict):
        kind = type(value).__name__
        raise Failure(
            f"Error parsing parameter 'cli-input-json': Invalid type: {kind}, not a map", exit_code=AWS_CLI_GENERAL
        )
    return value


def _file_or_text(option: str, value: str | None) -> str | None:
    """The text, or the content of the file that it names by file://, as the AWS CLI reads it."""
    if value is None or not value.startswith("file://"):
        return value
    path = value.removeprefix("file://")
    try:
        return Path(path).expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(
            f"Error parsing parameter '{option}': Unable to load paramfile {value}: {error}", exit_code=AWS_CLI_GENERAL
        ) from None


def _prints_iso(profile: str | None) -> bool:
    from gluetui.glue.aws.config import profile_setting

    told = profile_setting(profile, "cli_timestamp_format") or "wire"
    if told not in ("wire", "none", "iso8601"):
        raise Failure(
            f'Unknown cli_timestamp_format value: {told}, valid values are "none", "wire" or "iso8601"',
            exit_code=AWS_CLI_GENERAL,
        )
    return told == "iso8601"
