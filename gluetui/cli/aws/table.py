"""`--output table` as the AWS CLI draws it: a section an object or list, each a level further in than its holder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from unicodedata import east_asian_width

from gluetui.cli.aws.text import is_nested

_BLUE, _YELLOW, _PLAIN = "\x1b[1m\x1b[34m", "\x1b[2m\x1b[33m", "\x1b[0m"

_PADDING = 4
"""Cells of a column besides its text: a space and an edge at either side."""


def drawn_table(
    title: str, value: Any, *, width: int, is_coloured: bool, safe: Callable[[str], str] = str
) -> Iterator[str]:
    """The lines of a table; one wider than `width` cells has the members of an object below one another.

    `safe` makes a text one that can be shown, before its cells are counted.
    """
    sections = [section.mapped(safe) for section in _sections(title, value, 0)]
    if not sections:
        return
    widest = max(section.width for section in sections)
    if widest > width:
        sections = [section.upright for section in sections]
        widest = max(section.width for section in sections)
    yield "-" * widest
    for section in sections:
        edge = "|" * section.level if not is_coloured else f"{_YELLOW}|{_PLAIN}" * section.level
        for line in section.lines(widest - 2 * section.level, is_coloured=is_coloured):
            yield f"{edge}{line}{edge}"


@dataclass
class _Section:
    """A title, headings and rows that share their columns."""

    title: str
    level: int
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def mapped(self, change: Callable[[str], str]) -> _Section:
        """The same with every text changed."""
        rows = [[change(cell) for cell in row] for row in self.rows]
        return _Section(change(self.title), self.level, [change(each) for each in self.headings], rows)

    @property
    def upright(self) -> _Section:
        """Headings at the left of their values, where there is one row."""
        if len(self.rows) != 1 or not self.headings:
            return self
        pairs = [list(pair) for pair in zip(self.headings, self.rows[0], strict=True)]
        return _Section(self.title, self.level, [], pairs)

    @property
    def columns(self) -> list[int]:
        """Cells of the widest text of each column."""
        lines = [self.headings] * bool(self.headings) + self.rows
        return [max(map(_cells, column)) for column in zip(*lines, strict=True)]

    @property
    def width(self) -> int:
        """Cells of the section, with the edges of its level."""
        columns = sum(width + _PADDING for width in self.columns)
        return max(_cells(self.title), columns) + 2 + 2 * self.level

    def lines(self, width: int, *, is_coloured: bool) -> Iterator[str]:
        """Title, headings and rows, in so many cells."""
        widths = _shared([each + _PADDING for each in self.columns], width)
        if self.title:
            yield _centred(self.title, width, "|")
            if not widths:
                yield f"+{'-' * (width - 2)}+"
        rule = "+" + "".join("-" * (each - 1 - (place == 0)) + "+" for place, each in enumerate(widths))
        if self.headings:
            yield rule
            yield "".join(
                _centred(text, each, "" if n else "|") for n, (text, each) in _numbered(self.headings, widths)
            )
        if self.rows and widths:
            yield rule
            for row in self.rows:
                cells = _numbered(row, widths)
                yield "".join(_left(text, each, "" if n else "|", is_coloured) for n, (text, each) in cells)
            yield rule


def _numbered(texts: Sequence[str], widths: Sequence[int]) -> Iterable[tuple[int, tuple[str, int]]]:
    return enumerate(zip(texts, widths, strict=True))


def _sections(title: str | None, value: Any, level: int) -> Iterator[_Section]:
    """None for what is empty; a list within a list goes on in the section of its holder."""
    if not value:
        return
    section = _Section(title or "", level)
    if isinstance(value, dict):
        yield from _of_object(section, value)
    elif isinstance(value, list) and isinstance(value[0], dict):
        yield from _of_objects(section, value)
    else:
        if isinstance(value, list):
            section.rows += _rows(value)
        yield section


def _of_object(section: _Section, value: dict[str, Any]) -> Iterator[_Section]:
    names = [name for name in sorted(value) if not is_nested(value[name])]
    if len(names) == 1:
        section.rows.append([names[0], str(value[names[0]])])
    elif names:
        section.headings = names
        section.rows.append([str(value[name]) for name in names])
    yield section
    for name in sorted(set(value) - set(names)):
        yield from _sections(name, value[name], section.level + 1)


def _of_objects(section: _Section, values: list[Any]) -> Iterator[_Section]:
    """One section for all objects, or one each where they hold more than cells."""
    objects = [each for each in values if isinstance(each, dict)]
    names = sorted({name for each in objects for name in each if not is_nested(each[name])})
    nested = sorted({name for each in objects for name in each if is_nested(each[name])})
    rows = [[str(each.get(name, "")) for name in names] for each in objects]
    if not nested:
        yield replace(section, headings=names, rows=rows)
        return
    for each, row in zip(objects, rows, strict=True):
        yield replace(section, headings=names, rows=[row])
        for name in nested:
            yield from _sections(name, each.get(name), section.level + 1)


def _rows(values: list[Any]) -> Iterator[list[str]]:
    for each in values:
        if isinstance(each, list) and any(map(is_nested, each)):
            yield from _rows(each)
        else:
            yield [str(cell) for cell in each] if isinstance(each, list) else [str(each)]


def _shared(widths: list[int], width: int) -> list[int]:
    """Columns stretched in proportion; what rounding leaves over is taken from the first, or given to the last."""
    if not widths:
        return []
    scale = width / sum(widths)
    shared = [round(scale * each) for each in widths]
    while (over := sum(shared) - width) > 0:
        for place in range(min(over, len(shared))):
            shared[place] -= 1
    while (lacking := width - sum(shared)) > 0:
        for place in range(min(lacking, len(shared))):
            shared[-1 - place] += 1
    return shared


def _centred(text: str, width: int, edge: str) -> str:
    before = width // 2 - _cells(text) // 2 - 1
    after = width - len(edge) - before - _cells(text) - 1
    return f"{edge}{' ' * before}{text}{' ' * after}|"


def _left(text: str, width: int, edge: str, is_coloured: bool) -> str:
    padding = 2 if _cells(text) + 3 + len(edge) <= width else 0
    after = width - len(edge) - padding - _cells(text) - 1
    shown = f"{_BLUE}{text}{_PLAIN}" if is_coloured else text
    return f"{edge}{' ' * padding}{shown}{' ' * after}|"


def _cells(text: str) -> int:
    """As the AWS CLI counts them: ambiguous widths are wide."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
