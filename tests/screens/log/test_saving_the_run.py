"""A run saved with its log: what was loaded whole goes along, nothing is loaded for it, and the file shows it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.documents import read_documents
from gluetui.glue.logs.log import Log
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.screens.log.screen import LogScreen
from gluetui.session.whole_logs import WholeLogs
from tests.logs_server import LogService, Served
from tests.screens.conftest import NOW, browsing
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, LogShown, Reading, lines, reading, spark

KEY = RunKey("load", "jr_1")
SECRET = "hunter2-hunter2-hunter2"
TRACE = (
    "2026-11-20 01:31:10,333 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(70)): Error from Python:"
    'Traceback (most recent call last):\n  File "/tmp/load.py", line 87, in <module>\n    run()\n'
    "ValueError: the date 2026-13-45 is none\n"
)
FAILED = spark("jr_1", JobRunState="FAILED", Arguments={"--db_password": SECRET})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_log() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(3), Served(STARTED + 5000, f"connecting with {SECRET}\n\x1b[31mred\x00\n"))
    service.put(ERROR, "jr_1", Served(STARTED + 70_000, TRACE[:100]), Served(STARTED + 70_001, TRACE[100:]))
    return service


def records(log: Log) -> list[tuple[Any, ...]]:
    each = (log.record(position) for position in range(len(log)))
    return [(record.time, record.level, record.text, record.stream) for record in each]


def saved(folder: Path) -> Any:
    (path,) = folder.iterdir()
    return json.loads(path.read_text())


async def saves_in_browse(log: Reading, words: str) -> None:
    await log.here.press("S")
    await log.until(lambda: any(words in toast for toast in log.toasts))


async def test_a_run_whose_log_was_loaded_is_saved_with_it_and_the_file_shows_the_same_without_aws(
    folder: Path,
) -> None:
    service = a_log()
    async with reading(service, FAILED) as log:
        shown, screen = records(log.view.shown.log), log.lines
        assert log.view.cause is not None
        await log.press("escape")
        calls = len(service.calls)
        await saves_in_browse(log, "1 run and its log saved, secrets masked")
        assert len(service.calls) == calls
    (path,) = folder.iterdir()
    assert SECRET not in path.read_text() and "\x1b" not in path.read_text()

    documents = read_documents([(path.name, path.read_bytes())])
    glue = Glue(Aws(open_snapshot=documents.snapshot, source="file", as_of=documents.as_of))
    async with browsing(glue, job="load", run="jr_1", logs="auto") as here:
        assert here.session.causes.cause(KEY) is not None
        await here.press("L")
        again = LogShown(here)
        assert records(again.view.shown.log) == [
            (time, level, text.replace(SECRET, "••••••••"), stream) for time, level, text, stream in shown
        ]
        assert again.lines == screen
        assert again.view.cause.line == 87
    assert len(service.calls) == calls


async def test_a_run_whose_log_was_not_loaded_is_saved_without_a_call_and_the_toast_tells_how_to_have_the_log(
    folder: Path,
) -> None:
    service = a_log()
    async with reading(service, FAILED) as log:
        await log.press("escape")
        log.here.session.whole_logs = WholeLogs()
        calls = len(service.calls)
        await saves_in_browse(log, "1 run saved, secrets masked, its log by L then S (to undo")
        assert len(service.calls) == calls
    assert "LogStreams" not in saved(folder)


async def test_a_log_of_which_a_part_is_missing_is_not_saved_as_if_it_were_all(folder: Path) -> None:
    service = a_log()
    service.put(OUTPUT, "jr_1", *lines(200, STARTED + 10_000))
    service.page_events = 50
    async with reading(service, FAILED) as log:
        assert log.screen.loaded.has_older
        await log.press("escape")
        await saves_in_browse(log, "1 run saved")
        assert "LogStreams" not in saved(folder)


async def test_from_the_logs_menu_all_of_the_log_is_loaded_and_saved_with_the_run(folder: Path) -> None:
    service = a_log()
    service.put(OUTPUT, "jr_1", *lines(200, STARTED + 10_000))
    service.page_events = 50
    async with reading(service, FAILED) as log:
        await log.here.tap("C")
        await log.until(lambda: log.here.focus == "choices")
        await log.here.tap("slash", *"file", "enter", "enter")
        await log.until(lambda: any("1 run and its log saved" in toast for toast in log.toasts))
        assert isinstance(log.here.app.screen, LogScreen)
    streams = {each["logGroupName"]: each["events"] for each in saved(folder)["LogStreams"]}
    texts = "".join(each["message"] for each in streams[OUTPUT])
    assert texts.count("line") == 203 and "".join(each["message"] for each in streams[ERROR]) == TRACE


async def test_the_log_of_a_live_run_is_saved_as_far_as_it_was_loaded_and_not_once_the_run_has_gone_on(
    folder: Path,
) -> None:
    live = spark("jr_1", JobRunState="RUNNING", CompletedOn=None)
    async with reading(a_log(), live) as log:
        await log.press("home", "escape")
        await saves_in_browse(log, "1 run and its log so far saved")
        kept, run = log.here.session.whole_logs, log.here.session.known.get(KEY)
        assert run is not None and kept.get(run) is not None
        ended = JobRun({**run.raw, "JobRunState": "FAILED", "CompletedOn": NOW.timestamp()})
        assert kept.get(ended) is None
    assert len(saved(folder)["LogStreams"]) == 2


async def test_with_a_question_the_log_is_saved_raw_as_the_run_is(folder: Path) -> None:
    async with reading(a_log(), FAILED) as log:
        await log.press("escape")
        await log.here.tap("ctrl+s")
        await log.press("ctrl+s")
        await log.until(lambda: any("1 run and its log saved, raw" in toast for toast in log.toasts))
    assert f"connecting with {SECRET}\n" in [
        event["message"] for stream in saved(folder)["LogStreams"] for event in stream["events"]
    ]
