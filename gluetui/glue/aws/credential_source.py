"""Where a profile's credentials come from, as far as the AWS config files and the environment tell it."""

from __future__ import annotations

from collections.abc import Mapping

from gluetui.glue.aws.config import NO_PROFILE, Profile, named_profile

NO_SUCH_PROFILE = "none: the AWS config files have no such profile"
NO_CREDENTIALS = "no credentials"


def credential_source(profile: str | None, known: Mapping[str, Profile], environ: Mapping[str, str]) -> str:
    """By botocore's order, which of its methods gives the credentials, as far as settings tell it."""
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
    told = credential_source(profile, known, environ)
    if told == "none found":
        return NO_CREDENTIALS
    settings = known.get(profile or "default", NO_PROFILE).settings
    source = settings.get("source_profile") if told == "a role" else ""
    return (f"a role, by profile {source}" if source else told) + (", with MFA" if settings.get("mfa_serial") else "")
