"""What a shell completes, by click's own protocol, in an interpreter that loads no boto3."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import botocore.session
import click
import pytest
from click.testing import CliRunner

from gluetui.cli.main import main
from gluetui.cli.runs import complete_state
from gluetui.glue.aws.regions import regions

SCRIPT = """
import sys
from gluetui.cli.main import main
try:
    main(prog_name="gluetui")
finally:
    print(*sorted({"textual", "rich", "boto3", "botocore"} & set(sys.modules)), file=sys.stderr)
"""


_NOTHING = click.Context(main), click.Option(["--state"])


def completed(*words: str, shell: str = "bash", **environ: str) -> list[str]:
    """What a shell is offered for the last word."""
    given = {"_GLUETUI_COMPLETE": f"{shell}_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    if shell == "fish":
        given |= {"COMP_CWORD": words[-1]}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        env={**os.environ, **given, **environ},
        check=True,
    )
    assert done.stderr == "\n"
    return [line for line in done.stdout.splitlines() if line]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "config").write_text(
        "[default]\nregion = x\n[profile night]\n[profile 'two words']\n[sso-session corp]\n[profile empty]\n"
    )
    (tmp_path / "credentials").write_text("[keys]\naws_access_key_id = x\n[night]\n")
    return {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
    }


def test_profiles_are_those_of_both_files(files: dict[str, str]) -> None:
    offered = completed("gluetui", "--profile", "", **files)
    assert offered == [f"plain,{name}" for name in ("default", "night", "two words", "empty", "keys")]
    assert completed("gluetui", "runs", "--profile", "ni", **files) == ["plain,night"]
    assert completed("gluetui", "get-job-run", "--profile", "k", **files) == ["plain,keys"]


def test_files_that_cannot_be_read_complete_nothing(tmp_path: Path) -> None:
    (tmp_path / "config").write_bytes(b"\xff[broken")
    assert completed("gluetui", "--profile", "", AWS_CONFIG_FILE=str(tmp_path / "config")) == []


@pytest.mark.parametrize("command", [[], ["open"], ["get-job-run"], ["tree"]])
def test_regions_are_completed(command: list[str]) -> None:
    assert completed("gluetui", *command, "--region", "eu-south") == ["plain,eu-south-1", "plain,eu-south-2"]


def test_regions_are_all_that_botocore_knows() -> None:
    session = botocore.session.get_session()
    known = {
        name
        for partition in session.get_available_partitions()
        for name in session.get_available_regions("glue", partition)
    }
    assert known <= set(regions())
    assert regions()["eu-west-1"] == "Europe (Ireland)"


@pytest.mark.parametrize(
    ("begun", "offered"),
    [
        ("fa", ["failed"]),
        ("ST", ["starting", "stopping", "stopped"]),
        ("failed,ti", ["failed,timeout"]),
        ("failed,,e", ["failed,,error", "failed,,expired"]),
        ("x", []),
    ],
)
def test_states_are_completed_after_a_comma_too(begun: str, offered: list[str]) -> None:
    assert sorted(complete_state(*_NOTHING, begun)) == sorted(offered)


def test_a_shell_is_offered_states() -> None:
    assert completed("gluetui", "runs", "curate-sales", "--state", "fa") == ["plain,failed"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_help_says_how_completion_is_switched_on(shell: str) -> None:
    shown = CliRunner().invoke(main, ["--help"]).stdout
    (line,) = [line for line in shown.splitlines() if f"_GLUETUI_COMPLETE={shell}_source gluetui" in line]
    assert len(line) <= 80
    asked = {**os.environ, "_GLUETUI_COMPLETE": f"{shell}_source"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=asked, check=True)
    assert "_GLUETUI_COMPLETE" in done.stdout


def test_commands_and_options_are_completed() -> None:
    assert {"plain,jobs", "plain,runs", "plain,get-job-run"} <= set(completed("gluetui", ""))
    assert "plain,--predecessors-included" in completed("gluetui", "get-job-run", "--p")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_served_too(shell: str, files: dict[str, str]) -> None:
    assert any("night" in line for line in completed("gluetui", "--profile", "ni", shell=shell, **files))
