"""A short list to choose from, over the screen that asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from gluetui.commands import bindings
from gluetui.text.safe import cut_end, one_line, pad
from gluetui.text.spans import Line, Span
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.rows import Rows

_TITLE = 26
"""Width of the titles in cells; what stands behind them is only a taste of it."""


class Choices(Rows):
    """Titles, each with the beginning of what it stands for."""

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(title, id="choices")
        self._all = choices
        self.shown = list(range(len(choices)))
        """The places of the choices that the filter leaves."""

    @property
    def entry_count(self) -> int:
        return len(self.shown)

    def apply_filter(self) -> None:
        wanted = self.filter_text.casefold()
        self.shown = [place for place, (title, _) in enumerate(self._all) if wanted in title.casefold()]

    def draw(self, line: int, width: int) -> Line:
        title, text = self._all[self.shown[line]]
        taste = cut_end(one_line(text[:200].strip()), max(0, width - _TITLE))
        return [Span(pad(title, _TITLE)), Span(taste, "dim")]


class Menu(ModalScreen[int | None]):
    """Answers with the place of what was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("menu")]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        """`choices` are titles and what they stand for."""
        super().__init__()
        self._choices = Choices(title, choices)
        self._choices.styles.height = len(choices) + 3

    def compose(self) -> ComposeResult:
        yield self._choices
        yield KeyLine()

    def on_mount(self) -> None:
        self._choices.focus()

    @on(Rows.Selected)
    def chosen(self) -> None:
        self.dismiss(self._choices.shown[self._choices.cursor])

    def action_close(self) -> None:
        if not self._choices.close_filter():
            self.dismiss(None)
