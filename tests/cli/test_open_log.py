"""`gluetui open` of a log that the AWS CLI printed: it is told from runs and from what names a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gluetui.cli.opened_log import printed_log
from gluetui.glue.files import opened_log
from gluetui.glue.files.opened_log import TAIL
from gluetui.glue.files.runless_log import STREAM_NOT_TOLD, RunlessLog
from gluetui.glue.logs.event import Event
from gluetui.text.safe import is_safe
from tests.cli.conftest import Command
from tests.cli.test_open import ID, KEY, Open, a_run, ui
from tests.pty.terminal import gluetui

__all__ = ["ui"]

MOMENT = 1_787_144_251_333


def event(message: str = "first\n", at: int = MOMENT, **members: Any) -> dict[str, Any]:
    return {"timestamp": at, "message": message, "ingestionTime": at + 5, **members}


def got(*events: dict[str, Any], **members: Any) -> str:
    return json.dumps({"events": events, "nextForwardToken": "f/1", "nextBackwardToken": "b/1", **members}, indent=4)


def filtered(*events: dict[str, Any], **members: Any) -> str:
    return json.dumps({"events": events, "searchedLogStreams": [], **members})


def log_of(opened: Any) -> RunlessLog:
    assert isinstance(opened.log, RunlessLog)
    assert (opened.job, opened.run, opened.named) == (None, None, None)
    assert opened.glue.aws.is_offline
    return opened.log


TAILED = f"2026-08-19T12:57:31.333000+00:00 {ID} first\n2026-08-19T12:57:32.000000+00:00 {ID} second\n"
SHORT = "2026-08-19T12:57:31 first\n2026-08-19T12:57:32 second\n"


@pytest.mark.parametrize(
    ("content", "stream", "messages"),
    [
        (got(event()), STREAM_NOT_TOLD, ["first\n"]),
        (filtered(event(logStreamName=ID)), ID, ["first\n"]),
        (TAILED, ID, ["first\n", "second\n"]),
        (SHORT, STREAM_NOT_TOLD, ["first\n", "second\n"]),
    ],
)
def test_what_the_cli_prints_of_a_log_opens_as_a_log_given_in_each_way(
    ui: Open, tmp_path: Path, content: str, stream: str, messages: list[str]
) -> None:
    path = tmp_path / "log"
    path.write_text(content)
    for opened, name in ((ui(str(path)), "file log"), (ui("-", stdin=content), "stdin"), (ui(content), "the text")):
        log = log_of(opened)
        assert [(each.name, [e.message for e in log.events[each]]) for each in log.events] == [(stream, messages)]
        assert log.name == opened.glue.aws.source == name


@pytest.mark.parametrize(
    "content",
    [
        f"2026-08-19T12:57:31 Glue job name: orders, run {ID} failed",
        f"2026-08-19T12:57:31+00:00 ALERT Job name: orders, run {ID} failed",
        json.dumps({"timestamp": MOMENT, "message": f"Job name: orders, run {ID} failed"}),
    ],
)
def test_an_alert_that_begins_with_its_time_names_its_run_all_the_same(ui: Open, tmp_path: Path, content: str) -> None:
    (tmp_path / "alert").write_text(content)
    for opened in (ui(str(tmp_path / "alert")), ui("-", stdin=content), ui(content)):
        assert opened[1:3] == KEY and opened.log is None


def test_a_run_that_a_message_prints_as_json_is_not_taken_for_what_the_file_holds(ui: Open) -> None:
    printed = json.dumps(a_run())
    log = log_of(ui("-", stdin=filtered(event(printed, logStreamName=ID), event("more\n", logStreamName=ID))))
    assert [each.message for events in log.events.values() for each in events] == [printed, "more\n"]


def test_pages_in_several_files_are_one_log_and_what_two_of_them_hold_counts_once(ui: Open, tmp_path: Path) -> None:
    pages = [["a", "b"], ["b", "b", "c"]]
    for number, page in enumerate(pages):
        events = [event(text, logStreamName=ID) for text in page]
        (tmp_path / f"{number}.json").write_text(filtered(*events))
    log = log_of(ui(*(str(tmp_path / f"{number}.json") for number in range(2))))
    assert [each.message for events in log.events.values() for each in events] == ["a", "b", "b", "c"]
    assert log.name == "2 files"


def test_streams_that_no_file_names_are_kept_apart(ui: Open, tmp_path: Path) -> None:
    for name in ("output.json", "error.json"):
        (tmp_path / name).write_text(got(event(name)))
    log = log_of(ui(str(tmp_path / "output.json"), str(tmp_path / "error.json")))
    assert [[each.message for each in events] for events in log.events.values()] == [["output.json"], ["error.json"]]
    assert len(log.notes) == 2 and all("names no log stream" in note for note in log.notes)


def test_a_log_and_a_run_are_not_opened_together_and_that_is_said(command: Command, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps(a_run()))
    (tmp_path / "log.json").write_text(got(event()))
    for names in (("run.json", "log.json"), ("log.json", "run.json")):
        done = command("open", *(str(tmp_path / name) for name in names))
        (line,) = done.stderr.splitlines()
        assert done.exit_code == 2
        assert names[1] in line and "are opened one by one" in line


def test_a_run_that_is_named_besides_a_log_is_refused(command: Command) -> None:
    done = command("open", "-", "--job", "orders", stdin=got(event()))
    (line,) = done.stderr.splitlines()
    assert (done.exit_code, "leave out --job" in line) == (2, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (got(event(), event())[:200].encode(), "JSON that is cut off"),
        (b'{"events": []}', "nor a log as `aws logs get-log-events`"),
        (b"b/38000000000000000000000000/s\tf/38000000000000000000000000/s\nEVENTS\t1\tx\t2\n", "--output json"),
        (b"events:\n- ingestionTime: 1\n  message: x\n", "--output json"),
        (b"\x00\x1b]52;c;ZQ==\x07", "nor a log"),
        (b"", "nor a log"),
    ],
)
def test_what_is_neither_runs_nor_a_log_is_told_in_one_line(command: Command, content: bytes, words: str) -> None:
    done = command("open", "-", stdin=content)
    (line,) = done.stderr.splitlines()
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in line and is_safe(line)


def test_what_the_output_does_not_have_is_said_before_and_on_the_screen(ui: Open, command: Command) -> None:
    content = got(event(), {"message": "no time"}, event(at=10**30), nextToken="x") + '\n{"events": [{"timest'
    opened = ui("-", stdin=content)
    assert opened.notes == log_of(opened).notes
    assert [note.partition(":")[0] for note in opened.notes] == [
        "The output names no log stream",
        "The output says that more events follow.",
        "Left out",
        "Left out",
    ]
    assert "2 entries without a message or a time" in opened.notes[-1]
    assert command("open", "-", stdin=content).stderr.splitlines() == opened.notes


@pytest.mark.parametrize("content", [b"2026-08-19T12:57:31 \xff\xfe\x00\x1b[31m\n", SHORT.encode("utf-16")])
def test_bytes_that_are_no_utf_8_stop_no_log(ui: Open, content: bytes) -> None:
    assert log_of(ui("-", stdin=content)).printed_by == (TAIL,)


def test_events_come_as_they_stand_whatever_they_hold(ui: Open) -> None:
    messages = ["\x00\x1b]52;c;ZQ==\x07", "\ud800", "", "\r", "a\u202e"]
    text = got(*(event(message, at) for at, message in zip((5, 3, -7, 3, 9), messages, strict=True)))
    (events,) = log_of(ui("-", stdin=text)).events.values()
    assert [(each.timestamp, each.message) for each in events] == list(zip((5, 3, -7, 3, 9), messages, strict=True))
    assert events[0] == Event(5, messages[0], 10)


def test_a_long_file_of_runs_is_not_decoded_to_look_for_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[str] = []
    monkeypatch.setattr(opened_log, "values_in", lambda name, text: decoded.append(text) or iter(()))
    assert printed_log(json.dumps({"JobRuns": [a_run(Arguments={"message": "timestamp"})]}).encode()) is None
    assert not decoded
    assert printed_log(got(event()).encode()) is None and len(decoded) == 1


def test_a_log_in_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(filtered(event("all is \x1b[31mred\n", logStreamName=ID), event("last words\n", logStreamName=ID)))
    with gluetui("open", str(path)) as terminal:
        terminal.wait_for("log.json", "all is", "last words")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored
