"""A log whose server does all that AWS may do: it is read whole, followed to its end, and what is refused is said."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.logs_server import DENIED, INFREQUENT, KEY_DENIED, NO_GROUP, NO_STREAM, LogService, Served
from tests.screens.conftest import NOW
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading, spark
from tests.screens.seen import shown_in

LIVE = spark("jr_1", JobRunState="RUNNING", CompletedOn=None)
NOW_MS = round(NOW.timestamp() * 1000)

TEXT = "".join(
    f"2026-11-20 02:10:00,{number:03} INFO [main] x.Y (Z.scala:1): order {number}\n" for number in range(900)
)
"""What the run's driver writes, a record a line."""


def chunks(text: str, size: int, start: int, arrives: int = 0) -> list[Served]:
    """Events that are cut anywhere, as Glue sends them, a second between them."""
    cut = [text[at : at + size] for at in range(0, len(text), size)]
    return [Served(start + 1000 * number, part, arrives) for number, part in enumerate(cut)]


async def test_a_live_log_is_read_and_followed_to_its_end_and_saved_as_it_was_written(
    impatient: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks, empty pages, a throttle, a late event, the end of the run, and what comes after it."""
    monkeypatch.chdir(tmp_path)
    half = len(TEXT) // 2 - 7
    service = LogService(page_events=20, empty_pages=2, now=NOW_MS)
    service.put(OUTPUT, "jr_1", *chunks(TEXT[:half], 311, STARTED))
    service.put(OUTPUT, "jr_1", *chunks(TEXT[half:], 977, NOW_MS, NOW_MS + 3_000))
    service.put(ERROR, "jr_1", Served(NOW_MS - 500, "begun\n"))
    service.put(ERROR, "jr_1", Served(NOW_MS - 400, "late\n", NOW_MS + 20_000))
    service.put(ERROR, "jr_1", Served(NOW_MS + 6_000, "after the end\n", NOW_MS + 28_000))
    async with reading(service, LIVE) as log:
        assert "following" in log.border
        service.throttles = 6
        await log.time_passes(15, step=1)
        assert log.under_cursor.endswith("order 899") and log.rests
        log.becomes(spark("jr_1", CompletedOn=NOW.timestamp() + 5))
        await log.time_passes(78, step=1)
        assert "following" in log.border and "not following" not in log.border
        await log.time_passes(14, step=1)
        assert not log.screen.follower.is_on
        assert "complete, read at 02:31:3" in log.border
        assert log.toasts[-1].startswith("The log is complete: the run is over, and nothing came any more")
        calls = len(service.calls)
        await log.time_passes(5)
        assert len(service.calls) == calls
        await log.press("S")
        [folder] = tmp_path.iterdir()
        saved = {path.name: path.read_text() for path in folder.iterdir()}
        assert saved == {"output-jr_1.log": TEXT, "error-jr_1.log": "begun\nlate\nafter the end\n"}


class Refusal(NamedTuple):
    """An error of AWS's, and what is said of it."""

    error: tuple[str, str]
    said: tuple[str, ...]


REFUSALS = {
    "no group": Refusal(NO_GROUP, ("no such log group",)),
    "no stream": Refusal(NO_STREAM, ("no such log stream",)),
    "denied": Refusal(DENIED, ("denied", "lacks the permission logs:GetLogEvents")),
    "KMS": Refusal(KEY_DENIED, ("denied", "key")),
    "infrequent access": Refusal(
        INFREQUENT, ("of the class Infrequent Access, whose events only Logs Insights reads",)
    ),
    "anything else": Refusal(("InvalidParameterException", "It is not to be."), ("not read", "It is not to be.")),
}
EACH = pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)


def words(text: str) -> str:
    return " ".join(text.split())


@EACH
@pytest.mark.parametrize("key", ["", "i"])
async def test_a_log_of_which_all_is_refused_says_so_of_each_group(refusal: Refusal, key: str) -> None:
    service = LogService(refused=dict.fromkeys((OUTPUT, ERROR), refusal.error))
    service.put(OUTPUT, "jr_1", *lines(3))
    async with reading(service) as log:
        if key:
            await log.press(key)
        text = words(shown_in(log.here.app, "text" if key else "log"))
        for group in (OUTPUT, ERROR):
            assert f"group {group}" in text
        assert all(text.count(said) >= 2 for said in refusal.said)
        assert log.screen.session.health.fault is None


@EACH
async def test_what_one_group_refuses_costs_the_other_nothing(refusal: Refusal) -> None:
    service = LogService(refused={ERROR: refusal.error})
    service.put(OUTPUT, "jr_1", *lines(3))
    service.put(ERROR, "jr_1", Served(STARTED, "begun\n"))
    async with reading(service) as log:
        assert "3 records" in log.border and log.under_cursor == "line 2"
        await log.press("i")
        text = words(shown_in(log.here.app, "text"))
        assert f"group {OUTPUT}, stream jr_1: there." in text
        assert all(said in text for said in refusal.said)


@EACH
async def test_a_stream_that_is_refused_between_two_pages_keeps_what_is_loaded_and_says_so(refusal: Refusal) -> None:
    service = LogService(page_events=20)
    service.put(OUTPUT, "jr_1", *lines(100))
    service.put(ERROR, "jr_1", *lines(100, STARTED + 500, "error {}"))
    async with reading(service) as log:
        service.refused = {ERROR: refusal.error}
        await log.press("A")
        await log.until(lambda: not log.screen.loaded.has_older)
        messages = {log.view.shown.log.record(each).message for each in range(len(log.view.shown.log))}
        assert {f"line {number}" for number in range(100)} < messages and "error 99" in messages
        await log.press("i")
        assert all(said in words(shown_in(log.here.app, "text")) for said in refusal.said)


@EACH
async def test_a_stream_that_is_refused_while_it_is_followed_ends_nothing_of_the_others(refusal: Refusal) -> None:
    service = LogService(now=NOW_MS)
    service.put(OUTPUT, "jr_1", *lines(30))
    service.put(ERROR, "jr_1", Served(STARTED, "begun\n"))
    async with reading(service, LIVE) as log:
        service.refused = {ERROR: refusal.error}
        await log.time_passes(5)
        service.put(OUTPUT, "jr_1", Served(NOW_MS, "news\n"))
        await log.time_passes(4)
        assert log.under_cursor == "news" and log.screen.follower.is_on
        await log.press("i")
        assert all(said in words(shown_in(log.here.app, "text")) for said in refusal.said)
