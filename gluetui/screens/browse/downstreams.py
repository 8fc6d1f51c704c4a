"""The runs that a run led to, asked for as the rows of a tree open that is turned round."""

from __future__ import annotations

from asyncio import Lock
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.tree import LineageTree, OpenedTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.session.session import Session

if TYPE_CHECKING:
    from gluetui.glue.triggers.asking import Unanswered, Wanted
    from gluetui.glue.triggers.downstream import Downstream
    from gluetui.glue.triggers.index import TriggerIndex

Answer = TypeVar("Answer")


class _Turned:
    """What followed one root, and how far back jobs' runs are wanted for it."""

    def __init__(self, downstream: Downstream, back_to: Window | None) -> None:
        self.downstream = downstream
        self.back_to = back_to
        self.locks: defaultdict[str | RunKey, Lock] = defaultdict(Lock)
        """By what is asked for: two rows that need the same share one call."""


class Downstreams:
    """The trees that are turned round; what each knows lives as long as it does."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: WeakKeyDictionary[Lineage, _Turned] = WeakKeyDictionary()

    def turned(self, index: TriggerIndex, root: JobRun) -> OpenedTree:
        """A tree of what a run led to; its rows are still to be asked for."""
        from gluetui.glue.triggers.downstream import Downstream
        from gluetui.glue.triggers.report import Answers, OfRun

        downstream = Downstream(index, root, Answers(), self._session.clock.now)
        self._of[downstream.lineage] = _Turned(downstream, OfRun(root).back_to)
        tree = LineageTree(downstream.lineage, downstream.why_none)
        return OpenedTree(tree, is_down=True, probable=downstream.probable)

    async def read(self, view: OpenedTree, key: RunKey, *, refresh: bool) -> JobRun:
        """A run of a turned tree, once it is known what followed it. Raises: AwsError."""
        turned = self._of[view.lineage]
        run = await self._session.known.run(key, refresh=refresh, in_background=True)
        turned.downstream.renew(run)
        while any(wanted := turned.downstream.follow([key])):
            await self._answer(turned, wanted)
        return run

    async def _answer(self, turned: _Turned, wanted: Wanted) -> None:
        answers, session = turned.downstream.answers, self._session
        for job in sorted(wanted.jobs):
            async with turned.locks[job]:
                if job not in answers.jobs:
                    known = session.listings.get(job, turned.back_to)
                    read = partial(session.listings.read, job, turned.back_to)
                    answers.jobs[job] = known if known is not None else await self._answered(read)
        for key in sorted(wanted.runs):
            async with turned.locks[key]:
                if key not in answers.runs:
                    read_run = partial(session.known.run, key, in_background=True)
                    answers.runs[key] = await self._answered(read_run)

    async def _answered(self, read: Callable[[], Awaitable[Answer]]) -> Answer | Unanswered:
        """An answer, or why there is none. Raises: AwsError for what ails every call, and for a throttle."""
        from gluetui.glue.triggers.asking import Unanswered

        try:
            return await read()
        except AwsError as error:
            if error.is_session_wide or error.kind is ErrorKind.THROTTLED:
                raise
            self._session.health.note(error)
            return Unanswered(f"could not be asked: {error.args[0]}")
