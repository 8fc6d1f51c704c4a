"""Which settings are in force and where each was set, in botocore's order, and what gives a profile's credentials."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gluetui.glue.aws.config import (
    NO_PROFILE,
    PROFILES,
    ConfigFiles,
    Profile,
    Settings,
    config_path,
    credentials_path,
    current_profile,
    named_profile,
    profiles,
)
from gluetui.glue.aws.regions import regions
from gluetui.glue.errors.origins import KEYS, SECRET, Credentials, Origins, Setting, Source

NO_CREDENTIALS = "no credentials"

WEB_IDENTITY = "AWS_WEB_IDENTITY_TOKEN_FILE"

REGIONS = "AWS_REGION", "AWS_DEFAULT_REGION"
ENDPOINTS = "AWS_ENDPOINT_URL_GLUE", "AWS_ENDPOINT_URL"
"""The variables of a setting, the one that goes first in front; an empty one counts as unset."""

_IGNORES_ENDPOINTS = "ignore_configured_endpoint_urls"


OfProfile = Callable[[str], Setting]
"""A setting of the profile in force, by its name."""


class Given(NamedTuple):
    """What options or the lists of profiles and Regions say, each with its place."""

    profile: Setting = Setting()
    region: Setting = Setting()
    endpoint: Setting = Setting()


def origins(given: Given, files: ConfigFiles | None, environ: Mapping[str, str]) -> Origins:
    """What is in force; without `files`, as far as options and environment show it."""
    profile = _first(given.profile, _variables(PROFILES, environ))
    name = profile.value or "default"
    known = files.profiles if files else {}
    settings = known.get(name, NO_PROFILE).settings

    def of_profile(setting: str) -> Setting:
        return Setting(settings.get(setting, ""), f"{setting} in profile {name}")

    region = _first(given.region, _variables(REGIONS, environ), of_profile("region"))
    ca = _first(_variables(["AWS_CA_BUNDLE"], environ), of_profile("ca_bundle"))
    return Origins(
        profile=profile,
        region=region,
        endpoint=_first(given.endpoint, _configured_endpoint(files, settings, of_profile, environ)),
        certificates=_first(ca, _variables(["REQUESTS_CA_BUNDLE"], environ)),
        fips=_switch("use_fips_endpoint", of_profile, environ),
        dualstack=_switch("use_dualstack_endpoint", of_profile, environ),
        credentials=credentials(given.profile.value, known if files else None, environ),
        is_region_known=region.value in regions() if files else None,
        hint=files.hint(name) if files else "",
    )


def _configured_endpoint(
    files: ConfigFiles | None, settings: Settings, of_profile: OfProfile, environ: Mapping[str, str]
) -> Setting:
    if _switch(_IGNORES_ENDPOINTS, of_profile, environ).value:
        return Setting()
    own = files.service_settings(settings, "glue").get("endpoint_url", "") if files else ""
    section = Setting(own, f"endpoint_url of glue in services {settings.get('services')}")
    return _first(_variables(ENDPOINTS, environ), section, of_profile("endpoint_url"))


def _variables(names: Iterable[str], environ: Mapping[str, str]) -> Setting:
    return _first(*(Setting(environ.get(name, ""), name) for name in names))


def _first(*settings: Setting) -> Setting:
    return next((setting for setting in settings if setting.value.strip()), Setting())


def _switch(name: str, of_profile: OfProfile, environ: Mapping[str, str]) -> Setting:
    """A setting that is on or off: for botocore a variable that is set to nothing switches off."""
    variable = f"AWS_{name.upper()}"
    setting = Setting(environ[variable], variable) if variable in environ else of_profile(name)
    return setting if setting.value.lower() == "true" else Setting()


# Credentials.


def credentials(profile: str | None, known: Mapping[str, Profile] | None, environ: Mapping[str, str]) -> Credentials:
    """What gives the credentials of the profile that was chosen, or of none; `known` None: no file was read yet."""
    half = bool(environ.get(SECRET)) and not environ.get(KEYS)
    if known is None:
        source = Source.ENVIRONMENT if not profile and environ.get(KEYS) else Source.UNKNOWN
        return Credentials(source, source, is_half_set=half)
    chain = list(_chain(profile, known, environ))
    name, end = chain[-1]
    places = {
        Source.ENVIRONMENT: KEYS,
        Source.CREDENTIALS_FILE: _from_home(credentials_path()),
        Source.CONFIG_FILE: _from_home(config_path()),
    }
    command = _sign_in(name, end, known, is_named=bool(named_profile(profile, environ)))
    return Credentials(chain[0][1], end, name, places.get(end, ""), command, half)


def _from_home(path: Path) -> str:
    """A path as users write it: what says what to do may be seen by others, and must fit on a line."""
    home = os.path.expanduser("~")
    return f"~{str(path).removeprefix(home)}" if os.path.isabs(home) and path.is_relative_to(home) else str(path)


def credential_source(profile: str | None, known: Mapping[str, Profile], environ: Mapping[str, str]) -> Source:
    """By botocore's order, which of its methods gives the credentials, as far as settings show it."""
    return credentials(profile, known, environ).source


