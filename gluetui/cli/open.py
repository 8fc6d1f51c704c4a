"""`gluetui open`: the UI on saved files, on stdin, on a log, or at the run that an address or a text names."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, NoReturn

import click

from gluetui.cli.apply_settings import log_option, log_to
from gluetui.cli.connection import Connection, endpoint_option, profile_option, region_option, run_id_as_meant
from gluetui.cli.exit_codes import USAGE, Failure, complain
from gluetui.cli.opened_log import BY_ITSELF, further_logs, printed_log
from gluetui.cli.run_ui import open_ui, take_keys_from_terminal
from gluetui.cli.sources import contents, documents_of, source_name
from gluetui.glue.files.documents import Documents, UnreadableDocument
from gluetui.glue.files.json_values import other_format, whole_value
from gluetui.glue.files.pasted import cut_id_in, run_ids_in
from gluetui.glue.files.references import RunReference, parse_reference
from gluetui.glue.files.runless_log import RunlessLog

if TYPE_CHECKING:
    from gluetui.glue.clients.glue import Glue
    from gluetui.glue.files.saved_nights import SavedNight
    from gluetui.glue.files.snapshot import Snapshot
    from gluetui.glue.night.night import Night

NAMES_A_RUN = "a console link, an ARN, an `aws glue` command, an event, a log stream or an alert that names a run"
"""The texts that are taken."""

A_LOG = "a log as `aws logs get-log-events`, filter-log-events or tail prints it"

_JSON = re.compile(r"\{|\[\s*(?:[\[{\"\d-]|$)|[-+]{10}")
"""How JSON and tables begin."""

_JOB_LIKE = re.compile(r"[\w.-]*[^\W_][\w.-]*(?<!\.json)(?<!\.txt)(?<!\.gz)")


@click.command(name="open", short_help="Open saved files, stdin, or what names a run.")
@click.argument("what", metavar="FILE…|-|URL|TEXT", nargs=-1, required=True)
@click.option("--job", metavar="JOB", help="The job, where the text names a run only, such as a log stream's name.")
@click.option("--run", metavar="RUN_ID", type=run_id_as_meant, help="Open this run of the job.")
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

    Files need no credentials and no network; several are merged. A console link, an ARN, an `aws glue` command, an
    event or the text of an alert, given or in a file, opens its run in AWS; a job that it leaves open is chosen there.
    What `aws logs get-log-events`, filter-log-events or tail printed opens as a log.
    """
    log_to(log_file, context, tells=False)
    before = context.parent.params if context.parent else {}
    connection = Connection(
        profile=profile or before.get("profile"),
        region=region or before.get("region"),
        endpoint_url=endpoint_url or before.get("endpoint_url"),
    )
    job, run = job or before.get("job"), run or before.get("run")
    found, text = _read(what)
    if isinstance(found, RunlessLog) and (job or run):
        raise Failure(f"In {found.name} is a log without a run: leave out --job and --run.", exit_code=USAGE)
    if "-" in what:
        take_keys_from_terminal()
    if isinstance(found, RunlessLog):
        _open_log(found, connection)
    if isinstance(found, RunReference):
        _open_reference(found, text, connection, job, run)
    _open_documents(found, what, connection, job, run)


def _read(what: Sequence[str]) -> tuple[Documents | RunlessLog | RunReference, str]:
    """The runs or the log of the files, or the run that a text names, and that text; it may be a file's content."""
    text = " ".join(what)
    # A word of a sentence may be the name of a file.
    if not any(map(_is_file, what)) or (not all(map(_is_file, what)) and parse_reference(text) is not None):
        log = printed_log(text.encode("utf-8", "surrogatepass"))
        if log is not None:
            return RunlessLog([("text", log)], "the text"), ""
        return _named_in(text, f"{text[:200]}: neither a file nor {NAMES_A_RUN}, nor {A_LOG}."), text
    files = contents(what)
    first, content = next(files)
    log = printed_log(content)
    if log is not None:
        return RunlessLog([(first, log), *further_logs(files)], source_name(what)), ""
    try:
        return documents_of(chain([(first, content)], files)), ""
    except UnreadableDocument as error:
        text = _text_of(content) if len(what) == 1 else ""
        if not text:
            raise Failure(f"{error}, nor {A_LOG}{BY_ITSELF if len(what) > 1 else ''}", exit_code=USAGE) from None
        return _named_in(text, f"{error}, and not {NAMES_A_RUN}, nor {A_LOG}."), text


