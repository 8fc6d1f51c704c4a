"""gluetui.glue.lineage.graph: what is known of runs, links and attempts, on graphs of every awkward form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage, Link, no_predecessors_reason, numbered
from gluetui.glue.run.run import JobRun, RunKey
from tests.glue.lineage.graph import answer, key

GONE = AwsError(ErrorKind.GONE, "The run is gone.", "Nothing to do.")


def lineage(*runs: JobRun) -> Lineage:
    """A lineage whose root is the first run."""
    graph = Lineage(runs[0].key)
    for run in runs:
        graph.add(run)
    return graph


def at(minute: float) -> dict[str, Any]:
    """Members of a run that ended at a minute past the epoch, a minute after its start."""
    return {"StartedOn": minute * 60 - 60, "CompletedOn": minute * 60}


def test_a_run_goes_from_unknown_through_loading_to_loaded() -> None:
    graph = Lineage(key("a"))
    assert (graph.status(key("a")), graph.links(key("a"))) == ("unknown", None)
    graph.want(key("a"))
    assert graph.status(key("a")) == "loading"
    graph.add(answer("a"))
    assert (graph.status(key("a")), graph.links(key("a"))) == ("loaded", ())


def test_a_failed_fetch_can_be_wanted_again_and_leaves_its_siblings_alone() -> None:
    graph = lineage(answer("a", "b", "c"))
    graph.want(key("b"))
    graph.want(key("c"))
    graph.fail(key("b"), GONE)
    assert (graph.status(key("b")), graph.error(key("b"))) == ("failed", GONE)
    assert graph.status(key("c")) == "loading"
    assert graph.frontier() == []
    graph.want(key("b"))
    assert (graph.status(key("b")), graph.error(key("b"))) == ("loading", None)


def test_a_fetch_that_is_given_up_leaves_the_run_unknown() -> None:
    graph = lineage(answer("a", "b"))
    graph.want(key("b"))
    graph.unwant(key("b"))
    assert graph.status(key("b")) == "unknown"
    assert graph.frontier() == [key("b")]


def test_a_failed_refresh_keeps_what_was_loaded_and_tells_the_error() -> None:
    graph = lineage(answer("a", "b", JobRunState="RUNNING"))
    graph.want(key("a"))
    assert graph.status(key("a")) == "loaded"
    graph.fail(key("a"), GONE)
    assert (graph.status(key("a")), graph.error(key("a"))) == ("loaded", GONE)
    assert graph.links(key("a")) == (Link("job", "b"),)


def test_a_listing_brings_facts_but_its_empty_list_of_predecessors_says_nothing() -> None:
    listed = JobRun({"JobName": "job", "Id": "a", "JobRunState": "FAILED", "PredecessorRuns": []})
    graph = lineage(listed)
    assert graph.get(key("a")) is listed
    assert (graph.status(key("a")), graph.links(key("a"))) == ("unknown", None)
    assert graph.frontier() == [key("a")]


def test_a_listing_never_takes_the_links_away_nor_replaces_a_final_run() -> None:
    whole = answer("a", "b")
    graph = lineage(whole)
    graph.add(JobRun({"JobName": "job", "Id": "a", "JobRunState": "RUNNING", "PredecessorRuns": []}))
    assert graph.get(key("a")) is whole
    assert graph.links(key("a")) == (Link("job", "b"),)


def test_an_answer_without_a_name_is_taken_for_the_run_that_was_asked_for() -> None:
    graph = Lineage(key("a"))
    run = JobRun({"JobRunState": "FAILED", "PredecessorRuns": []}, asked_predecessors=True)
    graph.add(run, key=key("a"))
    assert graph.get(key("a")) is run


def test_an_entry_listed_twice_is_one_link_and_order_is_kept() -> None:
    graph = lineage(answer("a", "c", "b", "c", "b"))
    assert graph.links(key("a")) == (Link("job", "c"), Link("job", "b"))


@pytest.mark.parametrize(
    ("entry", "link"),
    [
        ({"JobName": "x"}, Link("x", "")),
        ({"RunId": "r"}, Link("", "r")),
        ({"JobName": None, "RunId": 7}, Link("", "")),
        ({}, Link("", "")),
        (None, Link("", "")),
        ("text", Link("", "")),
    ],
)
def test_an_incomplete_entry_is_a_link_without_a_key(entry: object, link: Link) -> None:
    graph = lineage(answer("a", PredecessorRuns=[entry]))
    assert graph.links(key("a")) == (link,)
    assert link.key is None
    assert graph.frontier() == []


def test_incomplete_entries_alike_may_be_two_runs_and_stay_two() -> None:
    run = answer("a", PredecessorRuns=[{"JobName": "x"}, {"JobName": "x"}])
    graph = lineage(run)
    graph.add(run)
    assert graph.links(key("a")) == (Link("x", ""), Link("x", ""))


@pytest.mark.parametrize("entries", [None, "text", 7, {}])
def test_a_list_of_predecessors_that_is_no_list_is_no_link(entries: object) -> None:
    assert lineage(answer("a", PredecessorRuns=entries)).links(key("a")) == ()


def test_a_refresh_adds_links_and_loses_none() -> None:
    graph = lineage(answer("a", "b", "c"))
    graph.add(answer("a", "d", "c"))
    assert [link.run_id for link in graph.links(key("a")) or ()] == ["b", "c", "d"]


def test_siblings_are_sorted_failed_first_then_by_finish_last_finisher_first() -> None:
    graph = lineage(
        answer("a", "unknown2", "early", "live", "late", "timeless", "failed", "unknown1", "timeout"),
        answer("early", **at(5)),
        answer("late", **at(9)),
        answer("timeless"),
        answer("live", JobRunState="RUNNING", **at(99)),
        answer("failed", JobRunState="FAILED", **at(1)),
        answer("timeout", JobRunState="TIMEOUT", **at(2)),
    )
    ordered = [link.run_id for link in graph.ordered(graph.links(key("a")) or ())]
    assert ordered == ["timeout", "failed", "late", "early", "timeless", "live", "unknown2", "unknown1"]


def test_the_gap_is_counted_from_the_last_predecessor_to_finish() -> None:
    graph = lineage(answer("a", "b", "c", StartedOn=600), answer("b", **at(5)), answer("c", **at(8)))
    assert graph.gap(key("a")) == 120


@pytest.mark.parametrize(
    "runs",
    [
        [answer("a", StartedOn=600)],
        [answer("a", "b", "c", StartedOn=600), answer("b", **at(5))],
        [answer("a", "b"), answer("b", **at(5))],
        [answer("a", "b", StartedOn=600), answer("b", JobRunState="RUNNING", **at(5))],
        [answer("a", "b", StartedOn=60), answer("b", **at(5))],
        [answer("a", PredecessorRuns=[{"JobName": "x"}], StartedOn=600)],
    ],
    ids=["no predecessor", "one unknown", "not started", "live", "out of order", "incomplete"],
)
def test_the_gap_is_not_known_where_a_time_is_missing_or_out_of_order(runs: list[JobRun]) -> None:
    assert lineage(*runs).gap(key("a")) is None


def test_the_attempts_behind_a_retry_are_known_by_its_id_though_none_was_fetched() -> None:
    graph = lineage(answer("jr_x_attempt_2", Attempt=2))
    latest, middle, bare = key("jr_x_attempt_2"), key("jr_x_attempt_1"), key("jr_x")
    assert graph.attempts(latest) == (latest, middle, bare)
    assert graph.attempts(bare) == (latest, middle, bare)
    assert graph.earlier(middle) == (bare,)
    assert graph.is_expandable(latest)
    assert graph.frontier() == [middle, bare]
    graph.fail(bare, GONE)
    assert graph.attempts(latest) == (latest, middle, bare)


def test_previous_run_id_says_more_than_the_form_of_an_id() -> None:
    graph = lineage(answer("jr_b", PreviousRunId="jr_a"), answer("jr_a", PreviousRunId="jr_0"))
    assert graph.attempts(key("jr_b")) == (key("jr_b"), key("jr_a"), key("jr_0"))


def test_attempts_that_name_each_other_end() -> None:
    graph = lineage(
        answer("a", PreviousRunId="b"),
        answer("b", PreviousRunId="c"),
        answer("c", PreviousRunId="b"),
        answer("self", PreviousRunId="self"),
    )
    assert graph.earlier(key("a")) == (key("b"), key("c"))
    assert graph.earlier(key("b")) == (key("c"),)
    assert graph.earlier(key("self")) == ()
    assert not graph.is_expandable(key("self"))


def test_an_attempt_that_the_latest_does_not_continue_has_a_chain_of_its_own() -> None:
    graph = lineage(answer("jr_attempt_2", PreviousRunId="jr_other"))
    assert graph.attempts(key("jr_attempt_1")) == (key("jr_attempt_1"), key("jr"))


def test_a_walk_along_a_thousand_attempts_looks_at_each_a_few_times_only() -> None:
    class Counted(Lineage):
        steps = 0

        def previous(self, key: RunKey) -> RunKey | None:
            self.steps += 1
            return super().previous(key)

    graph = Counted(key("r0"))
    for i in range(1000):
        graph.add(answer(f"r{i}", PreviousRunId=f"r{i + 1}"))
    assert len(list(graph.walk())) == 1001
    assert graph.steps < 3000


@pytest.mark.parametrize(
    ("run_id", "first", "number"),
    [
        ("jr_x", "jr_x", 0),
        ("jr_x_attempt_1", "jr_x", 1),
        ("jr_x_attempt_10", "jr_x", 10),
        ("jr_x_attempt_", "jr_x_attempt_", 0),
        ("jr_x_attempt_999999999", "jr_x_attempt_999999999", 0),
        ("jr_x_attempt_²", "jr_x_attempt_²", 0),
        ("_attempt_1", "_attempt_1", 0),
    ],
)
def test_an_attempts_number_is_read_from_its_id(run_id: str, first: str, number: int) -> None:
    assert numbered(run_id) == (first, number)
    assert Lineage(key(run_id)).attempt_number(key(run_id)) == number


def test_the_attempt_that_aws_returned_counts_above_the_id() -> None:
    assert lineage(answer("jr_b", Attempt=3)).attempt_number(key("jr_b")) == 3
    assert lineage(answer("jr_b_attempt_2", Attempt=None)).attempt_number(key("jr_b_attempt_2")) == 2


def test_the_frontier_is_each_unknown_run_once_in_display_order() -> None:
    graph = lineage(
        answer("a", "x", "b", "c"),
        answer("b", "shared", "y", **at(1)),
        answer("c", "shared", "z", JobRunState="FAILED"),
    )
    graph.want(key("z"))
    assert graph.frontier() == [key("shared"), key("y"), key("x")]


@pytest.mark.parametrize("loop", [["a"], ["a", "b"], ["a", "b", "c"]], ids=["self-cycle", "two-cycle", "three-cycle"])
def test_a_walk_around_a_cycle_ends(loop: list[str]) -> None:
    graph = lineage(*(answer(one, loop[(i + 1) % len(loop)]) for i, one in enumerate(loop)))
    assert [each.run_id for each in graph.walk()] == loop


def test_a_chain_of_a_thousand_runs_of_one_job_is_walked_without_recursion() -> None:
    graph = lineage(*(answer(f"r{i}", f"r{i + 1}") for i in range(1000)))
    assert [each.run_id for each in graph.walk()] == [f"r{i}" for i in range(1001)]
    assert graph.frontier() == [key("r1000")]


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=5), min_size=1))
def test_a_walk_visits_exactly_what_can_be_reached_and_each_run_once(graph: dict[int, list[int]]) -> None:
    known = Lineage(key("0"))
    for one, before in graph.items():
        known.add(answer(str(one), *map(str, before)))
    reached, due = {0}, [0]
    while due:
        fresh = set(graph.get(due.pop(), [])) - reached
        reached |= fresh
        due += fresh
    walked = [int(each.run_id) for each in known.walk()]
    assert sorted(walked) == sorted(reached)
    assert set(known.frontier()) == {key(str(one)) for one in reached - graph.keys()}


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (answer("a"), "started by hand, by an API caller, Step Functions or Airflow"),
        (answer("a", TriggerName="nightly"), "trigger nightly is a schedule, on-demand or event trigger"),
        (answer("a", TriggerName="nightly"), "only a crawler in its condition"),
        (answer("a", PreviousRunId="jr_0"), "a retry of jr_0"),
        (answer("a", PreviousRunId="jr_0", TriggerName="nightly"), "by trigger nightly"),
        (answer("a", PredecessorRuns=None), "AWS returned no list"),
        (JobRun({"PredecessorRuns": []}), "Not asked for yet"),
    ],
)
def test_a_run_without_predecessors_says_why(run: JobRun, words: str) -> None:
    assert words in no_predecessors_reason(run)


def test_times_come_from_the_run() -> None:
    graph = lineage(answer("a", **at(2)))
    assert graph.started(key("a")) == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    assert graph.completed(key("a")) == datetime(1970, 1, 1, 0, 2, tzinfo=UTC)
    assert graph.started(key("b")) is None


def test_a_lineage_seen_from_a_run_within_it_holds_what_lies_behind_that_run_only() -> None:
    graph = lineage(answer("a", "b", "d"), answer("b", "c"), answer("d"))
    graph.add(answer("", "e", JobName=None), key=key("c"))  # An answer that lacks its own name keeps its place.
    graph.add(answer("e", "b"))
    seen = graph.seen_from(key("b"))
    assert seen.root == key("b")
    assert list(seen.walk()) == [key("b"), key("c"), key("e")]
    assert all(seen.get(each) is graph.get(each) for each in seen.walk())
    assert seen.get(key("d")) is None
