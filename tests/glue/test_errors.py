"""Every way in which AWS, the network or the set-up says no, and what a person is told about it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import hashlib
import json
import shlex
import string
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import botocore.credentials
import botocore.exceptions as boto
import botocore.tokens
import pytest
from botocore.config import Config
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.errors import BadAnswer, Context, GlueError, Kind, NotAws, ReadOnly, explained

RUN_ID = "jr_" + "0123456789abcdef" * 4
CONTEXT = Context("GetJobRun", "corp", "eu-north-9", "load orders", RUN_ID)
LIST = Context("ListJobs", "corp", "eu-north-9")
RUNS = Context("GetJobRuns", "corp", "eu-north-9", "load orders")
NOBODY = Context("ListJobs", None, None)

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE" + "Ab9/+" * 40
SECRETS = (KEY_ID, SECRET_KEY, TOKEN)

GLUE_URL = "https://glue.eu-north-9.amazonaws.com/"
PAGE = "<html><head><title>Blocked by\n Corp</title></head><body>no</body></html>"
LOGIN = ("aws", "sso", "login", "--profile", "corp")
NO_POLICY = (
    "User: arn:aws:sts::123456789012:assumed-role/Analyst/me is not authorized to perform: {} on resource: "
    "arn:aws:glue:eu-north-9:123456789012:job/load orders because {}"
)


def answered(code: str, message: str, status: int = 400, operation: str = "GetJobRun") -> boto.ClientError:
    """A ClientError as botocore raises it."""
    response = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return boto.ClientError(response, operation)


class Row(NamedTuple):
    """A situation, and what must and must not be said about it."""

    name: str
    error: Exception
    kind: Kind
    cause: tuple[str, ...]
    next_step: tuple[str, ...]
    never: tuple[str, ...] = ()
    context: Context = CONTEXT
    command: tuple[str, ...] = ()
    retriable: bool = False


SETUP = [
    Row("no region", boto.NoRegionError(), Kind.SETUP, ("Region", "profile corp"), ("--region", "AWS_REGION")),
    Row(
        "malformed region",
        boto.InvalidRegionError(region_name="no such!"),
        Kind.SETUP,
        ("no such!",),
        ("--region", "AWS_REGION", "profile corp"),
    ),
    Row(
        "unknown profile",
        boto.ProfileNotFound(profile="nope"),
        Kind.SETUP,
        ("no profile nope",),
        ("another profile", "aws configure --profile corp"),
    ),
    Row(
        "broken config file",
        boto.ConfigParseError(path="/home/me/.aws/config", error=ValueError("odd")),
        Kind.SETUP,
        ("/home/me/.aws/config", "odd"),
        ("Correct the file",),
    ),
    Row(
        "missing config file",
        boto.ConfigNotFound(path="/x/config"),
        Kind.SETUP,
        ("/x/config",),
        ("AWS_CONFIG_FILE",),
    ),
    Row(
        "key without secret",
        boto.PartialCredentialsError(provider="config-file", cred_var="aws_secret_access_key"),
        Kind.SETUP,
        ("profile corp", "lack aws_secret_access_key"),
        ("aws configure --profile corp",),
    ),
    Row(
        "source profile that does not exist",
        boto.InvalidConfigError(error_msg='The source_profile "b" does not exist.'),
        Kind.SETUP,
        ("Profile corp", 'source_profile "b"'),
        ("config file",),
    ),
    Row(
        "profiles that point at each other",
        boto.InfiniteLoopConfigError(source_profile="a", visited_profiles=["a", "b"]),
        Kind.SETUP,
        ("Infinite loop", "profile a"),
        ("config file",),
    ),
    Row(
        "credential_process failed",
        boto.CredentialRetrievalError(provider="custom-process", error_msg=f"no\nvault {SECRET_KEY}\n"),
        Kind.SETUP,
        ("credential_process of profile corp (vault)", "no vault [removed]"),
        ("by hand",),
        context=CONTEXT._replace(program="vault"),
    ),
    Row(
        "credential_process missing",
        FileNotFoundError(2, "No such file or directory", "/opt/vault"),
        Kind.SETUP,
        ("/opt/vault", "profile corp", "No such file"),
        ("credential_process",),
    ),
    Row(
        "credential_process printed rubbish",
        json.JSONDecodeError("Expecting value", f"{KEY_ID} rubbish", 0),
        Kind.SETUP,
        ("credential_process of profile corp", "not JSON"),
        ("by hand",),
        ("rubbish",),
    ),
    Row(
        "clock ahead or behind",
        answered("InvalidSignatureException", "Signature expired: 20200101T0 is now earlier than 20200102T0"),
        Kind.SETUP,
        ("clock differs",),
        ("Set the clock",),
    ),
    Row(
        "clock skewed",
        answered("RequestTimeTooSkewed", "too far"),
        Kind.SETUP,
        ("clock differs",),
        ("Set the clock",),
    ),
    Row(
        "too many open files",
        OSError(24, "Too many open files"),
        Kind.SETUP,
        ("Too many open files",),
        ("retry",),
    ),
    Row(
        "missing package",
        boto.MissingDependencyException(msg='pip install "botocore[crt]"'),
        Kind.SETUP,
        ("Profile corp", "botocore[crt]"),
        ("Install",),
    ),
    Row(
        "unknown retry mode",
        boto.InvalidRetryModeError(provided_retry_mode="foo", valid_modes=("standard",)),
        Kind.SETUP,
        ("InvalidRetryModeError", "foo"),
        ("config file",),
    ),
]

SIGN_IN = [
    Row(
        "no credentials",
        boto.NoCredentialsError(),
        Kind.SIGN_IN,
        ("no AWS credentials for profile corp",),
        ("`aws configure sso --profile corp` or `aws configure --profile corp`", "demo"),
        ("sso login",),
    ),
    Row(
        "no credentials, no profile",
        boto.NoCredentialsError(),
        Kind.SIGN_IN,
        ("the default profile",),
        ("`aws configure sso` or `aws configure`",),
        ("None", "--profile"),
        context=NOBODY,
    ),
    Row(
        "SSO never signed in",
        boto.SSOTokenLoadError(error_msg="Token for corp does not exist"),
        Kind.SIGN_IN,
        ("not signed in", "SSO"),
        ("aws sso login --profile corp",),
        command=LOGIN,
    ),
    Row(
        "SSO session expired",
        boto.TokenRetrievalError(provider="sso", error_msg="Token has expired and refresh failed"),
        Kind.SIGN_IN,
        ("expired", "profile corp"),
        ("aws sso login --profile corp",),
        command=LOGIN,
    ),
    Row(
        "legacy SSO expired",
        boto.UnauthorizedSSOTokenError(),
        Kind.SIGN_IN,
        ("expired",),
        ("aws sso login --profile corp",),
        command=LOGIN,
    ),
    Row(
        "damaged SSO cache",
        KeyError("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        Kind.SIGN_IN,
        ("SSO sign-in", "cannot be read"),
        ("aws sso login --profile corp",),
        ("da39a3",),
        command=LOGIN,
    ),
    Row(
        "profile with a space",
        boto.UnauthorizedSSOTokenError(),
        Kind.SIGN_IN,
        ("my corp",),
        ("aws sso login --profile 'my corp'",),
        context=CONTEXT._replace(profile="my corp"),
        command=(*LOGIN[:-1], "my corp"),
    ),
    Row(
        "aws login expired",
        boto.LoginRefreshRequired(),
        Kind.SIGN_IN,
        ("login", "expired"),
        ("`aws login --profile corp`",),
        command=("aws", "login", "--profile", "corp"),
    ),
    Row(
        "container without credentials",
        boto.CredentialRetrievalError(provider="container-role", error_msg="no route"),
        Kind.SIGN_IN,
        ("container-role", "no route"),
        ("Sign in",),
    ),
    Row(
        "expired keys",
        answered("ExpiredTokenException", "The security token included in the request is expired"),
        Kind.SIGN_IN,
        ("credentials of profile corp have expired",),
        ("aws sso login --profile corp",),
    ),
    Row(
        "unknown keys",
        answered("UnrecognizedClientException", "The security token included in the request is invalid."),
        Kind.SIGN_IN,
        ("does not accept the credentials of profile corp", "eu-north-9"),
        ("aws configure --profile corp",),
    ),
    Row(
        "wrong secret key",
        answered("InvalidSignatureException", "The request signature we calculated does not match"),
        Kind.SIGN_IN,
        ("secret key", "clock"),
        ("aws configure --profile corp", "clock"),
    ),
    Row(
        "wrong MFA code",
        answered("AccessDenied", "MultiFactorAuthentication failed with invalid MFA code", 403, "AssumeRole"),
        Kind.SIGN_IN,
        ("MFA code",),
        ("new code",),
    ),
    Row("MFA again", boto.RefreshWithMFAUnsupportedError(), Kind.SIGN_IN, ("MFA code",), ("new code",)),
]

ANSWERS = [
    Row(
        "GetJobRuns denied on a job",
        answered(
            "AccessDeniedException",
            NO_POLICY.format("glue:GetJobRuns", "no identity-based policy allows it"),
            operation="GetJobRuns",
        ),
        Kind.DENIED,
        ("Profile corp lacks", "glue:GetJobRuns", "on job load orders"),
        ("Ask for glue:GetJobRuns", "run can still be opened"),
        context=RUNS,
    ),
    Row(
        "ListJobs denied, AWS names no action",
        answered("AccessDeniedException", "no", operation="ListJobs"),
        Kind.DENIED,
        ("glue:ListJobs",),
        ("job can still be opened",),
        ("on job",),
        context=LIST,
    ),
    Row(
        "another action than the operation's is missing",
        answered("AccessDeniedException", NO_POLICY.format("kms:Decrypt", "x")),
        Kind.DENIED,
        ("kms:Decrypt",),
        ("kms:Decrypt",),
        ("glue:GetJobRun",),
    ),
    Row(
        "explicit deny",
        answered("AccessDeniedException", NO_POLICY.format("glue:GetJobRun", "of an explicit deny in an SCP")),
        Kind.DENIED,
        ("glue:GetJobRun", "explicitly denied"),
        ("lifted",),
    ),
    Row(
        "role may not be assumed",
        answered("AccessDenied", "no", 403, "AssumeRole"),
        Kind.DENIED,
        ("sts:AssumeRole",),
        ("sts:AssumeRole",),
        ("glue:",),
    ),
    Row(
        "run deleted",
        answered("EntityNotFoundException", f"Job Run {RUN_ID} not found"),
        Kind.GONE,
        ("No such run (deleted, past retention or mistyped)", f"{RUN_ID} of job load orders"),
        ("loaded stays",),
    ),
    Row(
        "run gone, without words",
        answered("EntityNotFoundException", "Entity Not Found"),
        Kind.GONE,
        ("No such run (deleted, past retention or mistyped)",),
        ("loaded stays",),
    ),
    Row(
        "job of a run deleted",
        answered("EntityNotFoundException", "Job load orders not found."),
        Kind.GONE,
        ("no job named load orders", "eu-north-9"),
        ("Check the name", "profile corp"),
    ),
    Row(
        "job that is called a job run",
        answered("EntityNotFoundException", "Job with name: my-job-run not found."),
        Kind.GONE,
        ("no job named my-job-run",),
        ("Check the name",),
        context=CONTEXT._replace(job_name="my-job-run"),
    ),
    Row(
        "no such job in a file",
        answered("EntityNotFoundException", "Job with name: load orders not found."),
        Kind.GONE,
        ("no job named load orders in the demo",),
        ("Check the name.",),
        ("Region", "profile", "corp"),
        context=CONTEXT._replace(source="the demo"),
    ),
    Row(
        "no such job in a listing",
        answered("EntityNotFoundException", "Entity Not Found", operation="GetJobRuns"),
        Kind.GONE,
        ("no job named load orders",),
        ("Check the name",),
        context=RUNS,
    ),
    Row(
        "throttled",
        answered("ThrottlingException", "Rate exceeded (reached max retries: 2)"),
        Kind.THROTTLED,
        ("throttled GetJobRun",),
        ("Wait",),
        retriable=True,
    ),
    Row("429", answered("429", "slow down", 429), Kind.THROTTLED, ("throttled",), ("Wait",), retriable=True),
    Row(
        "internal error",
        answered("InternalServiceException", "We stumbled.", 500),
        Kind.BAD_ANSWER,
        ("InternalService", "We stumbled"),
        ("retry",),
        retriable=True,
    ),
    Row(
        "unknown code with a 5xx status",
        answered("NewTrouble", "We fell.", 503),
        Kind.BAD_ANSWER,
        ("NewTrouble", "We fell"),
        ("retry",),
        retriable=True,
    ),
    Row(
        "out of time",
        answered("OperationTimeoutException", "x"),
        Kind.BAD_ANSWER,
        ("ran out of time on GetJobRun",),
        ("retry",),
        retriable=True,
    ),
    Row(
        "input refused",
        answered("InvalidInputException", "1 validation error\ndetected"),
        Kind.BAD_ANSWER,
        ("AWS refused GetJobRun: InvalidInput: 1 validation error detected",),
        ("job name", "run id"),
    ),
    Row(
        "unknown code",
        answered("SomethingNewException", "No more."),
        Kind.BAD_ANSWER,
        ("SomethingNew: No more",),
        ("details",),
    ),
    Row(
        "proxy's page",
        answered("403", PAGE, 403),
        Kind.NOT_AWS,
        ("not from AWS", 'HTTP 403, a web page "Blocked by Corp"'),
        ("captive portal", "proxy"),
        ("<",),
        retriable=True,
    ),
    Row(
        "gateway without a page",
        answered("502", "", 502),
        Kind.NOT_AWS,
        ("not from AWS: HTTP 502",),
        ("proxy",),
        retriable=True,
    ),
    Row(
        "captive portal",
        NotAws("a web page"),
        Kind.NOT_AWS,
        ("a web page",),
        ("captive portal",),
        retriable=True,
    ),
    Row(
        "answer without its run",
        BadAnswer("no JobRun"),
        Kind.BAD_ANSWER,
        ("GetJobRun", "no JobRun"),
        ("Retry",),
        retriable=True,
    ),
    Row(
        "same page for ever",
        boto.PaginationError(message="The same next token was received twice"),
        Kind.BAD_ANSWER,
        ("same next token",),
        ("Retry",),
        retriable=True,
    ),
]

NETWORK = [
    Row(
        "offline, or no such Region",
        boto.EndpointConnectionError(endpoint_url=GLUE_URL, error="Name or service not known"),
        Kind.NETWORK,
        ("Cannot reach glue.eu-north-9.amazonaws.com",),
        ("network", "eu-north-9 is a Region", "AWS_REGION"),
    ),
    Row(
        "SSO host unreachable",
        boto.EndpointConnectionError(endpoint_url="https://oidc.eu-west-1.amazonaws.com/token"),
        Kind.NETWORK,
        ("oidc.eu-west-1.amazonaws.com", "signs in", "not Glue"),
        ("network",),
        ("Region",),
    ),
    Row(
        "SSO portal unreachable",
        boto.ConnectTimeoutError(endpoint_url="https://portal.sso.eu-west-1.amazonaws.com/x"),
        Kind.NETWORK,
        ("portal.sso.eu-west-1.amazonaws.com", "not Glue"),
        ("network",),
    ),
    Row(
        "connect time-out",
        boto.ConnectTimeoutError(endpoint_url=GLUE_URL),
        Kind.NETWORK,
        ("glue.eu-north-9",),
        ("VPN",),
    ),
    Row(
        "another endpoint unreachable",
        boto.EndpointConnectionError(endpoint_url="http://127.0.0.1:9/"),
        Kind.NETWORK,
        ("127.0.0.1:9",),
        ("network",),
        ("Region",),
    ),
    Row(
        "read time-out",
        boto.ReadTimeoutError(endpoint_url=GLUE_URL),
        Kind.NETWORK,
        ("did not answer GetJobRun in time",),
        ("retry",),
    ),
    Row(
        "dropped connection",
        boto.ConnectionClosedError(endpoint_url=GLUE_URL),
        Kind.NETWORK,
        ("was cut",),
        ("retry",),
    ),
    Row(
        "dead proxy",
        boto.ProxyConnectionError(proxy_url="http://me:p4ss@proxy.example:8080", error=OSError("refused")),
        Kind.NETWORK,
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
        Kind.NETWORK,
        ("proxy proxy.example:8080 asks for a sign-in",),
        ("HTTPS_PROXY",),
        ("***",),
    ),
    Row(
        "untrusted certificate",
        boto.SSLError(endpoint_url=GLUE_URL, error="CERTIFICATE_VERIFY_FAILED"),
        Kind.NETWORK,
        ("TLS", "glue.eu-north-9.amazonaws.com"),
        ("AWS_CA_BUNDLE",),
    ),
    Row("proxy address", boto.HTTPClientError(error="bad host"), Kind.NETWORK, ("bad host",), ("proxy",)),
    Row("reset", ConnectionResetError(104, "Connection reset by peer"), Kind.NETWORK, ("reset",), ("network",)),
    Row("time-out of Python's own", TimeoutError(), Kind.NETWORK, ("too long",), ("retry",)),
]

BUGS = [
    Row(
        "write refused",
        ReadOnly("glue:StartJobRun"),
        Kind.BUG,
        ("gluetui is read-only: StartJobRun was refused",),
        ("Nothing was sent",),
    ),
    Row(
        "parameters refused",
        boto.ParamValidationError(report="Invalid length for parameter JobName"),
        Kind.BUG,
        ("GetJobRun was not sent", "JobName"),
        ("job name",),
    ),
    Row("a slip", ZeroDivisionError("division by zero"), Kind.BUG, ("ZeroDivisionError",), ("report",)),
    Row("a missing key", KeyError("Id"), Kind.BUG, ("KeyError: 'Id'",), ("report",), ("SSO",)),
    Row("an error without words", RuntimeError(), Kind.BUG, ("RuntimeError",), ("report",)),
    Row("an answer of no form", boto.ClientError({}, "GetJobRun"), Kind.NOT_AWS, ("not from AWS",), ("proxy",)),
]


@pytest.mark.parametrize("row", [*SETUP, *SIGN_IN, *ANSWERS, *NETWORK, *BUGS], ids=lambda row: row.name)
def test_every_situation_has_its_kind_its_cause_and_its_next_step(row: Row) -> None:
    told = explained(row.error, row.context)
    assert told.kind is row.kind
    assert [words for words in row.cause if words not in told.cause] == [], told.cause
    assert [words for words in row.next_step if words not in told.next_step] == [], told.next_step
    assert [words for words in row.never if words in str(told)] == []
    assert [secret for secret in SECRETS if secret in str(told) + told.detail] == []
    assert told.command == row.command
    assert told.retriable is (row.retriable or row.kind in (Kind.NETWORK, Kind.NOT_AWS))
    assert len(told.cause.splitlines()) == len(told.next_step.splitlines()) == 1
    assert not told.cause.endswith(".")
    assert str(told) == f"{told.cause}. {told.next_step}"
    assert type(row.error).__name__ in told.detail


def test_a_glue_error_passes_unchanged() -> None:
    first = explained(NotAws("a web page"), CONTEXT)
    assert explained(first, LIST) is first


def test_a_cause_that_ends_a_sentence_gets_no_second_full_stop() -> None:
    assert str(GlueError(Kind.BUG, "Why?", "Retry.")) == "Why? Retry."
    assert str(GlueError(Kind.BUG, "It broke", "")) == "It broke."


@pytest.mark.parametrize("end", [asyncio.CancelledError, concurrent.futures.CancelledError, KeyboardInterrupt])
def test_the_end_of_work_is_not_made_an_error(end: type[BaseException]) -> None:
    with pytest.raises(end):
        explained(end(), CONTEXT)


def test_the_detail_has_the_whole_message_and_the_one_beneath_it() -> None:
    told = explained(boto.EndpointConnectionError(endpoint_url=GLUE_URL, error=OSError("no route")), CONTEXT)
    assert told.detail.splitlines() == [
        f'EndpointConnectionError: Could not connect to the endpoint URL: "{GLUE_URL}"',
        "OSError: no route",
    ]


def test_a_long_message_is_cut_in_the_cause_and_whole_in_the_detail() -> None:
    words = "x" * 99 + " "
    told = explained(answered("InvalidInputException", words * 2000), CONTEXT)
    assert len(told.cause) < 400
    assert told.cause.endswith("…")
    assert words * 1999 in told.detail


def test_a_message_with_braces_is_not_filled_in() -> None:
    assert "{profile} {0} {" in explained(BadAnswer("{profile} {0} {"), CONTEXT).cause


class Broken(Exception):
    """Raises whatever one asks it."""

    def __str__(self) -> str:
        raise ValueError("no words")

    @property
    def response(self) -> object:
        raise ValueError("no response")


def test_an_exception_that_cannot_be_read_is_still_explained() -> None:
    told = explained(Broken(), CONTEXT)
    assert (told.kind, told.cause) == (Kind.BUG, "gluetui stumbled over an unreadable Broken")


@pytest.mark.parametrize(
    ("module", "kind"),
    [
        (("botocore.endpoint", "botocore.parsers"), Kind.BAD_ANSWER),
        (("botocore.signers", "botocore.credentials", "botocore.utils"), Kind.SIGN_IN),
        (("botocore.credentials", "botocore.tokens", "dateutil.parser._parser"), Kind.SIGN_IN),
        (("botocore.args", "botocore.endpoint"), Kind.SETUP),
        (("botocore.parsers", "gluetui.glue.client"), Kind.BUG),
        (("gluetui.glue.client", "botocore.parsers", "json.decoder"), Kind.BAD_ANSWER),
        ((), Kind.BUG),
    ],
)
def test_pythons_own_exceptions_are_told_apart_by_where_they_came_from(module: tuple[str, ...], kind: Kind) -> None:
    with pytest.raises(ValueError) as raised:
        _raise_through(module, ValueError("year 99999 is out of range"))
    assert explained(raised.value, CONTEXT).kind is kind


def _raise_through(modules: tuple[str, ...], error: Exception) -> None:
    """Raises with one frame for each module's name in the traceback, the last innermost."""

    def innermost() -> None:
        raise error

    call: Any = innermost
    for module in reversed(modules):
        scope: dict[str, Any] = {"__name__": module, "call": call}
        exec("def outer():\n    call()", scope)
        call = scope["outer"]
    call()


