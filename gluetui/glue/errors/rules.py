"""What is said of all that can go wrong on the way to AWS and back: rules, and functions that choose one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple


class ErrorKind(StrEnum):
    """The sort of an error: it decides where it is shown, and whether asking again may help."""

    SIGN_IN = "sign in"
    DENIED = "denied"
    GONE = "gone"
    THROTTLED = "throttled"
    NETWORK = "network"
    NOT_AWS = "not AWS"
    BAD_ANSWER = "bad answer"
    SETUP = "setup"
    BUG = "bug"


SESSION_WIDE = frozenset({ErrorKind.SIGN_IN, ErrorKind.NETWORK, ErrorKind.NOT_AWS, ErrorKind.SETUP})
"""Errors that every call of the session meets alike."""

PASSING = frozenset({ErrorKind.NETWORK, ErrorKind.NOT_AWS})
"""Of those, errors that may pass while the user does nothing."""


class Rule(NamedTuple):
    """A kind and its two lines, with {names} of Facts in them; `retriable` None means: as the kind says."""

    kind: ErrorKind
    cause: str
    next_step: str
    command: str = ""
    retriable: bool | None = None


Facts = Mapping[str, str]
"""All that is known of one error: text without secrets, by the names that rules use; "" where unknown."""

Chooser = Callable[[Facts], Rule]

GIVE_REGION = "Give --region, AWS_REGION or region in the config file."
ONLINE = "Check the network, VPN or proxy, then retry."
EXPORTED = "It exports what `{login}` renews: sign in, then retry."
PASSES = "This usually passes: retry in a moment."
SSO_LOGIN = "Sign in with `{login}`, then retry."
REPORT = "Retry; if it comes again, please report it with the details."

SSO_EXPIRED = Rule(ErrorKind.SIGN_IN, "The SSO sign-in of {who} has expired", SSO_LOGIN, "{login}")
SSO_MISSING = Rule(ErrorKind.SIGN_IN, "{Who} is not signed in to SSO", SSO_LOGIN, "{login}")
SSO_DAMAGED = Rule(ErrorKind.SIGN_IN, "The saved SSO sign-in of {who} cannot be read", SSO_LOGIN, "{login}")
KEYS_EXPIRED = Rule(ErrorKind.SIGN_IN, "{Keys} have expired", "{renewal}", "{sign_in}")
UNREADABLE_KEYS = Rule(
    ErrorKind.SIGN_IN,
    "{Keys} could not be read: {class}: {message}",
    "Sign in again (with SSO: `{login}`), or check credential_process in the AWS config file.",
)
OTHER_REGION = Rule(ErrorKind.SETUP, "{bad_region} is not a Region of AWS", "{correct_region}.")
THROTTLED = Rule(ErrorKind.THROTTLED, "AWS throttled {operation}: too many calls", "Wait a moment, then retry.")
CUT = Rule(ErrorKind.NETWORK, "The connection to {host} was cut during {operation}", ONLINE)
UNREADABLE = Rule(
    ErrorKind.BAD_ANSWER,
    "AWS's answer to {operation} could not be read: {message}",
    "Retry; if it stays so, look at the details.",
)
NOT_AWS = Rule(
    ErrorKind.NOT_AWS,
    "The answer to {operation} was not from AWS: {page}",
    "Sign in to the network in a browser (captive portal) or check the proxy, then retry.",
)
BOTO = Rule(
    ErrorKind.SETUP,
    "boto3 could not do {operation}: {class}: {message}",
    "Check {who} in the AWS config file and the installed boto3.",
)
BUG = Rule(ErrorKind.BUG, "gluetui stumbled over {operation}: {class}: {message}", REPORT)

KEYS_UNUSABLE = Rule(ErrorKind.SIGN_IN, "{Keys} cannot be used: {message}", "{correct_setup}")


def of_keys(known: Facts) -> Rule:
    """The rule for credentials that botocore stumbles over: those of the environment have no file to look into."""
    if "still expired" in known["said"]:
        return KEYS_EXPIRED
    return KEYS_UNUSABLE if known["setup"] or known["end"] == "ENVIRONMENT" else UNREADABLE_KEYS


BY_ORIGIN: Mapping[str, Rule | Chooser] = {
    "tokens": SSO_DAMAGED,
    "credentials": of_keys,
    "parsers": UNREADABLE,
    "boto": BOTO,
}
"""By the part of botocore that an exception of Python's own came out of."""


