"""The command line: what it answers without a screen, and how it leaves where there can be none."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from gluetui import __version__
from gluetui.cli.exit_codes import Failure
from gluetui.cli.main import COMMANDS, main


class Terminal:
    """A stream that says of itself that it is a terminal."""

    def isatty(self) -> bool:
        return True


def loaded_by(*arguments: str) -> set[str]:
    """The modules that are there in a new process after a command."""
    command = f"main({[*arguments]!r}, standalone_mode=False)"
    script = f"import sys\nfrom gluetui.cli.main import main\n{command}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    modules = set(done.stdout.splitlines()[-1].split())
    assert "gluetui.cli.main" in modules
    return modules


SCREEN_AND_AWS = {"textual", "rich", "boto3", "botocore"}


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_help_and_version_load_no_screen_and_no_aws(option: str) -> None:
    assert not loaded_by(option) & SCREEN_AND_AWS


def test_the_version_is_the_packages_own() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"gluetui, version {__version__}\n"


def test_the_help_names_every_option_of_the_contract() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    for option in ("--profile", "--region", "--endpoint-url", "--job", "--run", "--demo", "--version", "--help"):
        assert option in shown


def test_the_help_says_of_every_command_a_whole_sentence() -> None:
    _, listed = CliRunner().invoke(main, ["--help"], terminal_width=80).output.split("Commands:\n")
    listed = listed.split("\n\n")[0]
    assert len(listed.splitlines()) == len(COMMANDS)
    for line in listed.splitlines():
        assert line.endswith(".") and not line.endswith("...")


def test_a_misspelt_command_is_answered_with_the_nearest() -> None:
    done = CliRunner().invoke(main, ["opne"])
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, "Error: No such command 'opne'. Did you mean 'open'?")


@pytest.mark.parametrize("options", [("--job", "x"), ("--job", "x", "--run", "jr_1")])
def test_a_place_to_open_is_refused_where_nothing_is_opened(options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, [*options, "--demo", "jobs"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert " and ".join(options[::2]) in done.stderr.splitlines()[-1]


def test_a_run_without_its_job_is_a_mistake_in_usage() -> None:
    done = CliRunner().invoke(main, ["--run", "jr_1"])
    assert done.exit_code == 2
    assert "--run needs --job" in done.output


def test_without_a_terminal_it_leaves_with_one_line_that_says_why() -> None:
    done = CliRunner().invoke(main, ["--demo"])
    assert done.exit_code == 2
    (line,) = done.output.splitlines()
    assert "needs a terminal" in line
    assert "stdin and stderr" in line
    assert "aws glue get-job-run" in line


def test_a_dumb_terminal_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())
    with pytest.raises(Failure) as refusal:
        main(["--demo"], standalone_mode=False)
    assert refusal.value.exit_code == 2
    assert "TERM=dumb" in refusal.value.message


def test_the_help_names_every_command_and_an_unknown_one_is_a_mistake_in_usage() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    for name in ("open", "jobs", "runs", "logs", "show", "tree", "get-job-run", "info"):
        assert f"\n  {name} " in shown
    assert CliRunner().invoke(main, ["rnus"]).exit_code == 2


@pytest.mark.parametrize("name", ["open", "jobs", "runs", "logs", "show", "tree", "get-job-run", "info"])
def test_a_commands_help_loads_no_screen_and_no_aws(name: str) -> None:
    assert not loaded_by(name, "--help") & SCREEN_AND_AWS


def test_a_piped_list_is_printed_without_rich_tables_and_textual() -> None:
    assert not loaded_by("jobs", "--demo") & {"textual", "rich.table", "rich.console"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--night", "--job", "x"], "exclude each other"), (["--night", "info"], "--night opens the UI there")],
)
def test_the_board_is_opened_by_the_ui_alone_and_by_nothing_else_at_once(arguments: list[str], said: str) -> None:
    outcome = CliRunner().invoke(main, arguments)
    assert outcome.exit_code == 2
    assert said in outcome.output
