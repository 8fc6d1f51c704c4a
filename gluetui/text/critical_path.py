"""The critical path in words and numbers: a headline, the sentence on what would have saved time, a text to copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta, tzinfo

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.savings import Saving, UsualSeconds, best_saving, deciding, over_usual, saving
from gluetui.glue.lineage.timed_runs import TimedRun
from gluetui.text.charts import factor
from gluetui.text.safe import shown_name
from gluetui.text.states import JOB_NOT_RETURNED, look
from gluetui.text.times import duration, duration_short, when

CRITICAL = "critical"
"""In place of the slack of a run on the path."""

_MOST_DECIDING = 3
"""Runs that are named of those that would decide."""

COLUMNS = ("waited", "start-up", "ran", "× usual", "slack", "saves")
"""The numbers of a run, as `numbers` names them."""

WIDTHS = dict(zip(COLUMNS, (7, 8, 7, 7, 8, 7), strict=True))
"""The cells of each."""


def numbers(path: CriticalPath, run: TimedRun, usual_seconds: float | None) -> dict[str, str]:
    """By column; "" for what is not known, or does not apply."""
    found = saving(path, run.key, usual_seconds)
    took = run.last.compared_seconds(path.now)
    times = factor(took / usual_seconds) if took is not None and usual_seconds else ""
    slack = CRITICAL if path.is_on_path(run.key) else _short(path.slack(run.key))
    gap = path.gap(run.key)
    waited = _short(max(gap, timedelta())) if gap is not None else ""
    saves = _short(found.saves) if found is not None and found.saves else ""
    return dict(zip(COLUMNS, (waited, _short(run.start_up), _short(run.ran), times, slack, saves), strict=True))


def headline(path: CriticalPath) -> str:
    """Such as "critical path: 4 runs = 2h 6m 12s running + 42s waiting"; "at least" where some of it is not loaded."""
    if not path.path:
        return "critical path: not known, as AWS did not return when the run began or ended"
    runs = f"{len(path.path):,} run{'s' if len(path.path) != 1 else ''}"
    running = f"{_exact(sum((run.ran for run in path.path), timedelta()))} running"
    waiting = f" + {_exact(path.waited)} waiting" if path.waited > timedelta() else ""
    at_least = "at least " if path.is_at_least else ""
    return f"critical path: {at_least}{runs} = {running}{waiting}"


def sentence(path: CriticalPath, usual_seconds: UsualSeconds) -> str:
    """What would have brought the end forward; why nothing is known to, where that is so."""
    best = best_saving(path, usual_seconds)
    if best is not None:
        return saving_sentence(path, best)
    if not path.path:
        return ""
    if not path.path[-1].last.is_final:
        return "The run is not over: what a usual duration would save is told at its end."
    known = sum(over_usual(run, usual_seconds(run.key.job_name)) is not None for run in path.path)
    if known == len(path.path):
        return "No run on the critical path took longer than its usual."
    those = "none of the others took longer" if known else "so nothing is known to be saved"
    return f"{len(path.path) - known:,} of {len(path.path):,} runs cannot be held against a usual duration; {those}."


def saving_sentence(path: CriticalPath, found: Saving) -> str:
    """Such as "build took 31m 55s over its usual; at its usual the end is 24m 44s earlier, then a → b decides."."""
    over = f"{_name(found.run)} took {_exact(found.over)} over its usual"
    if not found.saves:
        earlier = "at its usual the end is no earlier"
    else:
        at_least = "up to " if path.is_at_least else ""
        earlier = f"at its usual the end is {at_least}{_exact(found.saves)} earlier"
    if not found.is_capped or found.runner_up is None:
        return f"{over}; {earlier}."
    return f"{over}; {earlier}, then {_names(deciding(path, found.runner_up))} decides."


def path_text(path: CriticalPath, usual_seconds: UsualSeconds, zone: tzinfo | None) -> str:
    """The path for a ticket or a chat: a line a run, from the earliest to the root, and what would have saved time."""
    return "\n".join(_path_lines(path, usual_seconds, zone)) + "\n"


def _path_lines(path: CriticalPath, usual_seconds: UsualSeconds, zone: tzinfo | None) -> Iterator[str]:
    yield headline(path)
    for run in path.path:
        gap = path.gap_on_path(run)
        if gap > timedelta():
            yield f"  waited {_exact(gap)}"
        times = numbers(path, run, usual_seconds(run.key.job_name))[COLUMNS[3]]
        facts = [
            f"{look(run.last.state).glyph} {_name(run)}",
            f"{when(run.start, zone, for_others=True)} → {when(run.end, zone, for_others=True)}",
            f"ran {_exact(run.ran)}" + (f" in {len(run.attempts):,} attempts" if len(run.attempts) > 1 else ""),
            f"{times} usual" if times else "",
            shown_name(run.key.run_id),
        ]
        yield " · ".join(filter(None, facts))
    if said := sentence(path, usual_seconds):
        yield said


def _names(runs: Sequence[TimedRun]) -> str:
    names = [_name(run) for run in runs]
    if len(names) > _MOST_DECIDING:
        names = [names[0], "…", *names[2 - _MOST_DECIDING :]]
    return " → ".join(names)


def _name(run: TimedRun) -> str:
    return shown_name(run.key.job_name) or JOB_NOT_RETURNED


def _short(span: timedelta | None) -> str:
    return "" if span is None else duration_short(span.total_seconds())


def _exact(span: timedelta) -> str:
    """Whole seconds, cut down, from one on."""
    seconds = span.total_seconds()
    return duration(int(seconds) if seconds >= 1 else seconds)
