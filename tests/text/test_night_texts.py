"""A night in words: each reason to look, the head, the peak, and a note that holds any text of AWS's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.text.night_note import LONGEST_SECTION, night_note
from gluetui.text.night_texts import asked_text, failed_amounts, fine_text, head_parts, peak_text, telling_text
from tests.conftest import NOW
from tests.values import ANSWERS, EVIL

WINDOW = Window(NOW - timedelta(hours=24), NOW)
USUAL = Usual(600.0, 9)
ACTS = {"\x1b", "\x07", "\u202e", "\u200b", "\r", "\x00"}


def run(state: str = "SUCCEEDED", *, run_id: str = "jr_1", hours: float = 2, **more: Any) -> JobRun:
    start = NOW.timestamp() - hours * 3600
    ended = {"CompletedOn": start + 600} if state not in ("RUNNING", "WAITING") else {}
    return JobRun({"JobName": "job", "Id": run_id, "JobRunState": state, "StartedOn": start, **ended, **more})


def night_of(*runs: JobRun, usual: Usual | None = USUAL) -> Night:
    night = Night(WINDOW)
    night.answered(JobNight("job", runs, WINDOW, NOW, usual=usual), NOW)
    return night


def said(*runs: JobRun, usual: Usual | None = USUAL) -> str:
    row = night_of(*runs, usual=usual).row("job", NOW)
    assert row is not None
    return telling_text(row, NOW, UTC)


@pytest.mark.parametrize(
    ("runs", "usual", "text"),
    [
        ([run("FAILED", ErrorMessage="no disk\nat x")], USUAL, "no disk"),
        ([run("FAILED")], USUAL, "AWS returned no ErrorMessage"),
        ([run(run_id="jr_2", hours=1), run("FAILED", ErrorMessage="no disk")], USUAL, "then succeeded: no disk"),
        ([run(ExecutionTime=1500)], USUAL, "succeeded, but slow: 2.5× the usual 10m00s"),
        ([run(run_id="jr_1_attempt_1"), run("FAILED", hours=3)], USUAL, "succeeded, at the 2nd attempt"),
        ([run(Attempt=2)], USUAL, "succeeded, at the 3rd attempt"),
        ([run(Attempt=10)], USUAL, "succeeded, at the 11th attempt"),
        ([run("RUNNING")], USUAL, "still running, 12× the usual time"),
        ([run("RUNNING", Timeout=180)], USUAL, "still running, 67% of its timeout"),
        ([run("RUNNING", Timeout=180)], None, "still running, 67% of its timeout"),
        ([run("WAITING", StateDetail="queued")], USUAL, "waiting: queued"),
        ([run("WAITING")], USUAL, "waiting; AWS returned no StateDetail"),
        ([run("STOPPED")], USUAL, "stopped before it ended"),
        ([run("EXPIRED")], USUAL, "expired"),
        ([run("")], USUAL, "AWS did not return a state."),
        ([run()], USUAL, ""),
    ],
)
def test_a_row_says_what_tells_most(runs: Sequence[JobRun], usual: Usual | None, text: str) -> None:
    assert said(*runs, usual=usual) == text


def test_a_secret_is_masked_where_a_waiting_run_s_detail_repeats_it() -> None:
    secret = "heron-27-plum"
    assert secret not in said(run("WAITING", Arguments={"--password": secret}, StateDetail=f"queue {secret}"))


def test_a_missing_job_says_when_it_was_due_and_why_it_did_not_run() -> None:
    night = Night(WINDOW)
    night.list_jobs(["a", "b"], is_last=True)
    night.set_missing(
        [Missing("a", NOW - timedelta(hours=1), "nightly", "nightly-eu is not active"), Missing("b", None, "c", EVIL)]
    )
    for job in ("a", "b"):
        night.answered(JobNight(job, (), WINDOW, NOW), NOW)
    rows = [row for job in night.order(Section.MISSING) if (row := night.row(job, NOW))]
    assert telling_text(rows[0], NOW, UTC) == "due 11-20 01:30: nightly-eu is not active"
    assert telling_text(rows[0], NOW, ZoneInfo("Asia/Tokyo")).startswith("due 11-20 10:30")
    assert not ACTS & set(telling_text(rows[1], NOW, UTC))
    assert "2 missing" in list(head_parts(night, NOW))


def test_the_head_has_no_number_of_what_is_not_known() -> None:
    assert list(head_parts(Night(WINDOW), NOW)) == ["0 runs", "0 failed"]
    night = night_of(
        run("FAILED", ExecutionTime=3600, MaxCapacity=10.0), run(run_id="jr_2"), run("RUNNING", run_id="jr_3")
    )
    assert list(head_parts(night, NOW)) == [
        "3 runs", "1 failed", "1 on", "50% succeeded", "10 DPU-hours", "about $4.40 without 2 of them",
    ]  # fmt: skip
    assert failed_amounts(night, NOW) == "10 DPU-hours · about $4.40"
    assert failed_amounts(Night(WINDOW), NOW) == ""


def test_the_peak_the_fine_jobs_and_the_asked_ones_are_a_line_each() -> None:
    night = night_of(run(MaxCapacity=2.0), run(run_id="jr_2", MaxCapacity=3.5))
    assert peak_text(night, NOW, UTC) == "peak 2 runs, 5.5 DPU at 11-20 00:30"
    assert peak_text(Night(WINDOW), NOW, UTC) == ""
    assert fine_text(night, NOW) == "1 other job: 2 runs succeeded"
    assert fine_text(Night(WINDOW), NOW) == ""
    night.refused("b", AwsError(ErrorKind.DENIED, "no", "Ask."))
    assert asked_text(night.asked, is_whole=True) == "2 of 2 jobs asked, 1 could not be"
    assert asked_text(night.asked, is_whole=False) == "2 of 2+ jobs asked, 1 could not be"


# The note.


def test_the_note_says_what_is_not_known_of_triggers_and_of_jobs() -> None:
    night = night_of(run())
    night.refused("b", AwsError(ErrorKind.DENIED, "AWS denied `it`", "Ask."))
    night.refused("c", AwsError(ErrorKind.DENIED, "AWS denied `it`", "Ask."))
    note = night_note(night, now=NOW, zone=UTC, triggers_error="AWS denied glue:GetTriggers")
    assert "Not known: `AWS denied glue:GetTriggers`." in note
    assert "- `b`, `c`: ``AWS denied `it`.``" in note.replace("`` AWS", "``AWS").replace(". ``", ".``")
    night.set_missing([])
    assert "Due, but did not run" not in night_note(night, now=NOW, zone=UTC)


def test_a_long_section_is_cut_and_says_so() -> None:
    night = Night(WINDOW)
    for number in range(LONGEST_SECTION + 3):
        night.answered(JobNight(f"job-{number:03}", [run("FAILED")], WINDOW, NOW), NOW)
    note = night_note(night, now=NOW, zone=UTC)
    assert note.count("`FAILED`") == LONGEST_SECTION
    assert "- and 3 more" in note


@given(ANSWERS)
def test_whatever_aws_sends_the_note_acts_on_nothing(answer: dict[str, Any]) -> None:
    runs = [JobRun(answer), JobRun({**answer, "JobRunState": "FAILED", "Id": EVIL})]
    night = Night(WINDOW)
    night.answered(JobNight(EVIL, runs, WINDOW, NOW), NOW)
    night.refused(EVIL + "b", AwsError(ErrorKind.DENIED, EVIL, EVIL))
    note = night_note(night, now=NOW, zone=UTC, region=EVIL, triggers_error=EVIL)
    assert not ACTS & set(note)
