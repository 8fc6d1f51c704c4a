"""What is drawn for the last time before the terminal: control bytes that slipped past text/safe.py stop here."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from gluetui.text.safe import is_safe, one_line


class Backstop(LineFilter):
    """Makes what a later change forgets to sanitise visible instead of obeyed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(text.isprintable() and text.isascii() for text, _, _ in segments):
            return segments
        return [
            segment if segment.control or is_safe(segment.text) else segment._replace(text=one_line(segment.text))
            for segment in segments
        ]
