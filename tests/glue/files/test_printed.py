"""A run as JSON: as the AWS CLI prints it, whole, with its secrets masked."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import botocore.session
import pytest

from gluetui.glue.files.printed import PrintedForm
from gluetui.glue.files.saving import cli_json
from gluetui.glue.run.run import TIMES, JobRun
from gluetui.glue.secrets.masks import DOTS

RUN = {
    "Id": "jr_1",
    "JobName": "täglich",
    "StartedOn": 1_700_000_000.25,
    "LastModifiedOn": "2023-11-14T22:13:20+01:00",
    "CompletedOn": 1_700_000_060_000,
    "Arguments": {"--password": "hunter2hunter2", "--day": "2023-11-14", "--note": "with hunter2hunter2 inside"},
    "ErrorMessage": None,
    "NewMember": {"StartedOn": 1_700_000_000},
    "PredecessorRuns": [],
}


def members(run: dict[str, Any], *, raw: bool = False) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(cli_json(JobRun(run), raw=raw)[0])["JobRun"]
    return read


def test_it_is_one_object_indented_by_four_in_utf_8() -> None:
    text, _ = cli_json(JobRun(RUN))
    assert text.startswith('{\n    "JobRun": {\n        "Id": "jr_1",\n        "JobName": "täglich",\n')
    assert text.endswith('        "PredecessorRuns": []\n    }\n}')


def test_every_member_is_there_in_awss_order_unknown_ones_and_nulls_too() -> None:
    assert list(members(RUN)) == list(RUN)
    assert members(RUN)["NewMember"] == RUN["NewMember"]
    assert members(RUN)["ErrorMessage"] is None


def test_times_are_iso_text_with_a_zone_whatever_they_came_as() -> None:
    shown = members(RUN)
    assert shown["StartedOn"] == "2023-11-14T22:13:20.250000+00:00"
    assert shown["LastModifiedOn"] == "2023-11-14T21:13:20+00:00"
    assert shown["CompletedOn"] == "2023-11-14T22:14:20+00:00"
    assert all(datetime.fromisoformat(shown[name]).tzinfo for name in TIMES)


@pytest.mark.parametrize("value", [None, "yesterday", {}, True, 1e300, -1e18, "9999-12-31T23:59:59-12:00"])
def test_a_time_that_cannot_be_read_stays_as_it_came(value: object) -> None:
    assert members({"StartedOn": value})["StartedOn"] == value


def test_times_are_the_timestamps_of_the_installed_model() -> None:
    shape = botocore.session.Session().get_service_model("glue").shape_for("JobRun")
    assert set(TIMES) == {name for name, member in shape.members.items() if member.type_name == "timestamp"}


def test_secrets_are_masked_wherever_they_stand_and_counted() -> None:
    text, masked = cli_json(JobRun(RUN))
    assert "hunter2" not in text
    assert members(RUN)["Arguments"] == {"--password": DOTS, "--day": "2023-11-14", "--note": f"with {DOTS} inside"}
    assert masked == 2


def test_raw_masks_nothing_and_counts_nothing() -> None:
    text, masked = cli_json(JobRun(RUN), raw=True)
    assert json.loads(text)["JobRun"]["Arguments"] == RUN["Arguments"]
    assert masked == 0


def test_the_run_itself_is_not_edited() -> None:
    before = json.dumps(RUN)
    cli_json(JobRun(RUN))
    cli_json(JobRun(RUN), raw=True)
    assert json.dumps(RUN) == before


def test_what_is_printed_is_printed_the_same_again() -> None:
    text, _ = cli_json(JobRun(RUN))
    assert cli_json(JobRun(json.loads(text)["JobRun"]), raw=True)[0] == text


MODEL = botocore.session.Session().get_service_model("glue").shape_for("JobRun")
IN_MODEL, WIRE = PrintedForm(MODEL), PrintedForm(MODEL, has_iso_times=False)


@pytest.mark.parametrize(
    ("run", "order"),
    [
        ({"Timeout": 1, "JobName": "a", "Id": "b"}, ["Id", "JobName", "Timeout"]),
        ({"Tomorrow": 1, "Timeout": 1, "Id": "b"}, ["Id", "Timeout", "Tomorrow"]),
        ({"ErrorMessage": None, "Attempt": 0}, ["Attempt", "ErrorMessage"]),
        ({"B": 1, "A": 2}, ["B", "A"]),
        ({}, []),
    ],
)
def test_members_come_in_the_order_of_the_model_and_unknown_ones_last(run: dict[str, Any], order: list[str]) -> None:
    assert list(IN_MODEL.run(run)) == order
    assert IN_MODEL.run(run) == run


def test_what_is_nested_is_ordered_too_but_for_names_of_the_users_own() -> None:
    run = {"PredecessorRuns": [{"RunId": "b", "JobName": "a"}, 5], "Arguments": {"--b": "1", "--a": "2"}}
    printed = IN_MODEL.run(run)
    assert printed == run
    assert list(printed["PredecessorRuns"][0]) == ["JobName", "RunId"]
    assert list(printed["Arguments"]) == ["--b", "--a"]


@pytest.mark.parametrize("value", [None, "x", [], 5, {"StartedOn": 1}])
def test_a_member_of_another_kind_than_the_models_stays_as_it_came(value: object) -> None:
    run = {"PredecessorRuns": value, "NotificationProperty": value, "Timeout": value, "Arguments": value}
    assert IN_MODEL.run(run) == run


def test_times_may_stay_as_aws_sent_them() -> None:
    run = {"StartedOn": 1_700_000_000.25, "LastModifiedOn": "x", "CompletedOn": None}
    assert WIRE.run(run) == run
    assert json.loads(cli_json(JobRun(run), form=WIRE)[0])["JobRun"] == run
    assert PrintedForm(None, has_iso_times=False).run(run) == run
