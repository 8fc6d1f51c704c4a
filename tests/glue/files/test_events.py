"""EventBridge's events about runs."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.files.events import state_change
from gluetui.glue.run.run import RunKey


def event(state: str, message: str = "Job run stopped") -> dict[str, Any]:
    return {
        "version": "0",
        "id": "b1b3f1de",
        "detail-type": "Glue Job State Change",
        "source": "aws.glue",
        "account": "111122223333",
        "time": "2026-11-20T02:14:07Z",
        "region": "eu-west-1",
        "resources": [],
        "detail": {
            "jobName": "orders",
            "severity": "ERROR",
            "state": state,
            "jobRunId": "jr_1",
            "message": message,
        },
    }


def test_an_event_tells_the_run_its_region_and_a_part_of_the_run() -> None:
    change = state_change(event("FAILED", "disk full"))
    assert change is not None
    assert (change.key, change.region, change.account) == (RunKey("orders", "jr_1"), "eu-west-1", "111122223333")
    assert change.run == {
        "JobName": "orders",
        "severity": "ERROR",
        "JobRunState": "FAILED",
        "Id": "jr_1",
        "ErrorMessage": "disk full",
        "time": "2026-11-20T02:14:07Z",
        "region": "eu-west-1",
        "account": "111122223333",
    }


def test_the_message_of_a_run_that_did_not_fail_is_no_error_message() -> None:
    change = state_change(event("STOPPED"))
    assert change is not None
    assert "ErrorMessage" not in change.run
    assert change.run["message"] == "Job run stopped"


def test_the_detail_alone_is_enough() -> None:
    change = state_change(event("SUCCEEDED")["detail"])
    assert change is not None
    assert (change.key, change.region) == (RunKey("orders", "jr_1"), "")


@pytest.mark.parametrize("value", [None, [], "text", {}, {"detail": {"jobName": "a"}}, {"jobName": 1, "jobRunId": "b"}])
def test_anything_else_is_no_event(value: object) -> None:
    assert state_change(value) is None
