"""A difference between two runs as lines: in columns where its values have room, else one value below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len

from gluetui.text.differences import DifferenceText
from gluetui.text.field_text import FieldText
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, one_line, pad

_NAME_AT_MOST, _VALUE_AT_LEAST = 27, 12
_MOST_LINES = 4
"""Lines of a long value on a terminal."""

_SHARED_FROM, _SHARED_KEPT = 40, 20
"""Characters that two long values begin with alike: from so many on only the last few are shown."""

_ROLES = {"+": "good", "\u2212": "bad", "~": "waiting", "·": "dim", "=": "dim"}


class Columns(NamedTuple):
    """The cells of the widest name and of the widest remark."""

    names: int
    asides: int


def columns_of(texts: Iterable[DifferenceText]) -> Columns:
    """The columns in which these differences stand; a name that is wider has a line of its own."""
    names, asides = 0, 0
    for each in texts:
        names, asides = max(names, cell_len(each.name)), max(asides, cell_len(each.aside))
    return Columns(min(_NAME_AT_MOST, names), asides)


def difference_lines(each: DifferenceText, columns: Columns, width: int) -> Iterator[Line]:
    """One line where both values have room, else a line for each of them below the name."""
    names, asides = columns
    role = "dim" if each.every_run or each.is_equal else ""
    head: Line = [Span(f"{each.sign} ", _ROLES[each.sign]), Span(pad(each.name, names), "dim" if role else "name")]
    before, after = whole(each.before), whole(each.after)
    size = (width - names - 2 - 6 - asides) // 2
    if max(cell_len(before), cell_len(after)) <= max(size, _VALUE_AT_LEAST) and cell_len(each.name) <= names:
        aside = Span(f"  {each.aside}" if each.aside else "", "dim")
        yield [*head, Span(f"  {pad(before, size)}  {after}", role), aside]
        return
    yield [head[0], Span(cut_end(each.name, width - 2), head[1].role), Span(f"  {each.aside}".rstrip(), "dim")]
    for label, text in zip(("from", "to  "), _apart(each.before.text, each.after.text), strict=True):
        lines = wrapped(text, max(width - 9, _VALUE_AT_LEAST))
        for number, line in enumerate(lines[:_MOST_LINES]):
            cut = " …" if number == _MOST_LINES - 1 and len(lines) > _MOST_LINES else ""
            yield [Span(f"  {label if not number else '    '} ", "dim"), Span(f"{line}{cut}", role)]


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two long values without most of what they begin with alike, so that where they differ is seen."""
    shorter = min(len(before), len(after))
    shared = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    if shared < _SHARED_FROM or not (before and after):
        return before, after
    start = shared - _SHARED_KEPT
    return f"…{before[start:]}", f"…{after[start:]}"


def whole(value: FieldText) -> str:
    """The value with its exact form, in one line."""
    return one_line(f"{value.text} ({value.exact})" if value.exact else value.text)
