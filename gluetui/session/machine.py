"""Work on the user's machine: clipboard, files, browser. It never waits for AWS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from gluetui.local.clipboard import copy, to_file
from gluetui.session.calls import Calls

Answer = TypeVar("Answer")


class Machine:
    """One for the program: threads that no call to AWS can hold, and the last copied text, for writing it to a file."""

    def __init__(self) -> None:
        self._calls = Calls(2, "machine")
        self.copied = ""
        """The last copied text."""
        self._name = ""

    async def ask(self, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Await a blocking call that asks nothing of AWS."""
        return await self._calls.ask(call, *args, **kwargs)

    async def copy(self, text: str, write: Callable[[str], None], *, name: str = "text") -> str:
        """Put text on the clipboard and say which one it was; `write` sends the terminal a control sequence.

        `name` is for a file's name, should the text be written to one.
        """
        self.copied, self._name = text, name
        return await self.ask(copy, text, write)

    async def write_copied(self, directory: Path) -> Path:
        """Write the last copied text to a new file. Raises: OSError."""
        return await self.ask(to_file, self.copied, directory, self._name)
