"""The last line of a screen: the keys of the focused pane, each of which can be clicked."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from gluetui.commands import BY_ID, first_key, key_name

LAST = 2
"""Keys that are always shown: help, and how to leave."""


class Key(NamedTuple):
    """A key as it is written, and what it does."""

    name: str
    title: str
    action: str


class KeyLine(Widget):
    """As many keys as fit, most specific first. It asks the screen for its bindings and is drawn as one line."""

    COMPONENT_CLASSES = {"key-line--key", "key-line--title"}  # noqa: RUF012 - as Textual declares it

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    @property
    def keys(self) -> list[Key]:
        """What there is to press now, most specific first."""
        shown: dict[str, Key] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in shown:
                shown[binding.action] = Key(self._key(binding), binding.description, binding.action)
        return list(shown.values())

    def _key(self, binding: Binding) -> str:
        """The key to show where there are several: the first that the command, or the person's keymap, names."""
        return first_key(binding.id, self.app._keymap) if binding.id in BY_ID else key_name(binding.key)

    def render_line(self, y: int) -> Strip:
        key_style = self.get_component_rich_style("key-line--key")
        title_style = self.get_component_rich_style("key-line--title")
        segments = [Segment(" ", title_style)]
        for key, title, action in _that_fit(self.keys, self.size.width - 1):
            click = Style.from_meta({"@click": f"screen.press({action!r})"})
            segments += [Segment(key, key_style + click), Segment(f" {title}", title_style + click)]
            segments.append(Segment("  ", title_style))
        return Strip(segments).adjust_cell_length(self.size.width, title_style)


def _that_fit(keys: list[Key], width: int) -> list[Key]:
    """The keys for which there is room; those of the program itself, at the end, are always among them."""
    kept = keys[-LAST:]
    left = width - sum(map(_cells, kept))
    for place, key in enumerate(keys[:-LAST]):
        left -= _cells(key)
        if left < 0:
            return keys[:place] + kept
    return keys


def _cells(key: Key) -> int:
    return len(key.name) + len(key.title) + 3
