"""The list under every pane: lines with a cursor that goes from entry to entry, and a filter line."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from gluetui.commands import bindings, first_key
from gluetui.text.lines import Line, Span
from gluetui.text.safe import one_line
from gluetui.widgets.cursor_lines import CursorLines


class KeyHints:
    """For a list or a screen whose actions are not always available; actions are written as commands write them."""

    _shown_keys: object = None

    @property
    def unavailable_actions(self) -> Set[str]:
        """Actions that have nothing to act on now: the line of keys and the palette leave them out."""
        return frozenset()

    @property
    def key_titles(self) -> Mapping[str, str]:
        """Titles of actions that fit better here and now than those of their commands."""
        return {}

    @property
    def key_hint(self) -> str:
        """Words behind the keys, of which as many are shown as fit."""
        return ""

    def refresh_keys(self) -> None:
        """Have the line of keys drawn again if it would show other keys or words."""
        named = (self.unavailable_actions, self.key_titles, self.key_hint)
        if named != self._shown_keys:
            self._shown_keys = named
            self.refresh_bindings()

    def refresh_bindings(self) -> None:
        """Textual's own method."""
        raise NotImplementedError


def is_unavailable(action: str, *owners: object) -> bool:
    """Whether one of the owners lists an action as unavailable."""
    return any(isinstance(owner, KeyHints) and action in owner.unavailable_actions for owner in owners)


def edited(text: str, event: events.Key) -> str | None:
    """The text after a key that edits it; None for any other key."""
    if event.key == "backspace":
        return text[:-1]
    if event.key == "ctrl+u":
        return ""
    return text + event.character if event.character is not None and event.is_printable else None


class Rows(CursorLines, KeyHints):
    """A list that the user moves in and narrows; a subclass defines its entries and its filter."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self.filter_text = ""
        self.is_filtering = False
        """True while keys go into the filter line."""

    # For subclasses.

    def heading(self, width: int) -> Line | None:
        """The line of column names, if there is one."""
        return None

    def apply_filter(self) -> None:
        """Narrow the entries to `filter_text`."""

    def set_filter(self, text: str) -> None:
        """Narrow the list to another text; the cursor stays on its entry if that is left."""
        stay_on = self.current
        self.filter_text = text
        self.apply_filter()
        self.changed(stay_on)
        self.post_message(self.Highlighted(self))

    def close_filter(self) -> bool:
        """Stop typing and drop the filter; False if there was none."""
        if not (self.is_filtering or self.filter_text):
            return False
        self._take_keys(False)
        self.set_filter("")
        self.show_cursor()
        return True

    def fixed_lines(self, width: int) -> list[Line]:
        """The filter line and the column names."""
        fixed: list[Line] = []
        if self.is_filtering or self.filter_text:
            caret = Span("▏" if self.is_filtering else "", "key")
            fixed.append([Span("/", "key"), Span(one_line(self.filter_text)), caret])
        heading = self.heading(width)
        if heading is not None:
            fixed.append(heading)
        return fixed

    def _take_keys(self, takes: bool) -> None:
        """Open or leave the filter line, which takes the keys that type."""
        self.is_filtering = takes
        self.measure()
        self.refresh_changed()
        # For the line of keys: those that type a letter now are no commands.
        self.refresh_bindings()

    # The line of keys.

    @property
    def unavailable_actions(self) -> Set[str]:
        """Without a filter esc has nothing to drop, and without entries enter has nothing to open."""
        idle = {"escape", "close"} if not (self.is_filtering or self.filter_text) else set()
        return idle if self.entry_count or self.is_filtering else idle | {"select"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        """While the user types, enter keeps the filter and esc clears it; esc still does so afterwards."""
        clear = {"escape": "Clear", "close": "Clear"} if self.is_filtering or self.filter_text else {}
        return {**clear, "select": "Keep"} if self.is_filtering else clear

    @property
    def key_hint(self) -> str:
        """How to move while letters are typed."""
        if not self.is_filtering:
            return ""
        keymap, takes = self.app._keymap, self.check_consume_key
        return " ".join([*(first_key(each, keymap, takes) for each in ("rows.up", "rows.down")), "Move"])

    def measure(self) -> None:
        super().measure()
        self.refresh_keys()

    # Keys.

    def on_blur(self) -> None:
        if self.is_filtering:
            self._take_keys(False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While the filter line is open it takes every key that types."""
        return self.is_filtering and character is not None and character.isprintable()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter line is open its own key is a letter like any other."""
        return not (action == "filter" and self.is_filtering)

    def on_key(self, event: events.Key) -> None:
        if not self.is_filtering:
            active = self.screen.active_bindings.get(event.key)
            if active is None or (active.node, active.binding.action) != (self, "filter"):
                return
            # Opened here: Textual runs the action only after further keys of the same burst.
            self.action_filter()
        elif event.key == "enter":
            self._take_keys(False)
        elif (text := edited(self.filter_text, event)) is not None:
            self.set_filter(text)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        if self.is_filtering:
            self.set_filter(self.filter_text + "".join(event.text.splitlines()))
            event.stop()

    def action_filter(self) -> None:
        self._take_keys(True)
