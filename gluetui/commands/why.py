"""The commands of the screen that tells why."""

from __future__ import annotations

from gluetui.commands.command import Command

WHY = (
    Command(
        "why.leave",
        "why",
        "escape,q",
        "screen.close",
        "Close",
        "Clear the filter, stop, close",
        in_footer=True,
        while_typing=True,
        is_kept=True,
        palette="Why: clear the filter, stop, or close",
    ),
)
