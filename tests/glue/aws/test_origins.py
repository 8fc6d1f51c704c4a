"""What is in force and where it was set: for the same files and variables, what botocore itself takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore.session import Session

from gluetui.glue.aws.boto import Aws, aws_session, new_client
from gluetui.glue.aws.config import check_profile, config_files
from gluetui.glue.aws.origins import Given, as_botocore_says, credentials, origins
from gluetui.glue.errors.origins import Credentials, Setting, Source
from tests.aws_home import AwsHome

KEYS = "aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n"
SSO = "sso_session = hub\nsso_account_id = 1\nsso_role_name = r\n"
ROLE = "role_arn = arn:aws:iam::1:role/d\n"
CONFIG = f"""
[default]
region = eu-south-1
[profile blue]
region = eu-north-1
{KEYS}
[profile green]
region = ap-south-1
ca_bundle = /etc/green.pem
services = own
use_fips_endpoint = TRUE
credential_process = /bin/false
[profile hub]
{SSO}
[profile both]
{SSO}{KEYS}
[profile reader]
{ROLE}source_profile = hub
[profile far]
{ROLE}source_profile = reader
[profile box]
{ROLE}credential_source = EcsContainer
[profile token]
{ROLE}web_identity_token_file = /nowhere
[profile filed]
[profile loop]
{ROLE}source_profile = loop2
[profile loop2]
{ROLE}source_profile = loop
[services own]
glue =
  endpoint_url = https://glue.example
