"""An error blames what gave the setting, and its next step is one that can help."""

from __future__ import annotations

from pathlib import Path

import botocore.exceptions as boto
import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, BadSetting, Context, ErrorKind, explained
from gluetui.glue.errors.origins import Credentials, Origins, Setting, Source
from tests.aws_home import AwsHome
from tests.glue.errors.situation import answered
from tests.server import GlueServer

LOGIN = ("aws", "sso", "login", "--profile", "hub")


def told(error: Exception, *, profile: str | None = "corp", operation: str = "ListJobs", **known: object) -> AwsError:
    origins = Origins(**known)  # type: ignore[arg-type]
    region = origins.region.value or "eu-west-1"
    return explained(error, Context(operation, profile, region, iam="glue", origins=origins))


def of(source: Source, end: Source | None = None, **more: object) -> Credentials:
    return Credentials(source, end or source, is_certain=True, **more)  # type: ignore[arg-type]


EXPIRED = answered("ExpiredTokenException", "The security token included in the request is expired")
UNKNOWN = answered("UnrecognizedClientException", "The security token included in the request is invalid.")
WRONG = answered("InvalidSignatureException", "The request signature we calculated does not match")
DENIED = answered("AccessDeniedException", "no", operation="ListJobs")
ENV = of(Source.ENVIRONMENT)


@pytest.mark.parametrize(
    ("error", "cause", "step"),
    [
        (EXPIRED, "The keys of the environment (AWS_ACCESS_KEY_ID) have expired", "unset AWS_ACCESS_KEY_ID"),
        (UNKNOWN, "does not accept the keys of the environment", "unset AWS_ACCESS_KEY_ID"),
        (WRONG, "wrong secret key", "AWS_SECRET_ACCESS_KEY"),
        (DENIED, "The environment's access key lacks the permission glue:ListJobs", "Ask for glue:ListJobs"),
        (answered("IncompleteSignature", "x"), "does not accept the keys of the environment", "AWS_SESSION_TOKEN"),
        (
            boto.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"),
            "AWS_ACCESS_KEY_ID is set in the environment without AWS_SECRET_ACCESS_KEY",
            "Export AWS_SECRET_ACCESS_KEY",
        ),
        (
            boto.HTTPClientError(error=ValueError("Invalid header value b'abc\\r'")),
            "The keys of the environment (AWS_ACCESS_KEY_ID) cannot be sent",
            "Correct or unset AWS_ACCESS_KEY_ID",
        ),
    ],
)
def test_keys_of_the_environment_are_blamed_and_no_sign_in_is_offered(error: Exception, cause: str, step: str) -> None:
    found = told(error, credentials=ENV)
    assert cause in found.cause
    assert step in found.next_step
    assert found.command == ()
    assert [words for words in ("corp", "login", "aws configure", "abc") if words in str(found)] == []


@pytest.mark.parametrize(
    ("credentials", "cause", "step", "command"),
    [
        (
            of(Source.SSO, sign_in=LOGIN),
            "credentials of profile corp",
            "Sign in with `aws sso login --profile hub`",
            LOGIN,
        ),
        (
            of(Source.ROLE, Source.SSO, sign_in=LOGIN),
            "credentials of profile corp",
            "aws sso login --profile hub",
            LOGIN,
        ),
        (of(Source.PROCESS, sign_in=LOGIN), "credentials of profile corp", "aws sso login --profile hub", LOGIN),
        (of(Source.PROCESS), "credentials of profile corp", "Run its credential_process by hand", ()),
        (of(Source.CREDENTIALS_FILE, place="/h/c"), "credentials of profile corp", "Put new keys into /h/c", ()),
        (
            of(Source.ROLE, Source.CONFIG_FILE, place="/h/d", profile="base"),
            "credentials of profile corp",
            "/h/d (`aws configure --profile base`)",
            (),
        ),
        (of(Source.CONTAINER), "The credentials of the container", "The container's host", ()),
        (of(Source.INSTANCE), "The credentials of the instance", "choose a profile", ()),
        (of(Source.WEB_IDENTITY_OF_ENVIRONMENT), "of the web identity", "AWS_WEB_IDENTITY_TOKEN_FILE", ()),
        # What is not known is not guessed.
        (Credentials(), "credentials of profile corp", "Sign in again (with SSO: `aws sso login --profile corp`)", ()),
        (Credentials(Source.INSTANCE, Source.INSTANCE), "credentials of profile corp", "choose a profile", ()),
    ],
)
def test_what_expired_is_renewed_where_it_comes_from(
    credentials: Credentials, cause: str, step: str, command: tuple[str, ...]
) -> None:
    found = told(EXPIRED, credentials=credentials)
    assert cause in found.cause
    assert step in found.next_step
    assert found.command == command


