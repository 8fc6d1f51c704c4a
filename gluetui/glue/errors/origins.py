"""Where each setting in force was set and what gives the credentials: first line, errors and sign-in derive from it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Setting(NamedTuple):
    """A value in force and the place that set it: an option, a variable, a file, a list; both "" where none did."""

    value: str = ""
    place: str = ""


class Source(StrEnum):
    """What gives the credentials: botocore's methods."""

    ENVIRONMENT = "variables of the environment"
    ROLE = "a role"
    WEB_IDENTITY = "a role by web identity"
    WEB_IDENTITY_OF_ENVIRONMENT = "a role by web identity (environment)"
    SSO = "SSO"
    CREDENTIALS_FILE = "the credentials file"
    LOGIN = "aws login"
    PROCESS = "credential_process"
    CONFIG_FILE = "the config file"
    EC2_FILE = "the file in AWS_CREDENTIAL_FILE"
    BOTO_FILE = "a config file of boto's"
    CONTAINER = "the container"
    INSTANCE = "the instance's metadata, if this is an EC2 instance"
    NONE = "none found"
    NO_SUCH_PROFILE = "none: the AWS config files have no such profile"
    UNKNOWN = ""


class Credentials(NamedTuple):
    """What gives the credentials, and what is at the end of a role's chain of source profiles."""

    source: Source = Source.UNKNOWN
    end: Source = Source.UNKNOWN
    profile: str = ""
    """The profile at the end of the chain."""
    place: str = ""
    """The file or the variable that the end is in."""
    sign_in: tuple[str, ...] = ()
    """The command that renews them, where it is certain that one does."""
    is_half_set: bool = False
    """Whether AWS_SECRET_ACCESS_KEY is set without the AWS_ACCESS_KEY_ID that would make it count."""

    is_certain: bool = False
    """Whether botocore has them: settings alone do not show whether this is an EC2 instance."""

    @property
    def is_of_environment(self) -> bool:
        """Whether variables give them, before any profile is asked."""
        return self.source in _OF_ENVIRONMENT

    @property
    def outside_profiles(self) -> Source | None:
        """The source, where no profile is to be named for it; None where one is."""
        is_guess = self.source is Source.INSTANCE and not self.is_certain
        return self.source if self.source in _NAMES and not is_guess else None


class Origins(NamedTuple):
    """All that is in force for one profile in one Region, each with its place; unknown before the files were read."""

    profile: Setting = Setting()
    region: Setting = Setting()
    endpoint: Setting = Setting()
    certificates: Setting = Setting()
    fips: Setting = Setting()
    dualstack: Setting = Setting()
    credentials: Credentials = Credentials()
    is_region_known: bool | None = None
    """Whether the installed botocore has the Region; None before it was asked."""
    hint: str = ""
    """What is wrong with the AWS config files, in sentences: it may be why something is missing."""

    @property
    def signer(self) -> str:
        """What signs the calls, in the few words of the first line."""
        named = f"profile {self.profile.value or 'default'}"
        outside = self.credentials.outside_profiles
        return _NAMES[outside] if outside else named

    @property
    def is_of_environment(self) -> bool:
        """Whether variables give the credentials, before any profile is asked."""
        return self.credentials.is_of_environment

    @property
    def option(self) -> str | None:
        """The profile that a command elsewhere must be given for the same credentials; None where it needs none."""
        return None if self.is_of_environment else self.profile.value or None


UNKNOWN = Origins()

REGION_LIST = "the list of Regions"
"""The place of a Region that was chosen on the screen: there is nothing to correct elsewhere."""

KEYS = "AWS_ACCESS_KEY_ID"
SECRET = "AWS_SECRET_ACCESS_KEY"

_NAMES: Mapping[Source, str] = {
    Source.ENVIRONMENT: "keys of the environment",
    Source.WEB_IDENTITY_OF_ENVIRONMENT: "web identity of the environment",
    Source.CONTAINER: "credentials of the container",
    Source.INSTANCE: "credentials of the instance",
}
_OF_ENVIRONMENT = frozenset({Source.ENVIRONMENT, Source.WEB_IDENTITY_OF_ENVIRONMENT})

_WHO: Mapping[Source, tuple[str, str]] = {
    Source.ENVIRONMENT: ("the environment's access key", f"the keys of the environment ({KEYS})"),
    Source.WEB_IDENTITY_OF_ENVIRONMENT: ("the environment's web identity", "the credentials of the web identity"),
    Source.CONTAINER: ("the container's role", "the credentials of the container"),
    Source.INSTANCE: ("the instance's role", "the credentials of the instance"),
}
"""By source that no profile has: who acts, and what it acts with."""

