"""A log from outside acts on nothing: it is shown as text, whatever it holds, and nothing of it is lost."""

from __future__ import annotations

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.documents import read_documents
from gluetui.glue.files.saved_logs import NO_LOG
from gluetui.glue.files.saving import document
from gluetui.glue.run.run import JobRun
from gluetui.text.safe import is_safe
from tests.hostile_log import START, hostile_log
from tests.logs_server import LogService, Served
from tests.screens.conftest import browsing
from tests.screens.log.conftest import OUTPUT, reading, spark
from tests.screens.seen import shown_in

RUN = spark("jr_1", StartedOn=START / 1000 - 60, CompletedOn=START / 1000 + 5000)


def hostile_service() -> LogService:
    service = LogService()
    told = [event for event in hostile_log() if event.timestamp]
    service.put(OUTPUT, "jr_1", *(Served(event.timestamp, event.message) for event in told))
    return service


@pytest.mark.parametrize("keys", [(), ("w",), ("t", "z"), ("right", "right"), ("w", "w", "left")], ids=" ".join)
async def test_every_page_of_a_hostile_log_is_drawn_as_safe_text(keys: tuple[str, ...]) -> None:
    async with reading(hostile_service(), RUN) as log:
        await log.press(*keys)
        seen = list(log.lines)
        for _ in range(12):
            await log.press("pageup")
            seen += log.lines
        assert all(is_safe(line) for line in seen)
        await log.press("home", "w", "end", "w", "home", "enter")
        assert all(is_safe(line) for line in shown_in(log.here.app, "text").splitlines())


async def test_a_search_finds_what_stands_in_one_line_of_a_megabyte() -> None:
    async with reading(hostile_service(), RUN) as log:
        await log.press("slash")
        await log.type("same")
        assert log.border.startswith("50 matches")


async def test_a_file_without_logs_says_so() -> None:
    saved = read_documents([("x.json", document([JobRun(RUN)], masked=False).encode())])
    glue = Glue(Aws(open_snapshot=saved.snapshot, source="file x.json"))
    async with browsing(glue, job="load", run="jr_1") as here:
        await here.press("L")
        assert NO_LOG in " ".join(shown_in(here.app, "log").split())