def sign_in_command(profile: str | None) -> tuple[str, ...]:
    """The command that signs in a profile, or what its credentials come from; () where there is none."""
    return credentials(profile, profiles(), os.environ).sign_in


def credential_program(profile: str | None) -> str | None:
    """The first word of the profile's credential_process: what may follow can be a secret."""
    command = profiles().get(current_profile(profile), NO_PROFILE).settings.get("credential_process", "")
    return next(iter(command.split()), None)


def signs_in_by(profile: str | None, known: Mapping[str, Profile], environ: Mapping[str, str]) -> str:
    """The same in a few words for a list; without a profile that was chosen, the environment comes first."""
    if profile is not None:
        environ = {"AWS_EC2_METADATA_DISABLED": "true"}
    source = credential_source(profile, known, environ)
    if source is Source.NONE:
        return NO_CREDENTIALS
    settings = known.get(profile or "default", NO_PROFILE).settings
    base = settings.get("source_profile") if source is Source.ROLE else ""
    way = f"a role, by profile {base}" if base else str(source)
    return way + (", with MFA" if settings.get("mfa_serial") else "")


def _chain(
    profile: str | None, known: Mapping[str, Profile], environ: Mapping[str, str]
) -> Iterator[tuple[str, Source]]:
    """The profile in force and its source, then, as long as that is a role of another's, the other's."""
    named = named_profile(profile, environ)
    name = named or "default"
    if named and named not in known:
        yield name, Source.NO_SUCH_PROFILE
        return
    source = _in_profile(known.get(name, NO_PROFILE))
    if not profile:
        source = _of_environment(source, environ) or source
    yield name, source or _of_machine(environ)
    seen: set[str] = set()
    while source is Source.ROLE and name not in seen:
        seen.add(name)
        settings = known.get(name, NO_PROFILE).settings
        if by := _CREDENTIAL_SOURCES.get(settings.get("credential_source", "")):
            yield name, by
            return
        name = settings.get("source_profile", "")
        source = _in_profile(known.get(name, NO_PROFILE), is_base=True)
        yield name, source or Source.NONE


_CREDENTIAL_SOURCES = {
    "Environment": Source.ENVIRONMENT,
    "EcsContainer": Source.CONTAINER,
    "Ec2InstanceMetadata": Source.INSTANCE,
}


def _of_environment(in_profile: Source | None, environ: Mapping[str, str]) -> Source | None:
    """Keys go before all that a profile has, a web identity before all but a role."""
    if environ.get(KEYS):
        return Source.ENVIRONMENT
    is_free = in_profile is not Source.ROLE and environ.get(WEB_IDENTITY)
    return Source.WEB_IDENTITY_OF_ENVIRONMENT if is_free else None


def _in_profile(found: Profile, *, is_base: bool = False) -> Source | None:
    """What a profile's settings give; the base of a role gives its keys before a role of its own."""
    settings = found.settings
    has_token = settings.get("web_identity_token_file")
    has_role = "role_arn" in settings and not has_token
    methods = (
        (Source.ROLE, has_role and not (is_base and KEY_SETTING in settings)),
        (Source.WEB_IDENTITY, has_token),
        (Source.SSO, "sso_account_id" in settings or "sso_role_name" in settings),
        (Source.CREDENTIALS_FILE, KEY_SETTING in found.credentials),
        (Source.LOGIN, "login_session" in settings),
        (Source.PROCESS, "credential_process" in settings),
        (Source.CONFIG_FILE, KEY_SETTING in found.config),
        # botocore then finds nothing, but it is what the profile's author meant.
        (Source.SSO, "sso_session" in settings or "sso_start_url" in settings),
    )
    return next((source for source, is_set in methods if is_set), None)


KEY_SETTING = KEYS.lower()


def _of_machine(environ: Mapping[str, str]) -> Source:
    methods = (
        (Source.EC2_FILE, environ.get("AWS_CREDENTIAL_FILE")),
        (Source.CONTAINER, environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")),
        (Source.CONTAINER, environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")),
        (Source.INSTANCE, environ.get("AWS_EC2_METADATA_DISABLED", "").lower() != "true"),
    )
    return next((source for source, is_set in methods if is_set), Source.NONE)


_BY_METHOD = {
    "env": Source.ENVIRONMENT,
    "assume-role": Source.ROLE,
    "sso": Source.SSO,
    "shared-credentials-file": Source.CREDENTIALS_FILE,
    "login": Source.LOGIN,
    "custom-process": Source.PROCESS,
    "config-file": Source.CONFIG_FILE,
    "ec2-credentials-file": Source.EC2_FILE,
    "boto-config": Source.BOTO_FILE,
    "container-role": Source.CONTAINER,
    "iam-role": Source.INSTANCE,
}


def as_botocore_says(found: Origins, client: Any) -> Origins:
    """The same with the source that botocore took, where it is another than the settings let expect."""
    # botocore has no public name for the credentials of a client.
    method = getattr(client._request_signer._credentials, "method", "")
    expected = found.credentials
    source = _BY_METHOD.get(method, expected.source if method else Source.NONE)
    if source is not expected.source:
        expected = Credentials(source, source, is_half_set=expected.is_half_set)
    return found._replace(credentials=expected._replace(is_certain=bool(method)))


# Signing in.


def _sign_in(name: str, end: Source, known: Mapping[str, Profile], *, is_named: bool) -> tuple[str, ...]:
    """The command that renews what is at the end of a chain; `is_named`: without an option it would take another."""
    option = ("--profile", name) if is_named or name != "default" else ()
    if end is Source.SSO:
        return ("aws", "sso", "login", *option)
    if end is Source.LOGIN:
        return ("aws", "login", *option)
    if end is Source.PROCESS:
        exported = _exported(known[name].settings.get("credential_process", ""))
        if exported not in (None, name):
            others = {other: each for other, each in known.items() if other != name}
            return credentials(exported, others, {}).sign_in
    return ()


def _exported(command: str) -> str | None:
    """The profile whose credentials a credential_process has the AWS CLI export; None for another program."""
    try:
        words = [word for part in shlex.split(command) for word in (shlex.split(part) if " " in part else [part])]
    except ValueError:
        return None
    if "export-credentials" not in words:
        return None
    for word, following in zip(words, [*words[1:], ""], strict=True):
        option, sign, value = word.partition("=")
        if option in ("--profile", *PROFILES):
            return value if sign else following
    return named_profile(None, os.environ) or "default"