def a_class_of(module: Mapping[str, object]) -> list[type[Exception]]:
    return [
        value
        for value in module.values()
        if isinstance(value, type) and issubclass(value, Exception) and not issubclass(value, Warning)
    ]


CLASSES = sorted({*a_class_of(vars(boto)), *a_class_of(vars(__import__("builtins")))}, key=lambda each: each.__name__)
LEAKS = st.sampled_from([*SECRETS, "http://me:p4ssw0rd@proxy.example:1", f"aws_session_token={TOKEN}"])
WORDS = st.lists(st.one_of(st.text(max_size=12), LEAKS), min_size=1, max_size=4).map(" ".join)
ARGUMENTS = st.lists(st.one_of(WORDS, st.integers(), st.none(), st.binary(max_size=4)), max_size=3)


def made(cls: type[Exception], words: str, arguments: list[object]) -> Exception:
    """An instance with words in each keyword that its message wants, else with the arguments."""
    names = [name for _, name, _, _ in string.Formatter().parse(getattr(cls, "fmt", "")) if name]
    try:
        if issubclass(cls, boto.ClientError):
            return cls({"Error": {"Code": words, "Message": words}}, words)
        if hasattr(cls, "fmt"):
            return cls(**dict.fromkeys([*names, "error", "error_msg", "proxy_url", "endpoint_url"], words))
        return cls(*arguments)
    except TypeError:  # A class that wants other arguments than these.
        return Exception(words)


