"""The list under every pane: lines with a cursor that goes from entry to entry, and a filter line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType

from gluetui.commands import bindings, first_key, keys_while_typing
from gluetui.commands.keys import key_name
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end
from gluetui.widgets.cursor_lines import CursorLines
from gluetui.widgets.text_line import EDIT_KEYS, MOST_USED_EDITS, TextLine


class Step(NamedTuple):
    """What a key does next, as the line of keys calls it."""

    title: str
    act: Callable[[], object]


class KeyHints:
    """For a list or a screen whose actions are not always available; actions are written as commands write them."""

    _shown_keys: object = None

    @property
    def unavailable_actions(self) -> Set[str]:
        """Actions that have nothing to act on now: the line of keys and the palette leave them out."""
        return frozenset()

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why actions are not available, where more can be said than what their commands need."""
        return {}

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


def unavailable_in(*owners: object) -> Set[str]:
    """The actions that one of the owners lists as unavailable."""
    return frozenset().union(*(owner.unavailable_actions for owner in owners if isinstance(owner, KeyHints)))


class Rows(CursorLines, KeyHints):
    """A list that the user moves in and narrows; a subclass defines its entries and its filter."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self.text_line = TextLine()
        """What is typed into the filter line, and where."""
        self.is_filtering = False
        """True while keys go into the filter line."""

    @property
    def filter_text(self) -> str:
        """The text that narrows the list; its caret stands at the end where it was not typed."""
        return self.text_line.text

    @filter_text.setter
    def filter_text(self, text: str) -> None:
        if text != self.text_line.text:
            self.text_line = TextLine(text)

    # For subclasses.

    def heading(self, width: int) -> Line | None:
        """The line of column names, if there is one."""
        return None

    def heading_clicked(self, cell: int) -> None:
        """Do what a click on the name of a column asks for."""

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

    @property
    def clearing(self) -> list[Step]:
        """The step that ends what is typed and drops the filter; none where there is neither."""
        return [Step("Clear", self.close_filter)] if self.is_filtering or self.filter_text else []

    def fixed_lines(self, width: int) -> list[Line]:
        """The filter line and the column names."""
        fixed: list[Line] = []
        if self.is_filtering or self.filter_text:
            fixed.append([Span("/", "key"), *self.text_line.spans(width - 1, has_caret=self.is_filtering)])
            fixed.extend(self.without_hits(width))
        heading = self.heading(width)
        if heading is not None:
            fixed.append(heading)
        return fixed

    def without_hits(self, width: int) -> list[Line]:
        """The line that stands in a list of which the filter leaves nothing."""
        is_empty = self.filter_text and not self.entry_count
        return [[Span(cut_end(f"nothing matches {self.filter_text!r}", width), "dim")]] if is_empty else []

    def clicked_above(self, row: int, cell: int) -> None:
        # The column names are the last of these lines.
        if row == len(self._fixed) - 1 and self.heading(self.line_width - 1) is not None:
            self.heading_clicked(cell)

    def _take_keys(self, takes: bool) -> None:
        """Open or leave the filter line, which takes the keys that type."""
        self.is_filtering = takes
        self.measure()
        self.refresh_changed()
        # For the line of keys: those that type a letter now are no commands.
        self.refresh_bindings()

    # The line of keys.

    @property
    def _own_ways_out(self) -> tuple[str, ...]:
        """The actions of esc that do no more than `clearing`, or close it; a screen with hints knows more steps."""
        knows_more = self.is_attached and isinstance(self.screen, KeyHints)
        return ("close",) if knows_more else ("close", "escape")

    @property
    def unavailable_actions(self) -> Set[str]:
        """Without a filter a list's own esc has nothing to drop, and without entries enter has nothing to open."""
        idle = {"escape"} if "escape" in self._own_ways_out and not self.clearing else set()
        return idle if self.entry_count or self.is_filtering else idle | {"select"}

    @property
    def idle_moves(self) -> Set[str]:
        """The moves that lead nowhere: a key is silent at either end, the palette says so."""
        is_first = self.cursor == 0 and self.top == 0
        is_last = self.cursor >= self.entry_count - 1 and self.top + self.page_height >= self.line_count
        back = {"cursor(-1)", "page(-1)", "half_page(-1)", "first"} if is_first else set()
        return back | {"cursor(1)", "page(1)", "half_page(1)", "last"} if is_last else back

    @property
    def key_titles(self) -> Mapping[str, str]:
        """While the user types, enter keeps the filter and esc clears it; esc still does so afterwards."""
        clear = {action: self.clearing[0].title for action in self._own_ways_out} if self.clearing else {}
        return {**clear, "select": "Keep"} if self.is_filtering else clear

    @property
    def key_hint(self) -> str:
        """How to move in the list and in the line while letters are typed."""
        if not self.is_filtering:
            return ""
        keymap, takes = self.app._keymap, self.check_consume_key
        moves = filter(None, (first_key(each, keymap, takes) for each in ("rows.up", "rows.down")))
        edits = " ".join(map(key_name, MOST_USED_EDITS))
        return "  ".join(filter(None, (" ".join([*moves, "Move"]), self.filter_hint, f"{edits} Edit")))

    @property
    def filter_hint(self) -> str:
        """Words that mean more than their letters in the filter."""
        return ""

    def measure(self) -> None:
        super().measure()
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Have the keys drawn again that it names, or its screen for it."""
        super().refresh_keys()
        if self.is_attached and isinstance(self.screen, KeyHints):
            self.screen.refresh_keys()

    # Keys.

    def on_blur(self) -> None:
        # A terminal that loses the focus takes it from the list too, which gets it back with the terminal.
        if self.is_filtering and self.app.app_focus:
            self._take_keys(False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While the filter line is open it takes every key but those of the commands that work beside it."""
        if not self.is_filtering:
            return False
        types = key in EDIT_KEYS or (character is not None and character.isprintable())
        return types or key not in keys_while_typing(self.app._keymap)

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
        elif (line := self.text_line.edited(event.key, event.character)) is not None:
            self._take_line(line)
        elif not self.check_consume_key(event.key, event.character):
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        if self.is_filtering:
            self._take_line(self.text_line.pasted(event.text))
            event.stop()

    def _take_line(self, line: TextLine) -> None:
        """Narrow the list to what the line holds now; where only its caret moved, only that is drawn again."""
        before, self.text_line = self.text_line, line
        if line.text != before.text:
            self.set_filter(line.text)
        else:
            self.measure()
            self.refresh_changed()

    def action_filter(self) -> None:
        self._take_keys(True)
