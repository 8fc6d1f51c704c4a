"""What is taken out of text, and what must stay in it."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.secrets.found import REMOVED
from gluetui.glue.secrets.redaction import redacted
from tests.patience import bounded_work

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE" + "Ab9/+" * 40

OF_BASE64 = string.ascii_letters + string.digits + "/+"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("proxy http://user:pw@proxy.example:8080 is dead", "proxy http://proxy.example:8080 is dead"),
        ("http://***:***@proxy.example:8080", "http://proxy.example:8080"),
        ("http://token-only@proxy.example", "http://proxy.example"),
        ("http://u:p/w@with#odd?signs@proxy.example/x", "http://proxy.example/x"),
        ("http://socks5://u:p4ss@proxy.example:1", "http://proxy.example:1"),
        ("Failed to parse: user:p4ss@:bad", "Failed to parse: :bad"),
        ("Failed to parse: 'u:p4' is not a valid host", f"Failed to parse: {REMOVED} is not a valid host"),
        ("Failed to parse: Host 'u:p 4' contains ' '", f"Failed to parse: Host {REMOVED} contains ' '"),
        (f"the key {KEY_ID} is unknown", f"the key {REMOVED} is unknown"),
        (f"tried {SECRET_KEY}.", f"tried {REMOVED}."),
        (f"session {TOKEN}==!", f"session {REMOVED}!"),
        (f'{{"SecretAccessKey": "{SECRET_KEY}"}}', f'{{"SecretAccessKey": {REMOVED}}}'),
        (r"{\"SessionToken\": \"short\"}", rf"{{\"SessionToken\": {REMOVED}}}"),
        ("aws_session_token=short&x=1", f"aws_session_token={REMOVED}&x=1"),
        ("password: hunter2, then", f"password: {REMOVED}, then"),
        ("token=abc def", f"token={REMOVED} def"),
        ("Authorization: AWS4-HMAC-SHA256 Credential=x/y\nnext", f"Authorization: {REMOVED}\nnext"),
        ("x-amz-security-token:abc\nhost:h", f"x-amz-security-token:{REMOVED}\nhost:h"),
        ("sent Bearer abcdef0123456789", f"sent Bearer {REMOVED}"),
        ("a eyJhbGciOiJI.eyJzdWIi.c2ln b", f"a {REMOVED} b"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nx", f"{REMOVED}\nx"),
    ],
)
def test_credentials_are_removed_and_the_words_around_them_stay(text: str, left: str) -> None:
    assert redacted(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "User: arn:aws:sts::123456789012:assumed-role/Analyst/me@corp.example is not authorized",
        "arn:aws:glue:eu-west-1:123456789012:job/load orders",
        "jr_" + "0123456789abcdef" * 4 + "_attempt_2",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "https://glue.eu-west-1.amazonaws.com:443/path",
        "Error loading SSO Token: Token for corp does not exist",
        "Missing required key in response: 'SecretAccessKey'",
        "The security token included in the request is invalid.",
        "s3://bucket/some/long/path/with/Year2024/part-0000.parquet",
        "line 3: write to me@corp.example",
    ],
)
def test_what_is_no_credential_stays(text: str) -> None:
    assert redacted(text) == text


@given(
    st.text("abcXYZ019/@:#?!$%&=+-_.~'", min_size=1, max_size=40),
    st.sampled_from(["%s", 'at "%s"', "Failed to connect to proxy URL: %s and %s"]),
)
def test_no_password_of_an_address_survives(password: str, sentence: str) -> None:
    secret = f"Q{password}Q"
    assert secret not in redacted(sentence.replace("%s", f"http://user:{secret}@proxy.example:8080"))


@given(st.text(OF_BASE64, min_size=37, max_size=37), st.text(" .,;:'\"=()\n", min_size=1, max_size=3))
def test_no_bare_secret_key_survives(rest: str, around: str) -> None:
    secret = f"aB3{rest}"
    assert secret not in redacted(f"said{around}{secret}{around}after")


@given(st.text())
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@pytest.mark.parametrize("unit", ["://", "a:", "@", "://a:", "aB3", "token=", "AKIA", "eyJ", '\\"', "a@:", "Bearer "])
def test_a_hostile_quarter_of_a_megabyte_is_no_more_work_than_its_size(unit: str) -> None:
    text = unit * (256 * 1024 // len(unit))
    with bounded_work():
        redacted(text)
