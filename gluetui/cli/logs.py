"""`gluetui logs JOB RUN_ID`: the log of one run, or the line in it that says why the run failed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import click

from gluetui.cli.connection import Connection, connected, run_id_as_meant
from gluetui.cli.exit_codes import GONE, USAGE, Failure, complain, exit_code
from gluetui.cli.log_following import LogFollower
from gluetui.cli.log_output import RecordPrinter, print_cause
from gluetui.cli.printing import json_option, secrets_option
from gluetui.cli.runs import read_time
from gluetui.glue.clients.logs import Logs
from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.ahead import calls_ahead
from gluetui.glue.logs.answers import Answered, Said
from gluetui.glue.logs.cause_search import search_cause
from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.following import TAIL
from gluetui.glue.logs.masking import LogMask
from gluetui.glue.logs.merging import LiveStream
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.reading import LogReader
from gluetui.glue.logs.saved_streams import NO_LOG
from gluetui.glue.logs.sources import EXECUTOR, NAMES
from gluetui.glue.logs.window import Window, milliseconds
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from gluetui.text.log_answers import answered_line, nothing_there
from gluetui.text.times import end_of, moment

_PLURAL = {"executors": EXECUTOR}


def read_pattern(context: click.Context, option: click.Parameter, value: str | None) -> re.Pattern[str] | None:
    """The regular expression of --grep; letters match either case unless one of them is a capital."""
    if value is None:
        return None
    try:
        return re.compile(value, 0 if any(map(str.isupper, value)) else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise click.BadParameter(f"it is no regular expression: {error}.") from error


class Wanted(NamedTuple):
    """Which streams are printed."""

    source: str
    """One of NAMES, "all", or "" for all but executors."""
    stream: str
    """The name of one stream; "" for any."""

    def takes(self, stream: Stream) -> bool:
        """Whether a stream is printed."""
        if self.stream and stream.name != self.stream:
            return False
        if self.source in ("all", ""):
            return bool(self.source or self.stream) or stream.source != EXECUTOR
        return stream.source == self.source


@click.command()
@click.argument("job")
@click.argument("run_id", type=run_id_as_meant)
@click.option("--follow", is_flag=True, help="Go on with what comes, until the run is over and its log complete.")
@click.option("--cause", "cause_alone", is_flag=True, help="Print the line alone that says why the run failed.")
@click.option(
    "--source",
    metavar="S",
    type=click.Choice([*NAMES, *_PLURAL, "all"]),
    default=None,
    help="One source: output, error, driver, executors, insights, progress; or all. Else all but executors.",
)
@click.option("--stream", metavar="NAME", default="", help="One log stream, by its name.")
@click.option("--since", metavar="WHEN", callback=read_time, help="What was logged since then: 2d, 1h30m or a time.")
@click.option("--until", metavar="WHEN", callback=read_time, help="What was logged before; a date counts to its end.")
@click.option("--grep", "pattern", metavar="RE", callback=read_pattern, help="Records that match.")
@click.option("--raw", is_flag=True, help="Print one stream's text as it came, nothing added; secrets stay masked.")
@json_option
@secrets_option
@connected()
def logs(
    *,
    connection: Connection,
    job: str,
    run_id: str,
    follow: bool,
    cause_alone: bool,
    source: str | None,
    stream: str,
    since: str | None,
    until: str | None,
    pattern: re.Pattern[str] | None,
    raw: bool,
    as_data: bool,
    show_secrets: bool,
) -> None:
    """Print a run's log, its sources merged in the order of time. The JSON has a record a line."""
    if raw and as_data:
        raise click.UsageError("--raw and --json exclude each other.")
    if cause_alone and (follow or raw or source or stream or since or until or pattern):
        raise click.UsageError("--cause goes with --json and --show-secrets only.")
    glue, run = connection.run(RunKey(job, run_id))
    masks = None if show_secrets else Masks(run.raw)
    calls = Logs(glue.aws)
    if cause_alone:
        _print_cause(calls, run, masks.apply if masks else str, as_data=as_data)
        return
    wanted = Wanted(_PLURAL.get(source or "", source or ""), stream)
    form = "json" if as_data else "raw" if raw else "lines"
    printer = RecordPrinter(form, LogMask(masks) if masks else None, pattern)
    pace, within = Pace(tell=complain), _between(since, until)
    with calls_ahead() as submit:
        reader = LogReader(calls, run, pace, within=within, from_head=True, submit=submit)
        _find(reader, wanted)
        if raw:
            _check_one_stream(reader, wanted)
        follower = LogFollower(glue, reader, _choice(wanted), goes_on=follow)
        printer.add(follower.there())
        if follow:
            for records in follower.coming():
                printer.add(records)
    _say_how_it_ended(reader, wanted, datetime.now(UTC), is_followed=follow)


