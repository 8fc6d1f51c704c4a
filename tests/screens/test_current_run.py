"""Which run is the current one, where what it takes to show it cannot be had."""

from __future__ import annotations

import pytest

from gluetui.glue.error_rules import Kind
from gluetui.glue.errors import GlueError
from tests.screens.conftest import Aws, browsing
from tests.screens.seen import shown_in


async def test_a_listed_run_whose_fields_cannot_be_named_says_why_and_is_shown_when_asked_again(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise GlueError(Kind.SETUP, "The AWS config file cannot be read", "Correct the file, then retry.")

    with monkeypatch.context() as while_broken:
        while_broken.setattr(aws.glue, "fields", broken)
        async with browsing(aws.glue) as here:
            await here.press("enter")
            await here.until(lambda: "config file cannot be read" in shown_in(here.app, "banner"))
            assert here.screen.details.error is not None
            while_broken.undo()
            await here.press("3", "r")
            await here.until(lambda: "Outcome" in shown_in(here.app, "details"))
            assert here.screen.details.error is None