_RENEWAL: Mapping[Source, str] = {
    Source.ENVIRONMENT: f"Export new keys or unset {KEYS} and restart, or choose a profile.",
    Source.WEB_IDENTITY: "The token file that web_identity_token_file names must be written anew; then retry.",
    Source.WEB_IDENTITY_OF_ENVIRONMENT: "The token file that AWS_WEB_IDENTITY_TOKEN_FILE names must be written anew; "
    "then retry, or choose a profile.",
    Source.CREDENTIALS_FILE: "Put new keys into {place} (`{configure}`), then retry.",
    Source.CONFIG_FILE: "Put new keys into {place} (`{configure}`), then retry.",
    Source.PROCESS: "Run its credential_process{program} by hand, then retry.",
    Source.CONTAINER: "The container's host renews them: retry, or choose a profile.",
    Source.INSTANCE: "The instance's role renews them: retry, or choose a profile.",
}
"""The next step by what is at the end of the chain, where no command signs in."""

_ANY_RENEWAL = "Sign in again (with SSO: `{login}`), then retry."
_SIGN_IN = "Sign in with `{login}`, then retry."

_CORRECTION: Mapping[Source, str] = {
    Source.ENVIRONMENT: f"Correct or unset {KEYS}, {SECRET} and AWS_SESSION_TOKEN and restart, or choose a profile.",
}
_SETUP: Mapping[Source, str] = {
    Source.WEB_IDENTITY: "Correct web_identity_token_file and role_arn in the AWS config file, then retry.",
    Source.WEB_IDENTITY_OF_ENVIRONMENT: "Correct or unset AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN and restart, "
    "or choose a profile.",
    Source.CONTAINER: "Correct or unset AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE "
    "and restart, or choose a profile.",
}
"""The next step where what sets the source up is wrong, by what is at the end of the chain."""

_ANY_CORRECTION = "Sign in again (with SSO: `{login}`) or correct the keys with `{configure}`."


_WRONG_SECRET = "Correct the keys with `{configure}`, or set the clock, then retry."


def whose(profile: str | None) -> str:
    """The name of a profile within a sentence."""
    return f"profile {profile}" if profile else "the default profile"


def words_of(origins: Origins, profile: str | None, program: str) -> dict[str, str]:
    """All that a rule may say of where things come from; `profile` is the one that the call was made for."""
    credentials = origins.credentials
    outside = credentials.outside_profiles
    who, keys = _WHO[outside] if outside else (whose(profile), f"the credentials of {whose(profile)}")
    option = f" --profile {shlex.quote(profile)}" if profile else ""
    end = f" --profile {shlex.quote(credentials.profile)}" if credentials.profile not in ("", "default") else option
    named = {
        "who": who,
        "Who": who[0].upper() + who[1:],
        "keys": keys,
        "Keys": keys[0].upper() + keys[1:],
        "login": shlex.join(credentials.sign_in) or f"aws sso login{option}",
        "aws_login": shlex.join(credentials.sign_in) or f"aws login{option}",
        "sign_in": shlex.join(credentials.sign_in),
        "configure": f"aws configure{end}",
        "configure_sso": f"aws configure sso{option}",
        "program": f" ({program})" if program else "",
        "place": credentials.place or "the AWS credentials file",
        "hint": origins.hint,
        "setup": _SETUP.get(credentials.end, ""),
        "source": credentials.source.name,
        "end": credentials.end.name,
        "is_half_set": "yes" if credentials.is_half_set else "",
    }
    renewal = _SIGN_IN if credentials.sign_in else _RENEWAL.get(credentials.end, _ANY_RENEWAL)
    correction = _CORRECTION.get(credentials.end) or (
        _ANY_CORRECTION if credentials.end in (Source.UNKNOWN, Source.NONE) else renewal
    )
    return {
        **named,
        "renewal": renewal.format_map(named),
        "correct_setup": _SETUP.get(credentials.end) or correction.format_map(named),
        "correction": correction.format_map(named),
        "wrong_secret": (_CORRECTION.get(credentials.end) or _WRONG_SECRET).format_map(named),
        **_places(origins, who),
    }


def _places(origins: Origins, who: str) -> dict[str, str]:
    """Each setting's value and place; a Region without a known place may be in any that it can be set in."""
    any_region = f"the option --region, the variable AWS_REGION or region in {who}"
    host = (("FIPS", origins.fips), ("dual-stack", origins.dualstack))
    variants = [(name, setting.place) for name, setting in host if setting.value]
    return {
        "region_from": origins.region.place or any_region,
        "correct_region": "Choose another Region"
        if origins.region.place == REGION_LIST
        else f"Correct {origins.region.place or any_region}",
        "is_region_known": {None: "", True: "yes", False: "no"}[origins.is_region_known],
        "endpoint": origins.endpoint.value,
        "endpoint_from": origins.endpoint.place,
        "ca": origins.certificates.value,
        "ca_from": origins.certificates.place,
        "variants": " and ".join(name for name, _ in variants),
        "variants_from": " or ".join(place for _, place in variants),
    }
