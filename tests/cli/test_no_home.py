"""Users without a home, or with one that is of no use: no settings, nothing remembered, and every command works."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from pathlib import Path

import pytest

from gluetui.glue.aws.config import config_path, profiles
from gluetui.local.choices import Remembered
from gluetui.local.crash_report import reported
from gluetui.local.folders import absence, config_folder, state_folder
from gluetui.local.settings import Settings, read_settings
from tests.cli.conftest import Command
from tests.pty.terminal import gluetui

Machine = Callable[[str], None]
HOMES = ("no HOME", "empty", "relative", "a device", "a file", "missing", "not writable")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Gives the user a home of some kind; without HOME the user has no name either, as in a container."""

    def nobody(number: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    def make(kind: str) -> None:
        monkeypatch.setattr(pwd, "getpwuid", nobody)
        home = {
            "empty": "", "relative": "here", "a device": "/dev/null", "a file": str(tmp_path / "file"),
            "missing": str(tmp_path / "gone" / "home"), "not writable": "/proc",
        }.get(kind)  # fmt: skip
        (tmp_path / "file").write_text("x")
        monkeypatch.chdir(tmp_path)
        if home is None:
            monkeypatch.delenv("HOME")
        else:
            monkeypatch.setenv("HOME", home)

    return make


@pytest.mark.parametrize("kind", HOMES)
def test_commands_work_and_write_nothing_anywhere(
    kind: str, machine: Machine, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(kind)
    before = sorted(tmp_path.rglob("*"))
    assert (command("jobs", "--demo").exit_code, command("jobs", "--demo").stderr) == (0, "")
    told = command("info").stdout
    places = [line.partition("  ")[2].strip() for line in told.splitlines() if line.startswith(("settings ", "crash "))]
    has_home = kind not in ("no HOME", "empty", "relative")
    assert places[0] == ("~/.config/gluetui/config.toml (not there)" if has_home else "none: there is no home folder")
    assert len(places) == 2
    if kind == "missing":
        return
    remembered = Remembered()
    remembered.keep(theme="nord")
    remembered.finish(30)
    assert Remembered().theme is None
    assert reported(ValueError("x")).startswith("No report could be written (")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", ["no HOME", "empty", "relative"])
def test_without_a_home_there_is_no_place_but_one_that_is_named(
    kind: str, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(kind)
    assert (config_folder(), state_folder()) == (None, None)
    assert read_settings({}) == Settings()
    assert "there is no home folder" in reported(ValueError("x"))
    named = tmp_path / "config.toml"
    named.write_text("refresh = 7")
    assert read_settings({"GLUETUI_CONFIG": str(named)}).refresh == 7
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    if os.name == "posix" and os.uname().sysname == "Linux":
        assert (config_folder(), state_folder()) == (tmp_path / "gluetui", tmp_path / "gluetui")


@pytest.mark.parametrize("path", ["~nobody-here/config", "~nobody-here", "~", "~/x/~y", "~\n/x"])
def test_a_home_that_is_nobodys_is_a_path_like_any_other(
    path: str, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "GLUETUI_CONFIG"):
        monkeypatch.setenv(name, path)
    assert config_path() == Path(os.path.expanduser(path))
    assert profiles() == {}
    for arguments in (["jobs", "--demo"], ["info"], ["jobs", "--profile", "p"], ["get-job-run", "--profile", "p"]):
        assert "bug" not in command(*arguments).stderr


def test_what_is_not_there_and_what_may_not_be_seen_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    assert absence(tmp_path) == ""
    assert absence(tmp_path / "x") == absence(Path("/dev/null/x")) == " (not there)"
    assert absence(tmp_path / ("x" * 300)) == " (File name too long)"
    monkeypatch.setattr(Path, "stat", refused)
    assert absence(tmp_path) == " (Permission denied)"


def test_the_ui_opens_where_nothing_can_be_remembered() -> None:
    with gluetui("--demo", HOME="/dev/null") as terminal:
        terminal.wait_for("curate-sales", "q Quit")
        terminal.press("u")
        terminal.wait_for("Times are in UTC")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored
