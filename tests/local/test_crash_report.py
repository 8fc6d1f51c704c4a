"""The crash report: where it happened, for whoever mends it, and no value that could be a secret."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gluetui import __version__
from gluetui.local.crash_report import KEPT_REPORTS, state_folder, write_report
from gluetui.text.safe import is_safe
from tests.glue.secrets.test_masks import CASES

KEY_ID = "AKIAIOSFODNN7EXAMPLE"


@pytest.fixture(autouse=True)
def a_state_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)


def raised(error: BaseException) -> BaseException:
    """The error as it is caught, with a local variable beside it that is secret."""
    password = "hunter2two"
    try:
        raise error
    except BaseException as caught:
        assert password
        return caught


def report_of(error: BaseException, *keys: str) -> str:
    return write_report(raised(error), keys=keys).read_text("utf-8")


def test_a_report_says_where_and_what_was_running_and_what_was_pressed_last() -> None:
    text = report_of(KeyError("day"), "down", "enter")
    assert f"gluetui {__version__}\nPython 3." in text
    assert "tests/local/test_crash_report.py" in text
    assert "in raised\n    raise error" in text
    assert "\nKeyError (its message is left out" in text
    assert "\nLast keys, newest last:\n  down\n  enter\n" in text


def test_it_is_in_the_home_of_the_person_and_only_theirs_to_read() -> None:
    path = write_report(ValueError("x"), keys=[])
    assert path.parent == state_folder()
    assert Path.home() in path.parents
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


def test_local_variables_and_the_machine_s_paths_are_not_in_it() -> None:
    text = report_of(RuntimeError("x"))
    assert "hunter2two" not in text
    assert str(Path.home()) not in text
    assert str(Path(__file__).parents[2]) not in text


def test_no_generated_secret_is_in_it_whatever_raised_it() -> None:
    for name, value in CASES:
        cause = raised(ValueError(f"invalid literal for int(): {value!r}"))
        error = KeyError(value)
        error.__cause__ = cause
        error.add_note(value)
        text = report_of(ExceptionGroup(value, [error, OSError(value)]), "details.reveal")
        assert value not in text, name
        assert text.count("its message is left out") == 4


@pytest.mark.parametrize("error", [AttributeError("'NoneType' object has no attribute 'key'"), NameError("x is not")])
def test_python_s_own_words_about_code_are_kept(error: Exception) -> None:
    assert f"{type(error).__name__}: {error}" in report_of(error)


def test_credentials_are_removed_and_control_characters_made_visible_everywhere() -> None:
    text = report_of(TypeError(f"bad {KEY_ID} \x1b]0;x\x07"), f"app.\x1b[2J {KEY_ID}")
    assert KEY_ID not in text
    assert "␛]0;x␇" in text
    assert all(map(is_safe, text.split("\n")))


def test_an_error_that_caused_itself_is_told_once() -> None:
    error = ValueError("x")
    error.__context__ = KeyError("y")
    error.__context__.__context__ = error
    assert report_of(error).count("(its message is left out") == 2


def test_a_recursion_is_told_by_its_last_frames() -> None:
    def deeper(depth: int) -> None:
        deeper(depth + 1)

    with pytest.raises(RecursionError) as caught:
        deeper(0)
    text = write_report(caught.value, keys=[]).read_text("utf-8")
    assert text.count(" in deeper") == 40


def test_an_error_that_was_never_raised_can_be_told() -> None:
    assert "ValueError" in write_report(ValueError(), keys=[]).read_text("utf-8")


def test_at_most_thirty_are_kept_the_newest() -> None:
    paths = [write_report(ValueError("x"), keys=[str(number)]) for number in range(KEPT_REPORTS + 5)]
    assert sorted(state_folder().iterdir()) == paths[-KEPT_REPORTS:]
    assert len(set(paths)) == len(paths)


def test_where_nothing_can_be_written_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(OSError):
        write_report(ValueError("x"), keys=[])


def test_versions_are_told_without_loading_anything() -> None:
    code = (
        "import sys; from gluetui.local.crash_report import write_report; p = write_report(ValueError(), keys=[]);"
        "print(p.read_text()); print(sorted({'textual', 'botocore'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert "botocore" not in out.stdout
    assert out.stdout.endswith("[]\n")
