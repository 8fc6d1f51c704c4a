"""How `gluetui diff` prints: on a terminal sections in columns, in a pipe a line a difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from gluetui.cli.printing import console, joined, write
from gluetui.cli.tables import plain_line
from gluetui.glue.listing.comparing import Comparison
from gluetui.glue.listing.definition import JobDefinition
from gluetui.text.difference_lines import columns_of, difference_lines, whole
from gluetui.text.differences import (
    definition_lines,
    difference_texts,
    same_line,
    title,
)
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import one_line


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
            cells = (each.sign, each.name, whole(each.before), whole(each.after), each.aside)
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
        columns = columns_of(self._texts)
        section = ""
        for each in self._texts:
            own = "" if each.every_run else each.section
            if own != section:
                section = own
                yield [Span(section, "dim")]
            yield from difference_lines(each, columns, width)
        if not self._texts:
            yield [Span("No differences.")]
        first, *others = definition_lines(self._definition, self._comparison, self._zone)
        yield from _wrapped(f"JOB DEFINITION {first}", width, "")
        for line in others:
            yield from _wrapped(f"  {line}", width, "dim")
        yield from _wrapped(same_line(self._comparison), width, "dim")


def _wrapped(text: str, width: int, role: str) -> Iterator[Line]:
    yield from ([Span(line, role)] for line in wrapped(text, width))
