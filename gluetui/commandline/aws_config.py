"""What the AWS config files say, read without boto3: names of profiles, and one profile's settings."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from configparser import Error, RawConfigParser
from pathlib import Path
from typing import NamedTuple

Settings = Mapping[str, str]


class Profile(NamedTuple):
    """A profile's settings by the file that they are in; values may be secrets."""

    config: Settings
    credentials: Settings


def config_path() -> Path:
    return Path(os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config").expanduser()


def credentials_path() -> Path:
    return Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials").expanduser()


def profiles() -> dict[str, Profile]:
    """By name, in the order of the files; a file that cannot be read says nothing."""
    config = {name: settings for section, settings in _sections(config_path()) if (name := _profile_in(section))}
    credentials = dict(_sections(credentials_path()))
    return {name: Profile(config.get(name, {}), credentials.get(name, {})) for name in {**config, **credentials}}


def current_profile(profile: str | None) -> str:
    """The profile in force: the one that was asked for, else the environment's, else "default"."""
    return profile or os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE") or "default"


def setting(profile: str | None, name: str) -> str:
    """One setting of the profile in force, or ""."""
    return profiles().get(current_profile(profile), Profile({}, {})).config.get(name, "")


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
