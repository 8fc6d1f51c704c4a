"""A question in the line of keys about what a key would run or give away: the same key again is a yes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection


class Question:
    """One at a time; any other key, a click, or leaving the screen takes it away, which is a no."""

    def __init__(self, show: Callable[[str], None]) -> None:
        """`show` shows the text of the question, or "" for none."""
        self._show = show
        self._keys: Collection[str] = ()
        self._answer: asyncio.Future[bool] | None = None

    async def ask(self, text: str, keys: Collection[str]) -> bool:
        """Wait for the answer; one of `keys`, by Textual's names, is a yes."""
        self.drop()
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._answer = answer
        self._keys = keys
        self._show(text)
        try:
            return await answer
        finally:
            if self._answer is answer:
                self._end()

    def takes(self, key: str) -> bool:
        """Whether a key answers the question, and so does nothing else."""
        if self._answer is None:
            return False
        self._end(says_yes=key in self._keys)
        return True

    def drop(self) -> None:
        """Take the question away."""
        self.takes("")

    def _end(self, *, says_yes: bool = False) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(says_yes)
        self._show("")
