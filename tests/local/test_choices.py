"""Choices that outlive a session: written whole, by nobody waited for, and never in the way."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest

from gluetui.local.choices import FILE_NAME, Remembered
from gluetui.local.crash_report import state_folder
from tests.patience import PATIENCE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / FILE_NAME


def keep(path: Path | None, **choices: str | bool) -> None:
    before = set(threading.enumerate())
    remembered = Remembered(path)
    for name, value in choices.items():
        remembered.keep(**{name: value})
    remembered.finish(PATIENCE)
    for thread in set(threading.enumerate()) - before:  # One that has written may still be ending.
        thread.join(PATIENCE)
    assert set(threading.enumerate()) <= before


def test_where_nothing_was_chosen_nothing_is_known_and_nothing_written(path: Path) -> None:
    remembered = Remembered(path)
    remembered.finish(0)
    assert (remembered.theme, remembered.times, remembered.shows_absent) == (None, None, True)
    assert not path.exists()


def test_a_choice_is_there_in_the_next_session(path: Path) -> None:
    keep(path, theme="nord", times="utc", absent=False)
    remembered = Remembered(path)
    assert (remembered.theme, remembered.times, remembered.shows_absent) == ("nord", "utc", False)


def test_the_file_lies_beside_the_crash_reports_and_is_its_owner_s() -> None:
    keep(None, theme="nord")
    path = state_folder() / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_what_another_session_or_version_keeps_stays(path: Path) -> None:
    mine, other = Remembered(path), Remembered(path)
    for session, choices in ((other, {"times": "utc"}), (mine, {"theme": "nord"})):
        session.keep(**choices)
        session.finish(PATIENCE)
    path.write_text(json.dumps({**json.loads(path.read_text()), "later": [1]}))
    keep(path, absent=False)
    assert json.loads(path.read_text()) == {"times": "utc", "theme": "nord", "later": [1], "absent": False}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"[" * 60_000, b'{"theme": 3, "times": null, "absent": 0}']
)
def test_a_damaged_file_is_as_none_and_is_written_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    remembered = Remembered(path)
    assert (remembered.theme, remembered.times, remembered.shows_absent) == (None, None, True)
    keep(path, theme="nord")
    assert Remembered(path).theme == "nord"


def test_where_it_cannot_be_written_the_choice_is_forgotten_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep(tmp_path / "file" / FILE_NAME, theme="nord")
    (tmp_path / "folder" / FILE_NAME).mkdir(parents=True)
    keep(tmp_path / "folder" / FILE_NAME, theme="nord")
    assert [each.name for each in (tmp_path / "folder").iterdir()] == [FILE_NAME]
