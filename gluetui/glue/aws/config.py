"""The AWS config files, read without boto3 as botocore reads them."""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Mapping
from configparser import Error, RawConfigParser
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from gluetui.glue.errors.error import AwsError, Context, ErrorKind, explained

Settings = Mapping[str, str]

CONFIG, CREDENTIALS = "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"
"""The variables that name the files."""

PROFILES = "AWS_DEFAULT_PROFILE", "AWS_PROFILE"
"""The variables that name a profile, in botocore's order."""

_DEFAULT_PATHS = {CONFIG: "~/.aws/config", CREDENTIALS: "~/.aws/credentials"}


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


class ConfigFile(NamedTuple):
    """One of the two files: its sections, and what keeps botocore from reading it, which then takes it for empty."""

    path: Path
    sections: Mapping[str, Settings]
    fault: str = ""
    """Why it counts as empty; "" for a file that was read, and for one that nobody named and that is not there."""
    is_there: bool = True
    error: Exception | None = None
    """What is wrong with its text: with it botocore can do nothing at all."""

    @property
    def name(self) -> str:
        """Its path, or words for a path of nothing."""
        return "A file without a name" if self.path == Path() else str(self.path)


class ConfigFiles(NamedTuple):
    """Both files."""

    config: ConfigFile
    credentials: ConfigFile

    @property
    def profiles(self) -> dict[str, Profile]:
        """By name, in the order of the files."""
        named = {name: each for section, each in self.config.sections.items() if (name := _profile_in(section))}
        keys = self.credentials.sections
        return {name: Profile(named.get(name, {}), keys.get(name, {})) for name in {**named, **keys}}

    def service_settings(self, settings: Settings, service: str) -> Settings:
        """What the `services` section that a profile names says of one service."""
        name = settings.get("services", "")
        wanted = (each for section, each in self.config.sections.items() if _words(section) == ["services", name])
        return _nested(next(wanted, {}).get(service, "")) if name else {}

    def hint(self, profile: str) -> str:
        """In sentences: a file that counts as empty, and a section that was meant to be this profile."""
        faults = [f"{each.name} counts as empty: {each.fault}." for each in self if each.fault]
        return " ".join(dict.fromkeys([*faults, *self._misnamed(profile)]))

    def _misnamed(self, profile: str) -> list[str]:
        right = "default" if profile == "default" else f"profile {shlex.quote(profile)}"
        asked = ((self.config, right, _profile_in), (self.credentials, profile, str))
        return [
            f"{file.path} has [{section}]: write it as [{wanted}]."
            for file, wanted, name_in in asked
            for section in file.sections
            # A name in other letters is another profile and not a section that is written wrongly.
            if _bare(section) == profile.casefold() and name_in(section).casefold() != profile.casefold()
        ]


def config_path() -> Path:
    """Where the AWS config file is, by AWS_CONFIG_FILE or AWS's custom."""
    return _path(CONFIG)


def credentials_path() -> Path:
    """Where the AWS credentials file is, by AWS_SHARED_CREDENTIALS_FILE or AWS's custom."""
    return _path(CREDENTIALS)


def config_files() -> ConfigFiles:
    """Both files as they are now."""
    return ConfigFiles(_read(CONFIG), _read(CREDENTIALS))


def profiles() -> dict[str, Profile]:
    """By name, in the order of the files; a file that cannot be read says nothing."""
    return config_files().profiles


def named_profile(profile: str | None, environ: Mapping[str, str]) -> str | None:
    """The one that was asked for, else the environment's in botocore's order; None where the default is left."""
    return profile or next((name for name in map(environ.get, PROFILES) if name and name.strip()), None)


def current_profile(profile: str | None) -> str:
    """The profile in force: the one that was asked for, else the environment's, else "default"."""
    return named_profile(profile, os.environ) or "default"