NOTHING_THERE = FileNotFoundError(2, "No such file or directory", "/run/token")
NO_ROLE_ARN = boto.InvalidConfigError(error_msg="configured to assume role with web identity but has no role ARN")


def unknown_host() -> ValueError:
    return ValueError("Unsupported host '10.9.9.9'. Can only retrieve metadata from a loopback address")


def none_at(source: str) -> boto.CredentialRetrievalError:
    return boto.CredentialRetrievalError(
        provider=source, error_msg="No credentials found in credential_source referenced in profile corp."
    )


@pytest.mark.parametrize(
    ("error", "end", "step"),
    [
        (NOTHING_THERE, Source.WEB_IDENTITY_OF_ENVIRONMENT, "Correct or unset AWS_WEB_IDENTITY_TOKEN_FILE"),
        (NOTHING_THERE, Source.WEB_IDENTITY, "Correct web_identity_token_file and role_arn in the AWS config file"),
        (NOTHING_THERE, Source.CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
        (NOTHING_THERE, Source.PROCESS, "Correct credential_process, or the file's path"),
        (NO_ROLE_ARN, Source.WEB_IDENTITY_OF_ENVIRONMENT, "AWS_ROLE_ARN"),
        (NO_ROLE_ARN, Source.WEB_IDENTITY, "role_arn in the AWS config file"),
        # Another setting is wrong than the one that gives the credentials.
        (boto.InvalidConfigError(error_msg="odd"), Source.CONTAINER, "Correct it in the AWS config file"),
        (boto.InvalidConfigError(error_msg="odd"), Source.ENVIRONMENT, "Correct it in the AWS config file"),
        (none_at("Environment"), Source.ENVIRONMENT, "Export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY and restart"),
        (none_at("EcsContainer"), Source.CONTAINER, "Correct credential_source in the AWS config file"),
        (none_at("Ec2InstanceMetadata"), Source.INSTANCE, "Correct credential_source in the AWS config file"),
    ],
)
def test_a_source_that_is_set_up_wrongly_is_corrected_where_it_is_set_up(
    error: Exception, end: Source, step: str
) -> None:
    found = told(error, credentials=of(end))
    assert found.kind is ErrorKind.SETUP
    assert step in found.next_step
    assert found.command == ()
    assert "aws sso login" not in found.next_step


@pytest.mark.parametrize(
    ("uri", "token_file"),
    [("http://10.9.9.9/x", ""), ("http://192.0.2.7/x", ""), ("http://127.0.0.1:9/x", "/nowhere/token")],
)
def test_a_container_that_is_none_is_corrected_in_its_variables(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, impatient: None, uri: str, token_file: str
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri)
    if token_file:
        monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token_file)
    with pytest.raises(AwsError) as raised:
        Glue(Aws(region="eu-west-1", endpoint_url="http://127.0.0.1:9")).jobs()
    assert "container" in raised.value.cause
    assert "AWS_CONTAINER_CREDENTIALS_FULL_URI" in raised.value.next_step
    assert "login" not in str(raised.value)


@pytest.mark.parametrize(
    ("endpoint", "places"),
    [
        (Setting(), "Correct HTTPS_PROXY:"),
        (Setting("http://a", "AWS_ENDPOINT_URL"), "HTTPS_PROXY or AWS_ENDPOINT_URL:"),
    ],
)
def test_an_address_that_cannot_be_read_is_blamed_on_what_was_set(endpoint: Setting, places: str) -> None:
    found = told(boto.HTTPClientError(error=ValueError("Failed to parse: //:x")), endpoint=endpoint)
    assert places in found.next_step
    assert "--endpoint-url" not in found.next_step


def test_a_sign_in_that_ran_out_below_a_role_is_that_of_its_source_profile() -> None:
    found = told(boto.UnauthorizedSSOTokenError(), credentials=of(Source.ROLE, Source.SSO, sign_in=LOGIN))
    assert (found.command, found.next_step) == (LOGIN, "Sign in with `aws sso login --profile hub`, then retry.")


def test_a_process_that_exports_a_profile_is_mended_by_signing_that_in() -> None:
    error = boto.CredentialRetrievalError(provider="custom-process", error_msg="no token")
    found = told(error, credentials=of(Source.PROCESS, sign_in=LOGIN))
    assert (found.kind, found.command) == (ErrorKind.SIGN_IN, LOGIN)
    assert "aws sso login --profile hub" in found.next_step


