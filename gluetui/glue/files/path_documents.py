"""The critical path as data: one object for programs, and a trace that Chrome and Perfetto draw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.savings import UsualSeconds, saving
from gluetui.glue.lineage.timed_runs import TimedRun, start_up
from gluetui.glue.run.run import JobRun, RunKey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def path_object(path: CriticalPath, usual_seconds: UsualSeconds) -> dict[str, Any]:
    """The path from the earliest run to the root, and every known run with its slack; null is what is not known.

    Times are ISO in UTC, spans are seconds. The spans of the path add up to `wall_s`, of which `waited_s` are gaps.
    """
    return {
        "path": [
            {
                **_named(run.key),
                "start": _iso(run.start),
                "end": _iso(run.end),
                "ran_s": _seconds(run.ran),
                "gap_s": _seconds(path.gap_on_path(run)),
            }
            for run in path.path
        ],
        "wall_s": _seconds(path.wall),
        "waited_s": _seconds(path.waited) if path.path else None,
        "at_least": path.is_at_least,
        "nodes": [_node(path, key, usual_seconds) for key in dict.fromkeys(path.known.last_attempt.values())],
    }


def _node(path: CriticalPath, key: RunKey, usual_seconds: UsualSeconds) -> dict[str, Any]:
    found = saving(path, key, usual_seconds(key.job_name)) if path.is_on_path(key) else None
    runner_up = found.runner_up if found is not None else None
    return {
        **_named(key),
        "slack_s": _seconds(path.slack(key)),
        "saves_s": _seconds(found.saves) if found is not None else None,
        "runner_up": _named(runner_up.key) if runner_up is not None else None,
    }


def trace(path: CriticalPath) -> dict[str, Any]:
    """The runs in the Trace Event Format: a track a run, its attempts within it, arrows along the critical path."""
    earliest_first = sorted(path.runs.values(), key=lambda run: (run.start, run.end))
    tracks = {run.key: track for track, run in enumerate(earliest_first, 1)}
    events = [event for run in earliest_first for event in _track(path, run, tracks[run.key])]
    return {"traceEvents": [*events, *_arrows(path, tracks)], "displayTimeUnit": "ms"}


def _track(path: CriticalPath, run: TimedRun, track: int) -> Iterator[dict[str, Any]]:
    place = {"pid": 1, "tid": track}
    yield {"ph": "M", "name": "thread_name", **place, "args": {"name": run.key.job_name}}
    yield {"ph": "M", "name": "thread_sort_index", **place, "args": {"sort_index": track}}
    released = path.released_by(run.key)
    if released is not None and released.end < run.start:
        yield _slice("waiting", "waiting", released.end, run.start, place, {"after": _named(released.key)})
    is_critical, slack = path.is_on_path(run.key), path.slack(run.key)
    facts = {**_named(run.key), "JobRunState": run.last.state, "critical": is_critical, "slack_s": _seconds(slack)}
    yield _slice(run.key.job_name, "critical" if is_critical else "run", run.start, run.end, place, facts)
    free = run.start
    for attempt in run.attempts:
        # A track's events must lie within one another: an attempt that began too early begins where it may.
        started, ended = attempt.started, run.end if attempt is run.last else attempt.completed
        if started is not None and ended is not None and free <= ended <= run.end:
            yield from _attempt(attempt, max(started, free), ended, place, is_alone=len(run.attempts) == 1)
            free = ended


def _attempt(
    attempt: JobRun, start: datetime, end: datetime, place: dict[str, int], *, is_alone: bool
) -> Iterator[dict[str, Any]]:
    if not is_alone:
        facts = {"RunId": attempt.key.run_id, "JobRunState": attempt.state}
        yield _slice(f"attempt {attempt.attempt}", "attempt", start, end, place, facts)
    began = attempt.started + before_it if attempt.started and (before_it := start_up(attempt)) else start
    if start < began <= end:
        yield _slice("start-up", "start-up", start, began, place, {})


def _arrows(path: CriticalPath, tracks: dict[RunKey, int]) -> Iterator[dict[str, Any]]:
    for number, (before, run) in enumerate(zip(path.path, path.path[1:], strict=False), 1):
        arrow = {"name": "critical path", "cat": "critical", "id": number, "pid": 1}
        yield {"ph": "s", **arrow, "tid": tracks[before.key], "ts": _microseconds(before.end)}
        end = max(run.start, before.end)  # No arrow goes back in time where the clocks differ.
        yield {"ph": "f", "bp": "e", **arrow, "tid": tracks[run.key], "ts": _microseconds(end)}


def _slice(
    name: str, category: str, start: datetime, end: datetime, place: dict[str, int], facts: dict[str, Any]
) -> dict[str, Any]:
    times = {"ts": _microseconds(start), "dur": (end - start) // _MICROSECOND}
    return {"ph": "X", "name": name, "cat": category, **place, **times, "args": facts}


def _named(key: RunKey) -> dict[str, str]:
    return {"JobName": key.job_name, "RunId": key.run_id}


def _seconds(span: timedelta | None) -> float | None:
    """A whole number where it is one."""
    if span is None:
        return None
    seconds = span.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
