"""A comparison laid out in lines: sections, what is equal in its place, the filter, the definition at the end."""

from __future__ import annotations

from datetime import UTC

import pytest
from rich.cells import cell_len

from gluetui.glue.listing.definition import JobDefinition
from gluetui.text.difference_layout import DifferenceLayout
from gluetui.text.differences import definition_lines, difference_texts
from tests.glue.listing.compared import compared

COMPARISON = compared(
    {"GlueVersion": "4.0", "NumberOfWorkers": 4, "Arguments": {"--a": "1", "--b": "漢字" * 400}},
    {"GlueVersion": "5.0", "NumberOfWorkers": 4, "Arguments": {"--b": "\x1b[2J\n" * 200}},
)


def laid_out(*, with_equal: bool = False, text: str = "", width: int = 80) -> DifferenceLayout:
    layout = DifferenceLayout()
    told = definition_lines(JobDefinition("denied", {}), COMPARISON, UTC)
    layout.take(difference_texts(COMPARISON, UTC, with_equal=True), told, with_equal=with_equal)
    layout.lay_out(text, width)
    return layout


def drawn(layout: DifferenceLayout) -> list[str]:
    return ["".join(span.text for span in layout.line(line)) for line in range(layout.line_count)]


def test_only_differences_have_lines_below_the_titles_of_their_sections() -> None:
    lines = drawn(laid_out())
    assert any(line.startswith("~ GlueVersion") for line in lines)
    assert not any("NumberOfWorkers" in line for line in lines)
    assert lines.index("Arguments") < next(n for n, line in enumerate(lines) if "--a" in line)
    assert lines[-2:] == ["Job definition", "not known: it needs glue:GetJob"]


def test_what_is_equal_stands_in_the_order_of_the_details() -> None:
    layout = laid_out(with_equal=True)
    names = [each.identity[1] for each in layout.entries]  # type: ignore[index]
    assert names.index("NumberOfWorkers") < names.index("--a")
    assert layout.entries[names.index("NumberOfWorkers")].differs is False
    assert all(layout.entries[entry].differs for entry in layout.differing)


@pytest.mark.parametrize("width", [1, 10, 40, 80, 300])
def test_no_line_holds_more_than_its_width_or_what_acts_on_a_terminal(width: int) -> None:
    lines = drawn(laid_out(width=width))
    assert all(line.isprintable() for line in lines)
    assert width < 40 or all(cell_len(line) <= width for line in lines)


def test_entries_and_lines_name_each_other() -> None:
    layout = laid_out(with_equal=True)
    for entry in range(len(layout.entries)):
        assert {layout.entry_at(line) for line in layout.lines_of(entry)} == {entry}
        assert layout.find(layout.entries[entry].identity) == entry
    assert layout.entry_at(0) == -1


def test_a_filter_leaves_what_holds_its_words() -> None:
    layout = laid_out(text="glueversion")
    assert [each.identity[1] for each in layout.entries] == ["GlueVersion"]  # type: ignore[index]
    assert laid_out(text="zzq").line_count == 0