@pytest.mark.parametrize(
    ("origins", "step"),
    [
        ({"hint": "/h/c counts as empty: it is a directory."}, "/h/c counts as empty: it is a directory. Set them up"),
        ({"credentials": Credentials(is_half_set=True)}, "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not."),
        ({}, "Set them up with `aws configure sso --profile corp`"),
    ],
)
def test_why_there_are_no_credentials_goes_first(origins: dict[str, object], step: str) -> None:
    assert told(boto.NoCredentialsError(), **origins).next_step.startswith(step)  # type: ignore[arg-type]


GLUE = "https://glue.eu-west-1.amazonaws.com/"
MADE_UP = Setting("xx-no-1", "the list of Regions")


@pytest.mark.parametrize(
    ("error", "origins", "cause", "step"),
    [
        (
            boto.InvalidRegionError(region_name="x y"),
            {"region": Setting("x y", "AWS_REGION")},
            "x y",
            "Correct AWS_REGION.",
        ),
        (
            boto.InvalidRegionError(region_name="x y"),
            {},
            "x y",
            "--region, the variable AWS_REGION or region in profile corp",
        ),
        (
            boto.EndpointConnectionError(endpoint_url="https://glue.xx-no-1.amazonaws.com/"),
            {"region": MADE_UP},
            "glue.xx-no-1",
            "xx-no-1 is a Region (set by the list of Regions)",
        ),
        (
            boto.EndpointConnectionError(endpoint_url="https://glue.xx-no-1.amazonaws.com/"),
            {"region": MADE_UP, "is_region_known": False},
            "Cannot reach glue.xx-no-1.amazonaws.com: botocore knows no such Region",
            "Choose another Region; if it is a new Region, check the network",
        ),
        (
            boto.EndpointConnectionError(endpoint_url=GLUE),
            {"region": Setting("eu-west-1", "AWS_REGION"), "is_region_known": True},
            "Cannot reach glue.eu-west-1.amazonaws.com",
            "Check the network, VPN or proxy, then retry.",
        ),
        (
            boto.InvalidRegionError(region_name="eu-west-1 "),
            {"region": Setting("eu-west-1 ", "AWS_REGION"), "is_region_known": False},
            "'eu-west-1 ' is not a Region of AWS",
            "Correct AWS_REGION.",
        ),
        (
            boto.EndpointConnectionError(endpoint_url="https://glue-fips.eu-west-1.amazonaws.com/"),
            {"fips": Setting("true", "use_fips_endpoint in profile corp")},
            "there may be no FIPS endpoint in eu-west-1",
            "Unset use_fips_endpoint in profile corp or open another Region",
        ),
        (
            boto.ConnectTimeoutError(endpoint_url="https://glue-fips.eu-west-1.api.aws/"),
            {
                "fips": Setting("true", "AWS_USE_FIPS_ENDPOINT"),
                "dualstack": Setting("true", "AWS_USE_DUALSTACK_ENDPOINT"),
            },
            "no FIPS and dual-stack endpoint",
            "Unset AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT",
        ),
        (
            boto.EndpointConnectionError(endpoint_url="http://127.0.0.1:9/"),
            {"endpoint": Setting("http://127.0.0.1:9", "AWS_ENDPOINT_URL")},
            "Cannot reach 127.0.0.1:9",
            "The address is set by AWS_ENDPOINT_URL.",
        ),
        (
            boto.EndpointConnectionError(endpoint_url="https://sts.eu-west-1.amazonaws.com/"),
            {"endpoint": Setting("http://127.0.0.1:9", "AWS_ENDPOINT_URL_GLUE")},
            "where profile corp signs in",
            "Check the network",
        ),
        (
            BadSetting("names no host"),
            {"endpoint": Setting("http://u:hunter2pw@", "--endpoint-url")},
            "names no host",
            "Correct or unset --endpoint-url.",
        ),
        (
            boto.SSLError(endpoint_url=GLUE, error="[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found"),
            {"certificates": Setting("/c.pem", "ca_bundle in profile corp")},
            "The file of trusted certificates /c.pem cannot be used: it holds no certificates in PEM form",
            "Correct or unset ca_bundle in profile corp",
        ),
        (
            boto.SSLError(endpoint_url=GLUE, error="CERTIFICATE_VERIFY_FAILED"),
            {"certificates": Setting("/c.pem", "REQUESTS_CA_BUNDLE")},
            "no trusted TLS connection to glue.eu-west-1",
            "Those in /c.pem (REQUESTS_CA_BUNDLE) are trusted alone",
        ),
        (boto.SSLError(endpoint_url=GLUE, error="CERTIFICATE_VERIFY_FAILED"), {}, "TLS", "set AWS_CA_BUNDLE"),
    ],
)
def test_the_place_of_what_is_wrong_is_named(
    error: Exception, origins: dict[str, object], cause: str, step: str
) -> None:
    found = told(error, **origins)  # type: ignore[arg-type]
    assert cause in found.cause
    assert step in found.next_step
    assert "hunter2" not in str(found)