[sso-session hub]
sso_start_url = https://x.example
sso_region = eu-west-1
"""
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "x"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsHome:
    home = AwsHome(tmp_path, monkeypatch)
    home.config(CONFIG)
    (home.path / ".aws" / "credentials").write_text(f"[filed]\nregion = sa-east-1\n{KEYS}")
    return home


@pytest.mark.parametrize(
    ("chosen", "variables"),
    [
        (None, {"AWS_PROFILE": "green", "AWS_DEFAULT_PROFILE": "blue"}),
        (None, {"AWS_DEFAULT_PROFILE": "green"}),
        ("blue", {"AWS_DEFAULT_PROFILE": "green", "AWS_PROFILE": "hub", **ENVIRONMENT}),
        (None, {"AWS_PROFILE": "hub", **ENVIRONMENT}),
        (None, {"AWS_PROFILE": "hub"}),
        (None, {"AWS_PROFILE": "both"}),
        (None, {"AWS_PROFILE": "filed"}),
        ("reader", ENVIRONMENT),
        ("far", {}),
        ("green", {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:aws:iam::1:role/w"}),
        (None, {"AWS_PROFILE": "blue", "AWS_DEFAULT_REGION": "us-west-2"}),
        (None, {"AWS_PROFILE": "blue", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1"}),
        (None, {}),
    ],
)
def test_profile_region_and_source_are_those_that_botocore_takes(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, chosen: str | None, variables: dict[str, str]
) -> None:
    monkeypatch.setattr(
        "botocore.credentials.ProcessProvider._retrieve_credentials_using",
        lambda *_: {
            "access_key": "x",
            "secret_key": "x",
            "token": None,
            "expiry_time": None,
            "account_id": None,
        },
    )
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    own = Session()
    if chosen:
        own.set_config_variable("profile", chosen)
    theirs = own.get_credentials()
    told = origins(Given(Setting(chosen or "", "--profile")), config_files(), {**variables})
    assert (told.profile.value or None, told.region.value or None) == (
        own.get_config_variable("profile"),
        own.get_config_variable("region"),
    )
    session = aws_session(chosen, told)
    ours = session.get_credentials()
    assert getattr(ours, "method", None) == getattr(theirs, "method", None)
    assert session.region_name == own.get_config_variable("region")
    client = type("Client", (), {"_request_signer": type("Signer", (), {"_credentials": theirs})})
    expected = told if theirs else told._replace(credentials=told.credentials._replace(source=Source.NONE))
    assert as_botocore_says(told, client).credentials.source is expected.credentials.source


@pytest.mark.parametrize(
    ("method", "source", "signer"),
    [
        ("iam-role", Source.INSTANCE, "credentials of the instance"),
        ("boto-config", Source.BOTO_FILE, "profile default"),
        ("ec2-credentials-file", Source.EC2_FILE, "profile default"),
        ("a-new-one", Source.INSTANCE, "credentials of the instance"),
        ("", Source.NONE, "profile default"),
    ],
)
def test_what_settings_cannot_show_botocore_says(home: AwsHome, method: str, source: Source, signer: str) -> None:
    guessed = origins(Given(), config_files(), {})
    assert (guessed.credentials.source, guessed.signer) == (Source.INSTANCE, "profile default")
    held = type("Credentials", (), {"method": method}) if method else None
    client = type("Client", (), {"_request_signer": type("Signer", (), {"_credentials": held})})
    told = as_botocore_says(guessed, client)
    assert (told.credentials.source, told.signer) == (source, signer)


@pytest.mark.parametrize(
    ("variables", "profile", "region"),
    [
        ({"AWS_PROFILE": ""}, "", "eu-south-1"),
        ({"AWS_DEFAULT_PROFILE": "", "AWS_PROFILE": "blue"}, "blue", "eu-north-1"),
        ({"AWS_DEFAULT_PROFILE": "  ", "AWS_PROFILE": "blue"}, "blue", "eu-north-1"),
        ({"AWS_PROFILE": " "}, "", "eu-south-1"),
        ({"AWS_DEFAULT_PROFILE": "blue", "AWS_PROFILE": ""}, "blue", "eu-north-1"),
        ({"AWS_PROFILE": "blue", "AWS_DEFAULT_REGION": ""}, "blue", "eu-north-1"),
        ({"AWS_PROFILE": "blue", "AWS_REGION": "", "AWS_DEFAULT_REGION": "us-west-2"}, "blue", "us-west-2"),
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "blue"}, "blue", "eu-north-1"),
    ],
)
def test_an_empty_variable_is_as_if_unset_for_boto3_too(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], profile: str, region: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    told = origins(Given(), config_files(), variables)
    assert (told.profile.value, told.region.value) == (profile, region)
    assert told.credentials.source is not Source.NO_SUCH_PROFILE
    check_profile(None)
    session = aws_session(None, told)
    assert (session.profile_name, session.region_name) == (profile or "default", region)
    assert told.signer == f"profile {profile or 'default'}"


@pytest.mark.parametrize(
    ("given", "variables", "name", "expected"),
    [
        (Given(), {"AWS_PROFILE": "green"}, "region", ("ap-south-1", "region in profile green")),
        (Given(), {"AWS_PROFILE": "green", "AWS_REGION": "eu-west-3"}, "region", ("eu-west-3", "AWS_REGION")),
        (
            Given(region=Setting("x", "the list of Regions")),
            {"AWS_REGION": "y"},
            "region",
            ("x", "the list of Regions"),
        ),
        (Given(), {"AWS_PROFILE": "filed"}, "region", ("sa-east-1", "region in profile filed")),
        (Given(), {}, "endpoint", ("", "")),
        (Given(), {"AWS_ENDPOINT_URL": "a"}, "endpoint", ("a", "AWS_ENDPOINT_URL")),
        (Given(), {"AWS_ENDPOINT_URL": "a", "AWS_ENDPOINT_URL_GLUE": "b"}, "endpoint", ("b", "AWS_ENDPOINT_URL_GLUE")),
        (
            Given(),
            {"AWS_PROFILE": "green"},
            "endpoint",
            ("https://glue.example", "endpoint_url of glue in services own"),
        ),
        (Given(), {"AWS_ENDPOINT_URL": "a", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, "endpoint", ("", "")),
        (Given(), {"AWS_PROFILE": "green"}, "certificates", ("/etc/green.pem", "ca_bundle in profile green")),
        (Given(), {"REQUESTS_CA_BUNDLE": "/r"}, "certificates", ("/r", "REQUESTS_CA_BUNDLE")),
        (Given(), {"REQUESTS_CA_BUNDLE": "/r", "AWS_CA_BUNDLE": "/a"}, "certificates", ("/a", "AWS_CA_BUNDLE")),
        (Given(), {"AWS_CA_BUNDLE": " "}, "certificates", ("", "")),
        (Given(), {"AWS_PROFILE": "green"}, "fips", ("TRUE", "use_fips_endpoint in profile green")),
        (Given(), {"AWS_USE_FIPS_ENDPOINT": "false"}, "fips", ("", "")),
        (Given(), {"AWS_PROFILE": "green", "AWS_USE_FIPS_ENDPOINT": "no"}, "fips", ("", "")),
        (Given(), {"AWS_PROFILE": "green", "AWS_USE_FIPS_ENDPOINT": ""}, "fips", ("", "")),
        (Given(), {"AWS_USE_DUALSTACK_ENDPOINT": "true"}, "dualstack", ("true", "AWS_USE_DUALSTACK_ENDPOINT")),
    ],
)
def test_every_setting_has_its_place(
    home: AwsHome, given: Given, variables: dict[str, str], name: str, expected: tuple[str, str]
) -> None:
    assert getattr(origins(given, config_files(), variables), name) == expected


@pytest.mark.parametrize(
    ("settings", "variables"),
    [
        ("use_fips_endpoint = true", {}),
        ("use_fips_endpoint = true", {"AWS_USE_FIPS_ENDPOINT": ""}),
        ("use_fips_endpoint = true", {"AWS_USE_FIPS_ENDPOINT": "no"}),
        ("use_fips_endpoint = yes", {}),
        ("use_dualstack_endpoint = True", {}),
        ("use_dualstack_endpoint = true", {"AWS_USE_DUALSTACK_ENDPOINT": ""}),
        ("", {"AWS_USE_DUALSTACK_ENDPOINT": "TRUE"}),
        ("endpoint_url = http://own.example", {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}),
        (
            "endpoint_url = http://own.example\nignore_configured_endpoint_urls = true",
            {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": ""},
        ),
        ("endpoint_url = http://own.example", {"AWS_ENDPOINT_URL": ""}),
    ],
)
def test_the_endpoint_is_the_one_that_botocore_takes(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, settings: str, variables: dict[str, str]
) -> None:
    home.config(f"[default]\nregion = us-east-1\n{KEYS}{settings}\n")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    told = origins(Given(), config_files(), variables)
    theirs = Session().create_client("glue").meta.endpoint_url
    assert new_client(aws_session(None, told), "glue", endpoint_url=None, is_signed=True).meta.endpoint_url == theirs
    assert (told.endpoint.value or "amazonaws.com") in theirs.replace("api.aws", "amazonaws.com")
    assert (bool(told.fips.value), bool(told.dualstack.value)) == ("fips" in theirs, "api.aws" in theirs)


@pytest.mark.parametrize(
    ("region", "is_known"),
    [("eu-west-1", True), ("eusc-de-east-1", True), ("cn-north-1", True), ("us-gov-west-1", True)]
    + [(text, False) for text in ("eu-west-1a", "EU-WEST-1", "eu-west-1 ", "eu-wset-1", "Ireland")],
)
def test_botocore_tells_whether_a_region_is_one(home: AwsHome, region: str, is_known: bool) -> None:
    assert origins(Given(), config_files(), {"AWS_REGION": region}).is_region_known is is_known
    assert origins(Given(), None, {"AWS_REGION": region}).is_region_known is None


SIGNS_IN = "aws sso login --profile hub"
EXPORTS = "credential_process = {}\n"


@pytest.mark.parametrize(
    ("profile", "more", "variables", "expected"),
    [
        ("hub", "", {}, SIGNS_IN),
        ("far", "", {}, SIGNS_IN),
        ("both", "", {}, "aws sso login --profile both"),
        ("loop", "", {}, ""),
        ("box", "", {}, ""),
        ("token", "", {}, ""),
        ("blue", "", {}, ""),
        # The keys of the environment go first where no profile was chosen.
        (None, "", {"AWS_PROFILE": "hub"}, SIGNS_IN),
        (None, "", {"AWS_PROFILE": "hub", **ENVIRONMENT}, ""),
        ("hub", "", ENVIRONMENT, SIGNS_IN),
        # A default profile must be named where a variable names another.
        (None, f"[default]\n{SSO}", {}, "aws sso login"),
        ("default", f"[default]\n{SSO}", {"AWS_PROFILE": "blue"}, "aws sso login --profile default"),
        # Keys in the credentials file go before `aws login`.
        ("filed", "[profile filed]\nlogin_session = x\n", {}, ""),
        ("con", "[profile con]\nlogin_session = x\n", {}, "aws login --profile con"),
        ("p", "[profile p]\n" + EXPORTS.format("aws configure export-credentials --profile hub"), {}, SIGNS_IN),
        ("p", "[profile p]\n" + EXPORTS.format("/opt/aws --profile=hub configure export-credentials"), {}, SIGNS_IN),
        ("p", "[profile p]\n" + EXPORTS.format("env AWS_PROFILE=far aws configure export-credentials"), {}, SIGNS_IN),
        ("p", "[profile p]\n" + EXPORTS.format("sh -c 'aws configure export-credentials --profile hub'"), {}, SIGNS_IN),
        ("p", "[profile p]\n" + EXPORTS.format("aws configure export-credentials --profile p"), {}, ""),
        ("p", "[profile p]\n" + EXPORTS.format("aws configure export-credentials --profile gone"), {}, ""),
        ("p", "[profile p]\n" + EXPORTS.format("vault --profile hub"), {}, ""),
        ("p", "[profile p]\n" + EXPORTS.format("aws 'odd"), {}, ""),
        (
            "q",
            f"[profile q]\n{ROLE}source_profile = p\n[profile p]\n"
            + EXPORTS.format("aws configure export-credentials --profile hub --format process"),
            {},
            SIGNS_IN,
        ),
    ],
)
def test_the_command_that_signs_in_is_that_of_the_end_of_the_chain(
    home: AwsHome, profile: str | None, more: str, variables: dict[str, str], expected: str
) -> None:
    config = CONFIG.replace("[default]\nregion = eu-south-1\n", "") if more.startswith("[default]") else CONFIG
    config = config.replace("[profile filed]\n", "") if "[profile filed]" in more else config
    home.config(config + more)
    assert " ".join(credentials(profile, config_files().profiles, variables).sign_in) == expected


@pytest.mark.parametrize(
    ("variables", "signer", "option"),
    [
        (ENVIRONMENT, "keys of the environment", None),
        ({**ENVIRONMENT, "AWS_PROFILE": "hub"}, "keys of the environment", None),
        ({"AWS_PROFILE": "hub"}, "profile hub", "hub"),
        ({"AWS_WEB_IDENTITY_TOKEN_FILE": "/t"}, "web identity of the environment", None),
        ({"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://x"}, "credentials of the container", None),
        ({"AWS_EC2_METADATA_DISABLED": "true"}, "profile default", None),
    ],
)
def test_the_first_line_and_copied_commands_name_what_signs(
    home: AwsHome, variables: dict[str, str], signer: str, option: str | None
) -> None:
    told = origins(Given(), config_files(), variables)
    assert (told.signer, told.option) == (signer, option)


def test_before_any_file_is_read_the_environment_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_PROFILE", "hub")
    assert Aws().origins.signer == "keys of the environment"
    assert Aws(profile="blue").origins.signer == "profile blue"
    assert Aws(profile="blue").origins.credentials == Credentials()
