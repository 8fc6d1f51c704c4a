"""Situations of the network, and slips of the program's own."""

from __future__ import annotations

import botocore.exceptions as boto

from gluetui.glue.errors.error import ErrorKind, ReadOnly
from tests.glue.errors.situation import GLUE_URL, Row

NETWORK = [
    Row(
        "offline, or no such Region",
        boto.EndpointConnectionError(endpoint_url=GLUE_URL, error="Name or service not known"),
        ErrorKind.NETWORK,
        ("Cannot reach glue.eu-north-9.amazonaws.com",),
        ("network", "eu-north-9 is a Region", "AWS_REGION"),
    ),
    Row(
        "SSO host unreachable",
        boto.EndpointConnectionError(endpoint_url="https://oidc.eu-west-1.amazonaws.com/token"),
        ErrorKind.NETWORK,
        ("oidc.eu-west-1.amazonaws.com", "signs in", "not Glue"),
        ("network",),
        ("Region",),
    ),
    Row(
        "SSO portal unreachable",
        boto.ConnectTimeoutError(endpoint_url="https://portal.sso.eu-west-1.amazonaws.com/x"),
        ErrorKind.NETWORK,
        ("portal.sso.eu-west-1.amazonaws.com", "not Glue"),
        ("network",),
    ),
    Row(
        "connect time-out",
        boto.ConnectTimeoutError(endpoint_url=GLUE_URL),
        ErrorKind.NETWORK,
        ("glue.eu-north-9",),
        ("VPN",),
    ),
    Row(
        "another endpoint unreachable",
        boto.EndpointConnectionError(endpoint_url="http://127.0.0.1:9/"),
        ErrorKind.NETWORK,
        ("127.0.0.1:9",),
        ("network",),
        ("Region",),
    ),
    Row(
        "read time-out",
        boto.ReadTimeoutError(endpoint_url=GLUE_URL),
        ErrorKind.NETWORK,
        ("did not answer GetJobRun in time",),
        ("retry",),
    ),
    Row(
        "dropped connection",
        boto.ConnectionClosedError(endpoint_url=GLUE_URL),
        ErrorKind.NETWORK,
        ("was cut",),
        ("retry",),
    ),
    Row(
        "dead proxy",
        boto.ProxyConnectionError(proxy_url="http://me:p4ss@proxy.example:8080", error=OSError("refused")),
        ErrorKind.NETWORK,
        ("proxy proxy.example:8080",),
        ("HTTPS_PROXY",),
        ("p4ss", "me:"),
    ),
    Row(
        "proxy wants a password",
        boto.ProxyConnectionError(
            proxy_url="http://***:***@proxy.example:8080",
            error=OSError("Tunnel connection failed: 407 Proxy Authentication Required"),
        ),
        ErrorKind.NETWORK,
        ("proxy proxy.example:8080 asks for a sign-in",),
        ("HTTPS_PROXY",),
        ("***",),
    ),
    Row(
        "untrusted certificate",
        boto.SSLError(endpoint_url=GLUE_URL, error="CERTIFICATE_VERIFY_FAILED"),
        ErrorKind.NETWORK,
        ("TLS", "glue.eu-north-9.amazonaws.com"),
        ("AWS_CA_BUNDLE",),
    ),
    Row("proxy address", boto.HTTPClientError(error="bad host"), ErrorKind.NETWORK, ("bad host",), ("proxy",)),
    Row("reset", ConnectionResetError(104, "Connection reset by peer"), ErrorKind.NETWORK, ("reset",), ("network",)),
    Row("time-out of Python's own", TimeoutError(), ErrorKind.NETWORK, ("too long",), ("retry",)),
]

BUGS = [
    Row(
        "write refused",
        ReadOnly("glue:StartJobRun"),
        ErrorKind.BUG,
        ("gluetui is read-only: StartJobRun was refused",),
        ("Nothing was sent",),
    ),
    Row(
        "parameters refused",
        boto.ParamValidationError(report="Invalid length for parameter JobName"),
        ErrorKind.BUG,
        ("GetJobRun was not sent", "JobName"),
        ("job name",),
    ),
    Row("a slip", ZeroDivisionError("division by zero"), ErrorKind.BUG, ("ZeroDivisionError",), ("report",)),
    Row("a missing key", KeyError("Id"), ErrorKind.BUG, ("KeyError: 'Id'",), ("report",), ("SSO",)),
    Row("an error without words", RuntimeError(), ErrorKind.BUG, ("RuntimeError",), ("report",)),
    Row("an answer of no form", boto.ClientError({}, "GetJobRun"), ErrorKind.NOT_AWS, ("not from AWS",), ("proxy",)),
]
