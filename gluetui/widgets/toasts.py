"""How much of a text a toast shows: no more than leaves the panes, their counts and the keys in sight."""

from __future__ import annotations

from rich.cells import cell_len
from textual.screen import Screen

from gluetui.text.lines import wrapped
from gluetui.text.safe import ELLIPSIS, cut_end, one_line

LINE_WIDTH = 57
"""Cells of a line of a toast, whose width gluetui.tcss limits to 60 with its edge and its blanks."""

MOST_LINES = 4
"""Lines of a toast: as many fit above the lowest border of the smallest window, and hide no border with a count."""


class Toasts:
    """Shows one toast of a screen at a time, and keeps the whole text of one that is cut for as long as it is seen."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._shown = self._whole = ""

    def show(self, text: str, severity: str, *, more: str) -> None:
        """Show a text in place of the toast before; `more` ends one that is cut, such as " e shows more", after "…"."""
        app = self._screen.app
        self._whole = one_line(text)
        self._shown = shortened(self._whole, more)
        app.clear_notifications()
        app.notify(self._shown, markup=False, severity=severity)  # type: ignore[arg-type]

    @property
    def whole(self) -> str:
        """The whole text of the toast in sight; "" where there is none, or where it shows its whole text itself."""
        is_cut = self._shown != self._whole
        is_seen = any(each.message == self._shown for each in self._screen.app._notifications)
        return self._whole if is_cut and is_seen else ""


def shortened(text: str, more: str = "") -> str:
    """Safe text that fits into a toast; where that is not all of it, it ends with "…" and `more`."""
    lines = wrapped(text, LINE_WIDTH)
    if len(lines) <= MOST_LINES:
        return text
    last = cut_end(lines[MOST_LINES - 1], LINE_WIDTH - cell_len(ELLIPSIS + more)).removesuffix(ELLIPSIS)
    return "\n".join([*lines[: MOST_LINES - 1], last.rstrip() + ELLIPSIS + more])
