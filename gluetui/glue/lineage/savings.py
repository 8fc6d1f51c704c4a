"""What a usual duration of a run on the critical path would have saved, and which run would decide the end then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.timed_runs import TimedRun, start_up
from gluetui.glue.run.run import RunKey

UsualSeconds = Callable[[str], float | None]
"""The usual duration of a job by its name, in seconds; None where it is not known."""

_NONE = timedelta(0)


class Saving(NamedTuple):
    """How much earlier the root had ended, had a run on the path taken its usual time."""

    run: TimedRun
    over: timedelta
    """How much longer than usual it took; none where it was no longer."""
    saves: timedelta
    """How much earlier the root had ended: what it took over its usual, or less where others come to decide."""
    runner_up: TimedRun | None
    """The run that is waited for instead, or that would be next; None where nothing else is waited for."""

    @property
    def is_capped(self) -> bool:
        """Whether the runner-up keeps the rest of the time from being saved."""
        return self.saves < self.over


def over_usual(run: TimedRun, usual_seconds: float | None) -> timedelta | None:
    """How much longer a run took than usual, its start-up aside, as usual durations have none.

    None where the usual one is not known, and for a run that did not succeed: usual is what succeeded runs take.
    """
    if usual_seconds is None or run.last.state != "SUCCEEDED" or run.last.compared_seconds(run.end) is None:
        return None
    took = run.ran - ((start_up(run.last) or _NONE) if run.last.has_execution_time else _NONE)
    return took - timedelta(seconds=usual_seconds) if usual_seconds < took.total_seconds() else _NONE


def saving(path: CriticalPath, key: RunKey, usual_seconds: float | None) -> Saving | None:
    """What the usual duration of a run on the path would have saved; None where that cannot be told."""
    run = path.of(key)
    if run is None or not path.is_on_path(key) or not path.runs[path.root].last.is_final:
        return None
    over = over_usual(run, usual_seconds)
    return _saved(path, run, over) if over is not None else None


def best_saving(path: CriticalPath, usual_seconds: UsualSeconds) -> Saving | None:
    """The run on the path whose usual duration would have saved most; None where none took longer than usual."""
    over = {run.key: over_usual(run, usual_seconds(run.key.job_name)) or _NONE for run in path.path}
    best: Saving | None = None
    for key in sorted(over, key=lambda key: over[key], reverse=True):
        if over[key] <= (best.saves if best else _NONE):
            break  # Nothing saves more than what it took over its usual.
        found = saving(path, key, usual_seconds(key.job_name))
        if found is not None and found.saves > (best.saves if best else _NONE):
            best = found
    return best


def deciding(path: CriticalPath, runner_up: TimedRun) -> list[TimedRun]:
    """The runs that led to a runner-up, the earliest first, since the path was left; the runner-up is the last."""
    led = [runner_up]
    while (before := path.released_by(led[-1].key)) is not None and before not in led:
        if path.is_on_path(before.key):
            break
        led.append(before)
    return led[::-1]


def _saved(path: CriticalPath, run: TimedRun, over: timedelta) -> Saving | None:
    """The root's end computed again, with this run shorter and every wait as long as it was."""
    earlier = {run.key: over}
    runner_up: TimedRun | None = None
    for moved in path.behind(run):
        ended = path.ended_before(moved)
        if earlier.keys().isdisjoint(before.key for before in ended):
            continue
        if len(ended) == 1:  # Most runs have one: nothing else comes to decide.
            earlier[moved.key] = earlier[ended[0].key]
            continue
        latest = max(ended, key=lambda before: before.end - earlier.get(before.key, _NONE))
        earlier[moved.key] = ended[0].end - (latest.end - earlier.get(latest.key, _NONE))
        if path.is_on_path(moved.key):
            if not path.needs_all(moved):
                return None
            runner_up = runner_up if latest is ended[0] else latest
    if path.root not in earlier:
        return None
    return Saving(run, over, earlier[path.root], runner_up or _next(path, run))


def _next(path: CriticalPath, run: TimedRun) -> TimedRun | None:
    """The predecessor that ended second, of the run on the path that waited for this one."""
    behind = path.path[path.path.index(run) + 1 :][:1]
    ended = path.ended_before(behind[0]) if behind else ()
    return ended[1] if len(ended) > 1 else None
