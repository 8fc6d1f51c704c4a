"""What a key does to a line of text that is being typed, such as a filter or a code."""

from __future__ import annotations

from textual import events


def edited(text: str, event: events.Key) -> str | None:
    """The text after a key that edits it; None for any other key."""
    if event.key == "backspace":
        return text[:-1]
    if event.key == "ctrl+u":
        return ""
    return text + event.character if event.character is not None and event.is_printable else None
