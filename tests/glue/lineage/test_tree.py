"""gluetui.glue.lineage.tree: what is opened and where each run is shown, read off drawings of the rows."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.rows import NOTE, ROOT, LineageRow, to_fetch
from gluetui.glue.lineage.search import nearest_failed
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.run.run import JobRun
from tests.glue.lineage.graph import answer, key


def tree(*runs: JobRun, everything: bool = True) -> LineageTree:
    """A tree whose root is the first run."""
    graph = Lineage(runs[0].key)
    for run in runs:
        graph.add(run)
    opened = LineageTree(graph)
    if everything:
        opened.expand_all()
    return opened


def drawn(opened: LineageTree) -> list[str]:
    """The rows as a person might see them."""
    rows = opened.rows()
    names = {row.node: row.link.run_id for row in rows}
    return [_line(row, names) for row in rows]


def _line(row: LineageRow, names: dict[int, str]) -> str:
    passing = row.guides if row.is_chain else row.guides[:-1]
    joint = "" if row.is_chain or not row.guides else "├ " if row.guides[-1] else "└ "
    name = "note" if row.kind == "note" else row.link.run_id or "?"
    attempt = f" #{row.attempt}" if row.kind == "attempt" else ""
    retried = f" +{row.earlier_attempts}" if row.earlier_attempts else ""
    jump = f" {row.mark}:{names.get(row.elsewhere, row.elsewhere)}" if row.elsewhere is not None else ""
    opening = (" -" if row.expanded else " +") if row.expandable else ""
    return "".join("│ " if on else "  " for on in passing) + joint + name + attempt + retried + jump + opening


def node_of(opened: LineageTree, run_id: str) -> int:
    """The node of the first row that shows a run."""
    return next(row.node for row in opened.rows() if row.key == key(run_id))


def test_a_linear_chain_stays_at_one_indent_and_only_forks_indent() -> None:
    opened = tree(
        answer("root", "one"),
        answer("one", "left", "right"),
        answer("left", "left1"),
        answer("left1", "left2"),
        answer("right", "right1"),
        answer("right1", "x", "y"),
    )
    assert drawn(opened) == [
        "root -",
        "one -",
        "├ left -",
        "│ left1 -",
        "│ left2",
        "└ right -",
        "  right1 -",
        "  ├ x",
        "  └ y",
    ]
    assert [len(row.guides) for row in opened.rows()] == [0, 0, 1, 1, 1, 1, 1, 2, 2]


def test_a_chain_of_a_thousand_runs_of_one_job_is_a_thousand_rows_at_no_indent() -> None:
    rows = tree(*(answer(f"r{i}", f"r{i + 1}") for i in range(1000))).rows()
    assert len(rows) == 1001
    assert {len(row.guides) for row in rows} == {0}
    assert all(row.is_chain for row in rows[1:])


def test_a_fan_in_of_three_hundred_shows_all_failed_first_then_the_last_to_finish() -> None:
    runs = [answer(f"r{i}", CompletedOn=i, JobRunState="FAILED" if i == 7 else "STOPPED") for i in range(299)]
    opened = tree(answer("root", *(f"r{i}" for i in range(300))), *runs)
    shown = [row.link.run_id for row in opened.rows()]
    assert shown == ["root", "r7", *(f"r{i}" for i in range(298, -1, -1) if i != 7), "r299"]


def test_only_the_root_is_open_at_first_and_only_what_is_shown_is_to_be_fetched() -> None:
    opened = tree(answer("root", "a", "b"), answer("a", "a1"), everything=False)
    assert drawn(opened) == ["root -", "├ a +", "└ b"]
    assert to_fetch(opened.rows()) == [key("b")]
    opened.expand(node_of(opened, "a"))
    assert drawn(opened) == ["root -", "├ a -", "│ a1", "└ b"]
    assert to_fetch(opened.rows()) == [key("a1"), key("b")]


def test_a_place_opened_before_its_answer_came_opens_with_it() -> None:
    opened = tree(answer("root", "a"), everything=False)
    opened.expand(node_of(opened, "a"))
    assert drawn(opened) == ["root -", "a"]
    opened.lineage.add(answer("a", "b"))
    assert drawn(opened) == ["root -", "a -", "b"]


def test_collapsing_and_opening_again_brings_the_same_nodes_back_opened_as_they_were() -> None:
    opened = tree(answer("root", "a", "b"), answer("a", "a1", "a2"), answer("a1", "deep"))
    before = opened.rows()
    opened.collapse(node_of(opened, "a"))
    assert drawn(opened) == ["root -", "├ a +", "└ b"]
    opened.expand(node_of(opened, "a"))
    assert opened.rows() == before


def test_a_node_keeps_its_id_while_answers_reorder_the_rows() -> None:
    opened = tree(answer("root", "a", "b"))
    ids = {row.key: row.node for row in opened.rows()}
    opened.lineage.add(answer("b", CompletedOn=5, JobRunState="FAILED"))
    assert [row.link.run_id for row in opened.rows()] == ["root", "b", "a"]
    assert {row.key: row.node for row in opened.rows()} == ids


def test_a_diamond_is_no_cycle_and_its_second_place_points_to_the_first() -> None:
    opened = tree(answer("root", "a", "b"), answer("a", "shared"), answer("b", "shared"), answer("shared", "deep"))
    assert drawn(opened) == [
        "root -",
        "├ a -",
        "│ shared -",
        "│ deep",
        "└ b -",
        "  shared elsewhere:shared",
    ]


def test_a_run_is_opened_at_the_place_nearest_to_the_root() -> None:
    opened = tree(answer("root", "a", "b"), answer("a", "b"), answer("b", "c"))
    assert drawn(opened) == ["root -", "├ a -", "│ b elsewhere:b", "└ b -", "  c"]


def test_jumping_to_the_real_place_opens_a_collapsed_branch() -> None:
    opened = tree(answer("root", "a", "b"), answer("a", "shared"), answer("b", "shared"))
    opened.rows()
    opened.collapse(node_of(opened, "a"))
    marked = opened.rows()[-1]
    assert (marked.mark, marked.link.run_id) == ("elsewhere", "shared")
    assert marked.elsewhere is not None
    assert marked.elsewhere not in {row.node for row in opened.rows()}
    opened.show(marked.elsewhere)
    assert marked.elsewhere in {row.node for row in opened.rows()}


@pytest.mark.parametrize(
    ("runs", "drawing"),
    [
        ([answer("a", "a")], ["a -", "a cycle:a"]),
        ([answer("a", "b"), answer("b", "a")], ["a -", "b -", "a cycle:a"]),
        (
            [answer("a", "b"), answer("b", "c"), answer("c", "a", "b")],
            ["a -", "b -", "c -", "├ a cycle:a", "└ b cycle:b"],
        ),
    ],
    ids=["self-cycle", "two-cycle", "three-cycle"],
)
def test_a_run_that_led_to_itself_is_marked_and_does_not_open(runs: list[JobRun], drawing: list[str]) -> None:
    assert drawn(tree(*runs)) == drawing


def test_one_job_a_hundred_times_is_a_hundred_rows() -> None:
    opened = tree(answer("root", *(f"r{i}" for i in range(100))))
    rows = opened.rows()[1:]
    assert len({row.key for row in rows}) == 100
    assert {row.link.job_name for row in rows} == {"job"}
    assert {row.mark for row in rows} == {""}


def test_duplicate_entries_are_one_row_and_incomplete_ones_a_row_each() -> None:
    entries = [{"JobName": "job", "RunId": "a"}, {"JobName": "job"}, {"RunId": "r"}] * 2
    opened = tree(answer("root", PredecessorRuns=entries))
    rows = opened.rows()[1:]
    assert [(row.kind, *row.link) for row in rows] == [
        ("predecessor", "job", "a"),
        *[("incomplete", "job", ""), ("incomplete", "", "r")] * 2,
    ]
    assert not any(row.expandable for row in rows)
    assert to_fetch(rows) == [key("a")]


@pytest.mark.parametrize("kind", [ErrorKind.GONE, ErrorKind.DENIED])
def test_a_missing_or_denied_run_is_a_leaf_that_tells_why_and_its_siblings_go_on(kind: ErrorKind) -> None:
    opened = tree(answer("root", "a", "b"))
    error = AwsError(kind, "Cause.", "Next step.")
    opened.lineage.fail(key("a"), error)
    opened.lineage.add(answer("b", "b1"))
    rows = {row.link.run_id: row for row in opened.rows()}
    assert (rows["a"].status, rows["a"].error, rows["a"].expandable) == ("failed", error, False)
    assert (rows["b"].status, rows["b"].expanded) == ("loaded", True)
    assert to_fetch(rows.values()) == [key("b1")]
    opened.lineage.want(key("a"))
    opened.lineage.add(answer("a", "a1"))
    assert "a1" in {row.link.run_id for row in opened.rows()}


def test_a_retry_is_one_line_that_opens_to_its_attempts_and_then_its_predecessors() -> None:
    opened = tree(
        answer("root", "jr_attempt_2", "other"), answer("jr_attempt_2", "before", Attempt=2), everything=False
    )
    assert drawn(opened) == ["root -", "├ jr_attempt_2 +2 +", "└ other"]
    opened.expand(node_of(opened, "jr_attempt_2"))
    assert drawn(opened) == [
        "root -",
        "├ jr_attempt_2 +2 -",
        "│ ├ jr_attempt_1 #1",
        "│ └ jr #0",
        "│ before",
        "└ other",
    ]


def test_a_fetched_attempt_shows_its_state_and_opens_to_its_own_predecessors() -> None:
    opened = tree(
        answer("jr_attempt_1", "before"),
        answer("jr", "before", "first", JobRunState="FAILED"),
    )
    assert drawn(opened) == [
        "jr_attempt_1 +1 -",
        "└ jr #0 -",
        "  ├ before elsewhere:before",
        "  └ first",
        "before",
    ]
    attempt = opened.rows()[1]
    assert attempt.run is not None
    assert attempt.run.is_failed


def test_an_attempt_that_names_one_more_attempt_brings_it_to_the_same_list() -> None:
    opened = tree(answer("c", PreviousRunId="b"))
    assert drawn(opened)[:2] == ["c +1 -", "└ b #0"]
    opened.lineage.add(answer("b", PreviousRunId="a"))
    assert drawn(opened)[:3] == ["c +2 -", "├ b #0", "└ a #0"]


def test_an_attempt_listed_beside_its_retry_is_folded_behind_it() -> None:
    opened = tree(answer("root", "jr", "x", "jr_attempt_1"), everything=False)
    assert drawn(opened) == ["root -", "├ x", "└ jr_attempt_1 +1 +"]
    assert opened.reveal([key("root"), key("jr")]) is not None
    assert drawn(opened) == ["root -", "├ x", "└ jr_attempt_1 +1 -", "  └ jr #0"]


def test_a_listed_attempt_that_its_retry_turns_out_not_to_continue_gets_its_own_line() -> None:
    opened = tree(answer("root", "jr", "jr_attempt_1"), everything=False)
    assert drawn(opened) == ["root -", "jr_attempt_1 +1 +"]
    opened.lineage.add(answer("jr_attempt_1", PreviousRunId="jr_other"))
    assert drawn(opened) == ["root -", "├ jr_attempt_1 +1 +", "└ jr"]


def test_an_attempt_that_a_later_answer_no_longer_names_keeps_its_line_and_its_own_attempts() -> None:
    opened = tree(answer("a", PreviousRunId="b_attempt_2", JobRunState="RUNNING"))
    opened.rows()
    opened.lineage.add(answer("a"))
    assert drawn(opened) == ["a -", "├ b_attempt_2 #2", "├ b_attempt_1 #1", "└ b #0", "note"]
    opened.lineage.add(answer("b_attempt_1", PreviousRunId="c"))
    assert "└ c #0" in drawn(opened)


def test_runs_that_claim_to_be_attempts_of_each_other_keep_a_line_each() -> None:
    opened = tree(
        answer("root", "jr", "jr_attempt_1", "x", "y"),
        answer("x", PreviousRunId="y"),
        answer("y", PreviousRunId="x"),
        everything=False,
    )
    assert {row.link.run_id for row in opened.rows()} == {"root", "jr_attempt_1", "x", "y"}


def test_the_attempts_of_a_run_are_one_flat_list() -> None:
    opened = tree(answer("jr_attempt_2"), answer("jr_attempt_1", "before"))
    assert drawn(opened) == ["jr_attempt_2 +2 -", "├ jr_attempt_1 #1 -", "│ before", "└ jr #0", "note"]


def test_expanding_all_opens_what_comes_until_it_is_stopped() -> None:
    opened = tree(answer("root", "a"))
    opened.lineage.add(answer("a", "b"))
    assert drawn(opened) == ["root -", "a -", "b"]
    opened.stop_expanding()
    opened.lineage.add(answer("b", "c"))
    opened.lineage.add(answer("c", "d"))
    assert drawn(opened) == ["root -", "a -", "b -", "c +"]


def test_the_way_to_the_nearest_failure_is_opened_and_nothing_else() -> None:
    opened = tree(
        answer("root", "a", "b"),
        answer("a", "a1", "a2"),
        answer("b", "b1"),
        answer("a1"),
        answer("a2"),
        answer("b1", JobRunState="FAILED"),
        everything=False,
    )
    found = nearest_failed(opened.lineage, key("root"))
    node = opened.reveal(found.path)
    assert drawn(opened) == ["root -", "├ a +", "└ b -", "  b1"]
    assert node == node_of(opened, "b1")


def test_revealing_a_run_that_is_shown_in_a_collapsed_branch_opens_that_branch() -> None:
    opened = tree(answer("root", "a", "b"), answer("a", "shared"), answer("b", "shared"))
    opened.rows()
    opened.collapse(node_of(opened, "a"))
    node = opened.reveal([key("root"), key("b"), key("shared")])
    assert node in {row.node for row in opened.rows() if not row.mark}


def test_a_way_that_is_not_known_reveals_nothing() -> None:
    opened = tree(answer("root", "a"))
    assert opened.reveal([key("root"), key("x"), key("y")]) is None
    assert opened.reveal([]) is None


def test_a_root_without_predecessors_says_why_on_a_line_of_its_own() -> None:
    rows = tree(answer("root", TriggerName="nightly")).rows()
    assert [(row.kind, row.node, row.under) for row in rows] == [("root", ROOT, None), ("note", NOTE, ROOT)]
    assert "nightly" in rows[1].note
    assert [row.kind for row in LineageTree(Lineage(key("unasked"))).rows()] == ["root"]


_RUN_IDS = st.sampled_from([*"abcdef", "a_attempt_1", "a_attempt_2", "b_attempt_1", "c_attempt_3", ""])
_ANSWERS = st.lists(
    st.tuples(
        _RUN_IDS.filter(bool),
        st.lists(_RUN_IDS, max_size=5),
        st.one_of(st.just(""), _RUN_IDS),
        st.sampled_from(["SUCCEEDED", "FAILED", "RUNNING"]),
        st.one_of(st.none(), st.integers(0, 9)),
    ),
    max_size=15,
)


def _fed(answers: list[Any], *, looking: bool) -> LineageTree:
    """A tree that was given the answers, and drawn after each of them or only at the end."""
    opened = LineageTree(Lineage(key("a")))
    opened.expand_all()
    for run_id, before, previous, state, completed in answers:
        more = {"PreviousRunId": previous, "JobRunState": state, "CompletedOn": completed}
        opened.lineage.add(answer(run_id, *before, **more))
        if looking:
            opened.rows()
    return opened


@given(_ANSWERS, st.booleans())
def test_each_run_is_opened_at_one_place_and_every_known_run_has_one(answers: Any, looking: bool) -> None:
    opened = _fed(answers, looking=looking)
    rows = opened.rows()
    real = Counter(row.key for row in rows if row.key is not None and not row.mark)
    assert set(real.values()) == {1}
    assert set(opened.lineage.walk()) <= set(real)
    assert len({row.node for row in rows}) == len(rows)
    assert all(not row.expandable for row in rows if row.mark)
    assert opened.rows() == rows


@given(_ANSWERS, st.booleans())
def test_every_link_of_an_opened_place_is_a_row_under_it_or_an_attempt_behind_one(answers: Any, looking: bool) -> None:
    opened = _fed(answers, looking=looking)
    rows = opened.rows()
    for row in rows:
        if row.expanded and row.key is not None:
            under = [each for each in rows if each.under == row.node]
            listed = Counter(each.link for each in under if each.kind in ("predecessor", "incomplete"))
            behind = {each for other in under if other.key for each in opened.lineage.earlier(other.key)}
            for link, count in Counter(opened.lineage.links(row.key)).items():
                assert listed[link] == count or link.key in behind


@given(_ANSWERS)
def test_marks_point_to_the_real_place_and_cycles_to_one_on_the_way_from_the_root(answers: Any) -> None:
    rows = {row.node: row for row in _fed(answers, looking=True).rows()}
    for row in rows.values():
        if row.elsewhere is not None:
            assert rows[row.elsewhere].key == row.key
            assert rows[row.elsewhere].mark == ""
            way, under = set(), row.under
            while under is not None:
                way.add(under)
                under = rows[under].under
            assert (row.elsewhere in way) == (row.mark == "cycle")


@given(_ANSWERS)
def test_guides_go_on_exactly_as_long_as_their_fork_does(answers: Any) -> None:
    rows = _fed(answers, looking=True).rows()
    for index, row in enumerate(rows):
        for level, goes_on in enumerate(row.guides):
            later = takewhile(partial(_is_inside, level), rows[index + 1 :])
            assert goes_on == any(len(each.guides) == level + 1 and not each.is_chain for each in later)


def _is_inside(level: int, row: LineageRow) -> bool:
    return len(row.guides) > level


@given(_ANSWERS, st.lists(st.integers(0, 20)))
def test_no_sequence_of_collapsing_shows_a_run_as_real_twice(answers: Any, collapsed: list[int]) -> None:
    opened = _fed(answers, looking=True)
    for node in collapsed:
        opened.collapse(node)
        real = [row.key for row in opened.rows() if row.key is not None and not row.mark]
        assert len(real) == len(set(real))
