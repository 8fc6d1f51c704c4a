"""The help screen: every key in force."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from gluetui.commands import COMMANDS, PLACES, key_names
from gluetui.text.safe import pad
from gluetui.text.spans import Line, Span
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.rows import Rows

_KEYS = 14
"""Width of the column of keys, in cells."""


class HelpRows(Rows):
    """The commands, place by place, narrowed by `/` like every list."""

    def __init__(self, keymap: dict[str, str]) -> None:
        """`keymap` holds the keys that replace a command's own, by its id."""
        super().__init__("Keys", id="keys")
        self._keymap = keymap
        self.apply_filter()

    def apply_filter(self) -> None:
        self._lines: list[Line] = []
        wanted = self.filter_text.casefold()
        for place, title in PLACES.items():
            commands = [command for command in COMMANDS if command.place == place]
            found = [
                [Span(pad(keys, _KEYS), "key"), Span(command.help)]
                for command in commands
                for keys in [key_names(self._keymap.get(command.id, command.keys))]
                if wanted in f"{keys} {command.title} {command.help}".casefold()
            ]
            if found:
                self._lines += [[Span(title, "head")], *found, []]

    @property
    def entry_count(self) -> int:
        return len(self._lines)

    def draw(self, line: int, width: int) -> Line:
        return self._lines[line]


class Help(ModalScreen[None]):
    """Closed by esc, `?` or F1."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1", "close", "Close", show=True),
    ]

    def compose(self) -> ComposeResult:
        yield HelpRows(dict(self.app._keymap))
        yield KeyLine()

    def action_close(self) -> None:
        rows = self.query_one(HelpRows)
        if not rows.close_filter():
            self.dismiss()
