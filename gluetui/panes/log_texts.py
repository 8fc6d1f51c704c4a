"""The texts about a log that a pane shows: its cause, its counts, and one record in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from gluetui.glue.logs.cause import Cause
from gluetui.glue.logs.heads import head_of
from gluetui.glue.secrets.masks import Masks
from gluetui.panes.shown_log import ShownLog
from gluetui.text.indented import indented_end
from gluetui.text.lines import Line, Span
from gluetui.text.log_line import clock_text, level_role
from gluetui.text.safe import cut_end, one_line


def cause_lines(cause: Cause | None, note: str, masks: Masks, width: int, zone: tzinfo | None) -> list[Line]:
    """The cause, where it was seen first, and a note, above the records; the note alone where there is no cause."""
    if cause is None:
        return [[Span(cut_end(one_line(note), width), "dim")]] if note else []
    script = f"  {cause.script}{f':{cause.line}' if cause.line else ''}" if cause.script else ""
    place = one_line(masks.apply(script))
    text = cut_end(one_line(masks.apply(cause.text)), max(20, width - len(place)))
    lines: list[Line] = [[Span(text, "error"), Span(place, "name")]]
    about = []
    if cause.first is not None:
        about.append(
            f"first at {clock_text(cause.first.time, zone)}, {cause.first.count:,} times, in {cause.first.source}"
        )
    if cause.is_clean_up:
        about.append("it came from ending after another failure, which the log does not show")
    about += [note] if note else []
    return [*lines, [Span(cut_end("; ".join(about), width), "dim")]] if about else lines


def counted(levels: Mapping[str | None, int], records: int, hidden: int) -> str:
    """Such as "3 errors · 41 warnings · 4,310 records · 12 hidden"."""
    errors = sum(count for level, count in levels.items() if level_role(level) == "error")
    warnings = sum(count for level, count in levels.items() if level_role(level) == "warning")
    parts = [_many(errors, "error"), _many(warnings, "warning"), _many(records, "record")]
    return " · ".join([each for each in parts if each] + ([f"{hidden:,} hidden"] if hidden else []))


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}" if count else ""


def in_full(shown: ShownLog, row: int, zone: tzinfo | None) -> tuple[str, str]:
    """A record's title and its whole text, secrets masked; JSON that it is or ends in has a member a line."""
    record = shown.record(row)
    text = shown.safe.masked(shown.reference(row)).rstrip("\r\n")
    title = f"{record.stream.source} · {clock_text(record.time, zone)} · {record.stream.name}"
    head = head_of(text)
    start = head.length if head is not None and not text.startswith("{") else 0
    body = indented_end(text[start:])
    if body == text[start:]:
        return title, text
    return title, f"{text[:start].rstrip()}\n{body}".lstrip("\n")
