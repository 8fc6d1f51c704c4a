"""One store for what is known of runs: the newest answer counts, a final state wins, and every view is told once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.session.job_runs import JobRuns
from gluetui.session.known_runs import KnownRuns
from gluetui.text.times import Clock
from tests.conftest import NOW

KEY = RunKey("job", "jr_1")


def answer(state: str, *, run_id: str = "jr_1", whole: bool = False, started: float = 0, **members: Any) -> JobRun:
    before = [{"JobName": "before", "RunId": "jr_0"}] if whole else []
    raw = {"JobName": "job", "Id": run_id, "JobRunState": state, "StartedOn": NOW.timestamp() + started}
    return JobRun({**raw, "PredecessorRuns": before, **members}, asked_predecessors=whole)


class Glue:
    """Answers with what a test has put in, in the order of the test."""

    def __init__(self) -> None:
        self.kept: dict[RunKey, JobRun] = {}
        self.refreshed: list[bool] = []
        self.next: JobRun | None = None

    def cached(self, key: RunKey) -> JobRun | None:
        return self.kept.get(key)

    def run(self, key: RunKey, *, refresh: bool = False) -> JobRun:
        self.refreshed.append(refresh)
        kept = self.kept.get(key)
        if kept is None or (refresh and not kept.is_final):
            assert self.next is not None
            kept = self.kept[key] = self.next
        return kept

    def runs(self, job_name: str) -> Page[JobRun]:
        assert self.next is not None
        return Page((self.next,), None)

    def newest_runs(self, job_name: str) -> list[JobRun]:
        return list(self.runs(job_name).items)


class Known:
    """A store, its view, and a way to have answers come in another order than they were asked for."""

    def __init__(self) -> None:
        self.glue: Any = Glue()
        self.gates: list[asyncio.Event] = []
        self.held = False
        self.told: list[tuple[str, ...]] = []
        self.store = KnownRuns(self, Clock(lambda: NOW))
        self.store.show_in(self)

    async def ask(self, call: Callable[..., Any], *args: Any, **how: Any) -> Any:
        answer = call(*args, **how)
        if self.held:
            self.gates.append(gate := asyncio.Event())
            await gate.wait()
        return answer

    def runs_changed(self, runs: Mapping[RunKey, JobRun]) -> None:
        self.told += [(key.run_id, run.state) for key, run in runs.items()]

    def job_listed(self, job_name: str, runs: Sequence[JobRun]) -> None:
        self.told.append((job_name, "listed"))

    def status_changed(self, job_name: str) -> None:
        self.told.append((job_name, "status"))

    async def hear(self, run: JobRun) -> None:
        """An answer of GetJobRun where it asked for predecessors, else of a listing."""
        self.glue.next = run
        if run.asked_predecessors:
            await self.store.run(run.key, refresh=True)
        else:
            page = await self.store.page("job")
            self.store.job_runs.setdefault("job", JobRuns("job")).merge(page, NOW)

    def state(self) -> str:
        """As the list shows it, else as it is known by itself."""
        job, run = self.store.job_runs.get("job"), self.store.get(KEY)
        if job is not None and job.loaded:
            assert run is None or run.state == job.loaded[0].state
            return job.loaded[0].state
        return run.state if run is not None else ""


@pytest.mark.parametrize("first_is_whole", [True, False])
@pytest.mark.parametrize("second_is_whole", [True, False])
@pytest.mark.parametrize(
    ("asked_first", "asked_later", "counts"),
    [
        ("STARTING", "RUNNING", "RUNNING"),
        ("RUNNING", "FAILED", "FAILED"),
        ("WAITING", "STARTING", "STARTING"),
        ("RUNNING", "STOPPING", "STOPPING"),
        ("SUCCEEDED", "RUNNING", "SUCCEEDED"),  # A final state is never left.
        ("TIMEOUT", "", "TIMEOUT"),
        ("A_NEW_STATE", "STOPPED", "STOPPED"),
    ],
)
@pytest.mark.parametrize("comes_in_order", [True, False])
async def test_the_later_request_counts_and_a_final_state_before_any_other(
    first_is_whole: bool, second_is_whole: bool, asked_first: str, asked_later: str, counts: str, comes_in_order: bool
) -> None:
    known = Known()
    known.held = True
    first = asyncio.create_task(known.hear(answer(asked_first, whole=first_is_whole)))
    await asyncio.sleep(0)
    second = asyncio.create_task(known.hear(answer(asked_later, whole=second_is_whole)))
    await asyncio.sleep(0)
    for gate in known.gates if comes_in_order else reversed(known.gates):
        gate.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    await asyncio.gather(first, second)
    assert known.state() == counts


async def test_every_list_and_the_last_runs_of_the_job_learn_what_one_run_answers() -> None:
    known = Known()
    job = known.store.job_runs["job"] = JobRuns("job")
    runs = [answer("RUNNING"), answer("SUCCEEDED", run_id="jr_0", started=-60)]
    job.merge(Page(tuple(runs), None), NOW)
    known.store.last_runs.learn("job", LastRuns.of(runs))
    await known.hear(answer("FAILED", whole=True))
    assert job.loaded.states == ["FAILED", "SUCCEEDED"]
    status = known.store.last_runs.known["job"]
    assert isinstance(status, LastRuns)
    assert (status.states, status.is_failed) == (("FAILED", "SUCCEEDED"), True)
    assert known.told == [("jr_1", "FAILED"), ("job", "status")]


async def test_a_look_at_the_last_runs_puts_new_runs_in_front_of_the_loaded_ones() -> None:
    known = Known()
    job = known.store.job_runs["job"] = JobRuns("job")
    job.merge(Page((answer("SUCCEEDED"),), None), NOW)
    job.load.arrived(NOW)
    known.glue.newest_runs = lambda name: [answer("RUNNING", run_id="jr_2", started=60), answer("SUCCEEDED")]
    await known.store.look_up("job")
    assert (job.loaded.states, job.is_outdated) == (["RUNNING", "SUCCEEDED"], False)
    known.glue.newest_runs = lambda name: [answer("RUNNING", run_id="jr_9", started=90)]
    await known.store.look_up("job")
    assert (job.loaded.states, job.is_outdated) == (["RUNNING", "SUCCEEDED"], True)


async def test_a_run_that_is_newer_than_all_that_is_known_of_its_job_makes_that_outdated() -> None:
    known = Known()
    await known.hear(answer("SUCCEEDED"))
    assert known.store.last_runs.outdated == set()
    known.glue.next = answer("RUNNING", run_id="jr_2", whole=True, started=60)
    await known.store.run(RunKey("job", "jr_2"))
    assert known.store.last_runs.outdated == {"job"}


async def test_what_a_listing_leaves_out_is_kept_from_the_answer_that_asked_for_it() -> None:
    known = Known()
    await known.hear(answer("RUNNING", whole=True))
    await known.hear(answer("FAILED", ErrorMessage="disk full"))
    run = known.store.get(KEY)
    assert run is not None
    assert (run.state, run.text("ErrorMessage"), run.asked_predecessors) == ("FAILED", "disk full", True)
    assert run.raw["PredecessorRuns"] == [{"JobName": "before", "RunId": "jr_0"}]


async def test_a_run_that_a_listing_showed_as_gone_on_is_asked_for_whole_when_it_is_wanted() -> None:
    known = Known()
    await known.hear(answer("RUNNING", whole=True))
    assert known.store.whole(KEY) is not None
    await known.hear(answer("SUCCEEDED"))
    assert known.store.whole(KEY) is None
    known.glue.next = answer("SUCCEEDED", whole=True, ExecutionTime=7)
    assert (await known.store.run(KEY)).raw["ExecutionTime"] == 7
    assert known.glue.refreshed == [True, True]
    assert known.store.whole(KEY) is not None


async def test_views_are_not_told_what_they_know() -> None:
    known = Known()
    for _ in range(3):
        await known.hear(answer("RUNNING", whole=True))
    assert known.told == [("jr_1", "RUNNING")]


async def test_of_listed_runs_that_are_over_none_is_kept_a_second_time() -> None:
    known = Known()
    await known.hear(answer("SUCCEEDED"))
    assert known.store.get(KEY) is None
