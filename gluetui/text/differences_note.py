"""Two runs compared, as a Markdown note for a ticket or a chat; text from AWS is quoted, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from gluetui.glue.listing.comparing import Comparison
from gluetui.glue.listing.definition import JobDefinition
from gluetui.text.differences import DifferenceText, definition_lines, difference_texts, same_line, title
from gluetui.text.field_text import FieldText
from gluetui.text.note import code
from gluetui.text.safe import cut_end, one_line

_VALUE_WIDTH = 200
"""Cells of a value."""


def differences_note(comparison: Comparison, definition: JobDefinition | None, zone: tzinfo | None) -> str:
    """A heading, a line a difference, and the job's definition where it was asked for."""
    return "\n".join(_lines(comparison, definition, zone)) + "\n"


def _lines(comparison: Comparison, definition: JobDefinition | None, zone: tzinfo | None) -> Iterator[str]:
    after, before = title(comparison, zone)
    yield f"### {code(comparison.keys[1].job_name)}: what differs"
    yield ""
    yield f"{code(after)} against {code(before)}"
    section = ""
    for each in difference_texts(comparison, zone):
        own = "Changes every run" if each.every_run else each.section
        if own != section:
            section = own
            yield from ("", f"**{own}**", "")
        yield _difference(each)
    yield ""
    if definition is not None:
        yield from (f"- Job definition: {code(line)}" for line in definition_lines(definition, comparison, zone))
    yield f"- {code(same_line(comparison))}"


def _difference(each: DifferenceText) -> str:
    aside = f" ({each.aside})" if each.aside and not each.every_run else ""
    return f"- {code(each.sign)} {code(each.name)}: {_value(each.before)} → {_value(each.after)}{aside}"


def _value(value: FieldText) -> str:
    text = one_line(f"{value.text} ({value.exact})" if value.exact else value.text)
    return code(cut_end(text, _VALUE_WIDTH))
