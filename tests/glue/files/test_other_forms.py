"""Runs as Python, PowerShell and the SDKs write them are the runs that AWS sent."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from gluetui.glue.files.documents import Documents, UnreadableDocument, read_documents
from gluetui.glue.files.lenient import lenient_value
from gluetui.glue.files.other_forms import in_aws_form
from gluetui.glue.run.run import JobRun, RunKey, instant

RUN = {"JobName": "a b", "Id": "jr_5", "JobRunState": "TIMEOUT", "StartedOn": "2026-11-20T02:00:00+00:00"}


def read(text: str | bytes) -> Documents:
    return read_documents([("f", text.encode() if isinstance(text, str) else text)])


POWERSHELL = {
    "JobName": "a b",
    "Id": "jr_5",
    "JobRunState": {"Value": "TIMEOUT"},
    "WorkerType": {"value": "G.2X"},
    "StartedOn": "/Date(1795140000000)/",
    "LastModifiedOn": {"value": "/Date(1795140060000+0100)/", "DisplayHint": 2, "DateTime": "Friday"},
    "CompletedOn": "/Date(-62135596800000)/",
    "Arguments": {"--value": "x"},
    "ErrorMessage": None,
}


def test_powershells_enumerations_and_dates_are_plain_and_a_time_that_never_was_is_not_returned() -> None:
    (run,) = read(json.dumps(POWERSHELL)).runs
    assert (run["JobRunState"], run["WorkerType"]) == ("TIMEOUT", "G.2X")
    assert instant(run["StartedOn"]) == instant(1795140000)
    assert instant(run["LastModifiedOn"]) == instant(1795140060)
    assert "CompletedOn" not in run
    assert run["Arguments"] == {"--value": "x"}


@pytest.mark.parametrize("wrap", [[POWERSHELL], {"value": [POWERSHELL], "Count": 1}, {"JobRun": POWERSHELL}])
def test_powershells_run_is_found_in_what_surrounds_it(wrap: Any) -> None:
    assert [JobRun(run).state for run in read(json.dumps(wrap)).runs] == ["TIMEOUT"]


def test_an_sdks_own_spelling_is_awss() -> None:
    (run,) = read(json.dumps({"jobName": "a b", "id": "jr_5", "jobRunState": "FAILED", "errorMessage": "x"})).runs
    assert run == {"JobName": "a b", "Id": "jr_5", "JobRunState": "FAILED", "ErrorMessage": "x"}


@pytest.mark.parametrize(
    "run",
    [
        RUN,
        {**RUN, "Arguments": {"Value": "kept", "--b": "c"}},
        {**RUN, "ErrorMessage": "at /Date(5)/ it stopped"},
        {**RUN, "StartedOn": 1795140000.5, "New": {"Values": [1]}},
        {"JobName": "a"},
    ],
)
def test_a_run_that_aws_wrote_stays_as_it_is(run: dict[str, Any]) -> None:
    assert in_aws_form(run) == run


PRINTED = (
    "{'JobRun': {'Id': 'jr_5', 'JobName': \"it's\", 'Attempt': 0, 'AllocatedCapacity': -1, 'MaxCapacity': 2.5, "
    "'JobRunQueuingEnabled': False, 'ErrorMessage': None, 'StartedOn': %s, 'PredecessorRuns': []}, "
    "'ResponseMetadata': {'HTTPStatusCode': 200}}"
)


@pytest.mark.parametrize(
    ("zone", "seconds"),
    [
        ("tzlocal()", 1795140007.1),
        ("tzutc()", 1795140007.1),
        ("datetime.timezone.utc", 1795140007.1),
        ("tzoffset(None, 3600)", 1795136407.1),
        ("datetime.timezone(datetime.timedelta(seconds=7200))", 1795132807.1),
    ],
)
def test_a_dict_as_python_prints_it_is_read_with_its_times(zone: str, seconds: float) -> None:
    moment = f"datetime.datetime(2026, 11, 20, 2, 0, 7, 100000, tzinfo={zone})"
    found = read(PRINTED % moment)
    (run,) = found.runs
    assert ("tzlocal" in "".join(found.notes)) is ("tzlocal" in zone)
    assert instant(run["StartedOn"]) == instant(seconds)
    assert (run["JobName"], run["AllocatedCapacity"], run["JobRunQueuingEnabled"]) == ("it's", -1, False)


@pytest.mark.parametrize(
    "text",
    [
        "{'a': open('/etc/passwd').read()}",
        "{'a': __import__('os')}",
        "{'a': [x for x in ()]}",
        "{'a': 1 + 1}",
        "{'" * 900,
    ],
)
def test_nothing_in_a_text_is_called(text: str) -> None:
    with pytest.raises(ValueError):
        lenient_value(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"JobRun": {"JobName": "a b", "Id": "jr_5",},}',
        '// saved by hand\n{"JobName": "a b", "Id": "jr_5"}',
        '{"JobName": "a b", /* the\n one */ "Id": "jr_5"}',
        '# of tonight\n{"JobName": "a b", "Id": "jr_5"} // ends',
        '[{"JobName": "a b", "Id": "jr_5"},\n]',
    ],
)
def test_comments_and_commas_too_many_are_passed_over(text: str) -> None:
    assert read(text).start == RunKey("a b", "jr_5")


def test_what_looks_like_a_comment_within_a_text_stays() -> None:
    assert lenient_value('{"a": "s3://b/*c*/, }", "b": "#",}') == {"a": "s3://b/*c*/, }", "b": "#"}


@pytest.mark.parametrize("parts", [1, 2])
def test_gzip_is_unpacked_also_in_several_parts(parts: int) -> None:
    lines = [json.dumps({**RUN, "Id": f"jr_{number}"}).encode() + b"\n" for number in range(parts)]
    assert len(read(b"".join(map(gzip.compress, lines))).runs) == parts


def test_a_gzip_file_that_grows_without_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gluetui.glue.files.json_values.LARGEST", 1024**2)
    with pytest.raises(UnreadableDocument, match="a gzip file of more than 1 MB"):
        read(gzip.compress(b" " * 1024**2 * 4))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(b"{}", mtime=0)[:-9], "cut off"),
        (b"\x1f\x8b\x08rubbish", "a damaged gzip file"),
        (b"PK\x03\x04", "a zip file: unpack it first"),
        (b"BZh91AY", "a bzip2 file: unpack it first"),
        (b"JobRun:\n  Id: jr_5\n", "`--output json`"),
        (b"JobRuns:\n- Id: jr_5\n", "YAML"),
        (b"---\nJobRun:\n  Id: jr_5\n", "YAML"),
        (b"Arguments:\n  --a: b\nAttempt: 0\nId: jr_5\nJobRunState: FAILED\n", "YAML"),
        (b"{\n  JobRun: {\n    Id: 'jr_5'\n  }\n}", "JSON.stringify"),
        (b"{'JobRun': {'Id': 'jr_5', 'x': <object at 0x7f>}}", "default=str"),
        (b"JOBRUNS\t0\tjr_5", "`--output json`"),
        (b"----------------------\n|      GetJobRun     |\n", "`--output json`"),
    ],
)
def test_what_is_not_read_names_what_would_be(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        read(content)


# What was left out is told.


def lines(*values: object) -> str:
    return "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values)


@pytest.mark.parametrize(
    ("text", "count", "note"),
    [
        (lines(RUN, "{broken", {**RUN, "Id": "jr_6"}), 2, "f, line 2: broken JSON"),
        (lines("2026-11-20 starting", RUN), 1, "f, line 1: text that begins with"),
        (lines(RUN, "the end"), 1, "f, line 2"),
        (lines(RUN, "{x", "{y", {**RUN, "Id": "jr_6"}), 2, "line 3"),
        (lines("$ aws glue get-job-run", {"JobRun": RUN}), 1, "line 1"),
        (json.dumps([RUN, {"JobRun": {"Id": "x"}}, 5, None]), 1, "3 entries that name no job or no run id"),
        (json.dumps({"JobRuns": [RUN, {"JobName": "a"}]}), 1, "1 entry that names no job or no run id"),
        (json.dumps([RUN, {**RUN, "JobRunState": "RUNNING"}]), 1, "run jr_5 there are copies in different states"),
    ],
)
def test_of_a_file_that_is_read_in_part_the_rest_is_told(text: str, count: int, note: str) -> None:
    found = read(text)
    assert len(found.runs) == count
    assert note in " ".join(found.notes)


@pytest.mark.parametrize(
    "text", [lines(RUN), lines({"JobRuns": []}), lines(RUN, RUN), json.dumps([RUN, {"JobRun": RUN}])]
)
def test_of_a_file_that_is_read_whole_nothing_is_told(text: str) -> None:
    assert read(text).notes == []


def test_many_broken_lines_are_no_json_lines() -> None:
    with pytest.raises(UnreadableDocument):
        read("{x\n" * 300)


def test_of_the_same_run_the_newest_by_what_it_says_wins() -> None:
    copies = [
        {**RUN, "JobRunState": state, "LastModifiedOn": 1795140000 + at}
        for state, at in (("FAILED", 30), ("SUCCEEDED", 90), ("TIMEOUT", 60))
    ]
    assert read(json.dumps(copies)).runs == (copies[1],)


def test_an_events_time_tells_which_is_newer() -> None:
    def event(state: str, at: str) -> dict[str, Any]:
        return {"time": at, "region": "eu-west-1", "detail": {"jobName": "a", "jobRunId": "jr_1", "state": state}}

    newer, older = event("FAILED", "2026-11-20T03:00:00Z"), event("STOPPED", "2026-11-20T02:00:00Z")
    for found in (read(lines(newer, older)), read(lines(older, newer))):
        assert [run["JobRunState"] for run in found.runs] == ["FAILED"]
