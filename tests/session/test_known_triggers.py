"""The triggers of a session: one call for all that want them, again only after a refusal and when the user asks."""

from __future__ import annotations

import asyncio
from typing import Any

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.session.known_triggers import KnownTriggers

DENIED = AwsError(ErrorKind.DENIED, "AWS denied GetTriggers", "Ask.")


class Asked:
    """A session that answers with the next of these."""

    def __init__(self, *answers: TriggerIndex | AwsError) -> None:
        self.answers = list(answers)
        self.calls = 0
        self.glue: Any = type("Glue", (), {"aws": None})()

    async def ask(self, call: object, *args: Any, **how: Any) -> Any:
        self.calls += 1
        await asyncio.sleep(0)
        answer = self.answers.pop(0)
        if isinstance(answer, AwsError):
            raise answer
        return answer


async def test_whoever_wants_them_they_are_asked_for_once() -> None:
    index = TriggerIndex()
    asked = Asked(index)
    triggers = KnownTriggers(asked)
    await asyncio.gather(triggers.learn(), triggers.learn(again=True), triggers.learn())
    await triggers.learn()
    assert (asked.calls, triggers.index) == (1, index)


async def test_after_a_refusal_they_are_asked_for_when_the_user_asks() -> None:
    index = TriggerIndex()
    asked = Asked(DENIED, index)
    triggers = KnownTriggers(asked)
    await triggers.learn()
    await triggers.learn()
    assert (asked.calls, triggers.error, triggers.index) == (1, DENIED, None)
    await triggers.learn(again=True)
    assert (asked.calls, triggers.error, triggers.index) == (2, None, index)


async def test_one_who_gives_up_waiting_leaves_nobody_waiting() -> None:
    asked = Asked(TriggerIndex())
    triggers = KnownTriggers(asked)
    first = asyncio.ensure_future(triggers.learn())
    await asyncio.sleep(0)
    second = asyncio.ensure_future(triggers.learn())
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert triggers.index is not None
