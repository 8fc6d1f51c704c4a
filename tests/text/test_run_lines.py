"""One field of a run as lines: within the pane's width, long values cut and their size told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.glue.run.fields import Field
from gluetui.text.field_text import FieldText, absent, as_it_came
from gluetui.text.run_fields import CUT_AT, RunField, field_lines
from gluetui.text.safe import is_safe


def lines(shown: FieldText, width: int = 60, name: str = "ErrorMessage") -> list[str]:
    field = RunField(Field(name=name, title=name, kind="string"), shown, shown.text)
    return ["".join(span.text for span in line) for line in field_lines(field, width)]


@given(st.text(max_size=200), st.text(min_size=1, max_size=60), st.integers(20, 120))
def test_no_line_is_too_wide_or_unsafe_whatever_aws_sent(value: str, name: str, width: int) -> None:
    shown = lines(as_it_came(value), width, name)
    assert max(map(cell_len, shown)) <= width
    assert all(map(is_safe, shown))


def test_the_name_stands_beside_the_first_line_only() -> None:
    first, second = lines(as_it_came("one\ntwo"), width=90)
    assert first.split() == ["ErrorMessage", "one"]
    assert second.split() == ["two"]
    assert first.index("one") == second.index("two")


def test_what_else_is_known_stands_behind_the_value_or_below_it() -> None:
    shown = FieldText("2h 0m", exact="120 min", note="63 % used")
    assert lines(shown, width=90)[0].endswith("2h 0m (120 min) · 63 % used")
    assert [line.strip() for line in lines(shown, width=40)[1:]] == ["(120 min) · 63 % used"]


def test_a_field_that_was_not_returned_says_so_with_the_reason() -> None:
    assert lines(absent("only streaming jobs have one"), width=90)[0].endswith(
        "not returned  only streaming jobs have one"
    )


@pytest.mark.parametrize(("length", "is_cut"), [(CUT_AT, False), (CUT_AT + 1, True), (256 * 1024, True)])
def test_a_long_value_is_cut_and_its_size_told(length: int, is_cut: bool) -> None:
    shown = lines(as_it_came("x" * length), width=100)
    assert sum(line.count("x") for line in shown if "in all" not in line) <= CUT_AT + 1
    assert ("in all" in shown[-1]) == is_cut
