"""A log that the AWS CLI printed, opened without a run: read, searched and saved as any other, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from gluetui.app.app import GlueTui
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.opened_log import log_of
from gluetui.glue.files.runless_log import RunlessLog
from gluetui.local.settings import Settings
from gluetui.screens.log.screen import LogScreen
from gluetui.screens.viewer import Viewer
from gluetui.text.times import Clock
from tests.hostile_log import hostile_log
from tests.screens.conftest import NOW, WIDE, Browsing
from tests.screens.log.conftest import LogShown
from tests.screens.seen import shown_in, until

ID = "jr_" + "0a" * 32
OTHER = "jr_" + "1b" * 32
MOMENT = 1_787_144_251_333
LAUNCHER = (
    "2026-08-19 12:57:31,333 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(70)): Error from Python:"
    'Traceback (most recent call last):\n  File "/tmp/load.py", line 87, in <module>\n    run()\nKeyError: 7\n'
)
TRACE = 'Traceback (most recent call last):\n  File "/tmp/load.py", line 87, in <module>\n    run()\nKeyError: 7\n'


class Opened(Browsing):
    """The app with a log in place of its panes."""

    def _is_quiet(self) -> bool:
        return all(worker.is_finished for worker in self.app.workers)


def printed(*events: tuple[str, str], **members: Any) -> str:
    """What filter-log-events prints, a second between the events; of a stream's name and a message each."""
    listed = [
        {"timestamp": MOMENT + 1000 * number, "message": message} | ({"logStreamName": stream} if stream else {})
        for number, (stream, message) in enumerate(events)
    ]
    return json.dumps({"events": listed, "searchedLogStreams": [], **members})


