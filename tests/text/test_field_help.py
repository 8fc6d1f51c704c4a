"""gluetui.text.run_fields: what a field means, its type, unit and values, and what this run has there."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.text.run_fields import RunField, field_help
from gluetui.text.safe import is_safe
from tests.text.test_run_fields import fields_of
from tests.values import EVIL, RAW


def help_of(name: str, raw: dict[str, Any], kind: str | None = None) -> str:
    def is_it(field: RunField) -> bool:
        return field.field.name == name and kind in (None, field.field.kind)

    return field_help(next(filter(is_it, fields_of(raw))))


def test_a_member_is_explained_by_the_model_with_its_unit_and_what_the_run_has() -> None:
    text = help_of("Timeout", RAW)
    assert text.startswith("Timeout\n\ntype:")
    assert "integer" in text
    assert "unit:" in text and "min" in text
    assert "timeout" in text.partition("unit:")[2].lower()
    assert text.endswith("This run:\n2h 0m (120 min) · 4 % used")


def test_allowed_values_are_today_s_and_named_so() -> None:
    assert "values today: " in help_of("ExecutionClass", RAW)
    assert "FLEX, STANDARD" in help_of("ExecutionClass", RAW)


def test_a_parameter_of_glue_has_a_help_of_its_own() -> None:
    assert "job bookmark" not in help_of("--TempDir", {"Arguments": {"--TempDir": "s3://x/"}})
    assert "S3 folder" in help_of("--TempDir", {"Arguments": {"--TempDir": "s3://x/"}})


@pytest.mark.parametrize("kind", ["argument", "string"])
def test_an_argument_called_like_a_member_is_explained_as_an_argument(kind: str) -> None:
    text = help_of("JobName", {"JobName": "load", "Arguments": {"JobName": "x"}}, kind)
    assert ("for its script to read" in text) == (kind == "argument")


def test_no_line_is_too_wide_and_nothing_in_it_acts() -> None:
    raw = {**RAW, EVIL: EVIL, "Arguments": {EVIL: EVIL * 100}}
    for field in fields_of(raw):
        for line in field_help(field).split("\n"):
            assert len(line) <= 76 or field.field.name == EVIL
            assert is_safe(line)
