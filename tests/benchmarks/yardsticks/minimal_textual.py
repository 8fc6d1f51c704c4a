"""The least that Textual can do: a line of text, and an echo of each key. Imports the modules that it is told to."""

from __future__ import annotations

import sys
from importlib import import_module

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

for name in sys.argv[1:]:
    import_module(name)


class Minimal(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("ready")

    def on_key(self, event: events.Key) -> None:
        self.query_one(Static).update(f"heard {event.key}")


Minimal().run()
