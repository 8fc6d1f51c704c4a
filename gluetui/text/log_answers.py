"""Sentences of what log groups and streams said when they were asked for a run's log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from gluetui.glue.logs.answers import Answered, Said
from gluetui.glue.logs.following import TAIL
from gluetui.glue.run.run import JobRun

if TYPE_CHECKING:
    from gluetui.glue.files.runless_log import RunlessLog
    from gluetui.glue.logs.cause import Cause


def answered_line(each: Answered) -> str:
    """Such as "group /aws-glue/jobs/error, stream jr_1: no such log stream."; a refusal with its own words."""
    stream = f", streams {each.stream}…" if each.is_listing and each.stream else f", stream {each.stream}"
    why = f" {each.error.args[0]}" if each.error is not None and each.said in (Said.DENIED, Said.FAILED) else ""
    is_of_group = not each.stream or each.said is Said.NO_GROUP
    return f"group {each.group}{'' if is_of_group else stream}: {each.said}.{why}"


def nothing_there(run: JobRun) -> str:
    """The sentence for a run of whose log nothing is there, before what was asked."""
    if not run.is_final:
        return f"The run is {run.state or 'live'}, and its log has not begun. What was asked:"
    return "No log of this run is there: never written, written elsewhere, or past its retention. What was asked:"


def what_may_come(run: JobRun, now: datetime) -> str:
    """Why the end of the log may not be there yet; "" where all of it is."""
    if not run.is_final:
        return f"The run is {run.state or 'live'}: more may come."
    if run.completed is not None and now - run.completed < TAIL:
        return "The run ended less than 90 s ago: its last events may not be there yet."
    return ""


def all_answers(run: JobRun, answered: Iterable[Answered], *, is_shared: bool, unreadable: int, now: datetime) -> str:
    """All that was asked for a run's log and what it said, a line each, and what that means for the log."""
    lines = [answered_line(each) for each in answered] or ["Nothing was asked yet."]
    notes = [what_may_come(run, now)]
    if is_shared:
        notes.append("Other runs may write streams of these names: the time of the run alone tells its records apart.")
    if unreadable:
        notes.append(f"{unreadable:,} entries of AWS's answers are no events; they are left out.")
    return "\n".join([*lines, *(["", *filter(None, notes)] if any(notes) else [])])


def told_by_file(log: RunlessLog, *, is_empty: bool) -> str:
    """What a file tells of the log that it holds without a run, and what it does not tell."""
    lines = [f"In {log.name}: what {' and '.join(f'`{each}`' for each in log.printed_by)} prints. Log group: not told."]
    for stream, events in log.events.items():
        lines.append(f"Stream {stream.name}: {len(events):,} event{'' if len(events) == 1 else 's'}.")
    if log.run_ids:
        runs = "run" if len(log.run_ids) == 1 else "runs"
        lines.append(f"By its streams' names it is of {runs} {', '.join(log.run_ids)}.")
        lines.append("Not told: which job's, when it started and ended, and how.")
    else:
        lines.append("Not told: of which run, when it started and ended, and how.")
    empty = ["It holds a log without events."] if is_empty else []
    return "\n".join([*empty, *lines, *log.notes])


def cause_note_of_file(log: RunlessLog, cause: Cause | None) -> str:
    """What is said below a cause that the records of a file tell, or in its place."""
    if log.has_several_runs:
        return f"Records of {len(log.run_ids):,} runs: no cause is looked for."
    return "how the run ended is not told" if cause is not None else "No cause is named: how the run ended is not told."
