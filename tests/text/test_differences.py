"""gluetui.text.differences: two runs compared, humanized and raw, and never a secret."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.listing.comparing import compare
from gluetui.glue.listing.definition import JobDefinition
from gluetui.glue.secrets.found import DOTS
from gluetui.text.differences import (
    DIFFERS,
    EVERY_RUN,
    MINUS,
    DifferenceText,
    definition_lines,
    difference_texts,
    differs_from_last_success,
    differs_line,
    same_line,
)
from gluetui.text.differences_note import differences_note
from gluetui.text.safe import is_safe
from tests.conftest import NOW
from tests.glue.listing.compared import DAY, START, a_run, compared, fields

SECRET = "hunter2-secret"


def texts(before: dict[str, Any], after: dict[str, Any], **more: Any) -> list[DifferenceText]:
    return difference_texts(compared(before, after, **more), UTC)


def row(text: DifferenceText) -> tuple[str, ...]:
    return (text.sign, text.name, text.before.text, text.after.text, text.aside)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"GlueVersion": "4.0"}, {"GlueVersion": "5.0"}, ("~", "GlueVersion", "4.0", "5.0", "")),
        ({}, {"Arguments": {"--full": "true"}}, ("+", "--full", "", "true", "")),
        ({"Arguments": {"--full": "true"}}, {}, (MINUS, "--full", "true", "", "")),
        ({"Arguments": {"--full": ""}}, {"Arguments": {"--full": "x"}}, ("~", "--full", '""', "x", "")),
        ({}, {"WorkerType": "G.1X"}, ("+", "WorkerType", "not returned", "G.1X", "")),
        ({}, {"TriggerName": ""}, ("+", "TriggerName", "not returned", '""', "")),
    ],
)
def test_a_difference_as_text(before: dict[str, Any], after: dict[str, Any], expected: tuple[str, ...]) -> None:
    (found,) = texts(before, after)
    assert row(found) == expected


def test_values_are_humanized_and_raw_and_times_and_costs_have_a_ratio() -> None:
    capacity = {"MaxCapacity": 10.0}
    found = {each.name: each for each in texts(capacity, {**capacity, "ExecutionTime": 225})}
    assert found["ExecutionTime"].before[:2] == ("1m 30s", "90 s")
    assert (found["ExecutionTime"].after.text, found["ExecutionTime"].aside) == ("3m 45s", "2.5×")
    assert found["estimated cost"].aside == "2.5× +$0.17"
    back = {each.name: each for each in texts({**capacity, "ExecutionTime": 225}, capacity)}
    assert back["estimated cost"].aside == f"0.4× {MINUS}$0.17"
    assert not any(each.aside for each in texts({"Timeout": 10}, {"Timeout": 20}))


def test_what_changes_every_run_says_so() -> None:
    loaded = tuple(a_run(9 - n, Arguments={"--date": str(n)}) for n in range(4))
    (found,) = texts({"Arguments": {"--date": "x"}}, {"Arguments": {"--date": "y"}}, loaded=loaded)
    assert (found.sign, found.aside, found.every_run) == ("·", EVERY_RUN, True)


def test_secrets_differ_and_are_never_shown() -> None:
    (found,) = texts({"Arguments": {"--password": SECRET}}, {"Arguments": {"--password": "other-" + SECRET}})
    assert (found.before.text, found.after.text) == (DOTS, DIFFERS)
    (added,) = texts({}, {"Arguments": {"--password": SECRET}})
    assert added.after.text == DOTS
    url = "jdbc:postgresql://h/{}?user=me&password=" + SECRET
    (inside,) = texts({"Tomorrow": [url.format("a")]}, {"Tomorrow": [url.format("b")]})
    assert SECRET not in inside.before.text + inside.after.text
    assert inside.before.text != inside.after.text


def test_what_repeats_the_other_runs_secret_is_masked_too() -> None:
    found = texts({"Arguments": {"--password": SECRET}}, {"ErrorMessage": f"login with {SECRET} failed"})
    assert {each.name for each in found} == {"ErrorMessage", "--password"}
    assert SECRET not in repr(found)


@given(
    st.sampled_from(["ErrorMessage", "Arguments", "Tomorrow", "GlueVersion", "TriggerName"]),
    st.text(max_size=20),
    st.booleans(),
)
def test_no_text_shows_a_secret_or_acts_on_a_terminal(name: str, around: str, is_before: bool) -> None:
    value: Any = f"{around}{SECRET}{around}"
    member: Any = {"--note": value, around: value} if name == "Arguments" else value
    arguments = {"Arguments": {"--password": SECRET} | (member if name == "Arguments" else {})}
    full = {name: member} | arguments
    comparison = compared(*((full, {}) if is_before else ({}, full)))
    for each in difference_texts(comparison, UTC):
        for text in (each.before.text, each.after.text, each.before.exact, each.after.exact, each.name, each.aside):
            assert SECRET not in text
            assert is_safe(text, lines=True)
    assert SECRET not in differences_note(comparison, None, UTC)
    assert SECRET not in differs_line(comparison)


def test_one_line_names_what_a_failed_run_was_started_with_otherwise() -> None:
    success = a_run(1, GlueVersion="4.0", NumberOfWorkers=2, Arguments={"--partitions": "200"})
    failed = a_run(
        2,
        JobRunState="FAILED",
        GlueVersion="5.0",
        NumberOfWorkers=4,
        Arguments={"--partitions": "2000"},
        ExecutionTime=7,
    )
    line = differs_from_last_success(failed, [failed, success], fields(), now=NOW)
    assert line == "3 differences: NumberOfWorkers, GlueVersion, --partitions"
    assert differs_from_last_success(failed, [failed], fields(), now=NOW) == ""
    assert differs_from_last_success(success, [success, a_run(0)], fields(), now=NOW) == ""
    same = a_run(2, JobRunState="FAILED")
    assert differs_from_last_success(same, [a_run(1)], fields(), now=NOW) == (
        "no differences in what it was started with"
    )


def test_many_differences_are_counted() -> None:
    many = {"Arguments": {f"--{n}": "1" for n in range(9)}}
    assert differs_line(compared({}, many)) == "9 differences: --0, --1, --2, --3, --4, --5 and 3 more"


def test_the_fields_that_are_the_same_are_counted_and_those_not_compared_named() -> None:
    masked = {"Arguments": {"--password": DOTS}}
    line = same_line(compared(masked, masked))
    assert line.endswith("fields are the same; masked already, so not compared: Arguments.--password")


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (JobDefinition("between", {"LastModifiedOn": START + 5}), "changed 2026-11-18 11:06:45 UTC, between the two"),
        (JobDefinition("denied", {}), "not known: it needs glue:GetJob"),
        (JobDefinition("not asked", {}), "not known"),
        (JobDefinition("not asked", {}, "There is no job"), "There is no job"),
    ],
)
def test_the_definition(definition: JobDefinition, words: str) -> None:
    (line,) = definition_lines(definition, compared({}, {}), UTC)
    assert line == words


def test_the_definitions_present_values_stand_beside_the_runs_and_its_secrets_are_masked() -> None:
    job = {
        "LastModifiedOn": START + 2 * DAY,
        "Command": {"ScriptLocation": "s3://code/a.py"},
        "GlueVersion": "auto",
        "DefaultArguments": {"--password": "new-" + SECRET, "--a": "\x1b[2J"},
    }
    run = {"GlueVersion": "5.0", "Arguments": {"--password": SECRET, "--a": "1"}}
    first, *lines = definition_lines(JobDefinition("since", job), compared(run, run), UTC)
    assert "since both; whether it changed between them too is not known" in first
    assert lines == [
        "Command.ScriptLocation is now s3://code/a.py",
        "GlueVersion is now auto, of the run 5.0",
        "DefaultArguments.--password differs from the run's",
        "DefaultArguments.--a is now ␛[2J, of the run 1",
    ]


def test_a_note_groups_the_differences_and_quotes_what_aws_sent() -> None:
    comparison = compared({"GlueVersion": "4.0"}, {"GlueVersion": "5.0", "Arguments": {"--a": "*b*"}})
    note = differences_note(comparison, JobDefinition("denied", {}), UTC)
    assert "- `~` `GlueVersion`: `4.0` → `5.0`" in note
    assert "**Arguments**\n\n- `+` `--a`: *not returned* → `*b*`" in note
    assert "- Job definition: `not known: it needs glue:GetJob`" in note
    assert compare(a_run(0), a_run(0), fields(), now=NOW).differences == ()
