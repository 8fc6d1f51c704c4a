"""Settings and the log of calls on the command line: in force for every command, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gluetui.glue.aws import call_log
from gluetui.glue.secrets.masks import DOTS
from gluetui.glue.secrets.names import add_rules
from tests.cli.conftest import Command
from tests.pty.terminal import gluetui


@pytest.fixture(autouse=True)
def nothing_stays_in_force() -> Iterator[None]:
    yield
    add_rules([])
    call_log.stop()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GLUETUI_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path / "config.toml"


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("name", ["jobs", "runs curate-sales", "get-job-run --job-name curate-sales --run-id x"])
def test_every_command_logs_its_calls_where_it_is_asked_to(
    command: Command, tmp_path: Path, name: str, before: bool
) -> None:
    option = ["--log-file", str(tmp_path / "log")]
    words = [*name.split(), "--demo"]
    command(*(option + words if before else words + option))
    assert " glue:" in (tmp_path / "log").read_text()


def test_the_environment_asks_for_a_log_and_an_option_goes_before_it(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLUETUI_LOG", str(tmp_path / "one"))
    command("jobs", "--demo")
    command("--log-file", str(tmp_path / "two"), "jobs", "--demo")
    assert [(tmp_path / name).read_text().count("ListJobs") for name in ("one", "two")] == [1, 1]


@pytest.mark.parametrize("by", ["option", "group", "variable"])
@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("/dev/null/log", "Not a directory"),
        ("/no/such/folder/log", "No such file or directory"),
        ("/", "Is a directory"),
        ("/dev/null", "not a file of your own"),
        ("/proc/log", "No such file or directory"),
        (f"/tmp/{'x' * 300}", "File name too long"),
        ("~nobody-here/log", "No such file or directory"),
    ],
)
def test_a_log_that_cannot_be_written_is_one_line_and_stops_nothing(
    command: Command, monkeypatch: pytest.MonkeyPatch, by: str, log: str, reason: str
) -> None:
    if by == "variable":
        monkeypatch.setenv("GLUETUI_LOG", log)
    options = {"option": ["--log-file", log], "group": ["--log-file", log]}.get(by, [])
    result = command(*(options if by == "group" else []), "jobs", "--demo", *(options if by == "option" else []))
    assert (result.exit_code, result.stdout.count("\n") > 10) == (0, True)
    assert result.stderr == f"Warning: {log}: no log can be written there: {reason}\n"


def test_the_configuration_stops_no_command_and_says_nothing_on_stderr(command: Command, config: Path) -> None:
    config.write_text('refresh = "soon"\nlog_file = "/dev/null/log"\n')
    result = command("jobs", "--demo")
    assert (result.exit_code, result.stderr) == (0, "")
    told = [line for line in command("info").stdout.splitlines() if line.startswith("setting ")]
    assert ["refresh" in told[0], "log_file = '/dev/null/log'" in told[1]] == [True, True]


def test_what_is_not_used_stands_in_the_log(command: Command, config: Path, tmp_path: Path) -> None:
    config.write_text(f'refresh = "soon"\nlog_file = "{tmp_path / "log"}"\n')
    command("jobs", "--demo")
    assert " settings " in (tmp_path / "log").read_text().splitlines()[0]


def test_an_added_name_masks_what_commands_print(command: Command, config: Path) -> None:
    plain = command("runs", "curate-sales", "--demo", "--json").stdout
    assert '"--source_path"' in plain or '"--' in plain
    config.write_text('masks = ["^--"]')
    masked = command("runs", "curate-sales", "--demo", "--json").stdout
    assert masked.count(DOTS) > plain.count(DOTS)


def test_the_ui_takes_settings_logs_and_remembers(config: Path, tmp_path: Path) -> None:
    config.write_text('refresh = "soon"\n[keymap]\n"app.quit" = "Q"\n')
    log = tmp_path / "log"
    with gluetui("--demo", "--log-file", str(log), GLUETUI_CONFIG=str(config)) as terminal:
        terminal.wait_for("alert-on-failure", "refresh = 'soon'", "Q Quit")
        terminal.press("u", "Q")
        assert terminal.wait_exit() == 0
    assert "glue:ListJobs" in log.read_text()
    assert '"utc"' in (Path.home() / ".local" / "state" / "gluetui" / "state.json").read_text()


@pytest.mark.parametrize("command", ["--demo", "open"])
def test_the_ui_opens_where_its_log_cannot_be_written_and_says_so(command: str, tmp_path: Path) -> None:
    saved = tmp_path / "run.json"
    saved.write_text('{"JobRun": {"JobName": "alert-on-failure", "Id": "jr_1", "JobRunState": "FAILED"}}')
    words = [command] if command == "--demo" else [command, str(saved)]
    with gluetui(*words, "--log-file", "/dev/null/log") as terminal:
        terminal.wait_for("alert-on-failure", "/dev/null/log: no log can be", "Settings")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert "Warning" not in terminal.text
