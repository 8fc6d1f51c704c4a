"""Which AWS CLI is on the machine: found cheaply, asked once, never waited for long."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from gluetui.local import aws_cli
from gluetui.local.aws_cli import copies_iso_times, major_version, prints_iso_times
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def nothing_is_known() -> None:
    aws_cli._major.cache_clear()


def put(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, *, place: str = "bin/aws") -> Path:
    """A program as the AWS CLI; it notes each time that it is run."""
    program = folder / place
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho run >> {folder}/runs\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr("gluetui.local.aws_cli.PROGRAM", str(program))
    return program


def runs(folder: Path) -> int:
    noted = folder / "runs"
    return len(noted.read_text().splitlines()) if noted.exists() else 0


@pytest.mark.parametrize(
    ("script", "major"),
    [
        ("echo aws-cli/1.45.11 Python/3.11.7 Linux/6.1 botocore/1.43.11", 1),
        ("echo aws-cli/1.16.0 Python/2.7.18 Darwin/19 >&2", 1),
        ("echo aws-cli/2.36.1 Python/3.13.2 Linux/6.1 exe/x86_64.ubuntu.24", 2),
        ("echo aws-cli/3.0.0", 3),
        ("echo warning: shell >&2; echo aws-cli/1.2.3", 1),
        ("echo some other aws", 2),
        ("echo aws-cli/2.1.0; exit 3", 2),
        ("exit 127", 2),
        ("read answer; echo aws-cli/1.${answer:-0}.0", 1),
    ],
)
def test_it_says_its_version_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, major: int) -> None:
    put(tmp_path, monkeypatch, script)
    assert major_version() == major


@pytest.mark.parametrize(
    ("place", "major"),
    [
        ("usr/local/aws-cli/v2/current/dist/aws", 2),
        ("home/me/aws-cli/v2/2.36.1/bin/aws", 2),
        ("opt/homebrew/Cellar/awscli/2.36.1/bin/aws", 2),
        ("opt/homebrew/Cellar/awscli@1/1.45.2/bin/aws", 1),
        ("usr/local/aws-cli/v3/current/dist/aws", 3),
    ],
)
def test_where_it_is_says_its_version_without_running_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, major: int
) -> None:
    put(tmp_path, monkeypatch, "echo aws-cli/9.0.0", place=place)
    assert (major_version(), runs(tmp_path)) == (major, 0)


def test_without_one_version_2_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert major_version() == 2
    monkeypatch.setattr("gluetui.local.aws_cli.PROGRAM", str(tmp_path))
    assert major_version() == 2


def test_it_is_asked_once_and_again_only_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = put(tmp_path, monkeypatch, "echo aws-cli/1.45.0")
    assert [major_version(), major_version(), runs(tmp_path)] == [1, 1, 1]
    aws_cli._major.cache_clear()
    assert [major_version(), runs(tmp_path)] == [1, 1], "another process asks again"
    program.write_text("#!/bin/sh\necho aws-cli/2.36.0\n")
    assert major_version() == 2


def test_a_shim_is_asked_again_the_next_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, monkeypatch, f"cat {tmp_path}/version")
    version = tmp_path / "version"
    version.write_text("aws-cli/1.45.0\n")
    with time_machine.travel(NOW, tick=False) as clock:
        assert major_version() == 1
        version.write_text("aws-cli/2.36.0\n")
        assert major_version() == 1
        clock.shift(timedelta(days=1))
        assert major_version() == 2


def test_one_that_hangs_is_given_up_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gluetui.local.aws_cli.SECONDS", 0.1)
    put(tmp_path, monkeypatch, "sleep 600 & sleep 600")
    assert major_version() == 2


@pytest.mark.parametrize(
    ("form", "is_iso"), [("iso8601", True), ("wire", False), ("none", False), ("", True), ("something else", True)]
)
def test_a_form_that_is_named_needs_no_aws_cli(form: str, is_iso: bool) -> None:
    assert prints_iso_times(form) is is_iso


def test_what_is_copied_follows_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").write_text("[default]\ncli_timestamp_format = wire\n[profile iso]\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    assert (copies_iso_times(None), copies_iso_times("iso")) == (False, True)
