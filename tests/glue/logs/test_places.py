"""Where a run's logs are, by its answer alone."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.logs.places import LogPlace, log_places
from gluetui.glue.run.run import JobRun


def places(state: str = "SUCCEEDED", arguments: dict[str, Any] | None = None, **members: Any) -> tuple[LogPlace, ...]:
    raw = {"JobName": "a", "Id": "jr_1", "JobRunState": state, "LogGroupName": "/aws-glue/jobs"}
    return log_places(JobRun({**raw, "Arguments": arguments, **members}))


def test_the_group_of_the_answer_is_a_prefix() -> None:
    assert places() == (
        LogPlace("/aws-glue/jobs/output", "jr_1", "output"),
        LogPlace("/aws-glue/jobs/error", "jr_1", "errors"),
    )


@pytest.mark.parametrize(
    ("version", "has_it"), [("4.0", True), ("0.9", True), (None, True), ("5.0", False), ("10.1", False)]
)
def test_continuous_logging_has_a_group_of_its_own_up_to_glue_4(version: str | None, has_it: bool) -> None:
    found = places(arguments={"--enable-continuous-cloudwatch-log": "true"}, GlueVersion=version)
    assert (LogPlace("/aws-glue/jobs/logs-v2", "jr_1-driver", "continuous log") in found) is has_it


def test_continuous_logging_that_is_switched_off_is_not_there() -> None:
    assert len(places(arguments={"--enable-continuous-cloudwatch-log": "false"})) == 2


def test_arguments_move_groups_and_streams() -> None:
    moved = {
        "--custom-logGroup-prefix": "/mine/",
        "--custom-logStream-prefix": "stream",
        "--enable-continuous-cloudwatch-log": "true",
        "--continuous-log-logGroup": "/ours",
        "--continuous-log-logStreamPrefix": "nightly",
    }
    assert [place[:2] for place in places(arguments=moved)] == [
        ("/mine/output", "stream"),
        ("/mine/error", "stream"),
        ("/ours", "nightly-driver"),
    ]


@pytest.mark.parametrize(("version", "group"), [("4.0", "/aws-glue/jobs/logs-v2"), ("5.0", "/aws-glue/jobs/error")])
def test_the_root_cause_of_a_failed_run_has_a_stream_of_its_own(version: str, group: str) -> None:
    insights = {"--enable-job-insights": "true"}
    found = places("FAILED", insights, GlueVersion=version)
    assert found[-1] == LogPlace(group, "jr_1-job-insights-rca-driver", "root cause")
    assert len(places("SUCCEEDED", insights)) == len(places("FAILED")) == 2


@pytest.mark.parametrize("members", [{"LogGroupName": None}, {"Id": None}, {"LogGroupName": 3}])
def test_what_aws_did_not_tell_is_not_made_up(members: dict[str, Any]) -> None:
    assert places(**members) == ()


@pytest.mark.parametrize("arguments", [[], "text", {"--custom-logGroup-prefix": 3}])
def test_arguments_of_another_shape_change_nothing(arguments: Any) -> None:
    assert places(arguments=arguments) == places()
