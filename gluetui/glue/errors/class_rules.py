"""All that can go wrong on the way to AWS and back, as a table by the class of the exception."""

from __future__ import annotations

from collections.abc import Mapping

from gluetui.glue.errors.rules import (
    BOTO,
    CUT,
    NOT_AWS,
    ONLINE,
    OTHER_REGION,
    SSO_DAMAGED,
    SSO_EXPIRED,
    SSO_MISSING,
    THROTTLED,
    UNREADABLE,
    Chooser,
    ErrorKind,
    Rule,
    by_origin,
    of_config,
    of_credentials,
    of_endpoint,
    of_file,
    of_http,
    of_json,
    of_key,
    of_no_region,
    of_nobody,
    of_part,
    of_proxy,
    of_tls,
)

BY_CLASS: Mapping[str, Rule | Chooser] = {
    "BadAnswer": UNREADABLE,
    "NotAws": NOT_AWS,
    "ReadOnly": Rule(
        ErrorKind.BUG, "gluetui is read-only: {last_word} was refused", "Nothing was sent; please report it."
    ),
    "BadSetting": Rule(ErrorKind.SETUP, "The endpoint {endpoint} {message}", "Correct or unset {endpoint_from}."),
    "ProfileNotFound": Rule(
        ErrorKind.SETUP,
        "The AWS config files have no profile {bad_profile}",
        "{hint} Choose another profile, or make this one with `{configure}`.",
    ),
    "ConfigParseError": Rule(
        ErrorKind.SETUP, "The AWS config file {path} cannot be read: {parser}", "Correct the file, then retry."
    ),
    "ConfigNotFound": Rule(
        ErrorKind.SETUP, "There is no AWS config file {path}", "Correct the variable AWS_CONFIG_FILE."
    ),
    "PartialCredentialsError": of_part,
    "InvalidConfigError": of_config,
    "NoRegionError": of_no_region,
    "InvalidRegionError": OTHER_REGION,
    "UnknownRegionError": OTHER_REGION,
    "BaseEndpointResolverError": Rule(ErrorKind.SETUP, "{message}", "{correct_region}."),
    "NoCredentialsError": of_nobody,
    "NoAuthTokenError": SSO_MISSING,
    "SSOTokenLoadError": SSO_MISSING,
    "UnauthorizedSSOTokenError": SSO_EXPIRED,
    "TokenRetrievalError": SSO_EXPIRED,
    "SSOError": SSO_DAMAGED,
    "LoginInsufficientPermissions": Rule(
        ErrorKind.DENIED,
        "{Who} lacks signin:CreateOAuth2Token",
        "Ask for the permission signin:CreateOAuth2Token.",
    ),
    "LoginError": Rule(
        ErrorKind.SIGN_IN,
        "The AWS login of {who} has expired",
        "Sign in with `{aws_login}`, then retry.",
        "{aws_login}",
    ),
    "RefreshWithMFAUnsupportedError": Rule(ErrorKind.SIGN_IN, "{Who} needs a new MFA code", "Retry with a new code."),
    "CredentialRetrievalError": of_credentials,
    "MetadataRetrievalError": Rule(
        ErrorKind.SIGN_IN, "The instance's metadata gave no credentials: {reason}", "Choose a profile, then retry."
    ),
    "MissingDependencyException": Rule(
        ErrorKind.SETUP, "{Who} needs a package that is not installed: {message}", "Install it beside gluetui."
    ),
    "EndpointConnectionError": of_endpoint,
    "ConnectTimeoutError": of_endpoint,
    "ReadTimeoutError": Rule(ErrorKind.NETWORK, "{host} did not answer {operation} in time", ONLINE),
    "ProxyConnectionError": of_proxy,
    "SSLError": of_tls,
    "ConnectionClosedError": CUT,
    "ResponseStreamingError": CUT,
    "IncompleteReadError": CUT,
    "HTTPClientError": of_http,
    "ConnectionError": Rule(ErrorKind.NETWORK, "There is no connection to {host}: {message}", ONLINE),
    "gaierror": Rule(ErrorKind.NETWORK, "A host's name could not be resolved: {message}", ONLINE),
    "TimeoutError": Rule(ErrorKind.NETWORK, "{operation} took too long", ONLINE),
    "ParamValidationError": Rule(
        ErrorKind.BUG, "{operation} was not sent: {message}", "Check the job name and the run id; else report it."
    ),
    "CapacityNotAvailableError": THROTTLED,
    "PaginationError": UNREADABLE,
    "ResponseParserError": UNREADABLE,
    "BotoCoreError": BOTO,
    "OSError": of_file,
    "JSONDecodeError": of_json,
    "KeyError": of_key,
    "Exception": by_origin,
}
"""By the name of a class on the exception's MRO, the most specific first. answer_rules.py has ClientError."""
