"""The AWS config files and botocore's Regions, read without boto3; where a profile's credentials come from."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from configparser import Error, RawConfigParser
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from gluetui.glue.errors.error import AwsError, Context, ErrorKind, explained

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
    return Path(os.path.expanduser(os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config"))


def credentials_path() -> Path:
    """Where the AWS credentials file is, by AWS_SHARED_CREDENTIALS_FILE or AWS's custom."""
    return Path(os.path.expanduser(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"))


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

    Raises: AwsError for a file that cannot be parsed and for a profile that is in neither file.
    """
    for path in (config_path(), credentials_path()):
        try:
            RawConfigParser().read([str(path)])
        except (Error, UnicodeDecodeError) as error:
            raise explained(ConfigParseError(path, error), Context("connect", profile, None)) from error
    name = current_profile(profile)
    known = profiles()
    if name != "default" and name not in known:
        raise AwsError(ErrorKind.SETUP, f"The AWS config files have no profile {name}", _instead_of(name, list(known)))


def sign_in_command(profile: str | None) -> tuple[str, ...]:
    """The command that signs in a profile, or the profile that its role comes from; () where there is none."""
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


NO_SUCH_PROFILE = "none: the AWS config files have no such profile"
NO_CREDENTIALS = "no credentials"


def credential_source(profile: str | None, known: Mapping[str, Profile], environ: Mapping[str, str]) -> str:
    """By botocore's order, which of its methods gives the credentials, as far as settings show it."""
    chosen = named_profile(profile, environ)
    name = chosen or "default"
    if chosen and chosen not in known:
        return NO_SUCH_PROFILE
    found = known.get(name, NO_PROFILE)
    config = found.settings
    methods = (
        ("variables of the environment", not profile and environ.get("AWS_ACCESS_KEY_ID")),
        ("a role", config.get("role_arn") and (config.get("source_profile") or config.get("credential_source"))),
        ("a role by web identity", config.get("role_arn") and config.get("web_identity_token_file")),
        ("a role by web identity (environment)", not profile and environ.get("AWS_WEB_IDENTITY_TOKEN_FILE")),
        ("SSO", config.get("sso_session") or config.get("sso_start_url")),
        ("the credentials file", found.credentials.get("aws_access_key_id")),
        ("aws login", config.get("login_session")),
        ("credential_process", config.get("credential_process")),
        ("the config file", found.config.get("aws_access_key_id")),
        (
            "the container",
            environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") or environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
        ),
        (
            "the instance's metadata, if this is an EC2 instance",
            environ.get("AWS_EC2_METADATA_DISABLED", "").lower() != "true",
        ),
    )
    return next((method for method, is_set in methods if is_set), "none found")


def signs_in_by(profile: str | None, known: Mapping[str, Profile], environ: Mapping[str, str]) -> str:
    """The same in a few words for a list; without a profile that was chosen, the environment comes first."""
    if profile is not None:
        environ = {"AWS_EC2_METADATA_DISABLED": "true"}
    method = credential_source(profile, known, environ)
    if method == "none found":
        return NO_CREDENTIALS
    settings = known.get(profile or "default", NO_PROFILE).settings
    source = settings.get("source_profile") if method == "a role" else ""
    way = f"a role, by profile {source}" if source else method
    return way + (", with MFA" if settings.get("mfa_serial") else "")


_SUFFIXES = ("dnsSuffix", "dualStackDnsSuffix")
"""Of each partition's outputs those that end the names of its hosts."""


def regions() -> dict[str, str]:
    """Where each Region is, such as "Europe (Ireland)", by its name: every one that the installed botocore knows."""
    return {
        name: str(region.get("description", ""))
        for partition in _partitions()
        for name, region in partition["regions"].items()
        if not name.endswith("-global")
    }


def host_beyond_aws(url: str) -> str:
    """The host and port of an endpoint that is not AWS's own; "" for AWS's."""
    address = urlsplit(url)
    host = address.hostname or ""
    suffixes = [str(partition["outputs"][name]) for partition in _partitions() for name in _SUFFIXES]
    is_aws = not suffixes or any(host.endswith(f".{suffix}") for suffix in suffixes)
    return "" if is_aws else address.netloc.rpartition("@")[2]


@cache
def _partitions() -> list[Mapping[str, Any]]:
    spec = find_spec("botocore")
    for place in spec.submodule_search_locations or () if spec else ():
        try:
            document = json.loads((Path(place) / "data" / "partitions.json").read_text("utf-8"))
        except (OSError, ValueError):
            continue
        return list(document["partitions"])
    return []
