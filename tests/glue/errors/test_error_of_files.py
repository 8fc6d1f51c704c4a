"""The real thing: botocore itself raises, from files that a person may have, and what is told of it."""

from __future__ import annotations

import hashlib
import shlex
import sys
from pathlib import Path

import boto3
import botocore.credentials
import botocore.exceptions as boto
import botocore.tokens
import pytest
from botocore.config import Config

from gluetui.glue.errors.error import AwsError, ErrorKind, explained
from tests.glue.errors.situation import CONTEXT, LOGIN, RUN_ID, SECRET_KEY

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

    def told(self, *, profile: str | None = "corp", region: str | None = "eu-west-1") -> AwsError:
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
    assert (told.kind, told.cause) == (ErrorKind.SETUP, "The AWS config files have no profile nope")


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
    assert told.kind is ErrorKind.SETUP
    assert str(home.path / "config") in told.cause
    assert words in told.cause
    assert SECRET_KEY[:-1] not in str(told) + told.detail


def test_a_profile_without_a_region_says_where_to_set_one(home: Home) -> None:
    home.profile(KEYS)
    told = home.told(region=None)
    assert (told.kind, told.cause) == (ErrorKind.SETUP, "No AWS Region is set for profile corp")


def test_a_key_id_without_its_secret_names_what_is_missing(home: Home) -> None:
    home.profile("aws_access_key_id=AKIDEXAMPLE\n")
    assert "lack aws_secret_access_key" in home.told().cause


def test_no_credentials_at_all_say_how_to_sign_in(home: Home) -> None:
    home.config("")
    told = home.told(profile=None)
    assert (told.kind, told.cause) == (
        ErrorKind.SIGN_IN,
        "There are no AWS credentials for the default profile",
    )


PYTHON = shlex.quote(sys.executable)


@pytest.mark.parametrize(
    ("command", "kind", "words"),
    [
        ("/no/such/vault --x", ErrorKind.SETUP, "/no/such/vault"),
        ("/", ErrorKind.SETUP, "Permission denied"),
        (f"{PYTHON} -c \"raise SystemExit('locked {SECRET_KEY}')\"", ErrorKind.SETUP, "failed: locked [removed]"),
        (f"{PYTHON} -c \"print('rubbish {SECRET_KEY}')\"", ErrorKind.SETUP, "not JSON"),
        (f"{PYTHON} -c print({{}})", ErrorKind.SETUP, "Unsupported version"),
        (f"{PYTHON} -c print([])", ErrorKind.SIGN_IN, "could not be read: AttributeError"),
        ("vault 'odd", ErrorKind.SIGN_IN, "could not be read: ValueError: No closing quotation"),
    ],
)
def test_a_credential_process_that_does_not_give_credentials_is_told_without_its_output(
    home: Home, command: str, kind: ErrorKind, words: str
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
    assert (told.kind, told.cause) == (ErrorKind.SIGN_IN, words)
    assert told.command == LOGIN
    assert "aws sso login --profile corp" in told.next_step


def test_a_port_where_nobody_listens_is_named(home: Home) -> None:
    home.profile(KEYS)
    told = home.told()
    assert (told.kind, told.cause) == (ErrorKind.NETWORK, "Cannot reach 127.0.0.1:9")


def test_parameters_that_botocore_refuses_are_our_own_fault(home: Home) -> None:
    home.profile(KEYS)
    client = boto3.Session(profile_name="corp").client("glue", region_name="eu-west-1")
    with pytest.raises(boto.ParamValidationError) as raised:
        client.get_job_run(JobName="", RunId="")
    assert explained(raised.value, CONTEXT).kind is ErrorKind.BUG
