"""What leaves a log: a record, a range, all that is loaded, files of the whole; secrets masked unless wanted raw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.logs_server import LogService, Served
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading, spark

SECRET = "hunter2-hunter2-hunter2"
RUN = spark("jr_1", Arguments={"--db_password": SECRET})
KEY = [
    "-----BEGIN RSA PRIVATE KEY-----\n",
    *[f"MIIEowIBAAKCAQEA7bq{number}uZkT4J0aQyX9vP8n2LwVfR3sD6hE1cGmBtKjYxWz\n" for number in range(3)],
    "-----END RSA PRIVATE KEY-----\n",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def secret_log() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(3), Served(STARTED + 5000, f"connecting with {SECRET}\n"))
    service.put(OUTPUT, "jr_1", *(Served(STARTED + 6000 + number, line) for number, line in enumerate(KEY)))
    service.put(OUTPUT, "jr_1", Served(STARTED + 7000, "after \x1b[31mred\x00\n"))
    return service


async def test_secrets_of_the_runs_arguments_and_keys_are_on_no_screen() -> None:
    async with reading(secret_log(), RUN) as log:
        text = "\n".join(log.lines)
        assert SECRET not in text and "MIIEow" not in text and "connecting with ••" in text


async def test_a_record_is_copied_masked_and_as_it_came_otherwise() -> None:
    async with reading(secret_log(), RUN) as log:
        await log.press("c")
        assert log.here.copied == "after \x1b[31mred\x00\n"
        await log.press("home", "down", "down", "down", "c")
        assert log.here.copied.startswith("connecting with ••") and SECRET not in log.here.copied


async def test_a_range_is_copied_as_the_records_from_its_begin_to_the_cursor() -> None:
    async with reading(secret_log(), RUN) as log:
        await log.press("home", "space", "down", "down")
        assert "range of 3" in log.border
        await log.press("c")
        assert log.here.copied == "line 0\nline 1\nline 2\n"
        await log.press("escape")
        assert "range" not in log.border and log.here.app.screen is log.screen


async def test_all_that_is_loaded_is_copied() -> None:
    async with reading(secret_log(), RUN) as log:
        await log.press("y")
        copied = log.here.copied
        assert copied.startswith("line 0\nline 1\nline 2\nconnecting with ••") and copied.endswith("red\x00\n")
        assert SECRET not in copied and "MIIEow" not in copied


async def test_one_stream_is_saved_as_a_file_masked(folder: Path) -> None:
    async with reading(secret_log(), RUN) as log:
        await log.press("S")
        [path] = folder.iterdir()
        text = path.read_text()
        assert path.name.startswith("load-jr_1-log-") and path.suffix == ".log"
        assert text.startswith("line 0\n") and SECRET not in text and "MIIEow" not in text
        assert path.stat().st_mode & 0o077 == 0


async def test_several_streams_are_saved_in_a_folder_raw_to_the_byte_after_a_question(folder: Path) -> None:
    service = secret_log()
    service.page_events = 4
    service.put(ERROR, "jr_1", Served(STARTED, "a \ud800 lone surrogate, no end"))
    async with reading(service, RUN) as log:
        await log.here.tap("ctrl+s")
        await log.press("ctrl+s")
        [path] = folder.iterdir()
        assert path.is_dir() and path.name.endswith("-raw")
        saved = {each.name: each.read_bytes() for each in path.iterdir()}
        whole = "".join(event.message for event in sorted(service.groups[OUTPUT]["jr_1"])).encode()
        assert saved["output-jr_1.log"] == whole
        assert saved["error-jr_1.log"] == "a \ud800 lone surrogate, no end".encode("utf-8", "surrogatepass")
        assert set(saved) == {"output-jr_1.log", "error-jr_1.log"}


async def test_a_folder_that_cannot_be_written_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(secret_log(), RUN) as log:
        with monkeypatch.context() as refusing:
            refusing.setattr("tempfile.mkdtemp", refused)
            await log.press("S")
        assert log.toasts[-1] == f"Not saved in {folder}: Permission denied."
        assert not [*folder.iterdir()]
        await log.press("S")
        assert log.toasts[-1].startswith("log saved, secrets masked")


async def test_a_folder_that_is_gone_is_said(folder: Path) -> None:
    async with reading(secret_log(), RUN) as log:
        folder.rmdir()
        await log.press("S")
        assert log.toasts[-1] == "Not saved in the folder of the start, which is gone."
        assert not log.screen.output.is_saving and not log.view.is_waiting


def refused(**_: object) -> str:
    raise PermissionError(13, "Permission denied")
