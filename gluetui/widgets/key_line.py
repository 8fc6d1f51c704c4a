"""The last line of a screen: the keys of the focused pane, each of which can be clicked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from gluetui.commands import BY_ID, ORDER, Takes, key_to_press
from gluetui.commands.keys import key_name, typed_by
from gluetui.text.safe import cut_middle
from gluetui.widgets.rows import KeyHints, unavailable_in

KEY_GAP = 2
"""Cells between two keys."""


class Key(NamedTuple):
    """A key by Textual's name, and the title of its action."""

    key: str
    title: str
    is_last: bool = False
    """Always shown, at the end: help, and how to quit."""
    is_kept: bool = False
    """Always shown, in its place among those that may have no room."""

    @property
    def cells(self) -> int:
        """The room that it takes, with the gap to the next one."""
        return cell_len(key_name(self.key)) + 1 + cell_len(self.title) + KEY_GAP


class KeyLine(Widget):
    """Shows as many keys of the screen's bindings as fit, most specific first."""

    COMPONENT_CLASSES = {"key-line--key", "key-line--title"}  # noqa: RUF012 - as Textual declares it

    question = ""
    """What is asked in place of the keys."""

    def ask(self, question: str) -> None:
        """Show a question in place of the keys; "" shows them again."""
        self.question = question
        self.refresh()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    @property
    def keys(self) -> list[Key]:
        """The keys that work now, most specific first: none that types a letter, none whose action is unavailable."""
        focused = self.screen.focused
        takes: Takes = focused.check_consume_key if focused is not None else _takes_none
        owners: tuple[object, ...] = (self.screen, focused)
        hints = [owner for owner in owners if isinstance(owner, KeyHints)]
        titles = {action: title for owner in hints for action, title in owner.key_titles.items()}
        in_order = self._in_order()
        idle = {node: unavailable_in(focused, node) for node in {active.node for active in in_order}}
        shown: dict[str, Key] = {}
        for active in in_order:
            binding = active.binding
            if not binding.show or binding.action in shown or binding.action in idle[active.node]:
                continue
            key = self._key(binding, takes)
            if key:
                title = titles.get(binding.action, binding.description)
                is_kept = binding.id in BY_ID and BY_ID[binding.id].is_kept
                shown[binding.action] = Key(key, title, is_last=_order(active) > 0, is_kept=is_kept)
        return list(shown.values())

    def _in_order(self) -> list[ActiveBinding]:
        """The pane's bindings first, then those of what holds it, then the program's; each in the commands' order."""
        active = list(self.screen.active_bindings.values())
        nodes = list(dict.fromkeys(each.node for each in active))
        return sorted(
            active, key=lambda each: (_order(each), nodes.index(each.node), ORDER.get(each.binding.id or "", 0))
        )

    def _key(self, binding: Binding, takes: Takes) -> str:
        """The key to show where there are several: the first that the command, or the user's keymap, names."""
        if binding.id in BY_ID:
            return key_to_press(BY_ID[binding.id], self.app._keymap, takes)
        return "" if takes(binding.key, typed_by(binding.key)) else binding.key

    @property
    def hint(self) -> str:
        """The hint behind the keys of the pane."""
        focused = self.screen.focused
        return focused.key_hint if isinstance(focused, KeyHints) else ""

    def render_line(self, y: int) -> Strip:
        title_style = self.get_component_rich_style("key-line--title")
        width = self.size.width - 1
        if self.question:
            asked = Segment(" " + cut_middle(self.question, width), self.get_component_rich_style("key-line--key"))
            return Strip([asked]).adjust_cell_length(self.size.width, title_style)
        own, last = _that_fit(self.keys, width)
        hint = _words(self.hint, width - sum(key.cells for key in (*own, *last)))
        segments = [Segment(" ", title_style), *self._drawn(own), Segment(hint, title_style), *self._drawn(last)]
        return Strip(segments).adjust_cell_length(self.size.width, title_style)

    def _drawn(self, keys: list[Key]) -> Iterator[Segment]:
        key_style = self.get_component_rich_style("key-line--key")
        title_style = self.get_component_rich_style("key-line--title")
        for key in keys:
            click = Style.from_meta({"@click": f"app.simulate_key({key.key!r})"})
            yield Segment(key_name(key.key), key_style + click)
            yield Segment(f" {key.title}", title_style + click)
            yield Segment(" " * KEY_GAP, title_style)


def _order(active: ActiveBinding) -> int:
    """The program's own keys last, and among those that quit the plain one before the one that always works."""
    command = BY_ID.get(active.binding.id or "")
    return 0 if command is None or command.place != "app" else 1 + command.always


def _takes_none(key: str, character: str | None) -> bool:
    return False


def _that_fit(keys: list[Key], width: int) -> tuple[list[Key], list[Key]]:
    """The keys for which there is room, and those at the end."""
    own, last = [key for key in keys if not key.is_last], [key for key in keys if key.is_last]
    left = width + KEY_GAP - sum(key.cells for key in keys if key.is_last or key.is_kept)
    fitting = []
    for key in own:
        left -= 0 if key.is_kept else key.cells
        if left >= 0 or key.is_kept:
            fitting.append(key)
    return fitting, last


def _words(text: str, width: int) -> str:
    """As many words as fit into so many cells, with the gap to the next key."""
    words = text.split(" ")
    while words and cell_len(" ".join(words)) + len(" …") > width:
        words.pop()
    shown = " ".join(words)
    return f"{shown}{'' if shown == text else ' …'}{' ' * KEY_GAP}" if shown else ""