def by_origin(known: Facts) -> Rule:
    """An exception of Python's own says less than where it came out of."""
    rule = BY_ORIGIN.get(known["origin"], BUG)
    return rule if isinstance(rule, Rule) else rule(known)


def of_key(known: Facts) -> Rule:
    """botocore looks a damaged SSO cache file up by its name, a SHA-1: KeyError('<40 hex digits>')."""
    return SSO_DAMAGED if re.fullmatch(r"'[0-9a-f]{40}'", known["said"]) else by_origin(known)


def of_json(known: Facts) -> Rule:
    """Answers of AWS are decoded elsewhere, so JSON that botocore cannot read is a credential_process's."""
    if known["origin"] in ("gluetui", "parsers"):
        return UNREADABLE
    cause = "The credential_process of {who}{program} printed something that is not JSON"
    if known["sign_in"]:
        return Rule(ErrorKind.SIGN_IN, cause, EXPORTED, "{sign_in}")
    return Rule(ErrorKind.SETUP, cause, "Run it by hand and correct credential_process in the AWS config file.")


def of_file(known: Facts) -> Rule:
    """A file that the profile names, or else whatever the system refused."""
    if not known["path"]:
        return Rule(ErrorKind.SETUP, "The operating system refused {operation}: {message}", PASSES)
    return Rule(
        ErrorKind.SETUP,
        "{path}, which {who} needs, cannot be used: {system}",
        known["setup"] or "Correct credential_process, or the file's path, in the AWS config file.",
    )


def of_config(known: Facts) -> Rule:
    """The rule for settings that do not go together, which variables may have given."""
    setup = known["setup"] if "web identity" in known["said"] else ""
    step = setup or "Correct it in the AWS config file, then retry."
    return Rule(ErrorKind.SETUP, "{Who} is set up wrongly: {message}", step)


def of_credentials(known: Facts) -> Rule:
    """A credential_process is set right elsewhere than a sign-in."""
    if "No credentials found in credential_source" in known["said"]:
        cause = "{Who} takes its credentials from {provider} (credential_source), which has none"
        step = "Correct credential_source in the AWS config file, or choose another profile."
        if known["end"] == "ENVIRONMENT":
            step = "Export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY and restart, or choose another profile."
        return Rule(ErrorKind.SETUP, cause, step)
    if known["provider"] != "custom-process":
        return Rule(ErrorKind.SIGN_IN, "{Keys} could not be had ({provider}): {reason}", "{renewal}", "{sign_in}")
    cause = "The credential_process of {who}{program} failed: {complaint}"
    if known["sign_in"]:
        return Rule(ErrorKind.SIGN_IN, cause, EXPORTED, "{sign_in}")
    return Rule(
        ErrorKind.SETUP,
        cause,
        "Run it by hand in a shell, where it can ask; credential_process in the AWS config file sets it.",
    )


def of_endpoint(known: Facts) -> Rule:
    """The rule for a host that cannot be reached: one that signs in, or Glue's, whose Region may be wrong."""
    if re.match(r"(oidc|portal\.sso|device\.sso|sts|signin)\.|[a-z0-9-]+\.signin\.", known["host"]):
        return Rule(ErrorKind.NETWORK, "Cannot reach {host}, where {who} signs in (not Glue itself)", ONLINE)
    if known["endpoint_from"] and known["host"] in known["endpoint"]:
        return Rule(ErrorKind.NETWORK, "Cannot reach {host}", ONLINE + " The address is set by {endpoint_from}.")
    if known["variants"]:
        cause = "Cannot reach {host}: there may be no {variants} endpoint in {region}"
        return Rule(ErrorKind.NETWORK, cause, "Unset {variants_from} or open another Region; check the network too.")
    if known["host"].startswith("glue.") and known["is_region_known"] == "no":
        step = "{correct_region}; if it is a new Region, check the network, VPN or proxy."
        return Rule(ErrorKind.NETWORK, "Cannot reach {host}: botocore knows no such Region", step)
    if known["host"].startswith("glue.") and known["bad_region"] and not known["is_region_known"]:
        region = "that {bad_region} is a Region (set by {region_from})."
        return Rule(ErrorKind.NETWORK, "Cannot reach {host}", "Check the network, VPN or proxy, and " + region)
    return Rule(ErrorKind.NETWORK, "Cannot reach {host}", ONLINE)


