"""The last filters of every drawn line: control characters made visible, ASCII and no colours where asked for."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from gluetui.text.safe import is_safe, one_line
from gluetui.text.states import ascii_text


class ControlFilter(LineFilter):
    """Makes control characters visible, for text that a later change forgets to make safe."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(text.isprintable() and text.isascii() for text, _, _ in segments):
            return segments
        return [
            segment if segment.control or is_safe(segment.text) else segment._replace(text=one_line(segment.text))
            for segment in segments
        ]


class AsciiFilter(LineFilter):
    """Replaces all characters by ASCII ones, those of borders, scroll bars and toasts included."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.control or segment.text.isascii() else segment._replace(text=ascii_text(segment.text))
            for segment in segments
        ]


class ColourFilter(LineFilter):
    """Takes every colour away, where Textual itself leaves shades of grey; bold, reverse and clicks stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and _colourless(style), control) for text, style, control in segments]


@lru_cache(4096)
def _colourless(style: Style) -> Style:
    return style.without_color + Style.from_meta(style.meta) if style.meta else style.without_color
