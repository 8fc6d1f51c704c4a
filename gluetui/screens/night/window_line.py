"""A box for typing another window; below the line it says which window that is, or why it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import BY_ID
from gluetui.glue.run.window import Window
from gluetui.screens.dialogs import HELP, Modal
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, one_line
from gluetui.text.windows import HOW_TO_WRITE, UnreadableWindow, window_text
from gluetui.widgets.lines import Lines
from gluetui.widgets.text_line import EDIT_KEYS, TextLine

ReadWindow = Callable[[str], Window]
"""The window of a text. Raises: UnreadableWindow."""


class WindowLine(Lines, can_focus=True):
    """Takes every key that types or edits; posts what was typed once it is a window."""

    class Given(Message):
        """Enter was pressed on a window."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str, read: ReadWindow, *, now: datetime, zone: tzinfo | None) -> None:
        super().__init__("Window", id="window")
        self._typed = TextLine(text)
        self._read = read
        self._now = now
        self._zone = zone

    @property
    def entry_count(self) -> int:
        return 0

    def fixed_lines(self, width: int) -> list[Line]:
        return [
            self._typed.spans(width, has_caret=True),
            *self._meaning(width),
            [Span(cut_end(HOW_TO_WRITE, width), "dim")],
        ]

    def _meaning(self, width: int) -> Iterator[Line]:
        try:
            yield [Span(cut_end(window_text(self._read(self._typed.text), self._now, self._zone), width), "title")]
        except UnreadableWindow as error:
            yield [Span(wrapped(one_line(error), width)[0], "waiting")]

    def on_mount(self) -> None:
        self.measure()

    def on_resize(self) -> None:
        self.measure()
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A letter is typed here, and so no command."""
        return key in EDIT_KEYS or (character is not None and character.isprintable())

    def on_key(self, event: events.Key) -> None:
        line = self._typed.edited(event.key, event.character)
        if event.key == "enter":
            self._give()
        elif line is not None:
            self._take(line)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        self._take(self._typed.pasted(event.text))
        event.stop()

    def _give(self) -> None:
        try:
            self._read(self._typed.text)
        except UnreadableWindow:
            return  # The line below says why.
        self.post_message(self.Given(self._typed.text))

    def _take(self, line: TextLine) -> None:
        self._typed = line
        self.measure()
        self.refresh()


class WindowScreen(Modal[str]):
    """Answers with the text of a window."""

    BINDINGS: ClassVar[list[BindingType]] = [
        BY_ID["menu.close"].binding(),
        replace(BY_ID["app.leave"].binding(), action="app.quit"),
        HELP,
    ]

    @on(WindowLine.Given)
    def given(self, message: WindowLine.Given) -> None:
        self.answer(message.text)
