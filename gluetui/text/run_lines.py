"""A run as lines: every field by section, named, humanized, wrapped and with its secrets masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from rich.cells import cell_len

from gluetui.glue.fields import Field, unlisted
from gluetui.glue.runs import JobRun
from gluetui.glue.secrets import masked_run
from gluetui.text.durations import size
from gluetui.text.humanizers import Shown, humanize_field
from gluetui.text.safe import many_lines, pad
from gluetui.text.spans import Line, Span
from gluetui.text.states import ROLES, look
from gluetui.text.wrapping import wrapped

CUT_AT = 4096
"""Characters of one value that the pane shows; the rest is told by its size."""

_NAME = 27
"""Width of the column of names in cells: the longest member today has 26."""

_ROLES = {
    "absent": "dim",
    "muted": "dim",
    "raw": "unknown",
    "bad": "bad",
    **dict(zip(ROLES, ROLES, strict=True)),
}


class Entry(NamedTuple):
    """One field, or one argument, as the pane shows it."""

    name: str
    section: str
    lines: tuple[Line, ...]
    searched: str
    """What a filter looks in, in lower case."""

    @property
    def title_line(self) -> Line:
        return [Span(self.section, "title")]


def entries(run: JobRun, fields: tuple[Field, ...], *, now: datetime, zone: tzinfo | None, width: int) -> list[Entry]:
    """Every field of the catalogue and every member that the catalogue lacks, in lines of at most `width` cells."""
    masked = JobRun(masked_run(run.raw)[0], asked_predecessors=run.asked_predecessors)
    shown: list[Entry] = []
    for field in (*fields, *unlisted(run.raw, fields)):
        value = humanize_field(field.name, masked, now=now, zone=zone, kind=field.kind)
        if field.name == "JobRunState":
            value = value._replace(text=f"{look(run.state).glyph} {value.text}")
        if field.kind == "timestamp":
            value = value._replace(exact="")  # The same again to the millisecond: more noise than news.
        shown.append(_entry(field.name, field.section, value, width))
        if field.name == "Arguments":
            shown.extend(_arguments(masked, field.section, width))
    return shown


def _arguments(run: JobRun, section: str, width: int) -> Iterator[Entry]:
    """One entry an argument: the job's own first, in the order that AWS sent."""
    arguments = run.raw.get("Arguments")
    for name, value in arguments.items() if isinstance(arguments, Mapping) else ():
        text = value if isinstance(value, str) else repr(value)
        yield _entry(str(name), section, Shown(many_lines(text)) if text else Shown('""', note="empty"), width)


def _entry(name: str, section: str, shown: Shown, width: int) -> Entry:
    name_width = min(_NAME, max(8, width // 3))
    role = _ROLES.get(shown.role, "")
    lines = [
        [Span(pad(many_lines(name) if not number else "", name_width), "name"), Span(" "), *spans]
        for number, spans in enumerate(_value_lines(shown, role, max(8, width - name_width - 1)))
    ]
    return Entry(name, section, tuple(lines), f"{name} {shown.line}".casefold())


def _value_lines(shown: Shown, role: str, width: int) -> Iterator[list[Span]]:
    """The value, then what else is known of it, behind it where it fits."""
    text = shown.text[:CUT_AT]
    if len(shown.text) > CUT_AT:
        text += f" … {size(len(shown.text))} in all"
    aside = " · ".join(part for part in (f"({shown.exact})" if shown.exact else "", shown.note) if part)
    *first, last = wrapped(text, width)
    yield from ([Span(line, role)] for line in first)
    if aside and cell_len(last) + 2 + cell_len(aside) <= width:
        yield [Span(last, role), Span(" " if shown.exact else "  "), Span(aside, "dim")]
        return
    yield [Span(last, role)]
    yield from ([Span(line, "dim")] for line in wrapped(aside, width) if aside)
