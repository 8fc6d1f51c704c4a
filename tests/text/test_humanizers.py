"""gluetui.text.run_fields: every member from a sample, as absent and as hostile; nothing is made up."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.fields import DERIVED as DERIVED_KIND
from gluetui.glue.run.fields import catalogue
from gluetui.glue.run.run import JobRun
from gluetui.text.field_rules import DERIVED_RULES, RULES
from gluetui.text.field_text import FieldText
from gluetui.text.run_fields import ABSENCE_REASONS, humanize_field
from gluetui.text.safe import is_safe

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
MODEL: Any = botocore.session.get_session().get_service_model("glue").shape_for("JobRun")
FIELDS = catalogue(MODEL)
FINAL = {
    "JobRunState": "SUCCEEDED",
    "StartedOn": "2026-11-20T02:14:07Z",
    "CompletedOn": "2026-11-20T04:13:19Z",
}


def shown(name: str, *, asked: bool = False, zone: Any = UTC, kind: str = "", **raw: Any) -> FieldText:
    return humanize_field(name, JobRun(raw, asked_predecessors=asked), now=NOW, zone=zone, kind=kind)


SAMPLES: list[tuple[str, Any, str]] = [
    ("Id", "jr_1", "jr_1"),
    ("Attempt", 0, "0 · first attempt"),
    ("Attempt", 2, "2 · retry 2"),
    ("PreviousRunId", "jr_0", "jr_0"),
    ("TriggerName", "nightly", "nightly"),
    ("JobName", "orders [/b]", "orders [/b]"),
    ("JobMode", "SCRIPT", "SCRIPT"),
    ("JobRunQueuingEnabled", False, "false"),
    ("StartedOn", 1795140847.25, "2026-11-20 02:14:07 UTC (2026-11-20T02:14:07.250Z) · 5 hours ago"),
    (
        "CompletedOn",
        "2026-11-20T07:59:00+00:00",
        "2026-11-20 07:59:00 UTC (2026-11-20T07:59:00.000Z) · a minute ago",
    ),
    (
        "LastModifiedOn",
        "2026-11-20T02:14:06Z",
        "2026-11-20 02:14:06 UTC (2026-11-20T02:14:06.000Z) · 5 hours ago, before the start",
    ),
    ("JobRunState", "SUCCEEDED", "SUCCEEDED · The run ended and its script reported no error."),
    ("Arguments", {"--a": "1", "--b": ""}, "2 arguments"),
    ("Arguments", {}, "none"),
    ("ErrorMessage", "a\n\tb", "a\n    b"),
    ("PredecessorRuns", [{"JobName": "a", "RunId": "jr_2"}], "a  jr_2 · 1 predecessor"),
    (
        "PredecessorRuns",
        [{"JobName": "a"}, {}],
        "a  RunId not returned\nJobName not returned  RunId not returned · 2 predecessors",
    ),
    ("AllocatedCapacity", 10, "10 DPU · deprecated: see MaxCapacity"),
    ("AllocatedCapacity", 0, "0 · deprecated; 0 says nothing, MaxCapacity counts"),
    ("ExecutionTime", 7092, "1h 58m 12s (7092 s)"),
    ("Timeout", 120, "2h 0m (120 min) · 99 % used"),
    ("Timeout", 0, "0m (0 min) · streaming jobs may have no limit"),
    ("MaxCapacity", 10.0, "10 DPU"),
    ("MaxCapacity", 0.0625, "0.0625 DPU"),
    ("NotificationProperty", {"NotifyDelayAfter": 15}, "NotifyDelayAfter  15m (15 min) · passed"),
    ("NotificationProperty", {}, "{}"),
    ("WorkerType", "G.2X", "G.2X · 2 DPU a worker"),
    ("WorkerType", "R.2X", "R.2X · 2 M-DPU a worker"),
    ("WorkerType", "G.99X", "G.99X"),
    ("NumberOfWorkers", 10, "10"),
    ("SecurityConfiguration", "strict", "strict"),
    ("LogGroupName", "/aws-glue/jobs", "/aws-glue/jobs · a prefix: /output and /error follow"),
    ("GlueVersion", "5.0", "5.0"),
    ("DPUSeconds", 240.0, "0.0667 DPU-hours (240 DPU-seconds) · as billed"),
    ("ExecutionClass", "FLEX", "FLEX"),
    ("MaintenanceWindow", "Sun:2", "Sun:2"),
    ("ProfileName", "small", "small"),
    ("StateDetail", "queued", "queued"),
    ("ExecutionRoleSessionPolicy", '{"a": 1}', '{"a": 1}'),
]


@pytest.mark.parametrize(("name", "value", "line"), SAMPLES)
def test_a_sample_of_every_member_is_humanized_and_exact(name: str, value: Any, line: str) -> None:
    """Timeout: the run lasted 1 h 59 m 12 s = 7152 s of 7200 s = 99.3 %. DPUSeconds: 240 / 3600 = 0.0667."""
    assert shown(name, **{**FINAL, name: value}).line == line


def test_there_is_a_sample_of_every_member_that_was_known_when_this_was_written() -> None:
    assert len({name for name, _, _ in SAMPLES}) == 30


@pytest.mark.parametrize("name", MODEL.members)
def test_a_member_that_aws_did_not_return_is_said_to_be_missing(name: str) -> None:
    absent = shown(name, asked=True)
    assert (absent.text, absent.exact, absent.role) == ("not returned", "", "absent")
    null = shown(name, asked=True, **{name: None})
    assert (null.text, null.exact, null.role) == ("not returned", "null", "absent")


HOSTILE = [
    math.nan,
    math.inf,
    -math.inf,
    -1,
    0,
    10**300,
    1e300,
    -1e-300,
    True,
    "true",
    "",
    "NaN",
    "\x1b]52;c;x\x07",
    "\ud800",
    "[@click=app.quit]x[/]",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    -62135596800,
    253402300799,
    [],
    [None],
    [{}],
    [[]],
    {},
    {"NotifyDelayAfter": "x"},
    {"NotifyDelayAfter": math.nan},
    {"\x1b": "\u202e"},
    "漢" * 5000,
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_hostile_values_are_shown_safely_and_never_crash(field: Any) -> None:
    for value in HOSTILE:
        for state in ("SUCCEEDED", "RUNNING", "", 7):
            raw = {"JobRunState": state, "StartedOn": value, "CompletedOn": value, field.name: value}
            result = shown(field.name, kind=field.kind, zone=ZoneInfo("America/New_York"), **raw)
            assert result.text
            assert is_safe(result.text, lines=True)
            assert all(map(is_safe, result[1:]))


@pytest.mark.parametrize("name", sorted(set(RULES) - {"Arguments", "JobRunState"}))
def test_what_cannot_be_read_as_its_kind_is_shown_as_it_came(name: str) -> None:
    text = "soon" if name not in ("WorkerType", "LogGroupName") else 5
    result = shown(name, asked=True, **{name: text})
    assert (result.text, result.role, result.exact) == (str(text), "raw", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (True, "true"),
        ("5", "5"),
        ("", '""'),
    ],
)
def test_odd_numbers_are_never_made_into_others(value: Any, text: str) -> None:
    for name in ("ExecutionTime", "Timeout", "MaxCapacity", "AllocatedCapacity", "DPUSeconds", "StartedOn"):
        assert shown(name, **{name: value}).text == text


def test_a_negative_execution_time_keeps_its_sign() -> None:
    assert shown("ExecutionTime", **{**FINAL, "ExecutionTime": -5}).line == "-5s (-5 s)"


def test_the_exact_value_keeps_every_digit() -> None:
    assert shown("ExecutionTime", **FINAL, ExecutionTime=2**60).exact == f"{2**60} s"
    assert shown("DPUSeconds", DPUSeconds=1234567.125).exact == "1234567.125 DPU-seconds"


def test_predecessors_of_a_listed_run_were_not_asked_for() -> None:
    assert shown("PredecessorRuns", PredecessorRuns=[]).text == "not asked for"
    assert shown("PredecessorRuns", PredecessorRuns=[], asked=True).text == "none"
    assert shown("PredecessorRuns", PredecessorRuns=[{"JobName": "a", "RunId": "b"}]).text == "a  b"


@pytest.mark.parametrize("name", sorted(ABSENCE_REASONS))
def test_a_known_reason_stands_beside_a_missing_member(name: str) -> None:
    assert name in MODEL.members
    assert shown(name).note == ABSENCE_REASONS[name]


def test_other_reasons_depend_on_the_run() -> None:
    assert shown("CompletedOn", JobRunState="RUNNING").note == "the run is not over"
    assert shown("CompletedOn", JobRunState="FAILED").note == ""
    assert shown("ErrorMessage", JobRunState="FAILED").note != ""
    assert shown("ErrorMessage", JobRunState="SUCCEEDED").note == ""
    assert shown("PreviousRunId", Attempt=0).note == "a first attempt has none"
    assert shown("PreviousRunId", Attempt=1).note == ""
    assert shown("TriggerName", TriggerName="").note == ABSENCE_REASONS["TriggerName"]


def test_the_share_of_the_timeout_is_floored_and_a_reached_one_is_bad() -> None:
    """7092 / 7200 = 98.5 %; 7199 / 7200 = 99.99 %; 7200 / 7200 = 100 %."""
    assert shown("Timeout", JobRunState="SUCCEEDED", ExecutionTime=7092, Timeout=120).note == "98 % used"
    assert shown("Timeout", JobRunState="SUCCEEDED", ExecutionTime=7199, Timeout=120).note == "99 % used"
    assert shown("Timeout", JobRunState="SUCCEEDED", ExecutionTime=71, Timeout=120).note == "<1 % used"
    assert shown("Timeout", JobRunState="SUCCEEDED", ExecutionTime=72, Timeout=120).note == "1 % used"
    reached = shown("Timeout", JobRunState="TIMEOUT", ExecutionTime=7200, Timeout=120)
    assert (reached.note, reached.role) == ("100 % used", "bad")


def test_a_live_run_counts_on() -> None:
    """From 07:30 to 08:00 are 30 min of 120: 25 %."""
    live = {"JobRunState": "RUNNING", "StartedOn": "2026-11-20T07:30:00Z", "ExecutionTime": 45}
    assert shown("Timeout", **live, Timeout=120).note == "25 % used so far by wall time"
    assert shown("ExecutionTime", **live).line == "45s (45 s) · so far, as AWS last reported"
    assert shown("wall time", **live).line == "30m 0s (1800 s) · so far"
    assert shown("start-up time", **live).line == "unknown · known when the run is over"
    assert shown("NotificationProperty", **live, NotificationProperty={"NotifyDelayAfter": 31}).note == "not reached"
    assert shown("CompletedOn", **live, CompletedOn="2026-11-20T08:00:00Z").note == "now, but the run is not over"


def test_times_are_local_with_their_zone() -> None:
    assert shown("StartedOn", zone=ZoneInfo("Europe/Berlin"), **FINAL).text == "2026-11-20 03:14:07 CET"
    assert shown("StartedOn", zone=None, **FINAL).text == "2026-11-20 02:14:07 UTC"


def test_what_follows_from_a_run_is_worked_out() -> None:
    """Recorded: 1602874075.985 - 1602873931.255 = 144.73 s of wall time, less 117 s = 27.73 s of start-up.

    10 DPU × 117 s / 3600 = 0.325 DPU-hours; × $0.44 = $0.143.
    """
    run = {
        "JobRunState": "SUCCEEDED",
        "StartedOn": 1602873931.255,
        "CompletedOn": 1602874075.985,
        "ExecutionTime": 117,
        "MaxCapacity": 10.0,
        "WorkerType": "G.1X",
        "NumberOfWorkers": 10,
        "GlueVersion": "2.0",
    }
    assert shown("wall time", **run).line == "2m 24s (144.73 s)"
    assert shown("start-up time", **run).line == "27s (27.73 s) · wall time less execution"
    assert shown("workers", **run).line == "10 × G.1X = 10 DPU"
    assert shown("DPU-hours", **run).line == "0.325 DPU-hours · from 10 DPU × 117 s"
    assert shown("estimated cost", **run).line == (
        "about $0.14 (0.143 USD) · estimate: 10 DPU × 117 s at $0.44 per DPU-hour; prices vary by Region"
    )


SCALES = {"Arguments": {"--enable-auto-scaling": "true"}}


@pytest.mark.parametrize(
    ("cost", "why", "raw"),
    [
        ("about $1.47", "", {"GlueVersion": "1.0", "ExecutionTime": 600, "MaxCapacity": 20}),
        (
            "about $1.47",
            "the ten-minute minimum of Glue 0.9",
            {"GlueVersion": "0.9", "ExecutionTime": 31, "MaxCapacity": 20},
        ),
        ("about $0.15", "the one-minute minimum", {"GlueVersion": "3.0", "ExecutionTime": 31, "MaxCapacity": 20}),
        ("at least $0.15", "no GlueVersion that tells", {"ExecutionTime": 31, "MaxCapacity": 20}),
        (
            "at least $0.15",
            "no GlueVersion that tells",
            {"GlueVersion": "next", "ExecutionTime": 31, "MaxCapacity": 20},
        ),
        ("at most $8.80", "the run scales", {"GlueVersion": "5.0", "ExecutionTime": 3600, "MaxCapacity": 20, **SCALES}),
        ("at most $0.15", "the run scales", {"ExecutionTime": 31, "MaxCapacity": 20, **SCALES}),
        ("at most $0.58", "Flex run", {"ExecutionTime": 3600, "MaxCapacity": 2, "ExecutionClass": "FLEX"}),
        ("about $8.80", "", {"DPUSeconds": 72000, "ExecutionTime": 3600, "MaxCapacity": 30, **SCALES}),
    ],
)
def test_a_cost_that_may_be_less_or_more_is_a_bound_that_says_why(cost: str, why: str, raw: dict[str, Any]) -> None:
    field = shown("estimated cost", JobRunState="SUCCEEDED", **raw)
    assert field.text == cost
    assert why in field.note
    assert shown("DPU-hours", JobRunState="SUCCEEDED", **raw).text.startswith(
        cost.partition("about")[0].partition("$")[0]
    )


def test_why_dpu_seconds_are_missing_is_true_of_the_run() -> None:
    assert shown("DPUSeconds", JobRunState="STOPPED", **SCALES).note == "the run scales, but AWS returned none"
    assert shown("DPUSeconds", JobRunState="RUNNING", **SCALES).note == "the run scales, but AWS returned none so far"
    assert shown("DPUSeconds", JobRunState="STOPPED").note == "only Flex and auto-scaling runs have it"


def test_capacities_that_disagree_are_both_shown() -> None:
    """Recorded: MaxCapacity 32, though 4 × G.2X = 8 DPU."""
    assert shown("workers", MaxCapacity=32.0, WorkerType="G.2X", NumberOfWorkers=4).line == (
        "4 × G.2X = 8 DPU · MaxCapacity says 32"
    )


@pytest.mark.parametrize("name", sorted(DERIVED_RULES))
def test_what_cannot_be_worked_out_is_unknown_with_a_reason(name: str) -> None:
    result = shown(name)
    assert (result.text, result.role) == ("unknown", "absent")
    assert result.note


def test_a_cost_below_a_cent_is_no_zero() -> None:
    """0.0625 DPU × 60 s / 3600 × $0.44 = $0.00046."""
    cost = shown("estimated cost", JobRunState="FAILED", MaxCapacity=0.0625, ExecutionTime=16)
    assert (cost.text, cost.exact) == ("under $0.01", "0.0004583 USD")


def test_members_that_nobody_knows_yet_are_shown_as_they_came() -> None:
    assert shown("Tomorrow", Tomorrow={"a": [1, "\x1b"]}).text == json.dumps({"a": [1, "\x1b"]}, indent=2)
    assert shown("QueuedOn", kind="timestamp", QueuedOn=0).text == "1970-01-01 00:00:00 UTC"
    assert shown("QueuedOn", kind="timestamp", QueuedOn="never").role == "raw"
    assert shown("workers", workers=3).text == "3"
    assert shown("workers", kind=DERIVED_KIND, workers=3).text == "unknown"
    assert shown("NotifyDelayAfter", NotifyDelayAfter=3).text == "3"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(), each, max_size=3),
    max_leaves=5,
)
NAMES = [field.name for field in FIELDS]


@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6), st.booleans(), JSON)
def test_any_answer_is_shown_without_an_exception_or_a_control_byte(
    raw: dict[str, Any], asked: bool, extra: Any
) -> None:
    raw["Tomorrow"] = extra
    run = JobRun(raw, asked_predecessors=asked)
    for name in (*NAMES, "Tomorrow"):
        result = humanize_field(name, run, now=NOW, zone=UTC, kind="timestamp" if name == "Tomorrow" else "")
        assert is_safe(result.text, lines=True)
        assert all(map(is_safe, result[1:]))