@given(st.sampled_from(CLASSES), WORDS, ARGUMENTS)
def test_any_exception_is_explained_without_a_secret(cls: type[Exception], words: str, arguments: list[object]) -> None:
    told = explained(made(cls, words, arguments), CONTEXT._replace(region=None, job_name=None))
    assert told.cause.strip()
    assert told.next_step.strip()
    assert len(told.cause.splitlines()) == 1
    for text in (str(told), repr(told), told.detail):
        assert [secret for secret in (*SECRETS, "p4ssw0rd") if secret in text] == []


@given(st.text(), st.one_of(st.none(), st.text(), st.integers(), st.dictionaries(st.text(), st.text())))
def test_any_answer_of_any_form_is_explained(code: str, response: object) -> None:
    error = answered(code, "words")
    for form in (response, {"Error": response}, {"Error": {"Code": response, "Message": response}}):
        error.response = form
        assert explained(error, CONTEXT).cause.strip()


# The real thing: botocore itself raises, from files that a person may have.

KEYS = "aws_access_key_id=AKIDEXAMPLE\naws_secret_access_key=x\n"
SSO = "sso_account_id=1\nsso_role_name=r\n"
SSO_SESSION = f"sso_session=corp\n{SSO}[sso-session corp]\nsso_start_url=https://x.example\nsso_region=eu-west-1\n"
SSO_LEGACY = f"sso_start_url=https://x.example\nsso_region=eu-west-1\n{SSO}"


