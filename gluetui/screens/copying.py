"""What every screen that copies shares: the clipboard in a thread, and a toast that says what is known."""

from __future__ import annotations

from textual import work
from textual.screen import Screen

from gluetui.commands import first_key
from gluetui.local.clipboard import copy
from gluetui.screens.asking import Ask
from gluetui.text.safe import one_line
from gluetui.text.times import size
from gluetui.widgets.rows import KeyHints


class CopyingScreen(Screen[None], KeyHints):
    """A screen from which text can be copied."""

    def __init__(self, ask: Ask, *, mode: str | None = None) -> None:
        """`mode` is the app's, whose stack this screen is in; without it, the one in front."""
        super().__init__()
        self.ask = ask
        self.mode = mode
        self.copied = ""
        """What was copied last, for those whose clipboard got nothing."""

    def toast(self, text: str, *, severity: str = "information") -> None:
        """A toast in place of the one before; text from outside is made safe here."""
        self.app.clear_notifications()
        self.notify(one_line(text), markup=False, severity=severity)  # type: ignore[arg-type]

    @work(exclusive=True, group="copy")
    async def copy_text(self, text: str, what: str) -> None:
        """Put text on the clipboard; `what` names it for the toast."""
        await self.put_on_clipboard(text, what)

    async def put_on_clipboard(self, text: str, what: str) -> None:
        """As `copy_text`, for who waits for it."""
        self.copied = text
        route = await self.ask(copy, text, self._write)
        key = first_key("browse.file", self.app._keymap)
        instead = "" if route.startswith("copied") else f"; {key} writes it to a file"
        self.toast(f"{what} ({size(len(text.encode('utf-8', 'replace')))}): {route}{instead}")

    def _write(self, sequence: str) -> None:
        """A control sequence for the terminal, from any thread."""
        driver = self.app._driver
        if driver is not None:
            self.app.call_from_thread(driver.write, sequence)

    async def _message_loop_exit(self) -> None:
        # Textual gives a screen's work up when its panes are gone; an answer must not come to them in between.
        self.workers.cancel_node(self)
        await super()._message_loop_exit()
