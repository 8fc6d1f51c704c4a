"""Asks for the code of an MFA device, over the session that needs it."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import BY_ID
from gluetui.screens.menu import Modal
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_middle, one_line
from gluetui.widgets.line_edit import edited
from gluetui.widgets.lines import Lines

DIGITS = frozenset(string.digits)

MOST = 12
"""Digits that are taken; devices show six."""


class CodeLine(Lines, can_focus=True):
    """Takes digits and shows a dot for each."""

    class Given(Message):
        """Enter was pressed on a code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, device: str, profile: str) -> None:
        super().__init__("MFA code", id="code")
        self.name_after(f"profile {profile}")
        self._device = one_line(device)
        self._code = ""

    @property
    def entry_count(self) -> int:
        return 0

    def fixed_lines(self, width: int) -> list[Line]:
        return [
            [Span(cut_middle(self._device, width), "dim")],
            [Span("Code ", "name"), Span("•" * len(self._code)), Span("▏", "key")],
        ]

    def on_mount(self) -> None:
        self.measure()

    def on_resize(self) -> None:
        self.measure()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """What can be typed here is no command."""
        return character in DIGITS

    def on_key(self, event: events.Key) -> None:
        typed = edited(self._code, event)
        if event.key == "enter" and self._code:
            self.post_message(self.Given(self._code))
        elif typed is not None and set(typed) <= DIGITS:
            self._say(typed)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        self._say(self._code + "".join(character for character in event.text if character in DIGITS))
        event.stop()

    def _say(self, code: str) -> None:
        self._code = code[:MOST]
        self.measure()
        self.refresh()


class CodeScreen(Modal[str]):
    """Answers with the code."""

    BINDINGS: ClassVar[list[BindingType]] = [
        BY_ID["menu.close"].binding(),
        # Textual keeps the app's own bindings away from modal screens.
        replace(BY_ID["app.quit"].binding(), action="app.quit"),
    ]

    def __init__(self, device: str, profile: str) -> None:
        super().__init__(CodeLine(device, profile))

    @on(CodeLine.Given)
    def given(self, message: CodeLine.Given) -> None:
        self.dismiss(message.code)
