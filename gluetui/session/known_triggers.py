"""The triggers of a session: asked for once, whoever wants them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gluetui.glue.errors.error import AwsError
from gluetui.session.known_runs import Asks

if TYPE_CHECKING:
    from gluetui.glue.aws.boto import Aws
    from gluetui.glue.triggers.index import TriggerIndex


class KnownTriggers:
    """All triggers as AWS had them when they were asked for, or why they are not known."""

    def __init__(self, session: Asks) -> None:
        self._session = session
        self.index: TriggerIndex | None = None
        """None before they are known."""
        self.error: AwsError | None = None
        """Why they could not be read, if that was tried last and failed."""
        self._asking: asyncio.Event | None = None

    async def learn(self, *, again: bool = False, anew: bool = False) -> None:
        """Ask for them unless they are known, or were refused; with `again` after a refusal too, with `anew` always."""
        while self._asking is not None:
            await self._asking.wait()
            again = anew = False
        if not anew and (self.index is not None or (self.error is not None and not again)):
            return
        self._asking = asyncio.Event()
        try:
            self.index, self.error = await self._session.ask(_read, self._session.glue.aws, in_background=True), None
        except AwsError as error:
            self.error = error
        finally:
            asked, self._asking = self._asking, None
            asked.set()


def _read(aws: Aws) -> TriggerIndex:
    """The triggers, indexed in the thread of the call; what reads them is imported then, which the start need not."""
    from gluetui.glue.clients.workflows import Workflows
    from gluetui.glue.triggers.index import TriggerIndex

    return TriggerIndex(Workflows(aws).triggers().items)
