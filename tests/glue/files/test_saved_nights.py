"""A night in a file: saved and read again it is the same, whatever it holds; a file that was edited breaks nothing."""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.documents import Documents, read_documents
from gluetui.glue.files.saved_nights import SavedNight, night_in
from gluetui.glue.files.saving import save_night
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.night.summary import summary_of
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from tests.conftest import NOW
from tests.values import JSON

WINDOW = Window(NOW - timedelta(hours=24), NOW)
SECRET = "heron-27-plum"


def run(job: str, run_id: str, state: str, hours: float = 2, **more: Any) -> JobRun:
    start = NOW.timestamp() - hours * 3600
    ended = {"CompletedOn": start + 600} if state != "RUNNING" else {}
    return JobRun({"JobName": job, "Id": run_id, "JobRunState": state, "StartedOn": start, **ended, **more})


def a_night() -> Night:
    night = Night(WINDOW)
    night.list_jobs(["bad", "slow", "live", "none", "refused", "not asked"], is_last=True)
    secret = {"Arguments": {"--password": SECRET}, "ErrorMessage": f"no entry with {SECRET}"}
    for job, runs in (
        ("bad", [run("bad", "jr_1", "FAILED", MaxCapacity=2.0, ExecutionTime=600, **secret)]),
        ("slow", [run("slow", "jr_1_attempt_1", "SUCCEEDED", ExecutionTime=600), run("slow", "jr_1", "FAILED", 3)]),
        ("live", [run("live", "jr_1", "RUNNING", 3, MaxCapacity=2.0)]),
        ("none", []),
    ):
        usual = Usual(100.0, 9) if job != "bad" else None
        night.answered(JobNight(job, runs, WINDOW, NOW, usual=usual), NOW)
    night.refused("refused", AwsError(ErrorKind.DENIED, "AWS denied it", "Ask."))
    night.set_missing([Missing("none", NOW - timedelta(hours=1), "nightly", "nothing is certain")])
    return night


def opened(path: Path) -> tuple[Documents, Night]:
    documents = read_documents([(path.name, path.read_bytes())])
    assert documents.night is not None
    assert documents.as_of is not None
    by_job: dict[str, list[JobRun]] = {}
    for raw in documents.runs:
        by_job.setdefault(raw["JobName"], []).append(JobRun(raw))
    return documents, documents.night.restored(by_job, documents.as_of)


def test_a_night_that_was_saved_is_the_same_when_it_is_opened(tmp_path: Path) -> None:
    night = a_night()
    documents, again = opened(save_night(night, directory=tmp_path, now=NOW, masked=True))
    assert documents.notes == []
    assert documents.start is None
    assert documents.as_of == NOW
    assert summary_of(again, NOW) == summary_of(night, NOW)
    assert [again.order(section) for section in Section] == [night.order(section) for section in Section]
    assert again.asked == night.asked == (6, 5, 1)
    assert again.row("slow", NOW) is not None
    assert again.not_asked == ["not asked"]


def test_jobs_without_a_run_are_listed_and_those_that_did_not_answer_are_not_without_runs(tmp_path: Path) -> None:
    documents, _ = opened(save_night(a_night(), directory=tmp_path, now=NOW, masked=True))
    snapshot = documents.snapshot()
    assert snapshot.respond("glue", "ListJobs", {})[1]["JobNames"] == ["bad", "live", "none", "slow"]
    assert snapshot.respond("glue", "GetJobRuns", {"JobName": "none"}) == (200, {"JobRuns": []})
    assert snapshot.respond("glue", "GetJobRuns", {"JobName": "refused"})[0] == 400


def test_a_night_without_any_run_is_saved_too(tmp_path: Path) -> None:
    night = Night(WINDOW)
    _, again = opened(save_night(night, directory=tmp_path, now=NOW, masked=True))
    assert again.asked == (0, 0, 0)
    assert not again.knows_missing


def test_the_file_is_its_owner_s_alone_named_by_its_window_and_masked(tmp_path: Path) -> None:
    path = save_night(a_night(), directory=tmp_path, now=NOW, masked=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name == "night-20261119T023000Z-20261120T023000Z.json"
    assert SECRET not in path.read_text()
    raw = save_night(a_night(), directory=tmp_path, now=NOW, masked=False)
    assert raw.name == "night-20261119T023000Z-20261120T023000Z-raw.json"
    assert SECRET in raw.read_text()
    assert save_night(a_night(), directory=tmp_path, now=NOW, masked=True) != path


def test_of_several_nights_the_first_is_opened_and_that_is_said(tmp_path: Path) -> None:
    paths = [save_night(a_night(), directory=tmp_path, now=NOW + timedelta(hours=n), masked=True) for n in range(2)]
    documents = read_documents((path.name, path.read_bytes()) for path in paths)
    assert documents.night is not None
    assert documents.night.as_of == NOW
    assert any("Several nights" in note for note in documents.notes)


def test_a_member_of_that_name_that_is_no_night_is_read_as_before() -> None:
    content = json.dumps({"Night": {"JobRuns": [{"JobName": "a", "Id": "jr_1"}]}}).encode()
    documents = read_documents([("x.json", content)])
    assert (documents.night, len(documents.runs)) == (None, 1)


MEMBERS = st.sampled_from(
    ["JobNames", "NotAsked", "Unanswered", "Missing", "UsualDurations", "AsOf", "JobName", "Due", "Seconds", "Runs"]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    JSON, lambda each: st.lists(each, max_size=3) | st.dictionaries(MEMBERS, each, max_size=4), max_leaves=8
)


@given(st.dictionaries(MEMBERS, VALUES))
def test_whatever_else_stands_in_it_a_night_with_a_window_can_be_read(members: Mapping[str, Any]) -> None:
    night = night_in({"Since": "2026-11-19T02:30:00Z", "Until": "2026-11-20T02:30:00Z", **members})
    assert night is not None
    assert night.window == WINDOW
    summary_of(night.restored({}, NOW), NOW)


@pytest.mark.parametrize(
    "value",
    [None, [], "night", {}, {"Since": "2026-11-20T00:00:00Z"}, {"Since": 5, "Until": 5}, {"Since": 9, "Until": 5}],
)
def test_without_a_window_it_is_no_night(value: object) -> None:
    assert night_in(value) is None


def test_times_are_utc() -> None:
    saved = SavedNight.of(a_night(), datetime(2026, 11, 20, 2, 30, tzinfo=UTC))
    assert saved.window == WINDOW
