"""Which groups and streams were asked and what each said is told by a key, and by a log that is empty."""

from __future__ import annotations

from tests.logs_server import DENIED, INFREQUENT, LogService, Served
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading
from tests.screens.seen import shown_in


def executors(count: int) -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(3))
    service.put(ERROR, "jr_1", Served(STARTED, "begun\n"))
    for number in range(count):
        service.put(ERROR, f"jr_1_g-{number:04x}", Served(STARTED + 10 * number, f"of executor {number}\n"))
    return service


async def test_executors_are_loaded_only_once_they_are_chosen() -> None:
    service = executors(4)
    async with reading(service) as log:
        assert not any("executor" in line for line in log.lines)
        await log.here.open_picker("number_sign")
        assert "4 streams, not loaded yet" in shown_in(log.here.app, "choices")
        await log.here.tap(*"exec", "enter")
        await log.until(lambda: "only executor" in str(log.view.border_title))
        assert "only executor" in str(log.view.border_title)
        assert "of executor 3" in log.lines[3]


async def test_an_empty_log_says_which_groups_and_streams_were_asked() -> None:
    service = LogService()
    service.put(OUTPUT, "another", Served(STARTED, "x\n"))
    async with reading(service) as log:
        text = " ".join(" ".join(log.lines).split())
        assert text.startswith("No log of this run is there: never written, written elsewhere, or past its retention.")
        assert "group /aws-glue/jobs/error" in text and "no such log group" in text
        assert "group /aws-glue/jobs/output" in text


async def test_a_refusal_is_said_with_its_own_words() -> None:
    service = executors(0)
    service.refused = {ERROR: DENIED, OUTPUT: INFREQUENT}
    async with reading(service) as log:
        await log.press("i")
        text = shown_in(log.here.app, "text")
        assert "denied" in text and "Infrequent Access" in text


async def test_a_key_tells_what_was_asked_of_a_log_that_is_there() -> None:
    async with reading(executors(0)) as log:
        await log.press("i")
        text = shown_in(log.here.app, "text")
        assert "group /aws-glue/jobs/output, stream jr_1: there." in text