def of_tls(known: Facts) -> Rule:
    """The rule for a connection without trust: the file of certificates may be none."""
    why = re.search(r"\[Errno \d+\] ([^'\"(]+)", known["said"])
    if why or "NO_CERTIFICATE" in known["said"] or "PEM lib" in known["said"]:
        reason = why[1].strip() if why else "it holds no certificates in PEM form"
        cause = f"The file of trusted certificates {{ca}} cannot be used: {reason}" if known["ca"] else ""
        if cause:
            return Rule(ErrorKind.SETUP, cause, "Correct or unset {ca_from}, then retry.")
    if known["ca"]:
        step = "Those in {ca} ({ca_from}) are trusted alone: add its issuer's there; check the clock too."
        return Rule(ErrorKind.NETWORK, "There is no trusted TLS connection to {host}", step)
    return Rule(
        ErrorKind.NETWORK,
        "There is no trusted TLS connection to {host}",
        "If a proxy inspects TLS, set AWS_CA_BUNDLE to its certificates; check the clock too.",
    )


def of_part(known: Facts) -> Rule:
    """The rule for a key without its secret, or the like."""
    if known["provider"] == "env":
        return Rule(
            ErrorKind.SETUP,
            "AWS_ACCESS_KEY_ID is set in the environment without {missing}",
            "Export {missing} too or unset AWS_ACCESS_KEY_ID, then start gluetui again; or choose a profile.",
        )
    return Rule(
        ErrorKind.SETUP, "The credentials of {who} lack {missing} ({provider})", "Complete them with `{configure}`."
    )


def of_no_region(known: Facts) -> Rule:
    """The rule for a Region that nothing sets: a config file that counts as empty may be why."""
    step = f"{{hint}} {GIVE_REGION}" if known["hint"] else GIVE_REGION
    return Rule(ErrorKind.SETUP, "No AWS Region is set for {who}", step)


def of_nobody(known: Facts) -> Rule:
    """The rule for no credentials at all: the reason may be known."""
    half = " AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not." if known["is_half_set"] else ""
    return Rule(
        ErrorKind.SIGN_IN,
        "There are no AWS credentials for {who}",
        "{hint}"
        + half
        + " Set them up with `{configure_sso}` or `{configure}`; the demo and saved files open without.",
    )


def of_proxy(known: Facts) -> Rule:
    """407 is a proxy that wants a sign-in of its own."""
    asked = "407" in known["reason"]
    cause = "The proxy {host} asks for a sign-in" if asked else "Cannot connect to the proxy {host}"
    return Rule(ErrorKind.NETWORK, cause, "Check HTTPS_PROXY and NO_PROXY, then retry.")


def of_http(known: Facts) -> Rule:
    """An address that cannot be read, or a call that did not get through."""
    if known["reason"].startswith("Invalid header value"):
        cause = "{Keys} cannot be sent: there is a line break or another control character in one of them"
        return Rule(ErrorKind.SIGN_IN, cause, "{correction}")
    if not known["reason"].startswith("Failed to parse"):
        return Rule(ErrorKind.NETWORK, "{operation} did not get through: {reason}", ONLINE)
    cause, places = "The address of the proxy cannot be read", "HTTPS_PROXY"
    if known["endpoint_from"]:
        cause, places = "The address of the proxy or of the endpoint cannot be read", "HTTPS_PROXY or {endpoint_from}"
    return Rule(ErrorKind.SETUP, cause, f"Correct {places}: in a password write %2F for /, %3F for ? and %23 for #.")
