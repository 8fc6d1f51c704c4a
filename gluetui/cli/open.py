"""`gluetui open`: the UI on saved files, on stdin, or at the run that an address or a text names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

import click

from gluetui.cli.apply_settings import log_option, log_to
from gluetui.cli.connection import Connection, endpoint_option, profile_option, region_option
from gluetui.cli.exit_codes import USAGE, Failure
from gluetui.cli.run_ui import open_ui, take_keys_from_terminal
from gluetui.cli.sources import contents, documents_in, documents_of, source_name
from gluetui.glue.files.documents import Documents, UnreadableDocument
from gluetui.glue.files.references import RunReference, parse_reference


@click.command(name="open", short_help="Open saved files, stdin, or what names a run.")
@click.argument("what", metavar="FILE…|-|URL|TEXT", nargs=-1, required=True)
@click.option("--job", metavar="JOB", help="The job, where the text names a run only, such as a log stream's name.")
@click.option("--run", metavar="RUN_ID", help="Open this run of the job.")
@profile_option
@region_option
@endpoint_option
@log_option
@click.pass_context
def open_(
    context: click.Context,
    *,
    what: tuple[str, ...],
    job: str | None,
    run: str | None,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    log_file: str | None,
) -> NoReturn:
    """Open what you have: files that the AWS CLI, Step Functions or gluetui wrote, - for stdin, or what names a run.

    Files need no credentials and no network; several are merged. An address of the AWS console, a log stream's name,
    an EventBridge event or the text of an alert opens its run in AWS.
    """
    log_to(log_file)
    before = context.parent.params if context.parent else {}
    connection = Connection(
        profile=profile or before.get("profile"),
        region=region or before.get("region"),
        endpoint_url=endpoint_url or before.get("endpoint_url"),
    )
    job, run = job or before.get("job"), run or before.get("run")
    found = _read(what)
    if "-" in what:
        take_keys_from_terminal()
    if isinstance(found, RunReference):
        _open_reference(found, connection, job, run)
    _open_documents(found, what, connection, job, run)


def _read(what: Sequence[str]) -> Documents | RunReference:
    """The runs of the files, or the run that a text names; the text may be the content of a file."""
    if not any(map(_is_file, what)):
        text = " ".join(what)
        reference = parse_reference(text)
        if reference is None:
            raise Failure(f"{text[:200]}: neither a file nor an address or text that names a run", exit_code=USAGE)
        return reference
    if len(what) > 1:
        return documents_in(what)
    ((name, content),) = contents(what)
    try:
        return documents_of([(name, content)])
    except UnreadableDocument as error:
        reference = _reference_in(content)
        if reference is None:
            raise Failure(str(error), exit_code=USAGE) from None
        return reference


def _reference_in(content: bytes) -> RunReference | None:
    """The run that a text names; None for broken JSON, of which the user needs the reason."""
    text = content.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return None if text[:1] in ("{", "[", '"', "<", "\x1f") or "\ufffd" in text else parse_reference(text)


def _open_reference(reference: RunReference, connection: Connection, job: str | None, run: str | None) -> NoReturn:
    name, run_id = job or reference.job_name, run or reference.run_id
    if not name:
        raise Failure(
            f"That names run {run_id} but not its job, without which AWS Glue cannot find it: add --job JOB.",
            exit_code=USAGE,
        )
    # --region wins; the text's Region wins over the environment's and the profile's.
    there = replace(connection, region=connection.region or reference.region or None)
    open_ui(there.glue(), job=name, run=run_id or None)


def _open_documents(
    documents: Documents, what: Sequence[str], connection: Connection, job: str | None, run: str | None
) -> NoReturn:
    from gluetui.glue.aws.boto import Aws
    from gluetui.glue.clients.glue import Glue

    start = documents.start
    if start is not None and job is None:
        job, run = start.job_name, run or start.run_id
    aws = Aws(
        profile=connection.profile,
        region=connection.region or documents.region or None,
        endpoint_url=connection.endpoint_url,
    )
    file = Aws(open_snapshot=documents.snapshot, source=source_name(what), as_of=documents.as_of)
    open_ui(Glue(file, beyond=Glue(aws)), job=job, run=run)


def _is_file(name: str) -> bool:
    return name == "-" or os.path.exists(name)
