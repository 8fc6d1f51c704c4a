"""Fields laid out in lines: titles between sections, a place for every line, and no line made twice."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from gluetui.glue.run.run import JobRun
from gluetui.text import field_layout as module
from gluetui.text.field_layout import FieldLayout
from gluetui.text.run_fields import run_fields
from tests.conftest import NOW
from tests.values import FIELDS, RAW


def laid_out(raw: dict[str, Any], filter_text: str = "", *, shows_absent: bool = True, width: int = 80) -> FieldLayout:
    layout = FieldLayout()
    layout.widen(width)
    layout.take(run_fields(JobRun(raw, asked_predecessors=True), FIELDS, now=NOW, zone=UTC))
    layout.lay_out(filter_text, shows_absent=shows_absent)
    return layout


def text(layout: FieldLayout, line: int) -> str:
    return "".join(span.text for span in layout.line(line)).rstrip()


def test_every_line_is_a_fields_or_a_titles_or_empty_above_a_title() -> None:
    layout = laid_out({**RAW, "ErrorMessage": "one\ntwo\nthree"})
    for entry in range(len(layout.entries)):
        assert {layout.entry_at(line) for line in layout.lines_of(entry)} == {entry}
    of_entries = {line for entry in range(len(layout.entries)) for line in layout.lines_of(entry)}
    titles = [text(layout, line) for line in range(layout.line_count) if line not in of_entries]
    assert (
        titles == [each for field in dict.fromkeys(f.field.section for f in layout.entries) for each in ("", field)][1:]
    )
    place = layout.find(("string", "ErrorMessage")) or 0
    assert len(layout.lines_of(place)) == 3


def test_a_filter_and_hidden_absent_fields_leave_fewer_and_the_count_says_so() -> None:
    raw = {"JobRunState": "SUCCEEDED", "TriggerName": "nightly"}
    assert laid_out(raw).count_text == ""
    assert laid_out(raw).has_absent
    few = laid_out(raw, "NIGHT ly", shows_absent=False)
    assert [field.field.name for field in few.entries] == ["TriggerName"]
    assert few.count_text == f"1 of {len(few.fields)} fields"
    none = laid_out(raw, "nowhere")
    assert (none.entries, none.line_count, none.find(("string", "TriggerName"))) == ([], 0, None)


def test_an_entry_is_within_what_is_seen_with_its_title_or_not_at_all() -> None:
    layout = laid_out(RAW)
    stop = layout.lines_of(0).stop
    assert layout.is_within(0, range(0, stop))
    assert not layout.is_within(0, range(1, stop))
    assert not layout.is_within(0, range(0, stop - 1))
    assert not layout.is_within(len(layout.entries), range(0, layout.line_count))


def test_only_another_value_or_another_width_makes_lines_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = laid_out(RAW)
    made: list[str] = []
    lines_of = module.field_lines

    def counting(field: Any, width: int) -> Any:
        made.append(field.field.name)
        return lines_of(field, width)

    monkeypatch.setattr(module, "field_lines", counting)
    layout.lay_out("", shows_absent=False)
    layout.widen(80)
    layout.lay_out("", shows_absent=True)
    assert made == []
    layout.take(run_fields(JobRun({**RAW, "TriggerName": "other"}), FIELDS, now=NOW, zone=UTC))
    layout.lay_out("", shows_absent=True)
    assert "TriggerName" in made
    assert "JobName" not in made
    layout.widen(60)
    layout.lay_out("", shows_absent=True)
    assert "JobName" in made
