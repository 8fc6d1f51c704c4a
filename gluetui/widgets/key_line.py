"""The last line of a screen: the keys of the focused pane, each of which can be clicked."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from gluetui.commands import COMMANDS, key_name

FIRST_KEYS = {command.id: command.keys for command in COMMANDS}


class KeyLine(Widget):
    """As many keys as fit, most specific first. It asks the screen for its bindings and is drawn as one line."""

    COMPONENT_CLASSES = {"key-line--key", "key-line--title"}  # noqa: RUF012 - as Textual declares it

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    @property
    def keys(self) -> list[tuple[str, str, str]]:
        """Key, title and action of what the footer shows now."""
        shown: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in shown:
                shown[binding.action] = (self._key(binding), binding.description, binding.action)
        return list(shown.values())

    def _key(self, binding: Binding) -> str:
        """The key to show where there are several: the first that the command, or the person's keymap, names."""
        keys = self.app._keymap.get(binding.id or "") or FIRST_KEYS.get(binding.id or "") or binding.key
        return key_name(keys.split(",")[0])

    def render_line(self, y: int) -> Strip:
        key_style = self.get_component_rich_style("key-line--key")
        title_style = self.get_component_rich_style("key-line--title")
        segments, left = [Segment(" ", title_style)], self.size.width - 1
        for key, title, action in self.keys:
            if len(key) + len(title) + 3 > left:
                break
            click = Style.from_meta({"@click": f"screen.press({action!r})"})
            segments += [Segment(key, key_style + click), Segment(f" {title}", title_style + click)]
            segments.append(Segment("  ", title_style))
            left -= len(key) + len(title) + 3
        return Strip(segments).adjust_cell_length(self.size.width, title_style)
