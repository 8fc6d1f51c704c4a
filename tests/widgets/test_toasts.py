"""How much of a text a toast shows."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from gluetui.text.lines import wrapped
from gluetui.widgets.toasts import LINE_WIDTH, MOST_LINES, shortened

MORE = " e shows more"

LONG = [
    "word " * 200,
    "x" * 1_000,
    "/a/path/" + "of-folders/" * 60,
    "漢字" * 200,
    "arn:aws:glue:eu-west-1:123456789012:job/a b " * 12,
    "\n".join("abcdefgh"),
]


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize("more", ["", MORE])
def test_a_long_text_is_cut_to_the_lines_of_a_toast_and_says_so(text: str, more: str) -> None:
    lines = shortened(text, more).split("\n")
    assert len(lines) == MOST_LINES
    assert all(cell_len(line) <= LINE_WIDTH for line in lines)
    assert lines[-1].endswith(f"…{more}")
    assert lines[: MOST_LINES - 1] == wrapped(text, LINE_WIDTH)[: MOST_LINES - 1]


@pytest.mark.parametrize("text", ["", "Copied.", "x" * LINE_WIDTH * MOST_LINES, "漢" * 28 * MOST_LINES, "a\nb\nc\nd"])
def test_a_text_that_fits_is_left_as_it_is(text: str) -> None:
    assert shortened(text, MORE) == text
