"""The choices made with keys and palette that outlive a session, in a small file beside the crash reports."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from gluetui.local.crash_report import state_folder

FILE = "state.json"

_LARGEST = 65_536
"""Bytes that are read; what this program writes has a hundred."""


class Remembered:
    """What was chosen last. Keeping a choice never waits for the disk, and what cannot be written is forgotten."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or state_folder() / FILE
        self._read = _content(self._path)
        self._chosen: dict[str, Any] = {}
        self._writing = threading.Lock()
        self._writer: threading.Thread | None = None

    @property
    def theme(self) -> str | None:
        """Textual's name of the theme chosen last."""
        theme = self._read.get("theme")
        return theme if isinstance(theme, str) else None

    @property
    def times(self) -> str | None:
        """ "local" or "utc", as chosen last."""
        times = self._read.get("times")
        return times if isinstance(times, str) else None

    @property
    def shows_absent(self) -> bool:
        """Whether fields that AWS did not return are shown: yes, until a person hides them."""
        return self._read.get("absent") is not False

    def keep(self, **choices: str | bool) -> None:
        """Keep choices by the names in the file: theme, times ("local" or "utc"), absent."""
        self._chosen = {**self._chosen, **choices}
        # Not one of the threads for calls to AWS: they may all be waiting.
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()

    def finish(self, seconds: float) -> None:
        """Wait so long at most for what is being written."""
        if self._writer is not None:
            self._writer.join(seconds)

    def _write(self) -> None:
        """Write the file anew, with what other sessions and versions keep in it; it appears whole or not at all."""
        with self._writing, suppress(OSError):
            content = {**_content(self._path), **self._chosen}
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, written = tempfile.mkstemp(dir=self._path.parent, prefix=".state-")  # mode 0600
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(content, file)
                os.replace(written, self._path)
            except OSError:
                os.unlink(written)


def _content(path: Path) -> Mapping[str, Any]:
    """What the file holds; {} where it is not there or is not what this program writes."""
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as file:
            content = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
