"""Packed runs: nothing of an answer is lost, and what a filter looks in holds no secret."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gluetui.glue.listing.packed import SEPARATOR, PackedPage, PackedRun, page_of
from gluetui.glue.run.run import JobRun
from tests.conftest import EXAMPLES, NOW
from tests.values import ANSWERS


def same(one: Any, other: Any) -> bool:
    """Equal in value and type, NaN equal to itself."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


@settings(max_examples=EXAMPLES)
@given(st.lists(ANSWERS, max_size=4))
def test_any_answer_comes_back_as_it_was(answers: list[dict[str, Any]]) -> None:
    page = PackedPage(answers)
    for place, answer in enumerate(answers):
        run, plain = PackedRun(page, place), JobRun(answer)
        assert same(run.raw, answer)
        assert (run.key, run.state, run.attempt) == (plain.key, plain.state, plain.attempt)
        if plain.is_final:
            seconds = plain.run_seconds(NOW)
            assert page.seconds[place] == seconds or (seconds is None and math.isnan(page.seconds[place]))


def test_surrogates_side_by_side_stay_two() -> None:
    answer = {"Id": "\ud83d\ude00", "Tomorrow": "\udc80", "\ud800": None}
    assert same(PackedPage([answer]).raw(0), answer)


def test_a_run_that_nests_deeply_is_not_decoded_again() -> None:
    deep: Any = []
    for _ in range(600):
        deep = [deep]
    answer = {"Id": "jr_1", "Tomorrow": deep}
    assert PackedPage([answer]).raw(0) is answer


def test_the_runs_of_a_page_are_packed_once() -> None:
    page = PackedPage([{"Id": "jr_1"}, {"Id": "jr_2"}])
    assert page_of([PackedRun(page, 0), PackedRun(page, 1)]) is page
    assert page_of([PackedRun(page, 1), PackedRun(page, 0)]).run_ids == ("jr_2", "jr_1")
    assert page.only([1]).run_ids == ("jr_2",)


def test_what_is_searched_holds_each_part_and_no_secret() -> None:
    arguments = {"--date": "2026-11-20", "--db-password": "Hunter2-Secret", "--url": "s3://b/Hunter2-Secret", "--n": 1}
    answer = {
        "Id": "jr_1", "JobRunState": "FAILED", "TriggerName": "Nightly", "ErrorMessage": "no\nHunter2-Secret",
        "Arguments": arguments,
    }  # fmt: skip
    parts = PackedPage([{}, answer]).searched(1).split(SEPARATOR)
    dots = "••••••••"
    assert parts == ["failed", "jr_1", "nightly", f"no {dots}", "--date=2026-11-20", f"--db-password={dots}",
                     f"--url=s3://b/{dots}"]  # fmt: skip


def test_a_page_takes_half_a_kilobyte_a_run() -> None:
    """The goal is 1.5 kB with everything that a list keeps; the decoded dictionaries take 2.1 kB."""
    answers = [
        {
            "Id": f"jr_{number * 7919:064x}", "JobName": "load", "JobRunState": "SUCCEEDED",
            "StartedOn": 1.7e9 + number,
            "Arguments": {f"--argument-{each}": f"value {each} of {number}" for each in range(8)},
        }
        for number in range(200)
    ]  # fmt: skip
    page = PackedPage(answers)
    assert len(page._json) + len(page._texts) < 200 * 300
