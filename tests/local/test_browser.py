"""Which browser shows a link: the desktop's, the one that BROWSER names, never one that needs this terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from gluetui.local import browser
from gluetui.local.browser import open_in_browser

LINK = "https://eu-west-1.console.aws.amazon.com/x?a=1&b=%20#/job/a;b"


class Desktop:
    """A machine with a display, and with the programs that a test makes alone."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.shown = folder / "shown"

    def program(self, name: str, script: str = 'echo "$(basename "$0")" "$@" >>"$shown"') -> Path:
        path = self.path / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\nshown={self.shown}\n{script}\n")
        path.chmod(0o755)
        return path

    @property
    def asked(self) -> list[str]:
        return self.shown.read_text().splitlines() if self.shown.exists() else []


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("BROWSER", raising=False)
    return Desktop(tmp_path)


def test_the_desktops_own_choice_shows_the_link(desktop: Desktop) -> None:
    desktop.program("xdg-open")
    desktop.program("firefox")
    assert open_in_browser(LINK)
    assert desktop.asked == [f"xdg-open {LINK}"]


@pytest.mark.parametrize("script", ["exit 3", "kill -9 $$", "exec /no/such/program"])
def test_where_it_fails_another_is_tried(script: str, desktop: Desktop) -> None:
    desktop.program("xdg-open", script)
    assert not open_in_browser(LINK)
    desktop.program("firefox")
    assert open_in_browser(LINK)
    assert desktop.asked == [f"firefox {LINK}"]


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ("w3m", []),
        ("lynx", []),
        ("/usr/bin/elinks", []),
        ("links -g", []),
        ("w3m %s", []),
        ("www-browser:w3m:lynx", []),
        ("'", []),
        (":", []),
        ("gone", []),
        ("firefox", [f"firefox {LINK}"]),
        ("w3m:firefox", [f"firefox {LINK}"]),
        ("gone:firefox %s", [f"firefox {LINK}"]),
        ("firefox --new-tab %s &", [f"firefox --new-tab {LINK}"]),
        ("firefox --url=%s", [f"firefox --url={LINK}"]),
        ("firefox -P 'my work'", [f"firefox -P my work {LINK}"]),
        ("xterm -e w3m %s", [f"xterm -e w3m {LINK}"]),
        ("", [f"xdg-open {LINK}"]),
    ],
)
def test_the_variable_browser_goes_first_but_for_browsers_of_the_terminal(
    chosen: str, asked: list[str], desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("xdg-open", "firefox", "w3m", "lynx", "elinks", "links", "www-browser", "xterm"):
        desktop.program(name)
    monkeypatch.setenv("BROWSER", chosen)
    assert open_in_browser(LINK) is bool(asked)
    assert desktop.asked == asked


def test_a_name_that_leads_to_a_browser_of_the_terminal_is_left_out(desktop: Desktop) -> None:
    (desktop.path / "x-www-browser").symlink_to(desktop.program("w3m"))
    assert not open_in_browser(LINK)
    assert desktop.asked == []


def test_one_that_talks_reads_and_stays_has_started_and_the_terminal_hears_nothing(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "LONGEST_WAIT", 0.1)
    desktop.program("xdg-open", "echo session; echo Gtk-WARNING >&2; read -r key; sleep 1; echo more >&2")
    assert open_in_browser(LINK)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("lacks", ["a desktop", "a near one"])
def test_without_a_desktop_here_nothing_is_started(
    lacks: str, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop.program("xdg-open")
    if lacks == "a desktop":
        monkeypatch.delenv("DISPLAY")
    else:
        monkeypatch.setenv("SSH_TTY", "/dev/pts/3")
    assert not open_in_browser(LINK)
    assert desktop.asked == []
