"""How `gluetui diff` prints: on a terminal sections in columns, in a pipe a line a difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from rich.cells import cell_len

from gluetui.cli.printing import console, joined, write
from gluetui.cli.tables import plain_line
from gluetui.glue.listing.comparing import Comparison
from gluetui.glue.listing.definition import JobDefinition
from gluetui.text.differences import (
    DifferenceText,
    definition_lines,
    difference_texts,
    same_line,
    title,
)
from gluetui.text.field_text import FieldText
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, one_line, pad

_NAME_AT_MOST, _VALUE_AT_LEAST = 27, 12
_MOST_LINES = 4
"""Lines of a long value on a terminal."""

_SHARED_FROM, _SHARED_KEPT = 40, 20
"""Characters that two long values begin with alike: from so many on only the last few are shown."""

_ROLES = {"+": "good", "\u2212": "bad", "~": "waiting", "·": "dim"}


class Drawing:
    """Draws one comparison."""

    def __init__(self, comparison: Comparison, definition: JobDefinition, zone: tzinfo | None) -> None:
        self._comparison = comparison
        self._definition = definition
        self._zone = zone
        self._texts = difference_texts(comparison, zone)

    def write(self) -> None:
        """For a pipe: sign, name, from, to, and a remark, apart by a tab."""
        for each in self._texts:
            cells = (each.sign, each.name, _whole(each.before), _whole(each.after), each.aside)
            write(plain_line(tuple(map(Span, cells))))
        for line in definition_lines(self._definition, self._comparison, self._zone):
            write(plain_line(tuple(map(Span, ("", "job definition", "", line)))))

    def draw(self, how: str) -> None:
        """On a terminal; `how` says how the other run was come by."""
        terminal = console()
        for line in self._lines(how, terminal.width):
            terminal.print(joined(line), soft_wrap=True)

    def _lines(self, how: str, width: int) -> Iterator[Line]:
        after, before = title(self._comparison, self._zone)
        job = one_line(self._comparison.keys[1].job_name)
        yield from _wrapped(f"{job}  {after}", width, "name")
        yield from _wrapped(f"against {before}{f', {how}' if how else ''}", width, "")
        names = min(_NAME_AT_MOST, max((cell_len(each.name) for each in self._texts), default=0))
        asides = max((cell_len(each.aside) for each in self._texts), default=0)
        section = ""
        for each in self._texts:
            own = "" if each.every_run else each.section
            if own != section:
                section = own
                yield [Span(section, "dim")]
            yield from _difference(each, names, width, asides)
        if not self._texts:
            yield [Span("No differences.")]
        first, *others = definition_lines(self._definition, self._comparison, self._zone)
        yield from _wrapped(f"JOB DEFINITION {first}", width, "")
        for line in others:
            yield from _wrapped(f"  {line}", width, "dim")
        yield from _wrapped(same_line(self._comparison), width, "dim")


def _difference(each: DifferenceText, names: int, width: int, asides: int) -> Iterator[Line]:
    """One line where both values have room, else a line for each of them below the name."""
    role = "dim" if each.every_run else ""
    head: Line = [Span(f"{each.sign} ", _ROLES[each.sign]), Span(pad(each.name, names), "dim" if role else "name")]
    before, after = _whole(each.before), _whole(each.after)
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


def _whole(value: FieldText) -> str:
    """The value with its exact form, in one line."""
    return one_line(f"{value.text} ({value.exact})" if value.exact else value.text)


def _wrapped(text: str, width: int, role: str) -> Iterator[Line]:
    yield from ([Span(line, role)] for line in wrapped(text, width))