DENIAL = "User: arn:aws:iam::1:user/a is not authorized to perform: glue:ListJobs on resource: * {}"


@pytest.mark.parametrize(
    ("words", "cause", "step"),
    [
        (
            "with an explicit deny in a service control policy",
            "by a policy of the organisation (SCP)",
            "another Region",
        ),
        ("because no service control policy allows the glue:ListJobs action", "(SCP)", "another Region, or ask for"),
        (
            "with an explicit deny in a permissions boundary",
            "denied to profile corp by a permissions boundary",
            "lifted",
        ),
        ("because no session policy allows the glue:ListJobs action", "by the policy of the session", "Ask for glue:"),
        ("with an explicit deny in a VPC endpoint policy", "by the policy of the VPC endpoint", "another network"),
        ("with an explicit deny in an identity-based policy", "explicitly denied to profile corp", "Ask to have that"),
        ("because no identity-based policy allows the glue:ListJobs action", "Profile corp lacks", "Ask for glue:"),
    ],
)
def test_a_denial_names_the_policy_that_says_no(words: str, cause: str, step: str) -> None:
    found = told(answered("AccessDeniedException", DENIAL.format(words), operation="ListJobs"))
    assert found.kind is ErrorKind.DENIED
    assert cause in found.cause
    assert step in found.next_step
    assert ("Region" in found.next_step) is ("service control" in words)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsHome:
    home = AwsHome(tmp_path, monkeypatch)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    return home


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "No such file or directory"),
        ("", "it holds no certificates in PEM form"),
        ("no certificate", "it holds no certificates in PEM form"),
        ("-----BEGIN CERTIFICATE-----\nMIIC\n", "it holds no certificates in PEM form"),
        ("/", "Is a directory"),
    ],
)
@pytest.mark.parametrize("place", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "ca_bundle in profile default"])
def test_a_file_of_certificates_that_is_none_is_told_by_what_boto3_raises(
    home: AwsHome,
    monkeypatch: pytest.MonkeyPatch,
    sts_that_refuses: GlueServer,
    impatient: None,
    content: str | None,
    why: str,
    place: str,
) -> None:
    file = home.path / "certificates"
    if content == "/":
        file.mkdir()
    elif content is not None:
        file.write_text(content)
    if place.startswith("AWS") or place.startswith("REQUESTS"):
        monkeypatch.setenv(place, str(file))
    else:
        home.config(f"[default]\nca_bundle = {file}\n")
    url = sts_that_refuses.url.replace("http:", "https:")
    with pytest.raises(AwsError) as raised:
        Glue(Aws(region="eu-west-1", endpoint_url=url)).jobs()
    assert raised.value.cause == f"The file of trusted certificates {file} cannot be used: {why}"
    assert raised.value.next_step == f"Correct or unset {place}, then retry."


@pytest.mark.parametrize(
    ("expiry", "cause"),
    [("2020-01-01T00:00:00Z", "have expired"), ("next week", "cannot be used: Unknown string format: next week")],
)
def test_an_expiry_in_the_environment_is_the_keys_fault(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, expiry: str, cause: str
) -> None:
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", expiry)
    with pytest.raises(AwsError) as raised:
        Glue(Aws(region="eu-west-1", endpoint_url="http://127.0.0.1:9")).jobs()
    assert raised.value.cause == f"The keys of the environment (AWS_ACCESS_KEY_ID) {cause}"
    assert "AWS_ACCESS_KEY_ID" in raised.value.next_step


@pytest.mark.parametrize("url", ["glue.example", "http://:80", "https://h:p", "s3://x", "http://[1"])
def test_an_endpoint_that_is_none_is_refused_before_boto3_sees_it(home: AwsHome, url: str) -> None:
    with pytest.raises(AwsError) as raised:
        Glue(Aws(region="eu-west-1", endpoint_url=url)).jobs()
    assert raised.value.kind is ErrorKind.SETUP
    assert raised.value.next_step == "Correct or unset --endpoint-url."