def _between(since: str | None, until: str | None) -> Window:
    now = datetime.now(UTC)
    start, end = moment(since, now) if since else None, end_of(until, now) if until else None
    return Window(milliseconds(start) if start else None, milliseconds(end) if end else None)


def _find(reader: LogReader, wanted: Wanted) -> None:
    reader.find_streams()
    if wanted.stream and not any(map(wanted.takes, reader.streams)):
        list(reader.named(wanted.stream))


def _choice(wanted: Wanted) -> Callable[[LogReader], list[LiveStream]]:
    """Makes a reader of each wanted stream that has none yet."""
    known: set[Stream] = set()

    def choose(reader: LogReader) -> list[LiveStream]:
        found = [stream for stream in reader.streams if stream not in known and wanted.takes(stream)]
        known.update(found)
        return [LiveStream(reader.pages(stream)) for stream in found]

    return choose


def _check_one_stream(reader: LogReader, wanted: Wanted) -> None:
    """Raises: Failure that names them where several streams would be mixed."""
    found = [stream for stream in reader.streams if wanted.takes(stream)]
    if len(found) > 1:
        named = [f"  {each.source}: group {each.group}, stream {each.name}" for each in found]
        raise Failure("--raw takes one stream; choose it by --stream NAME or --source S:", *named, exit_code=USAGE)


def _print_cause(calls: Logs, run: JobRun, mask: Callable[[str], str], *, as_data: bool) -> None:
    from gluetui.text.log_cause import not_found

    searched = search_cause(calls, run, Pace(tell=complain))
    print_cause(searched.cause, mask, as_data=as_data)
    if searched.cause is not None:
        if searched.cause.is_clean_up:
            complain("It came from ending after another failure, which this part of the log does not show.")
        return
    last = searched.last_error
    lines = [f"The driver's last ERROR: {mask(last.message).splitlines()[0]}"] if last and last.message.strip() else []
    if searched.holds_nothing:
        raise Failure(NO_LOG, exit_code=GONE)
    raise Failure(not_found(searched), *lines, *map(_sentence, _unusual(searched.answered)), exit_code=GONE)


def _say_how_it_ended(reader: LogReader, wanted: Wanted, now: datetime, *, is_followed: bool) -> None:
    """On stderr, what is missing in what was printed and why.

    Raises: Failure where nothing of the run's log was there, or a part of it could not be read.
    """
    run, read = reader.run, [pages for pages in map(reader.pages, reader.streams) if wanted.takes(pages.stream)]
    if not any(pages.count for pages in read):
        reader.judge_empty(now)
        if reader.answers.holds_nothing:
            raise Failure(NO_LOG, exit_code=GONE)
        raise Failure(_nothing(run, wanted), *map(_sentence, reader.answers.all), exit_code=_code(reader.answers.all))
    if lost := sum(pages.unreadable for pages in read):
        complain(f"Left out: {lost} entries of AWS's answers that are no events.")
    if any(source.is_shared for source in reader.sources):
        complain("Other runs may write streams of these names: the time of the run alone tells its records apart.")
    known = {(stream.group, stream.name) for stream in reader.streams}
    failed = [each for each in reader.answers.all if each.error is not None and each.said is not Said.NO_GROUP]
    # A usual name that was tried in vain is no loss; a stream that was there and is gone is one.
    failed = [each for each in failed if each.said is not Said.NO_STREAM or (each.group, each.stream) in known]
    for each in failed:
        complain(_sentence(each))
    if not is_followed:
        _say_what_may_come(run, now)
    torn = [each for each in failed if not each.is_listing and each.said not in (Said.NO_STREAM, Said.DENIED)]
    if torn and torn[0].error is not None:
        raise Failure("A part of the log was not read.", exit_code=exit_code(torn[0].error))


def _say_what_may_come(run: JobRun, now: datetime) -> None:
    if not run.is_final:
        complain(f"The run is {run.state or 'live'}: --follow goes on with what comes.")
    elif run.completed is not None and now - run.completed < TAIL:
        complain("The run ended less than 90 s ago: its last events may not be there yet; --follow waits for them.")


def _nothing(run: JobRun, wanted: Wanted) -> str:
    if wanted.stream or wanted.source not in ("", "all"):
        return "Nothing of this run's log is there under that name. What was asked:"
    return nothing_there(run)


def _unusual(answered: Sequence[Answered]) -> list[Answered]:
    """What explains that something is missing."""
    return [each for each in answered if each.said is not Said.READ]


def _sentence(each: Answered) -> str:
    return f"  {answered_line(each)}"


def _code(answered: Sequence[Answered]) -> int:
    """Of what was refused, else of what is not there."""
    errors: list[AwsError] = [each.error for each in answered if each.error is not None]
    codes = [exit_code(error) for error in errors]
    return next((code for code in codes if code != GONE), GONE)
