"""The names of secrets that a person adds: words and expressions, on everything that masks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gluetui.glue.files.saving import document
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks, mask_value, masked_run
from gluetui.glue.secrets.names import add_rules, is_secret_name, literal_rule, name_rule

ARN = "arn:aws:s3:::a-bucket"


@pytest.fixture(autouse=True)
def nothing_stays_added() -> Iterator[None]:
    yield
    add_rules([])


@pytest.mark.parametrize("name", ["--pin", "--PIN", "--user-pin", "--userPin", "--PIN_CODE", "pin.x"])
def test_a_word_is_found_however_the_name_is_written(name: str) -> None:
    assert name_rule("pin").matches(name)
    assert not name_rule("pin").matches("--spinning")


def test_several_words_are_one_name_written_together_or_apart() -> None:
    for text in ("customer_id", "customerId", "customerid"):
        assert [name_rule(text).matches(name) for name in ("--customerId", "--CUSTOMER-ID")] == [True, True]
        assert not name_rule(text).matches("--customer")


def test_all_else_is_an_expression_that_is_looked_for_anywhere() -> None:
    rule = name_rule("^--x[0-9]+")
    assert [rule.matches(name) for name in ("--X12", "--my--x1", "--x")] == [True, False, False]
    assert literal_rule("day(").matches("--Day(s)")


@pytest.mark.parametrize("text", ["day(", "[", "x{99999999999999}", "(?P<a>x)(?P<a>y)"])
def test_what_is_no_expression_raises(text: str) -> None:
    with pytest.raises(ValueError, match="no regular expression"):
        name_rule(text)


def test_what_python_finds_odd_in_an_expression_is_not_said() -> None:
    name_rule("[[a]--]")


def test_values_are_masked_by_it_in_every_place_of_the_run() -> None:
    run = {
        "JobName": "load", "Id": "jr_1", "JobRunState": "FAILED",
        "Arguments": {"--bucket": ARN, "--conf": "bucket=blue-lake-7", "--day": "2026-11-20"},
        "ErrorMessage": f"cannot read {ARN}",
    }  # fmt: skip
    assert masked_run(run)[1] == 0
    add_rules([name_rule("bucket")])
    assert mask_value("--bucket", ARN) == DOTS
    masked, changed = masked_run(run)
    assert masked["Arguments"] == {"--bucket": DOTS, "--conf": f"bucket={DOTS}", "--day": "2026-11-20"}
    assert masked["ErrorMessage"] == f"cannot read {DOTS}"
    assert changed == 3
    assert ARN not in document([JobRun(run)], masked=True)
    assert Masks(run).apply(f"see {ARN}") == f"see {DOTS}"


def test_members_of_an_answer_stay_whatever_is_added() -> None:
    add_rules([name_rule(".")])
    run = {"JobName": "load", "Id": "jr_1", "JobRunState": "FAILED", "ExecutionTime": 5, "Arguments": {"--n": "1"}}
    assert masked_run(run)[0] == {**run, "Arguments": {"--n": DOTS}}


def test_the_program_s_own_rules_stay_in_force() -> None:
    add_rules([name_rule("pin")])
    assert is_secret_name("--password") and not is_secret_name("--day")
    add_rules([])
    assert not is_secret_name("--pin")
