"""gluetui.glue.files.saved_at: a saved file's time is what stands in it, and no later than this machine's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gluetui.glue.files.documents import read_documents
from gluetui.glue.files.saved_at import SavedAt

NOW = datetime.now(UTC).replace(microsecond=0)
"""Documents are read at the machine's time, which bounds what can be believed."""


def ago(**passed: float) -> str:
    return (NOW - timedelta(**passed)).isoformat()


def a_run(**raw: Any) -> dict[str, Any]:
    return {"JobName": "orders", "Id": "jr_1", "JobRunState": "RUNNING", "StartedOn": ago(days=9), **raw}


HTTP_DATE = (NOW - timedelta(days=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("document", "passed"),
    [
        (a_run(), timedelta(days=9)),
        (a_run(LastModifiedOn=ago(days=8)), timedelta(days=8)),
        (a_run(LastModifiedOn=ago(days=8), ExecutionTime=3 * 86_400), timedelta(days=6)),
        ({"JobRuns": [a_run(), {**a_run(CompletedOn=ago(hours=5)), "Id": "jr_2"}]}, timedelta(hours=5)),
        ({"JobRun": a_run(), "ResponseMetadata": {"HTTPHeaders": {"date": HTTP_DATE}}}, timedelta(days=2)),
        ({"time": ago(hours=3), "detail": {"jobName": "orders", "jobRunId": "jr_1"}}, timedelta(hours=3)),
        (
            {"TopicArn": "arn:aws:sns:x", "Timestamp": ago(hours=1), "Message": json.dumps(a_run())},
            timedelta(hours=1),
        ),
        (a_run(LastModifiedOn=253402300799), timedelta(days=9)),
        (a_run(CompletedOn=ago(days=-30)), timedelta(days=9)),
        (a_run(ExecutionTime=1e300), timedelta(days=9)),
        ([a_run(), a_run(Id="jr_2", StartedOn=253402300799, ExecutionTime=880)], timedelta(days=9)),
        ({"JobRun": a_run(), "ResponseMetadata": {"HTTPHeaders": {"date": "yesterday"}}}, timedelta(days=9)),
    ],
)
def test_a_document_is_as_old_as_the_newest_time_in_it_that_can_be_believed(
    document: object, passed: timedelta
) -> None:
    assert read_documents([("f", json.dumps(document).encode())]).as_of == NOW - passed


def test_a_document_without_times_says_none() -> None:
    content = json.dumps({"detail": {"jobName": "orders", "jobRunId": "jr_1", "state": "RUNNING"}}).encode()
    assert read_documents([("f", content)]).as_of is None


def test_a_clock_that_is_a_little_behind_is_no_reason_for_doubt() -> None:
    saved_at = SavedAt(NOW)
    saved_at.look_at_run({"StartedOn": (NOW + timedelta(minutes=5)).isoformat()})
    assert saved_at.newest == NOW + timedelta(minutes=5)
