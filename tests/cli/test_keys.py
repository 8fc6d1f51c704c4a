"""`gluetui keys`: every command with its keys and the id for the settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gluetui.cli.main import main
from gluetui.commands import BY_ID, COMMANDS


def rows(*options: str) -> list[str]:
    done = CliRunner().invoke(main, ["keys", *options])
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def test_every_command_has_a_line_with_its_id_and_what_it_does() -> None:
    printed = [line.split("\t") for line in rows()]
    assert sorted(cells[2] for cells in printed) == sorted(command.id for command in COMMANDS)
    assert all(cells[3] == BY_ID[cells[2]].help for cells in printed)


def test_the_keys_are_those_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keymap]\n"browse.refresh" = "f5"\n')
    monkeypatch.setenv("GLUETUI_CONFIG", str(config))
    keys = {(found := json.loads(line))["Id"]: found["Keys"] for line in rows("--json")}
    assert keys["browse.refresh"] == ["f5"]
    assert keys["rows.up"] == ["↑", "k"]
