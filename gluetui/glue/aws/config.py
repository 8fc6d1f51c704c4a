"""What the AWS config files say, read without boto3: names of profiles, and one profile's settings."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from configparser import Error, RawConfigParser
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from gluetui.glue.errors.error import Context, GlueError, Kind, explained

Settings = Mapping[str, str]


class Profile(NamedTuple):
    """A profile's settings by the file that they are in; values may be secrets."""

    config: Settings
    credentials: Settings

    @property
    def settings(self) -> Settings:
        """Those of both files; botocore lets the credentials file win."""
        return {**self.config, **self.credentials}


NO_PROFILE = Profile({}, {})


class ConfigParseError(Exception):
    """A file that cannot be parsed; named as botocore's, so that it is explained in the same words."""

    def __init__(self, path: Path, error: Exception) -> None:
        super().__init__(str(path))
        self.kwargs = {"path": str(path), "error": error}


def config_path() -> Path:
    """Where the AWS config file is, by AWS_CONFIG_FILE or AWS's custom."""
    return Path(os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config").expanduser()


def credentials_path() -> Path:
    """Where the AWS credentials file is, by AWS_SHARED_CREDENTIALS_FILE or AWS's custom."""
    return Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials").expanduser()


def profiles() -> dict[str, Profile]:
    """By name, in the order of the files; a file that cannot be read says nothing."""
    config = {name: settings for section, settings in _sections(config_path()) if (name := _profile_in(section))}
    credentials = dict(_sections(credentials_path()))
    return {name: Profile(config.get(name, {}), credentials.get(name, {})) for name in {**config, **credentials}}


def current_profile(profile: str | None) -> str:
    """The profile in force: the one that was asked for, else the environment's, else "default"."""
    return named_profile(profile, os.environ) or "default"


def named_profile(profile: str | None, environ: Mapping[str, str]) -> str | None:
    """The one that was asked for, else the environment's; None where boto3 is left to take the default."""
    return profile or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE")


def profile_setting(profile: str | None, name: str) -> str:
    """One setting of the profile in force, or ""."""
    return profiles().get(current_profile(profile), NO_PROFILE).config.get(name, "")


def check_profile(profile: str | None) -> None:
    """Say without boto3, which takes its time, what boto3 would say of the files and of the profile in force.

    Raises: GlueError for a file that cannot be parsed and for a profile that is in neither file.
    """
    for path in (config_path(), credentials_path()):
        try:
            RawConfigParser().read([str(path)])
        except (Error, UnicodeDecodeError) as error:
            raise explained(ConfigParseError(path, error), Context("connect", profile, None)) from error
    name = current_profile(profile)
    known = profiles()
    if name != "default" and name not in known:
        raise GlueError(Kind.SETUP, f"The AWS config files have no profile {name}", _instead_of(name, list(known)))


def sign_in_command(profile: str | None) -> tuple[str, ...]:
    """What signs a profile in, or the profile that its role comes from; () where nothing does."""
    known = profiles()
    name, seen = current_profile(profile), set()
    while name in known and name not in seen:
        seen.add(name)
        settings = known[name].settings
        option = () if name == "default" and not profile else ("--profile", name)
        if settings.get("sso_session") or settings.get("sso_start_url"):
            return ("aws", "sso", "login", *option)
        if settings.get("login_session"):
            return ("aws", "login", *option)
        name = settings.get("source_profile", "")
    return ()


def credential_program(profile: str | None) -> str | None:
    """The first word of the profile's credential_process: what may follow can be a secret."""
    command = profiles().get(current_profile(profile), NO_PROFILE).settings.get("credential_process", "")
    return next(iter(command.split()), None)


def _instead_of(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known) or get_close_matches(name.casefold(), known)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    if not known:
        return f"There is none in {config_path()}; `aws configure --profile {shlex.quote(name)}` makes it."
    named = ", ".join(known[:8])
    return f"There {'is' if len(known) == 1 else 'are'} {named}{' and others' if len(known) > 8 else ''}."


def _sections(path: Path) -> list[tuple[str, Settings]]:
    parser = RawConfigParser(default_section="", strict=False)
    try:
        parser.read_string(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, Error):
        return []
    return [(name, dict(parser.items(name))) for name in parser.sections()]


def _profile_in(section: str) -> str:
    """The profile that a section of the config file is about; "" for another kind of section."""
    try:
        words = shlex.split(section)
    except ValueError:
        return ""
    if words == ["default"]:
        return "default"
    return words[1] if len(words) == 2 and words[0] == "profile" else ""
