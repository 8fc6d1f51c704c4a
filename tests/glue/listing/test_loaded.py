"""The loaded runs and their view against a simple list: random pages, refreshes, orders and filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gluetui.glue.listing.loaded import Again, LoadedRuns, Merged, Usual
from gluetui.glue.listing.ordering import DESCENDING, Order, RunOrdering, key_of
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.run_filter import run_filter
from tests.conftest import EXAMPLES, NOW

STATES = ["SUCCEEDED", "FAILED", "RUNNING", "WAITING", "STOPPED", "", "TOMORROW"]
FILTERS = ["", "state:succ", "-state:succ", "jr_1", "dur>2m", "nightly", "attempt>0", "-trigger:hourly dur<5m"]
ORDERS = [None, *(Order(column, is_reversed) for column in DESCENDING for is_reversed in (False, True))]
SECONDS = st.sampled_from([None, 0, 60, 60, 150, 150, 600])


def a_run(run_id: str, **members: Any) -> dict[str, Any]:
    return {"JobName": "job", "Id": run_id, **members}


MEMBERS = st.fixed_dictionaries(
    {"JobRunState": st.sampled_from(STATES)},
    optional={
        "ExecutionTime": SECONDS,
        "StartedOn": st.integers(0, 5).map(lambda minutes: NOW.timestamp() - 60 * minutes),
        "TriggerName": st.sampled_from(["nightly", "hourly", "Adhoc"]),
        "Attempt": st.integers(0, 2),
        "MaxCapacity": st.sampled_from([2.0, 10.0]),
    },
)


class RunsAgainstAList(RuleBasedStateMachine):
    """`model` is what AWS has sent, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.model: list[dict[str, Any]] = []
        self.view = RunOrdering(LoadedRuns("job"))
        self.text = ""
        self.order: Order | None = None
        self.ids = 0

    @property
    def runs(self) -> LoadedRuns:
        return self.view.runs

    def new(self, members: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self.ids += len(members)
        return [a_run(f"jr_{self.ids - number}", **each) for number, each in enumerate(members)]

    @rule(members=st.lists(MEMBERS, max_size=8), portions=st.integers(0, 3))
    def a_page_comes(self, members: list[dict[str, Any]], portions: int) -> None:
        page = self.new(members)
        self.runs.add(map(JobRun, page))
        self.model += page
        self.view.grew(NOW)
        self.go_on(portions)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), members=st.lists(MEMBERS, max_size=3), portions=st.integers(0, 3))
    def the_first_page_is_asked_again(self, data: Any, members: list[dict[str, Any]], portions: int) -> None:
        """Some runs are new, some have changed, some are gone; a page reaches down to a run that is loaded."""
        reach = data.draw(st.integers(1, min(6, len(self.model))))
        covered = [
            {**run, **data.draw(MEMBERS)} if data.draw(st.booleans()) else run
            for run in self.model[:reach]
            if run is self.model[reach - 1] or data.draw(st.booleans())
        ]
        page = self.new(members) + covered
        assert len(set(map(str, page))) == len(page)
        merged = self.runs.merge(map(JobRun, page))
        if reach - len(covered) > len(page):
            assert merged is None
            self.model = page
        else:
            assert merged == Merged(reach, len(page))
            self.model[:reach] = page
        self.view.merged(merged, NOW)
        self.go_on(portions)

    @rule(members=st.lists(MEMBERS, max_size=3))
    def a_page_comes_that_has_nothing_of_what_is_loaded(self, members: list[dict[str, Any]]) -> None:
        page = self.new(members)
        assert self.runs.merge(map(JobRun, page)) is None
        self.model = page
        self.view.merged(None, NOW)

    @rule(order=st.sampled_from(ORDERS), portions=st.integers(0, 3))
    def another_order(self, order: Order | None, portions: int) -> None:
        self.order = order
        self.choose(narrows=False)
        self.go_on(portions)

    @rule(text=st.sampled_from(FILTERS), portions=st.integers(0, 3))
    def another_filter(self, text: str, portions: int) -> None:
        before, self.text = run_filter(self.text, NOW), text
        self.choose(narrows=run_filter(text, NOW).narrows(before))
        self.go_on(portions)

    def choose(self, *, narrows: bool) -> None:
        chosen = run_filter(self.text, NOW)
        self.view.choose(chosen.matches if self.text else None, self.order, NOW, narrows=narrows)

    def go_on(self, portions: int) -> None:
        """Some portions only: what comes meanwhile must not get lost."""
        for _ in range(portions):
            self.view.work(lambda: True)

    @invariant()
    def every_run_is_there_once_in_awss_order(self) -> None:
        assert [dict(run.raw) for run in self.runs] == self.model
        for index in range(len(self.model)):
            assert self.runs.find(self.runs.identity(index)) == index

    @invariant()
    def what_is_shown_can_be_drawn_and_found_at_any_time(self) -> None:
        for entry, index in enumerate(self.view.shown):
            assert self.view.entry_of(index) == entry
            assert self.runs[index].raw in self.model

    @invariant()
    def the_usual_duration_is_the_median(self) -> None:
        times = sorted(
            seconds
            for run in map(JobRun, self.model)
            if run.state == "SUCCEEDED" and (seconds := run.run_seconds(NOW)) is not None
        )
        middle = (times[(len(times) - 1) // 2] + times[len(times) // 2]) / 2 if len(times) >= 5 else 0
        assert self.runs.usual == (Usual(middle, len(times)) if len(times) >= 5 else None)

    @rule()
    def when_all_is_done_the_view_is_what_a_sorted_list_is(self) -> None:
        self.view.work()
        wanted = list(range(len(self.model)))
        if self.text:
            wanted = list(filter(partial(run_filter(self.text, NOW).matches, self.runs), wanted))
        if self.order:
            wanted.sort(key=key_of(self.runs, self.order, NOW))
        assert list(self.view.shown) == wanted


RunsAgainstAList.TestCase.settings = settings(max_examples=EXAMPLES // 2, stateful_step_count=20, deadline=None)
TestRunsAgainstAList = RunsAgainstAList.TestCase


def loaded(*ids: str, **members: Any) -> LoadedRuns:
    runs = LoadedRuns("job")
    runs.add(JobRun(a_run(run_id, **members)) for run_id in ids)
    return runs


def identities(runs: LoadedRuns) -> list[Hashable]:
    return [runs.identity(index) for index in range(len(runs))]


def test_runs_with_one_key_or_none_are_all_there_and_each_is_found() -> None:
    runs = loaded("jr_1", "jr_1", "", "")
    runs.add([JobRun({}), JobRun(a_run("jr_1"))])
    assert identities(runs) == [
        RunKey("job", "jr_1"), Again(RunKey("job", "jr_1"), 1), RunKey("job", ""), Again(RunKey("job", ""), 1),
        RunKey("", ""), Again(RunKey("job", "jr_1"), 2),
    ]  # fmt: skip
    assert [runs.find(each) for each in identities(runs)] == list(range(6))


def test_runs_with_one_key_stay_themselves_when_asked_again() -> None:
    runs = loaded("jr_1", "jr_1", "jr_0")
    before = identities(runs)
    assert runs.merge(map(JobRun, map(a_run, ["jr_2", "jr_1", "jr_1", "jr_0"]))) == Merged(3, 4)
    assert identities(runs)[1:] == before
    assert [Counter(run.key.run_id for run in runs)["jr_1"], len(runs)] == [2, 4]


def test_an_order_that_aws_changed_means_that_all_is_loaded_anew() -> None:
    runs = loaded("jr_3", "jr_2", "jr_1")
    assert runs.merge(map(JobRun, map(a_run, ["jr_1", "jr_3"]))) is None
    assert [run.key.run_id for run in runs] == ["jr_1", "jr_3"]


def test_a_run_that_did_not_change_stays_packed_where_it_was() -> None:
    runs = loaded(*(f"jr_{number}" for number in range(5)))
    page = runs.pages[0]
    runs.merge(map(JobRun, map(a_run, ["jr_new", *(f"jr_{number}" for number in range(4))])))
    assert [each is page for each in runs.pages] == [False, True, True, True, True, True]
    assert len(runs.pages[0]) == 1


def test_a_live_runs_numbers_are_those_of_now() -> None:
    runs = loaded("jr_1", JobRunState="RUNNING", StartedOn=NOW.timestamp() - 7200, MaxCapacity=10.0)
    assert (runs.seconds(0, NOW), runs.dpu_hours(0, NOW)) == (7200, 20)


def test_states_are_sorted_from_worst_to_best() -> None:
    runs = LoadedRuns("job")
    runs.add(JobRun(a_run(state, JobRunState=state)) for state in ("SUCCEEDED", "", "RUNNING", "STOPPED", "FAILED"))
    view = RunOrdering(runs)
    view.choose(None, Order("state"), NOW)
    view.work()
    assert [runs[index].state for index in view.shown] == ["FAILED", "STOPPED", "RUNNING", "SUCCEEDED", ""]