class Home:
    """A home directory with one AWS config file, and nothing of this machine's."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def profile(self, text: str) -> None:
        self.config(f"[profile corp]\n{text}")

    def config(self, text: str) -> None:
        (self.path / "config").write_text(text)

    def sso_cache(self, name: str, text: str) -> None:
        cache = self.path / ".aws" / "sso" / "cache"
        cache.mkdir(parents=True)
        (cache / f"{hashlib.sha1(name.encode()).hexdigest()}.json").write_text(text)

    def told(self, *, profile: str | None = "corp", region: str | None = "eu-west-1") -> GlueError:
        """What is told of the first thing that goes wrong on the way to a port where nobody listens."""
        try:
            session = boto3.Session(profile_name=profile)
            client = session.client(
                "glue",
                region_name=region,
                endpoint_url="http://127.0.0.1:9",
                config=Config(retries={"total_max_attempts": 1}, connect_timeout=1),
            )
            client.get_job_run(JobName="load orders", RunId=RUN_ID)
        except Exception as error:
            return explained(error, CONTEXT._replace(profile=profile, region=region))
        raise AssertionError("nothing went wrong")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name in (
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ACCESS_KEY_ID",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # botocore expands these when it is imported, so that HOME alone does not move them.
    for provider in (botocore.tokens.SSOTokenProvider, botocore.credentials.SSOProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(tmp_path / ".aws" / "sso" / "cache"))
    return Home(tmp_path)


def test_a_profile_that_is_in_no_file_is_named(home: Home) -> None:
    told = home.told(profile="nope")
    assert (told.kind, told.cause) == (Kind.SETUP, "The AWS config files have no profile nope")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"[profile corp]\naws_secret_access_key {SECRET_KEY[:-1]}\n", "parsing errors, line 2"),
        (f"aws_secret_access_key {SECRET_KEY[:-1]}\n", "no section headers, line 1"),
        ("[profile corp]\na=1\na=2\n", "option 'a' in section 'profile corp' already exists, line 3"),
        ("[profile corp]\na =\n  nested without a sign\n", "not enough values"),
    ],
)
def test_a_broken_config_file_is_named_with_the_line_number_but_without_the_line(
    home: Home, text: str, words: str
) -> None:
    home.config(text)
    told = home.told()
    assert told.kind is Kind.SETUP
    assert str(home.path / "config") in told.cause
    assert words in told.cause
    assert SECRET_KEY[:-1] not in str(told) + told.detail


def test_a_profile_without_a_region_says_where_to_set_one(home: Home) -> None:
    home.profile(KEYS)
    told = home.told(region=None)
    assert (told.kind, told.cause) == (Kind.SETUP, "No AWS Region is set for profile corp")


def test_a_key_id_without_its_secret_names_what_is_missing(home: Home) -> None:
    home.profile("aws_access_key_id=AKIDEXAMPLE\n")
    assert "lack aws_secret_access_key" in home.told().cause


def test_no_credentials_at_all_say_how_to_sign_in(home: Home) -> None:
    home.config("")
    told = home.told(profile=None)
    assert (told.kind, told.cause) == (
        Kind.SIGN_IN,
        "There are no AWS credentials for the default profile",
    )


PYTHON = shlex.quote(sys.executable)


@pytest.mark.parametrize(
    ("command", "kind", "words"),
    [
        ("/no/such/vault --x", Kind.SETUP, "/no/such/vault"),
        ("/", Kind.SETUP, "Permission denied"),
        (f"{PYTHON} -c \"raise SystemExit('locked {SECRET_KEY}')\"", Kind.SETUP, "failed: locked [removed]"),
        (f"{PYTHON} -c \"print('rubbish {SECRET_KEY}')\"", Kind.SETUP, "not JSON"),
        (f"{PYTHON} -c print({{}})", Kind.SETUP, "Unsupported version"),
        (f"{PYTHON} -c print([])", Kind.SIGN_IN, "could not be read: AttributeError"),
        ("vault 'odd", Kind.SIGN_IN, "could not be read: ValueError: No closing quotation"),
    ],
)
def test_a_credential_process_that_does_not_give_credentials_is_told_without_its_output(
    home: Home, command: str, kind: Kind, words: str
) -> None:
    home.profile(f"credential_process = {command}\n")
    told = home.told()
    assert told.kind is kind
    assert words in told.cause
    assert "credential_process" in str(told)
    assert SECRET_KEY not in str(told) + told.detail
    assert "rubbish" not in str(told) + told.detail


@pytest.mark.parametrize(("name", "config"), [("corp", SSO_SESSION), ("https://x.example", SSO_LEGACY)])
@pytest.mark.parametrize(
    ("cached", "words"),
    [
        (None, "Profile corp is not signed in to SSO"),
        ("{}", "Profile corp is not signed in to SSO"),
        ("{cut off", "The saved SSO sign-in of profile corp cannot be read"),
        (
            '{"accessToken": "t", "expiresAt": "2020-01-01T00:00:00Z"}',
            "The SSO sign-in of profile corp has expired",
        ),
    ],
)
def test_an_sso_sign_in_that_is_of_no_use_gives_the_exact_command(
    home: Home, name: str, config: str, cached: str | None, words: str
) -> None:
    home.profile(config)
    if cached is not None:
        home.sso_cache(name, cached)
    told = home.told()
    assert (told.kind, told.cause) == (Kind.SIGN_IN, words)
    assert told.command == LOGIN
    assert "aws sso login --profile corp" in told.next_step


def test_a_port_where_nobody_listens_is_named(home: Home) -> None:
    home.profile(KEYS)
    told = home.told()
    assert (told.kind, told.cause) == (Kind.NETWORK, "Cannot reach 127.0.0.1:9")


def test_parameters_that_botocore_refuses_are_our_own_fault(home: Home) -> None:
    home.profile(KEYS)
    client = boto3.Session(profile_name="corp").client("glue", region_name="eu-west-1")
    with pytest.raises(boto.ParamValidationError) as raised:
        client.get_job_run(JobName="", RunId="")
    assert explained(raised.value, CONTEXT).kind is Kind.BUG