@asynccontextmanager
async def opened(*contents: str | bytes, size: tuple[int, int] = WIDE) -> AsyncIterator[LogShown]:
    """The screen of what these files hold."""
    files = []
    for number, content in enumerate(contents):
        saved = log_of(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        assert saved is not None
        files.append((f"{number}.json", saved))
    log = RunlessLog(files, "file log.json" if len(files) == 1 else f"{len(files)} files")
    glue = Glue(Aws(open_snapshot=log.snapshot, source=log.name, as_of=log.as_of))
    app = GlueTui(glue, log=log, notes=log.notes, clock=Clock(lambda: NOW), settings=Settings(refresh=0))
    async with app.run_test(size=size, notifications=True) as pilot:
        here = Opened(app, pilot)
        driver = app._driver
        assert driver is not None
        driver.write = here.written.append  # type: ignore[method-assign]
        await until(pilot, lambda: isinstance(app.screen, LogScreen))
        await here.settled()
        yield LogShown(here)


async def test_a_log_is_read_searched_narrowed_and_copied_by_its_usual_keys() -> None:
    async with opened(printed(*((ID, f"line {number}\n") for number in range(300)))) as log:
        assert log.lines[-1].endswith("line 299") and "300 records" in log.border
        assert f"file log.json {ID}" in str(log.view.border_title)
        await log.press("slash")
        await log.type("line 7")
        await log.press("enter", "home", "n", "c")
        assert log.here.copied == "line 7\n"
        await log.press("escape", "t", "w", "space", "z")
        assert log.here.app.screen is log.screen


async def test_no_cause_is_named_where_only_a_trace_is_there_as_the_run_may_have_gone_on() -> None:
    async with opened(printed((ID, "begin\n"), (ID, TRACE), (ID, "goes on\n"))) as log:
        assert log.lines[0].strip() == "No cause is named: how the run ended is not told."
        await log.press("home", "e")
        assert "KeyError: 7" in log.under_cursor


async def test_the_cause_is_named_where_glue_itself_says_that_the_script_failed() -> None:
    async with opened(printed((ID, "begin\n"), (ID, LAUNCHER), (ID, "end\n"))) as log:
        assert "KeyError: 7" in log.lines[0] and log.lines[0].endswith("load.py:87")
        assert "how the run ended is not told" in log.lines[1]
        assert "ProcessLauncher" in log.under_cursor


async def test_of_several_runs_no_cause_is_looked_for_and_each_stream_is_a_source() -> None:
    async with opened(printed((ID, LAUNCHER), (OTHER, "fine\n"))) as log:
        assert log.lines[0].strip() == "Records of 2 runs: no cause is looked for."
        await log.press("tab")
        assert "only" in str(log.view.border_title) and "1 hidden" in log.border


@pytest.mark.parametrize("key", ["L", "C", "J", "o"])
async def test_what_acts_on_a_run_says_that_there_is_none(key: str) -> None:
    async with opened(printed((ID, "x\n"))) as log:
        await log.press(key)
        assert "opened without its run" in log.toasts[-1]
        assert log.here.app.screen is log.screen


async def test_it_is_not_followed_nor_asked_for_again_and_the_time_of_a_start_is_not_told() -> None:
    async with opened(printed((ID, "x\n"))) as log:
        for key, words in (
            ("f", "nothing to follow"),
            ("r", "does not change"),
            ("t", "When the run started is not told"),
        ):
            await log.press(key)
            assert words in log.toasts[-1]
        await log.press("A")
        assert log.toasts[-1] == "All that the file has of these streams is loaded."


async def test_what_the_file_tells_and_what_not_stands_on_i() -> None:
    async with opened(printed((ID, "x\n"), (ID, "y\n"), ("", "z\n"), nextToken="more")) as log:
        assert any("more events follow" in toast for toast in log.toasts)
        await log.press("i")
        assert isinstance(log.here.app.screen, Viewer)
        text = shown_in(log.here.app, "screen")
        for words in ("Log group: not told", f"Stream {ID}: 2 events", "(log stream not told): 1 event", "more events"):
            assert words in text
        await log.press("escape")
        assert log.here.app.screen is log.screen


async def test_escape_leads_nowhere_and_q_ends_the_program() -> None:
    async with opened(printed((ID, "x\n"))) as log:
        await log.press("escape")
        assert log.toasts[-1] == "Nothing is open over the log: q quits." and not log.here.has_quit
        await log.here.tap("q")
        assert log.here.has_quit


async def test_an_empty_log_says_what_the_file_holds() -> None:
    async with opened(printed()) as log:
        assert "a log without events" in log.lines[0] and "aws logs filter-log-events" in log.lines[1]
        await log.press("e", "slash", "escape", "S", "y")
        assert log.here.app.screen is log.screen


async def test_secrets_are_masked_on_the_screen_and_in_the_file_and_raw_the_bytes_are_those_of_the_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secret = "AKIAIOSFODNN7EXAMPLE aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    async with opened(printed((ID, f"by {secret}\n"), (ID, "\x1b[31m\x00\ud800 no end"))) as log:
        assert "wJalr" not in "\n".join(log.lines)
        await log.press("S")
        await log.here.tap("ctrl+s")
        await log.press("ctrl+s")
        masked, raw = sorted(tmp_path.iterdir(), key=lambda path: "raw" in path.name)
        assert b"wJalr" not in masked.read_bytes()
        assert raw.read_bytes() == f"by {secret}\n\x1b[31m\x00\ud800 no end".encode("utf-8", "surrogatepass")


async def test_a_hostile_log_is_drawn_as_safe_text() -> None:
    messages = [event.message for event in hostile_log()]
    times = [10**15, -5, 0, MOMENT, MOMENT]
    listed = [
        {"timestamp": times[number % len(times)], "message": message, "ingestionTime": 1}
        for number, message in enumerate(messages)
    ]
    async with opened(json.dumps({"events": listed, "nextForwardToken": "f"}), size=(80, 24)) as log:
        await log.press("home", "end", "enter", "escape", "t", "t", "t", "w", "y")
        assert all(character.isprintable() for line in log.lines for character in line)
        assert log.here.app.screen is log.screen


async def test_two_files_without_a_streams_name_are_two_streams_with_a_name_each() -> None:
    async with opened(printed(("", "of output\n")), printed(("", "of error\n"))) as log:
        assert "2 files, 2 streams" in str(log.view.border_title) and "2 records" in log.border
        assert len({stream.source for stream in log.view.shown.log.streams}) == 2