def profile_setting(profile: str | None, name: str) -> str:
    """One setting of the profile in force, or ""."""
    return profiles().get(current_profile(profile), NO_PROFILE).settings.get(name, "")


def check_profile(profile: str | None) -> None:
    """Say without boto3, which takes its time, what boto3 would say of the files and of the profile in force.

    Raises: AwsError for a file that cannot be parsed and for a profile that is in neither file.
    """
    files = config_files()
    for file in files:
        if file.error is not None:
            error = ConfigParseError(file.path, file.error)
            raise explained(error, Context("connect", profile, None)) from file.error
    name = current_profile(profile)
    known = files.profiles
    if name != "default" and name not in known:
        by = "" if profile else next((f" {each} names it." for each in PROFILES if os.environ.get(each)), "")
        step = files.hint(name) or _instead_of(name, list(known))
        raise AwsError(ErrorKind.SETUP, f"The AWS config files have no profile {name}", step + by)


def _instead_of(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known) or get_close_matches(name.casefold(), known)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    if not known:
        return f"There is none in {config_path()}; `aws configure --profile {shlex.quote(name)}` makes it."
    named = ", ".join(known[:8])
    return f"There {'is' if len(known) == 1 else 'are'} {named}{' and others' if len(known) > 8 else ''}."


def _path(variable: str) -> Path:
    """As botocore does, with variables in it and the home of a user that may not exist."""
    return Path(os.path.expanduser(os.path.expandvars(os.environ.get(variable, _DEFAULT_PATHS[variable]))))


def _read(variable: str) -> ConfigFile:
    path = _path(variable)
    if os.environ.get(variable) == "":
        return ConfigFile(path, {}, f"{variable} is set to nothing", is_there=False)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return ConfigFile(path, {}, "" if str(path) == os.devnull else _kind_of(mode))
        content = path.read_bytes()
    except FileNotFoundError:
        why = f"{variable} names it, and it does not exist" if variable in os.environ else ""
        return ConfigFile(path, {}, why, is_there=False)
    except (OSError, ValueError) as error:
        return ConfigFile(path, {}, f"it cannot be read: {getattr(error, 'strerror', None) or error}")
    try:
        return ConfigFile(path, _sections(content))
    except (Error, ValueError) as error:
        return ConfigFile(path, {}, error=error)


def _kind_of(mode: int) -> str:
    return "it is a directory" if stat.S_ISDIR(mode) else "it is not a regular file"


_MARKS = {b"\xef\xbb\xbf": "UTF-8", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def _sections(content: bytes) -> dict[str, Settings]:
    """Sections with what [DEFAULT] gives them. Raises: configparser.Error, ValueError."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            raise ValueError(
                f"it begins with a byte order mark ({encoding}); botocore reads UTF-8 without one, so save it as that"
            )
    parser = RawConfigParser()
    try:
        parser.read_string(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"it is not UTF-8 in line {line}; save it as that") from None
    sections: dict[str, Settings] = {name: dict(parser.items(name)) for name in parser.sections()}
    for settings in sections.values():
        for value in settings.values():
            _nested(value)
    return sections


def _nested(value: str) -> Settings:
    """The settings in an indented block. Raises: ValueError for a line without a sign."""
    if not value.startswith("\n"):
        return {}
    lines = [line.split("=", 1) for line in value.splitlines() if line.strip()]
    return {name.strip(): setting.strip() for name, setting in lines}


def _words(section: str) -> list[str]:
    try:
        return shlex.split(section)
    except ValueError:
        return []


def _profile_in(section: str) -> str:
    """The profile that a section of the config file is about; "" for another kind of section."""
    words = _words(section)
    if section == "default":
        return "default"
    return words[1] if len(words) == 2 and section.startswith("profile") else ""


def _bare(section: str) -> str:
    """The name that a section's author may have meant."""
    return re.sub(r"^profile\b[\s:]*|['\"]", "", section.strip().casefold()).strip()
