"""gluetui.glue.lineage.search: the nearest failed run, and what must be fetched to name it."""

from __future__ import annotations

import pytest

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.search import Search, census, nearest_failed, next_failed
from gluetui.glue.run.run import JobRun, RunKey


def key(run_id: str) -> RunKey:
    return RunKey("job", run_id)


def answer(run_id: str, *before: str, state: str = "SUCCEEDED", completed: int = 0) -> JobRun:
    raw = {"JobName": "job", "Id": run_id, "JobRunState": state, "CompletedOn": completed}
    entries = [{"JobName": "job", "RunId": each} if each else {} for each in before]
    return JobRun(raw | {"PredecessorRuns": entries}, asked_predecessors=True)


def lineage(*runs: JobRun) -> Lineage:
    graph = Lineage(runs[0].key)
    for run in runs:
        graph.add(run)
    return graph


def test_the_search_asks_for_its_start_then_for_one_level_after_another() -> None:
    graph = Lineage(key("a"))
    assert nearest_failed(graph, key("a")).to_fetch == (key("a"),)
    graph.add(answer("a", "b", "c"))
    assert nearest_failed(graph, key("a")).to_fetch == (key("b"), key("c"))
    graph.add(answer("b", "d"))
    graph.want(key("c"))
    assert nearest_failed(graph, key("a")).to_fetch == (key("c"),)
    graph.add(answer("c"))
    assert nearest_failed(graph, key("a")).to_fetch == (key("d"),)
    graph.add(answer("d", state="FAILED"))
    assert nearest_failed(graph, key("a")) == Search(key("d"), (key("a"), key("b"), key("d")))


def test_a_nearer_failure_wins_and_the_start_does_not_count() -> None:
    graph = lineage(
        answer("a", "b", "c", state="FAILED"),
        answer("b", "far"),
        answer("c", "near"),
        answer("far", "farther"),
        answer("near", state="TIMEOUT"),
        answer("farther", state="FAILED"),
    )
    assert nearest_failed(graph, key("a")).found == key("near")


def test_of_failures_equally_near_the_one_shown_first_is_found() -> None:
    graph = lineage(
        answer("a", "early", "late"),
        answer("early", state="FAILED", completed=1),
        answer("late", state="FAILED", completed=2),
    )
    assert nearest_failed(graph, key("a")).found == key("late")


def test_a_failure_known_from_a_listing_needs_no_call() -> None:
    graph = lineage(answer("a", "b"))
    graph.add(JobRun({"JobName": "job", "Id": "b", "JobRunState": "FAILED", "PredecessorRuns": []}))
    assert nearest_failed(graph, key("a")).found == key("b")


def test_a_failed_run_around_a_cycle_is_not_its_own_cause() -> None:
    graph = lineage(answer("a", "b", state="FAILED"), answer("b", "a", "b"))
    assert nearest_failed(graph, key("a")) == Search()


def test_what_could_not_be_read_is_told_when_nothing_is_found() -> None:
    graph = lineage(answer("a", "b", "gone", ""), answer("b"))
    graph.fail(key("gone"), AwsError(ErrorKind.GONE, "The run is gone.", "Nothing to do."))
    assert nearest_failed(graph, key("a")) == Search(unreadable=(key("gone"),), incomplete=1)


def test_failed_attempts_are_searched_only_if_asked() -> None:
    graph = lineage(answer("a", "jr_attempt_1"), answer("jr_attempt_1"), answer("jr", state="FAILED"))
    assert nearest_failed(graph, key("a")) == Search()
    found = nearest_failed(graph, key("a"), attempts=True)
    assert found.path == (key("a"), key("jr_attempt_1"), key("jr"))


def test_the_end_of_a_chain_of_a_thousand_is_found() -> None:
    graph = lineage(*(answer(f"r{i}", f"r{i + 1}") for i in range(999)), answer("r999", state="ERROR"))
    assert len(nearest_failed(graph, key("r0")).path) == 1000


def after_each(graph: Lineage) -> list[str]:
    """The runs that one comes to from the root, as far as the first that comes again."""
    reached: list[RunKey] = []
    here = graph.root
    while (found := next_failed(graph, here).found) is not None and found not in reached:
        reached.append(found)
        here = found
    return [found.run_id for found in reached]


def test_the_next_failed_run_is_one_as_near_or_farther_and_after_the_last_the_first_again() -> None:
    graph = lineage(
        answer("a", "b", "c"),
        answer("b", "d", state="FAILED", completed=9),
        answer("c", "d", "e", completed=8),
        answer("d", state="TIMEOUT", completed=7),
        answer("e", state="ERROR", completed=6),
    )
    assert after_each(graph) == ["b", "d", "e"]
    assert next_failed(graph, key("e")).found == key("b")
    assert next_failed(graph, key("c")).found == key("d")
    assert next_failed(graph, key("d")).path == (key("a"), key("c"), key("e"))


@pytest.mark.parametrize("state", ["SUCCEEDED", "STOPPED", "EXPIRED", "RUNNING", ""])
def test_what_is_no_failure_is_passed_over_and_what_was_cut_short_is_counted_apart(state: str) -> None:
    graph = lineage(answer("a", "b"), answer("b", "c", state=state), answer("c", state="FAILED"))
    assert after_each(graph) == ["c"]
    cut_short = {state: 1} if state in ("STOPPED", "EXPIRED") else {}
    assert census(graph) == ((key("c"),), cut_short, 0)


def test_a_cycle_of_failed_runs_leads_round() -> None:
    graph = lineage(
        answer("a", "b", state="FAILED"), answer("b", "c", state="FAILED"), answer("c", "a", state="FAILED")
    )
    assert after_each(graph) == ["b", "c"]


def test_before_the_next_failed_run_is_named_the_runs_in_between_are_fetched() -> None:
    graph = lineage(answer("a", "b"), answer("b", "c", "d", state="FAILED"))
    assert next_failed(graph, key("a")).found == key("b")
    assert next_failed(graph, key("b")).to_fetch == (key("c"), key("d"))
    assert census(graph).unknown == 2
    graph.add(answer("c"))
    graph.fail(key("d"), AwsError(ErrorKind.DENIED, "no", ""))
    assert next_failed(graph, key("b")).found == key("b")
