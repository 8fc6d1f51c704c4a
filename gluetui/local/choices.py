"""The choices made with keys and palette, kept for the next start in a small file beside the crash reports."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from gluetui.local.folders import state_folder

FILE_NAME = "state.json"

_MOST_BYTES = 65_536
"""Bytes of the file that are read; this program writes about a hundred."""


class Remembered:
    """The choices made last. Keeping one never waits for the disk; one that cannot be written is forgotten."""

    def __init__(self, path: Path | None = None) -> None:
        folder = state_folder()
        self._path = path or (folder and folder / FILE_NAME)
        self._read = _content(self._path) if self._path else {}
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
        """Whether fields that AWS did not return are shown: yes, until the user hides them."""
        return self._read.get("absent") is not False

    @property
    def aws_cli(self) -> str:
        """The AWS CLI's main version and which program said so, as gluetui.local.aws_cli keeps them."""
        said = self._read.get("aws_cli")
        return said if isinstance(said, str) else ""

    def keep(self, **choices: str | bool) -> None:
        """Keep choices by the names in the file: theme, times ("local" or "utc"), absent, aws_cli."""
        self._chosen = {**self._chosen, **choices}
        if self._path is None:
            return
        # A thread of its own, because those for calls to AWS may all be waiting.
        self._writer = threading.Thread(target=self._write, args=(self._path,), daemon=True)
        self._writer.start()

    def finish(self, seconds: float) -> None:
        """Wait at most so long for the choices that are being written."""
        if self._writer is not None:
            self._writer.join(seconds)

    def _write(self, path: Path) -> None:
        """Write the file anew, with the choices of other processes and versions; it appears whole or not at all."""
        with self._writing, suppress(OSError):
            content = {**_content(path), **self._chosen}
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, written = tempfile.mkstemp(dir=path.parent, prefix=".state-")  # mode 0600
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(content, file)
                os.replace(written, path)
            except OSError:
                os.unlink(written)


def _content(path: Path) -> Mapping[str, Any]:
    """The content of the file; {} where there is none or it has another form."""
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as file:
            content = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
