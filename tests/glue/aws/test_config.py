"""The AWS config files as botocore finds and reads them, and what is said of those that it cannot read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from botocore.session import Session

from gluetui.glue.aws.config import check_profile, config_files, config_path, profiles
from gluetui.glue.errors.error import AwsError
from tests.aws_home import KEYS, AwsHome

GOOD = f"[default]\nregion = eu-south-1\n[profile day]\n{KEYS}"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsHome:
    home = AwsHome(tmp_path, monkeypatch)
    home.config(GOOD)
    return home


@pytest.mark.parametrize(
    "named",
    ["$HOME/.aws/config", "${HOME}/.aws/config", "~/.aws/config", "$PLACE", "$HOME/../$FOLDER/.aws/config"],
)
def test_a_path_is_expanded_as_botocore_expands_it(home: AwsHome, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("PLACE", str(home.config_path))
    monkeypatch.setenv("FOLDER", home.path.name)
    monkeypatch.setenv("AWS_CONFIG_FILE", named)
    assert list(profiles()) == ["default", "day"] == Session().available_profiles


@pytest.mark.parametrize("named", ["$NOT_SET/config", "~nobody-here/config", "/no/such/config", "a b", "%HOME%/config"])
def test_a_named_file_that_is_not_there_is_why_there_is_no_profile(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", named)
    with pytest.raises(AwsError, match="AWS_CONFIG_FILE names it, and it does not exist") as told:
        check_profile("day")
    assert named in str(told.value)


def unreadable(kind: str, path: Path) -> Path:
    """A path of a kind that no user, root neither, can read a file at."""
    if kind == "directory":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "below a file":
        path.write_text("")
        return path / "config"
    elif kind == "long":
        return path.with_name("x" * 300)
    return path


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("directory", "it is a directory"),
        ("loop", "it cannot be read: Too many levels of symbolic links"),
        ("pipe", "it is not a regular file"),
        ("below a file", "it cannot be read: Not a directory"),
        ("long", "it cannot be read: File name too long"),
    ],
)
@pytest.mark.parametrize("variable", ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"])
def test_a_file_that_botocore_takes_for_empty_is_told_with_the_reason(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, variable: str, kind: str, why: str
) -> None:
    monkeypatch.setenv(variable, str(unreadable(kind, home.path / "x")))
    files = config_files()
    assert f"counts as empty: {why}." in files.hint("day")
    assert sorted(files.profiles) == sorted(Session().available_profiles)
    with pytest.raises(AwsError, match=why):
        check_profile("gone")
    check_profile(None)


def test_a_file_that_may_not_be_read_is_told(home: AwsHome, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(AwsError, match="config counts as empty: it cannot be read: Permission denied"):
        check_profile("day")


def test_a_variable_set_to_nothing_leaves_no_file_as_for_botocore(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "")
    assert profiles() == {}
    assert Session().available_profiles == []
    assert "AWS_CONFIG_FILE is set to nothing" in config_files().hint("day")


@pytest.mark.parametrize("named", [None, os.devnull])
def test_no_file_at_all_is_nothing_to_speak_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    AwsHome(tmp_path, monkeypatch)
    if named:
        monkeypatch.setenv("AWS_CONFIG_FILE", named)
    assert config_files().hint("day") == ""
    check_profile(None)


def test_one_file_for_both_is_told_once(home: AwsHome, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(variable, str(home.path))
    assert config_files().hint("day") == f"{home.path} counts as empty: it is a directory."


@pytest.mark.parametrize(
    ("name", "config", "credentials", "step"),
    [
        ("nightly", "[nightly]\n", "", "has [nightly]: write it as [profile nightly]"),
        ("nightly", "[Profile nightly]\n", "", "has [Profile nightly]: write it as [profile nightly]"),
        ("nightly", "[Profile: nightly]\n", "", "has [Profile: nightly]: write it as [profile nightly]"),
        ("my team", "[profile my team]\n", "", "has [profile my team]: write it as [profile 'my team']"),
        ("nightly", "", "[profile nightly]\n", "has [profile nightly]: write it as [nightly]"),
        ("nightly", "[profile weekly]\n", "", "There is weekly"),
        # A name in other letters is another profile.
        ("NIGHTLY", "[profile nightly]\n", "", "Did you mean nightly?"),
        ("Default", "[default]\n", "", "Did you mean default?"),
        ("Nightly", "", "[nightly]\n", "Did you mean nightly?"),
        ("weeky", "[profile weekly]\n[sso-session weeky2]\n", "", "Did you mean weekly?"),
    ],
)
def test_a_section_that_was_meant_to_be_the_profile_is_named(
    home: AwsHome, name: str, config: str, credentials: str, step: str
) -> None:
    home.config(config)
    (home.path / ".aws" / "credentials").write_text(credentials)
    with pytest.raises(AwsError) as told:
        check_profile(name)
    assert step in told.value.next_step


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode(), "byte order mark (UTF-8)"),
        (GOOD.encode("utf-16"), "byte order mark (UTF-16)"),
        (b"\xfe\xff" + GOOD.encode("utf-16-be"), "byte order mark (UTF-16)"),
        (b"[default]\n# caf\xe9\n", "it is not UTF-8 in line 2"),
        (b"[default]\ns3 =\n  hunter2\n", "not enough values"),
        (b"[default]\na = 1\na = 2\n", "already exists, line 3"),
        (b"region = x\n", "no section headers, line 1"),
    ],
)
def test_a_text_that_cannot_be_read_is_told_without_its_lines(home: AwsHome, content: bytes, why: str) -> None:
    home.config_path.write_bytes(content)
    with pytest.raises(AwsError) as told:
        check_profile(None)
    assert why in told.value.cause
    assert "hunter2" not in str(told.value) + told.value.detail
    with pytest.raises(Exception, match=r".*"):
        Session().available_profiles  # noqa: B018


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\nregion = eu-west-3\n[profile a]\n[profile b]\nregion = x\n",
        "[default]\r\nregion = eu-west-3\r\n[profile a]\r\n",
        "[profile default]\nregion = a\n[default]\nregion = b\n",
        "[profile 'with blank']\nregion=x\n[profile \"q\"]\n[profile two words]\n[plain]\n[preview]\nx=1\n",
        "[profile: a]\nregion: x\n; no\n# [profile no]\n[sso-session a]\n[services a]\nglue =\n  endpoint_url = x\n",
        "",
    ],
)
def test_a_file_is_read_as_botocore_reads_it(home: AwsHome, text: str) -> None:
    home.config_path.write_bytes(text.encode())
    own = Session().full_config["profiles"]
    assert {name: profile.settings.get("region") for name, profile in profiles().items()} == {
        name: settings.get("region") for name, settings in own.items()
    }
    assert config_path() == home.config_path
