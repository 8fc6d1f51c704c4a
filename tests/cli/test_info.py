"""`gluetui info`: what a bug report needs, without a call and without a secret."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from gluetui import __version__
from gluetui.glue.aws.config import Profile
from gluetui.glue.aws.origins import credential_source
from tests.cli.conftest import Command

SECRETS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-test",
    "AWS_SESSION_TOKEN": "a-token-of-the-test",
}


def told(text: str) -> dict[str, str]:
    """By name; names and values are apart by two spaces or more."""
    pairs = [line.partition("  ") for line in text.splitlines()]
    return {name: value.strip() for name, _, value in pairs}


def test_as_json_it_tells_the_same(command: Command) -> None:
    options = ("info", "--profile", "p", "--region", "eu-west-1", "--endpoint-url", "https://user:hunter2@host")
    data = json.loads(command(*options, "--json").stdout)
    assert data.pop("settings not used") == []
    assert data == told(command(*options).stdout)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_it_tells_versions_settings_and_paths(command: Command) -> None:
    done = command("info", "--profile", "p", "--region", "eu-west-1", "--endpoint-url", "https://user:hunter2@host")
    found = told(done.stdout)
    assert found["gluetui"] == __version__
    assert {"Python", "system", "textual", "rich", "boto3", "botocore", "clipboard", "colours", "crash reports"} <= set(
        found
    )
    assert found["profile"] == "p (--profile)"
    assert found["region"] == "eu-west-1 (--region)"
    assert found["endpoint"].endswith("(--endpoint-url)")
    assert "hunter2" not in done.stdout
    assert found["AWS config"] == "~/.aws/config (not there)"


def test_it_tells_where_settings_come_from_and_no_secret(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile night]\nregion = eu-north-1\n[profile\nbroken")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    done = command("info")
    assert not [value for value in SECRETS.values() if value in done.output]
    assert told(done.stdout)["credentials by"] == "variables of the environment"
    config.write_text("[profile night]\nregion = eu-north-1\n")
    monkeypatch.setenv("AWS_PROFILE", "night")
    found = told(command("info").stdout)
    assert found["profile"] == "night (AWS_PROFILE)"
    assert found["region"] == "eu-north-1 (region in profile night)"


def test_for_saved_answers_it_tells_no_account(command: Command) -> None:
    found = told(command("info", "--demo").stdout)
    assert found["answers from"] == "the demo"
    assert "credentials by" not in found


@pytest.mark.parametrize(
    ("config", "credentials", "environ", "expected"),
    [
        ({"sso_session": "x"}, {}, {}, "SSO"),
        ({"sso_start_url": "x"}, {}, {}, "SSO"),
        ({"role_arn": "x", "source_profile": "y"}, {}, {}, "a role"),
        ({"role_arn": "x", "web_identity_token_file": "y"}, {}, {}, "a role by web identity"),
        ({"credential_process": "x"}, {"aws_access_key_id": "x"}, {}, "the credentials file"),
        ({"credential_process": "x"}, {}, {}, "credential_process"),
        ({"login_session": "x"}, {}, {}, "aws login"),
        ({"aws_access_key_id": "x"}, {}, {}, "the config file"),
        ({}, {}, {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "x"}, "the container"),
        ({}, {}, {"AWS_EC2_METADATA_DISABLED": "true"}, "none found"),
        ({}, {}, {}, "the instance's metadata, if this is an EC2 instance"),
    ],
)
def test_the_source_of_credentials_follows_botocores_order(
    config: dict[str, str], credentials: dict[str, str], environ: dict[str, str], expected: str
) -> None:
    known = {"p": Profile(config, credentials)}
    # A profile that was chosen wins over keys in the environment.
    assert credential_source("p", known, {"AWS_ACCESS_KEY_ID": "x", **environ}) == expected


def test_keys_in_the_environment_win_where_no_profile_was_chosen() -> None:
    known = {"default": Profile({"sso_session": "x"}, {})}
    assert credential_source(None, known, {"AWS_ACCESS_KEY_ID": "x"}) == "variables of the environment"
    assert credential_source(None, known, {}) == "SSO"
    assert credential_source("q", known, {}).startswith("none: the AWS config files have no such profile")
