"""Copies text for every screen; a toast names the clipboard that got it, or the key that writes it to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from gluetui.commands import first_key
from gluetui.glue.run.run import RunKey
from gluetui.glue.secrets.found import DOTS
from gluetui.local.folders import refusal_here
from gluetui.screens.session_screen import toast_on
from gluetui.session.machine import Machine
from gluetui.text.times import size

RAW = "raw, secrets included"
"""The warning of each toast about a text with its secrets."""


ELSEWHERE = "Start gluetui in a folder where you may write."


class Copying:
    """One for the program, so that a text copied on one screen can be written to a file on another."""

    def __init__(self, app: App[None], machine: Machine) -> None:
        self._app = app
        self._machine = machine

    async def copy(
        self,
        screen: Screen[Any],
        text: str,
        title: str,
        *,
        of: RunKey | None,
        kind: str = "",
        has_secrets: bool = False,
    ) -> None:
        """Put text on the clipboard; `title` names it for the toast, which says where it is masked or raw.

        A file that it may be written to is named after the run that it is `of` and its `kind`, or its title.
        """
        kind = kind or title
        if has_secrets or DOTS in text:
            title = f"{title}: {RAW if has_secrets else 'masked'}"
        await self.copy_as(screen, text, title, of=of, kind=kind)

    async def copy_as(self, screen: Screen[Any], text: str, title: str, *, of: RunKey | None, kind: str) -> None:
        """As `copy`, where the title says already whether secrets are masked."""
        from gluetui.glue.files.saving import copy_name

        route = await self._machine.copy(text, self._write, name=copy_name(of, kind))
        key = first_key("browse.file", self._app._keymap)
        instead = "" if route.startswith("copied") else f"; {key} writes it to a file"
        toast_on(screen, f"{title} ({size(len(text.encode('utf-8', 'replace')))}): {route}{instead}")

    async def write_to_file(self, screen: Screen[Any]) -> None:
        """Write the last copied text to a file."""
        if not self._machine.copied:
            toast_on(screen, "Nothing was copied yet.", severity="warning")
            return
        try:
            path = await self._machine.write_copied(Path.cwd())
        except OSError as error:
            toast_on(screen, f"Not written {refusal_here(error)}. {ELSEWHERE}", severity="error")
            return
        toast_on(screen, f"Written to {path.name} in {path.parent}")

    def _write(self, sequence: str) -> None:
        """Send the terminal a control sequence, from any thread."""
        driver = self._app._driver
        if driver is not None:
            self._app.call_from_thread(driver.write, sequence)
