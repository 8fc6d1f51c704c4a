"""Which command signs in from this terminal, and what is said where none does."""

from __future__ import annotations

import pytest

from gluetui.app.sign_in import for_this_terminal, why_no_command, why_unknown
from gluetui.glue.errors.origins import Credentials, Source


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
@pytest.mark.parametrize(
    ("command", "over_ssh"),
    [
        ("aws sso login", "aws sso login --use-device-code"),
        ("aws sso login --profile p", "aws sso login --profile p --use-device-code"),
        ("aws login", "aws login --remote"),
        ("aws login --profile p", "aws login --profile p --remote"),
        ("vault login", "vault login"),
    ],
)
def test_over_ssh_the_browser_is_elsewhere(
    monkeypatch: pytest.MonkeyPatch, variable: str, command: str, over_ssh: str
) -> None:
    assert " ".join(for_this_terminal(command.split())) == command
    monkeypatch.setenv(variable, "x")
    assert " ".join(for_this_terminal(command.split())) == over_ssh


@pytest.mark.parametrize(
    ("command", "needs"),
    [
        ("aws sso login", "`aws sso login` needs AWS CLI 2:"),
        ("aws sso login --profile login", "`aws sso login` needs AWS CLI 2:"),
        ("aws sso login --profile p --use-device-code", "`aws sso login` needs AWS CLI 2.22:"),
        ("aws login --profile sso", "`aws login` needs AWS CLI 2.32:"),
        ("aws login --remote", "`aws login` needs AWS CLI 2.32:"),
        ("vault aws login", ""),
    ],
)
def test_a_command_that_the_aws_cli_lacks_names_the_version_that_has_it(command: str, needs: str) -> None:
    assert why_unknown(command.split()).strip().startswith(needs)
    assert bool(why_unknown(command.split())) is bool(needs)


def test_no_command_stays_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_TTY", "x")
    assert for_this_terminal(()) == ()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source.ENVIRONMENT, "The keys of the environment (AWS_ACCESS_KEY_ID) go before any sign-in"),
        (Source.NONE, "`aws configure sso`"),
        (Source.NO_SUCH_PROFILE, "`aws configure sso`"),
        (Source.CREDENTIALS_FILE, "from the credentials file: there is no command to run"),
        (Source.CONTAINER, "from the container: there is no command to run"),
    ],
)
def test_where_no_command_signs_in_the_reason_is_told(source: Source, words: str) -> None:
    assert words in why_no_command("p", Credentials(source, source), "P opens a profile.")
