"""Random accounts whose triggers really fire: all reasonings agree with what happened, and with one another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.triggers.asking import Known, Wanted, told
from gluetui.glue.triggers.due import DueKind, due_jobs
from gluetui.glue.triggers.finding import Certainty, Kind
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.set_off import effects_of
from gluetui.glue.triggers.trigger import Activity, Trigger
from gluetui.glue.triggers.waits import waits_in_vain
from gluetui.glue.triggers.why_not import why_not
from gluetui.glue.triggers.why_started import why_started
from tests.glue.triggers.account import MORNING, NIGHT, after, at, scheduled

ENDS = ("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED", "TIMEOUT", "ERROR")
MOST_RUNS = 60
LASTS = 300
"""Seconds of each run."""


class Night(NamedTuple):
    """An account, and what became of it in one night."""

    triggers: Sequence[Trigger]
    runs: dict[str, list[JobRun]]

    @property
    def all_runs(self) -> list[JobRun]:
        return [run for runs in self.runs.values() for run in runs]

    def known(self, wanted: Wanted) -> Known:
        """As AWS answers: lists without predecessors, single runs with them."""
        by_key = {run.key: run for run in self.all_runs}
        listed = {job: [JobRun({**run.raw, "PredecessorRuns": []}) for run in self.runs[job]] for job in wanted.jobs}
        return Known(listed, {key: by_key[key] for key in wanted.runs})


@st.composite
def accounts(draw: st.DrawFn) -> list[Trigger]:
    """Some schedules, and conditional triggers that watch jobs further up, now and then in a loop."""
    size = draw(st.integers(2, 8))
    jobs = [f"j{number}" for number in range(size)]
    states = st.sampled_from(["ACTIVATED"] * 5 + ["DEACTIVATED"])
    triggers = [scheduled("t0", "j0")]
    for number in range(1, size):
        if draw(st.integers(0, 5)) == 0:
            triggers.append(scheduled(f"t{number}", jobs[number], State=draw(states)))
            continue
        pool = jobs if draw(st.integers(0, 7)) == 0 else jobs[:number]
        watched = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
        words = " ".join(f"{job}={draw(st.sampled_from(['SUCCEEDED'] * 5 + ['FAILED']))}" for job in watched)
        logical = draw(st.sampled_from(["AND", "AND", "ANY"]))
        started = draw(st.lists(st.sampled_from(jobs[1:]), max_size=1))
        triggers.append(after(f"t{number}", words, jobs[number], *started, logical=logical, State=draw(states)))
    return triggers


def fired(triggers: Sequence[Trigger], ends: Sequence[str]) -> Night:
    """What follows from the schedules: AND fires once all its conditions were met, ANY at every matching end."""
    jobs = {job for trigger in triggers for job in (*trigger.jobs, *trigger.watched_jobs)}
    night = Night(triggers, {job: [] for job in sorted(jobs)})
    met: dict[str, dict[str, JobRun]] = {trigger.name: {} for trigger in triggers}
    number, outcome = count(), iter(ends)
    waiting: list[tuple[float, int, Trigger, list[JobRun]]] = [
        (0, next(number), one, []) for one in triggers if one.type == "SCHEDULED" and one.state == "ACTIVATED"
    ]
    while waiting and len(night.all_runs) < MOST_RUNS:
        second, place, trigger, before = heappop(waiting)
        for job in trigger.jobs:
            run = _run(job, trigger, before, second + 4, f"jr_{place}_{job}", next(outcome))
            night.runs[job].insert(0, run)
            for fires, ended in _matched(triggers, met, run):
                heappush(waiting, (second + 4 + LASTS, next(number), fires, ended))
    return night


def _run(job: str, trigger: Trigger, before: list[JobRun], second: float, run_id: str, state: str) -> JobRun:
    start = at("02:00") + timedelta(seconds=second)
    raw: dict[str, Any] = {
        "JobName": job,
        "Id": run_id,
        "TriggerName": trigger.name,
        "JobRunState": state,
        "StartedOn": start.isoformat(),
        "CompletedOn": (start + timedelta(seconds=LASTS)).isoformat(),
        "PredecessorRuns": [{"JobName": each.key.job_name, "RunId": each.key.run_id} for each in before],
    }
    return JobRun(raw, asked_predecessors=True)


def _matched(
    triggers: Sequence[Trigger], met: dict[str, dict[str, JobRun]], run: JobRun
) -> list[tuple[Trigger, list[JobRun]]]:
    fires = []
    for trigger in triggers:
        wanted = (run.key.job_name, run.state)
        if trigger.state != "ACTIVATED" or wanted not in [(each.job, each.state) for each in trigger.conditions]:
            continue
        met[trigger.name][run.key.job_name] = run
        if trigger.is_any:
            fires.append((trigger, [run]))
        elif len(met[trigger.name]) == len(trigger.conditions):
            fires.append((trigger, list(met[trigger.name].values())))
            met[trigger.name] = {}
    return fires


NIGHTS = st.builds(fired, accounts(), st.lists(st.sampled_from(ENDS), min_size=2 * MOST_RUNS, max_size=2 * MOST_RUNS))


@given(NIGHTS)
def test_what_started_a_run_is_what_the_runs_before_it_set_off(night: Night) -> None:
    index = TriggerIndex(night.triggers)
    led_to = {
        run.key: {each.run for each in told(effects_of(index, run, MORNING), night.known).set_off if each.run}
        for run in night.all_runs
    }
    for run in night.all_runs:
        found = told(why_started(index, run), night.known).findings
        met = {each.run for each in found if each.kind is Kind.MET}
        named = {RunKey(each["JobName"], each["RunId"]) for each in run.raw["PredecessorRuns"]}
        assert met == named
        assert all(each.certainty is Certainty.KNOWN for each in found if each.kind in (Kind.MET, Kind.LAST))
        for key in named:
            assert {one.job_name for one in led_to[key] if one} >= {run.key.job_name}


@given(NIGHTS)
def test_a_job_that_is_missing_did_not_run_and_its_cause_is_what_happened(night: Night) -> None:
    if len(night.all_runs) >= MOST_RUNS:
        return
    index = TriggerIndex(night.triggers)
    by_key = {run.key: run for run in night.all_runs}
    entries = due_jobs(index, night.runs, window=NIGHT, now=MORNING)
    assert len({entry.job for entry in entries}) == len(entries)
    for entry in entries:
        assert night.runs[entry.job] == [] and entry.kind in (DueKind.MISSING, DueKind.INACTIVE)
        assert "AWS does not tell" not in entry.reason and "no run came" not in entry.reason
        why = told(why_not(index, entry.job, NIGHT, MORNING), night.known)
        assert why.cause.startswith(f"{entry.job} did not run because")
        assert why.causing_run is None or why.causing_run in by_key


@given(NIGHTS)
def test_what_is_due_is_what_a_good_night_would_have_run(night: Night) -> None:
    """Of triggers that are all active and want success: had all succeeded, exactly the due jobs would have run, too."""
    triggers = [one for one in night.triggers if {each.state for each in one.conditions} <= {"SUCCEEDED"}]
    triggers = [one for one in triggers if one.activity is Activity.ACTIVE]
    ends = [run.state for run in reversed(night.all_runs)] + ["SUCCEEDED"] * MOST_RUNS
    bad, good = fired(triggers, [*ends, *["FAILED"] * MOST_RUNS]), fired(triggers, ["SUCCEEDED"] * 2 * MOST_RUNS)
    if max(len(bad.all_runs), len(good.all_runs)) >= MOST_RUNS:
        return
    entries = due_jobs(TriggerIndex(triggers), bad.runs, window=NIGHT, now=MORNING)
    assert {entry.job for entry in entries} == {job for job in bad.runs if good.runs[job] and not bad.runs[job]}


@given(NIGHTS)
def test_what_waits_in_vain_did_not_run_after_it(night: Night) -> None:
    if len(night.all_runs) >= MOST_RUNS:
        return
    index = TriggerIndex(night.triggers)
    for run in night.all_runs:
        for job in waits_in_vain(index, run):
            if len(night.runs[run.key.job_name]) == 1:
                assert not any(each.started > run.started for each in night.runs[job])  # type: ignore[operator]
