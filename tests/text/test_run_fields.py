"""gluetui.text.run_fields: every member of a run is a row, whatever is in it, and nothing is lost or mixed up."""

from __future__ import annotations

import json
from datetime import UTC
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings

from gluetui.glue.files.saving import cli_json
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.fields import OTHER, SECTIONS, Field, catalogue
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import DOTS
from gluetui.text.run_fields import RunField, field_lines, run_fields, telling_line, value_text, without_secrets
from gluetui.text.safe import is_safe
from tests.conftest import EXAMPLES, NOW
from tests.values import ANSWERS, FIELDS, HOSTILE, MODEL, RAW, SAMPLES


def fields_of(raw: dict[str, Any], fields: tuple[Field, ...] = FIELDS) -> list[RunField]:
    return run_fields(without_secrets(JobRun(raw, asked_predecessors=True)), fields, now=NOW, zone=UTC)


def row(name: str, raw: dict[str, Any], fields: tuple[Field, ...] = FIELDS) -> RunField:
    """The one row of a member or derived field."""
    return next(each for each in fields_of(raw, fields) if each.field.name == name and each.field.kind != "argument")


def text_of(field: RunField, width: int = 200) -> str:
    """A field's lines as a person reads them, without its name."""
    return "\n".join("".join(span.text for span in line)[28:].rstrip() for line in field_lines(field, width))


def is_drawn_safely(field: RunField, width: int = 100) -> bool:
    return all(is_safe("".join(span.text for span in line)) for line in field_lines(field, width))


def test_there_is_a_sample_of_every_member_that_was_known_when_this_was_written() -> None:
    assert len(SAMPLES) == 30
    assert set(SAMPLES) <= set(MODEL.members)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_of_every_member_is_shown_as_a_person_reads_it(name: str) -> None:
    """Timeout: 330 s of 7200 s are 4.6 %, cut down. DPUSeconds: 4800 / 3600 = 1.33. NOW is 02:30:00."""
    raw = {**RAW, "LastModifiedOn": 1795140847000}
    assert text_of(row(name, raw)) == SAMPLES[name][1]


@pytest.mark.parametrize("name", MODEL.members)
def test_an_absent_member_has_its_row_which_says_so(name: str) -> None:
    without = {member: value for member, value in RAW.items() if member != name}
    assert row(name, without).is_absent
    assert text_of(row(name, without)).startswith("not returned")
    assert text_of(row(name, {**RAW, name: None})).startswith("not returned (null)")


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", MODEL.members)
def test_a_hostile_member_is_shown_and_acts_on_nothing(name: str, kind: str) -> None:
    rows = fields_of({**RAW, name: HOSTILE[kind]})
    assert {field.field.name for field in rows} >= set(MODEL.members)
    for field in rows:
        assert is_drawn_safely(field), field.field.name
        assert is_safe(field.shown.line, lines=True)


@pytest.mark.parametrize("name", ["ExecutionTime", "Timeout", "DPUSeconds", "MaxCapacity", "StartedOn", "Attempt"])
def test_what_cannot_be_read_makes_no_number(name: str) -> None:
    assert text_of(row(name, {**RAW, name: "soon"})) == "soon"
    assert text_of(row(name, {**RAW, name: float("nan")})) == "NaN"


def test_a_member_that_the_model_gains_tomorrow_is_under_other_and_in_the_copy() -> None:
    tomorrow = SimpleNamespace(type_name="timestamp", documentation="<p>When it was queued.</p>")
    model = SimpleNamespace(members={**MODEL.members, "QueuedOn": tomorrow})
    run = {**RAW, "QueuedOn": 1795140847}
    shown = row("QueuedOn", run, catalogue(model))
    assert (shown.field.section, shown.field.help) == (OTHER, "When it was queued.")
    assert text_of(shown) == "2026-11-20 02:14:07 UTC  15 minutes ago"
    assert json.loads(cli_json(JobRun(run))[0])["JobRun"]["QueuedOn"] == 1795140847


def test_a_member_that_only_the_answer_has_is_under_other_and_in_the_copy() -> None:
    run = {**RAW, "Tomorrow": {"a": [1, None]}}
    shown = row("Tomorrow", run)
    assert shown.field.section == OTHER
    assert json.loads(shown.shown.text) == json.loads(value_text(shown)) == {"a": [1, None]}
    assert json.loads(cli_json(JobRun(run))[0])["JobRun"]["Tomorrow"] == {"a": [1, None]}


def test_sections_follow_each_other_in_the_order_that_a_person_asks() -> None:
    sections = list(dict.fromkeys(field.field.section for field in fields_of({**RAW, "Tomorrow": 1})))
    order = [*SECTIONS]
    order.insert(order.index("Arguments") + 1, "Glue's special parameters")
    raw = {**RAW, "Arguments": {"--own": "1", "--TempDir": "s3://b/"}, "Tomorrow": 1}
    assert list(dict.fromkeys(field.field.section for field in fields_of(raw))) == order
    assert sections == [section for section in order if section != "Glue's special parameters"]


