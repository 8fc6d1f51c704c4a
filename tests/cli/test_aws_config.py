"""What is wrong with the AWS config files, told in one line before the UI and without boto3."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gluetui.glue.aws.config import check_profile, profiles
from gluetui.glue.aws.origins import credential_program, credentials
from gluetui.glue.errors.error import AwsError, ErrorKind
from tests.aws_home import KEYS, SSO, SSO_SESSION, AwsHome
from tests.cli.conftest import Command
from tests.pty.terminal import gluetui
from tests.values import EVIL

CONFIG = f"""
[default]
region = eu-west-1
[profile nightly]
{SSO}
[profile deployer]
source_profile = nightly
role_arn = arn:aws:iam::1:role/d
[profile loop]
source_profile = loop
[profile console]
login_session = arn:aws:iam::1:user/u
[profile keys]
{KEYS}
credential_process = /opt/vault --token hunter2
{SSO_SESSION}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsHome:
    home = AwsHome(tmp_path, monkeypatch)
    home.config(CONFIG)
    return home


@pytest.mark.parametrize("name", [("runs", "orders"), ("jobs",), ("open", "Job name: orders")])
def test_an_unknown_profile_is_one_line_with_close_matches(home: AwsHome, command: Command, name: list[str]) -> None:
    done = command("--profile", "nigthly", *name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "Error: The AWS config files have no profile nigthly. Did you mean nightly?\n"


def test_a_profile_of_the_environment_is_checked_too(
    home: AwsHome, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "zzz")
    done = command("jobs")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: The AWS config files have no profile zzz. There are default, nightly,")


def test_before_the_ui_in_a_terminal(home: AwsHome) -> None:
    with gluetui("--profile", "nigthly") as terminal:
        assert terminal.wait_exit() == 2
        assert "Did you mean nightly?" in terminal.text
        assert b"\x1b[?1049h" not in terminal.written


def test_a_broken_file_is_named_with_the_parsers_words_and_without_its_line(home: AwsHome, command: Command) -> None:
    home.config("[profile x]\naws_secret_access_key hunter2\n")
    done = command("--profile", "x", "jobs")
    (line,) = done.stderr.splitlines()
    assert done.exit_code == 2
    assert str(home.config_path) in line
    assert "parsing errors, line 2" in line
    assert "hunter2" not in line


def test_a_broken_file_is_told_before_the_ui_in_a_terminal(home: AwsHome) -> None:
    home.config("[profile x]\naws_secret_access_key hunter2\n")
    with gluetui("--profile", "x") as terminal:
        assert terminal.wait_exit() == 2
        # A line of the terminal may end at a space.
        said = "".join(terminal.text.split())
        assert str(home.config_path) in said
        assert "parsingerrors,line2" in said
        assert b"hunter2" not in terminal.written
        assert b"\x1b[?1049h" not in terminal.written


def test_files_and_demo_open_whatever_the_configuration_is(home: AwsHome, command: Command) -> None:
    home.config("[profile x\n")
    assert command("--profile", "nope", "jobs", "--demo").exit_code == 0


def test_nothing_heavy_is_imported_to_say_so(home: AwsHome) -> None:
    script = (
        "import sys\nfrom gluetui.cli.main import main\n"
        "try: main(['--profile', 'nope', 'jobs'])\n"
        "except SystemExit as error: print(error.code, *sorted({'boto3', 'botocore', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "2\n"


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("nightly", "aws sso login --profile nightly"),
        ("deployer", "aws sso login --profile nightly"),
        ("console", "aws login --profile console"),
        ("keys", ""),
        ("loop", ""),
        ("nope", ""),
        (None, ""),
    ],
)
def test_the_command_that_signs_in_is_that_of_the_profile_a_role_comes_from(
    home: AwsHome, profile: str | None, expected: str
) -> None:
    assert " ".join(credentials(profile, profiles(), {}).sign_in) == expected


def test_of_a_credential_process_only_its_program_is_told(home: AwsHome) -> None:
    assert credential_program("keys") == "/opt/vault"
    assert credential_program("nightly") is None


def test_a_hostile_profile_does_nothing_to_the_terminal(home: AwsHome, command: Command) -> None:
    done = command("--profile", EVIL, "jobs")
    assert done.exit_code == 2
    assert "\x1b" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_text_is_broken(home: AwsHome) -> None:
    home.config_path.write_bytes(b"[profile x]\nregion = \xff\xfe\n")
    with pytest.raises(AwsError) as told:
        check_profile("x")
    assert told.value.kind is ErrorKind.SETUP
    assert str(home.config_path) in told.value.cause
