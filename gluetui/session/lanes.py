"""A few calls at a time for many items: a lane that is free chooses the next item, and all lanes can be held."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Generic, TypeVar

from gluetui.session.work import StartsWork

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """Each lane serves one item after the other, until `choose` has none or the lanes are held or rest."""

    def __init__(
        self,
        most: int,
        screen: StartsWork,
        group: str,
        *,
        choose: Callable[[], Item | None],
        serve: Callable[[Item], Awaitable[None]],
        settled: Callable[[], None],
    ) -> None:
        """`most`: items served at a time; `group` names their workers; `settled` is called when a lane ends.

        `choose` gives the next item, or None where there is none now; `serve` handles its own errors.
        """
        self._most = most
        self._screen = screen
        self._group = group
        self._choose = choose
        self._serve = serve
        self._settled = settled
        self._is_held = False
        self._is_resting = False
        self.busy = 0
        """Items that are being served."""

    @property
    def is_resting(self) -> bool:
        """Whether no item is begun because of `rest`."""
        return self._is_resting

    def go_on(self) -> None:
        """Serve items in as many lanes as are free."""
        while self._may_begin and self.busy < self._most and self._begin():
            pass

    def hold(self) -> None:
        """Begin no further item until `release`."""
        self._is_held = True

    def release(self) -> None:
        """Begin items again."""
        self._is_held = False
        self.go_on()

    def pass_one(self) -> bool:
        """Have one item under way in spite of `hold`; False if there is none."""
        return self.busy > 0 or self._begin()

    def rest(self, seconds: float) -> None:
        """Begin no further item for so long, then go on by itself; a rest that is under way is not made longer."""
        if not self._is_resting:
            self._is_resting = True
            self._screen.start_work(partial(self._end_rest, seconds), group=self._group)

    @property
    def _may_begin(self) -> bool:
        return not (self._is_held or self._is_resting)

    def _begin(self) -> bool:
        item = self._choose()
        if item is None:
            return False
        self.busy += 1
        self._screen.start_work(partial(self._lane, item), group=self._group)
        return True

    async def _lane(self, item: Item | None) -> None:
        while item is not None:
            await self._serve(item)
            item = self._choose() if self._may_begin else None
        self.busy -= 1
        self._settled()

    async def _end_rest(self, seconds: float) -> None:
        await sleep(seconds)
        self._is_resting = False
        self.go_on()
