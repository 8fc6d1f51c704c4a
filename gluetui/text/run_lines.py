"""Fields of a run as lines: the name, the value wrapped beside it, and what else is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from gluetui.glue.secrets.masks import DOTS
from gluetui.text.field_text import CUT_AT, Shown, cut
from gluetui.text.lines import Line, Span
from gluetui.text.run_fields import RunField
from gluetui.text.safe import cut_middle, one_line, pad
from gluetui.text.wrapping import wrapped

_NAME = 27
"""Width of the column of names in cells: the longest member today has 26."""


def field_lines(field: RunField, width: int) -> tuple[Line, ...]:
    """The lines of one field, each of at most `width` cells."""
    name_width = min(_NAME, max(8, width // 3))
    name = pad(cut_middle(one_line(field.field.name), name_width), name_width)
    return tuple(
        [Span(name if number == 0 else " " * name_width, "name"), Span(" "), *spans]
        for number, spans in enumerate(_value_lines(field.shown, max(8, width - name_width - 2)))
    )


def _value_lines(shown: Shown, width: int) -> Iterator[list[Span]]:
    """The value, then what else is known of it, behind it where it fits."""
    role = shown.span_role
    if len(shown.text) > 10 * CUT_AT:  # A text that was cut before it was made safe is ten times as long at most.
        shown = cut(shown.text, role=shown.role)
    *first, last = wrapped(shown.text, width)
    yield from (_secret_apart(line, role) for line in first)
    aside = " · ".join(part for part in (f"({shown.exact})" if shown.exact else "", shown.note) if part)
    if aside and cell_len(last) + 2 + cell_len(aside) <= width:
        yield [*_secret_apart(last, role), Span(" " if shown.exact else "  "), Span(aside, "dim")]
        return
    yield _secret_apart(last, role)
    yield from ([Span(line, "dim")] for line in (wrapped(aside, width) if aside else ()))


def _secret_apart(line: str, role: str) -> list[Span]:
    """A piece of a value; the dots of a masked secret look like what they are."""
    if DOTS not in line:
        return [Span(line, role)]
    pieces = [Span(piece, role) for piece in line.split(DOTS)]
    return [span for piece in pieces for span in (piece, Span(DOTS, "secret"))][:-1]
