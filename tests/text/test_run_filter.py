"""The filter of the runs: what each condition means, and that no text is too odd to be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.run.run import JobRun
from gluetui.text.run_filter import run_filter
from tests.conftest import EXAMPLES, NOW
from tests.values import ANSWERS, TEXTS

HOUR = 3600.0


def loaded(*runs: dict[str, Any]) -> LoadedRuns:
    made = LoadedRuns("job")
    made.add([JobRun({"JobName": "job", **run}) for run in runs])
    return made


RUNS = loaded(
    {
        "Id": "jr_a", "JobRunState": "FAILED", "StartedOn": NOW.timestamp() - HOUR, "ExecutionTime": 60,
        "TriggerName": "nightly", "ErrorMessage": "Disk full\non node 7", "MaxCapacity": 10.0, "Attempt": 1,
        "Arguments": {"--date": "2026-11-20", "--db-password": "hunter2-secret", "--url": "s3://b/hunter2-secret/"},
    },
    {
        "Id": "jr_b", "JobRunState": "SUCCEEDED", "StartedOn": NOW.timestamp() - 50 * HOUR, "ExecutionTime": 7200,
        "TriggerName": "by hand", "DPUSeconds": 36000.0, "Arguments": {"--date": "2026-11-18"},
    },
    {"Id": "jr_c", "JobRunState": "RUNNING", "StartedOn": NOW.timestamp() - 2 * HOUR},
    {"Id": "jr_d", "JobRunState": "TIMEOUT"},
)  # fmt: skip


def found(text: str) -> str:
    """The last letters of the ids that match."""
    chosen = run_filter(text, NOW)
    return "".join(RUNS[index].key.run_id[-1] for index in range(len(RUNS)) if chosen.matches(RUNS, index))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", "abcd"),
        ("disk FULL", "a"),
        ('"disk full"', "a"),
        ('"full disk"', ""),
        ("full on", "a"),
        ("nightly", "a"),
        ("2026-11", "ab"),
        ("--date=2026-11-18", "b"),
        ("state:failed", "a"),
        ("state:fail,time", "ad"),
        ("-state:succeeded", "acd"),
        ("since:2d", "acd"),
        ("since:2026-11-20", "acd"),
        ("until:2026-11-18", "bd"),
        ("-since:2d", "b"),
        ("dur>1h", "bc"),
        ("dur>2h", ""),
        ("dur>=2h", "bc"),
        ("dur<5m", "a"),
        ("dur<90", "a"),
        ("dpu>2", "b"),
        ("dpu<1", "a"),
        ("attempt>0", "a"),
        ("attempt:0", "bcd"),
        ("trigger:night", "a"),
        ('trigger:"by hand"', "b"),
        ("arg:--date=2026-11-20", "a"),
        ("id:jr_c", "c"),
        ("error:disk", "a"),
        ("error:nightly", ""),
        ("-disk", "bcd"),
        ("STATE:FAILED DUR<5M", "a"),
        ("s3://b", "a"),
    ],
)
def test_a_condition_lets_through_what_it_says(text: str, ids: str) -> None:
    assert (found(text), run_filter(text, NOW).remarks) == (ids, ())


@pytest.mark.parametrize("text", ["hunter2", "arg:hunter2", "arg:--db-password=h", "error:hunter2"])
def test_a_secret_is_not_found(text: str) -> None:
    assert found(text) == ""


def test_the_name_of_a_secret_is_found() -> None:
    assert found("arg:--db-password") == "a"


@pytest.mark.parametrize("text", ["state:", "dur>", "-", "trigger:", '"', "-state:"])
def test_a_condition_that_is_only_begun_does_not_count(text: str) -> None:
    assert (found(text), run_filter(text, NOW).remarks) == ("abcd", ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("foo:x", "foo:x – there is state:"),
        ("since:yesterday", "give a span such as 2d"),
        ("dur>soon", "compare with a span"),
        ("dur:1h", "compare with a span"),
        ("dpu>lots", "compare DPU-hours with a number"),
        ("attempt>x", "compare with a number"),
        ("state>failed", "write it as state:failed"),
        ("state:fial", "state:fial – no state begins so: succeeded, failed, timeout"),
        ("-state:failed,fial", "no state begins so"),
        ("trigger>x", "after a colon"),
    ],
)
def test_what_cannot_be_read_is_not_applied_and_says_so(text: str, told: str) -> None:
    assert found(text) == "abcd"
    (remark,) = run_filter(text, NOW).remarks
    assert remark.startswith("not applied: ")
    assert told in remark


def test_a_state_that_nobody_knew_but_a_run_has_is_looked_for() -> None:
    assert run_filter("state:quant", NOW, states=["FAILED", "QUANTUM"]).remarks == ()


def test_the_rest_of_a_filter_counts_beside_what_cannot_be_read() -> None:
    assert found("foo:x state:failed") == "a"


PIECES = st.sampled_from(
    ["state:", "since:", "until:", "dur>", "dur<=", "dpu>", "attempt=", "trigger:", "arg:", "id:", "error:", "-", '"',
     " ", "2d", "1h", "9" * 30 + "w", "2026-11-20", "9999-12-31", "0001-01-01", "failed", "²", "٣", "1e999", "//",
     "\x1f"]
)  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(st.lists(PIECES | TEXTS).map("".join), st.lists(ANSWERS, min_size=1, max_size=2))
def test_any_text_is_read_and_any_run_looked_at(text: str, answers: list[dict[str, Any]]) -> None:
    runs = loaded(*answers)
    chosen = run_filter(text, NOW)
    assert chosen.matches(runs, 0) in (True, False)


@given(st.lists(PIECES).map("".join), PIECES | TEXTS)
def test_a_filter_that_narrows_lets_through_nothing_new(text: str, more: str) -> None:
    before, after = run_filter(text, NOW), run_filter(text + more, NOW)
    if after.narrows(before):
        assert set(found(text + more)) <= set(found(text))


@pytest.mark.parametrize(
    ("before", "after", "narrows"),
    [
        ("dis", "disk", True),
        ("disk", "disk state:failed", True),
        ("-dis", "-disk", False),
        ("dur<1h", "dur<10h", False),
        ("state:failed", "state:failed,t", False),
        ("trigger", "trigger:x", False),
    ],
)
def test_only_what_surely_narrows_spares_the_others(before: str, after: str, narrows: bool) -> None:
    assert run_filter(after, NOW).narrows(run_filter(before, NOW)) is narrows