def test_own_arguments_come_before_those_of_glue_and_empty_ones_are_seen() -> None:
    raw = {**RAW, "Arguments": {"--TempDir": "s3://b/", "--own": "", "--day": "1"}}
    rows = [field for field in fields_of(raw) if field.field.kind == "argument"]
    assert [(field.field.name, text_of(field)) for field in rows] == [
        ("--own", '""  empty'),
        ("--day", "1"),
        ("--TempDir", "s3://b/"),
    ]


def test_names_that_collide_are_rows_of_their_own() -> None:
    """An argument, a member and a derived field may all have one name."""
    raw = {**RAW, "workers": 3, "cause": "none", "NotifyDelayAfter": 5, "Arguments": {"JobName": "x", "workers": "y"}}
    rows = fields_of({**raw, "ErrorMessage": "a\nCaused by: b c"})
    assert len({(field.field.kind, field.field.name) for field in rows}) == len(rows)
    shown = [(field.field.name, field.shown.text) for field in rows]
    for pair in (
        ("JobName", "load-orders"), ("JobName", "x"), ("workers", "10 × G.2X = 20 DPU"), ("workers", "3"),
        ("workers", "y"), ("cause", "b c"), ("cause", "none"), ("NotifyDelayAfter", "5"),
    ):  # fmt: skip
        assert shown.count(pair) == 1, pair


def test_what_an_error_message_is_known_to_hold_has_rows_above_it() -> None:
    message = "Error Category: IMPORT_ERROR; Failed Line Number: 12; ModuleNotFoundError: No module named 'x'\ntrace"
    names = [field.field.name for field in fields_of({**RAW, "ErrorMessage": message})]
    start = names.index("error category")
    assert names[start : start + 4] == ["error category", "failed line", "cause", "ErrorMessage"]
    assert value_text(row("cause", {**RAW, "ErrorMessage": message})) == "ModuleNotFoundError: No module named 'x'"


def test_a_long_value_is_cut_in_the_pane_with_its_size_and_opened_whole() -> None:
    """262,144 characters of one byte are 256 KB."""
    long = "word " * 52_428 + "last"
    shown = row("StateDetail", {**RAW, "StateDetail": long})
    lines = field_lines(shown, 100)
    assert "".join(span.text for span in lines[-1]).strip() == "… 256 KB in all; enter shows the whole value"
    assert len(lines) < 80
    assert value_text(shown) == long
    assert "last" in shown.searched


def test_a_masked_value_looks_like_one() -> None:
    raw = {**RAW, "Arguments": {"--password": "hunter2two", "--url": "x://me:hunter2two@h/p"}}
    spans = {
        field.field.name: [span for line in field_lines(field, 100) for span in line if span.role == "secret"]
        for field in fields_of(raw)
    }
    assert [span.text for span in spans["--password"]] == [span.text for span in spans["--url"]] == [DOTS]
    assert not any(found for name, found in spans.items() if name not in ("--password", "--url"))


def test_the_telling_line_of_an_error_has_no_secret_in_any_form() -> None:
    run = {"ErrorMessage": "login failed: password=hunter2two for x\nmore", "Arguments": {"--token": "for x"}}
    assert telling_line(JobRun(run)) == f"login failed: password={DOTS} {DOTS}"


def test_a_secret_that_is_one_of_aws_s_own_words_hides_no_state() -> None:
    raw = {**RAW, "JobRunState": "FAILED", "Arguments": {"--password": "FAILED", "--token": "JobName"}}
    shown = {field.field.name: field.shown.text for field in fields_of(raw)}
    assert shown["JobRunState"] == "✗ FAILED"
    assert shown["JobName"] == "load-orders"
    assert shown["--password"] == shown["--token"] == DOTS


@settings(max_examples=EXAMPLES)
@given(ANSWERS)
def test_any_answer_is_drawn_without_an_exception_or_a_control_byte(raw: dict[str, Any]) -> None:
    for field in fields_of(raw):
        assert is_drawn_safely(field, 60)
        assert isinstance(value_text(field), str)
        assert isinstance(field.searched, str)
    assert is_safe(telling_line(JobRun(raw)))


@pytest.mark.parametrize(
    ("raw", "beside"),
    [
        ({"ExecutionTime": 1200}, "ExecutionTime"),
        ({"ExecutionTime": None}, "wall time"),
        ({"ExecutionTime": "20 min"}, "wall time"),
        ({"ExecutionTime": 600, "JobRunState": "RUNNING"}, "wall time"),
        ({"ExecutionTime": 0}, None),
        ({"ExecutionTime": -1}, None),
        ({"ExecutionTime": None, "CompletedOn": None}, None),
    ],
)
def test_how_a_duration_compares_stands_beside_that_duration(raw: dict[str, Any], beside: str | None) -> None:
    times = {"StartedOn": NOW.timestamp() - 3000, "CompletedOn": NOW.timestamp() - 60, "JobRunState": "FAILED"}
    found = run_fields(JobRun({**times, **raw}), FIELDS, now=NOW, zone=UTC, usual=Usual(300, 9))
    assert [each.field.name for each in found if "usual" in each.shown.note] == ([beside] if beside else [])