def _named_in(text: str, why_not: str) -> RunReference:
    """The run that a text names. Raises: Failure, in one line, where it names none."""
    reference = parse_reference(text)
    if reference is not None:
        return reference
    cut = cut_id_in(text)
    word = text.strip()
    if cut:
        why_not = f"That has only the beginning of a run's id, {cut}: copy it whole, or open its job with --job JOB."
    elif _JOB_LIKE.fullmatch(word):
        why_not = f"{why_not} A job of that name is opened by `gluetui --job {shlex.quote(word)}`."
    raise Failure(why_not, exit_code=USAGE)


def _text_of(content: bytes) -> str:
    """Content that may be an alert's text; "" for broken JSON and other formats, of which the user needs the reason."""
    try:
        text = content.decode(json.detect_encoding(content)).lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return ""
    if whole_value(text) is not None:
        return text
    return "" if _JSON.match(text) or other_format(text) else text


def _open_reference(
    reference: RunReference, text: str, connection: Connection, job: str | None, run: str | None
) -> NoReturn:
    named = reference._replace(job_name=job or reference.job_name, run_id=run or reference.run_id)
    if not (named.job_name or named.words):
        raise Failure(
            f"That names run {named.run_id} but not its job, without which AWS Glue cannot find it: add --job JOB.",
            exit_code=USAGE,
        )
    # --region wins; the text's Region wins over the environment's and the profile's.
    there = connection
    if named.region and not connection.region:
        there = replace(connection, region=named.region, region_from="what names the run")
    notes = _notes(named, text)
    if named.job_name:
        open_ui(there.glue(), job=named.job_name, run=named.run_id or None, notes=notes)
    open_ui(there.glue(), named=named, notes=notes)


def _notes(named: RunReference, text: str) -> list[str]:
    """What the text holds besides, of which the screen shows nothing."""
    ids = run_ids_in(text)
    if len(ids) > 1:
        return [f"The text names {len(ids)} runs: {named.run_id} is opened."]
    cut = "" if named.run_id else cut_id_in(text)
    return [f"The text has only the beginning of the run's id: /id:{cut} in the runs finds it."] if cut else []


def _open_documents(
    documents: Documents, what: Sequence[str], connection: Connection, job: str | None, run: str | None
) -> NoReturn:
    start = documents.start
    if start is not None and job is None:
        job, run = start.job_name, run or start.run_id
    file = _file(documents.snapshot, source_name(what), documents.as_of, connection, region=documents.region)
    if documents.night is not None and job is None:
        open_ui(file, night=_restored(documents.night, documents), notes=documents.notes)
    open_ui(file, job=job, run=run, notes=documents.notes)


def _open_log(log: RunlessLog, connection: Connection) -> NoReturn:
    for note in log.notes:
        complain(note)
    open_ui(_file(log.snapshot, log.name, log.as_of, connection), log=log, notes=log.notes)


def _file(
    snapshot: Callable[[], Snapshot], name: str, as_of: datetime | None, connection: Connection, *, region: str = ""
) -> Glue:
    """What answers out of files, and beyond it AWS, in a Region that the files may name."""
    from gluetui.glue.aws.boto import Aws
    from gluetui.glue.clients.glue import Glue

    aws = Aws(
        profile=connection.profile,
        region=connection.region or region or None,
        region_from=connection.region_from if connection.region else "the opened file",
        endpoint_url=connection.endpoint_url,
    )
    return Glue(Aws(open_snapshot=snapshot, source=name, as_of=as_of), beyond=Glue(aws))


def _restored(saved: SavedNight, documents: Documents) -> Night:
    """A saved night, of its runs as the input holds them."""
    from gluetui.glue.run.run import JobRun

    runs: dict[str, list[JobRun]] = {}
    for each in documents.runs:
        runs.setdefault(JobRun(each).key.job_name, []).append(JobRun(each))
    return saved.restored(runs, saved.as_of or documents.as_of or saved.window.until)


def _is_file(name: str) -> bool:
    return name == "-" or os.path.exists(name)
