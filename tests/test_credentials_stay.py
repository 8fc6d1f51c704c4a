"""Generated credentials go through real boto3 to calls that fail, and turn up nowhere that a person can read."""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gluetui.cli.main import main
from gluetui.glue.aws import call_log
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from gluetui.local.crash_report import write_report
from gluetui.screens.viewer import TextView
from tests.aws_home import SSO, SSO_SESSION, AwsHome
from tests.screens.conftest import a_pipeline, browsing
from tests.screens.seen import shown_in
from tests.server import RESET, Call, GlueServer, Reply, refusal, sts_refusal

BASE64 = string.ascii_letters + string.digits + "+/"
HERE = settings(
    max_examples=2,
    # A smaller secret is no simpler example, and each costs a second.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Secrets(NamedTuple):
    """One set of credentials, each of the form that AWS or a proxy's keeper gives out."""

    key_id: str
    secret_key: str
    session_token: str
    password: str
    access_token: str

    @property
    def forms(self) -> set[str]:
        """As they are, and as they stand in a URL and in JSON."""
        return {form for each in self for form in (each, quote(each, safe=""), json.dumps(each)[1:-1])}


def some_of(alphabet: str, dice: random.Random, length: int) -> str:
    """Random characters, a capital, a small letter and a digit among them, as in all but a few true keys."""
    fill = "".join(dice.choices(alphabet, k=length - 3))
    return f"{fill}A{dice.choice('xyz')}7"


@st.composite
def secrets(draw: st.DrawFn) -> Secrets:
    # Hypothesis's own randomness prefers repetitions, which no key has.
    dice = random.Random(draw(st.integers(0, 2**32)))
    signs = string.ascii_letters + string.digits + "!$&'()*+,;=:@/?#%^~"
    return Secrets(
        key_id=draw(st.sampled_from(("AKIA", "ASIA"))) + "".join(dice.choices(string.ascii_uppercase + "234567", k=16)),
        secret_key=some_of(BASE64, dice, 40),
        session_token="IQoJb3JpZ2luX2Vj" + base64.b64encode(dice.randbytes(draw(st.integers(100, 400)))).decode(),
        password=some_of(signs, dice, draw(st.integers(8, 30))),
        access_token="aoaAAAAAG" + some_of(string.ascii_letters + string.digits + "-_", dice, 120),
    )


def failures(of: Secrets) -> list[Reply]:
    """Ways in which a signed call fails, most of them with what was signed with in the answer."""
    credential = f"Credential={of.key_id}/20261120/eu-west-1/glue/aws4_request"
    header = f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host;x-amz-date, Signature={'7f' * 32}"
    headers = f"X-Amz-Security-Token: {of.session_token}\nAuthorization: {header}"
    return [
        RESET,
        refusal("UnrecognizedClientException", f"The security token {of.session_token} is invalid."),
        refusal("InvalidSignatureException", f"The canonical string should have been\nPOST\n/\n{headers}\n"),
        refusal("IncompleteSignatureException", f"Authorization={header}"),
        refusal("AccessDeniedException", f"User with key {of.key_id} is not authorized to perform: glue:ListJobs"),
        refusal("ExpiredTokenException", f"{json.dumps({'SessionToken': of.session_token})} has expired"),
        refusal("InternalServiceException", f"aws_secret_access_key={of.secret_key} at {of.key_id}", 500),
        refusal("SomethingNew", f"{of.key_id} {of.secret_key} {of.session_token} Bearer {of.access_token}"),
        Reply(200, f"<html><title>{of.key_id}</title><pre>{headers}</pre></html>".encode(), "text/html"),
        Reply(407, f"<html>Proxy-Authorization: Basic {of.secret_key}</html>".encode(), "text/html"),
        Reply(200, json.dumps({"JobNames": None, "echo": headers}).encode()),
        Reply(200, json.dumps({"JobNames": [headers]}).encode(), sent="half"),
    ]


def told(error: AwsError) -> Iterator[str]:
    """All that is kept of an error, and a crash report about it and what it came from."""
    yield from (str(error), repr(error), error.cause, error.next_step, error.detail, " ".join(error.command))
    yield write_report(error, keys=["app.refresh_pane"]).read_text("utf-8")


def found_in(texts: Iterable[str], of: Secrets) -> list[str]:
    """The texts with a secret in them; wrapped lines are looked at as one, too."""
    seen = [(text, "".join(text.split())) for text in texts]
    return [text for text, whole in seen for form in of.forms if form in text or form in whole]


def failing_calls(glue: Glue) -> Iterator[str]:
    """What is told of each kind of call, where it fails."""
    for call in (glue.jobs, lambda: glue.runs("load"), lambda: glue.run(RunKey("load", "jr_load")), glue.aws.account):
        try:
            call()
        except AwsError as error:
            yield from told(error)


def info(*options: str) -> str:
    return CliRunner().invoke(main, ["info", *options]).output


@contextmanager
def log_of_calls(folder: Path) -> Iterator[Path]:
    path = folder / "calls.log"
    call_log.start(path)
    try:
        yield path
    finally:
        call_log.stop()


@contextmanager
def keys_in_the_environment(of: Secrets) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", of.key_id)
        patch.setenv("AWS_SECRET_ACCESS_KEY", of.secret_key)
        patch.setenv("AWS_SESSION_TOKEN", of.session_token)
        yield patch


@pytest.fixture(scope="module")
def server() -> Iterator[GlueServer]:
    with GlueServer(Snapshot(a_pipeline())).serving() as serving:
        yield serving


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsHome:
    return AwsHome(tmp_path, monkeypatch)


@HERE
@given(of=secrets())
def test_keys_that_sign_calls_are_in_no_error_log_report_or_info(
    of: Secrets, server: GlueServer, tmp_path: Path, impatient: None
) -> None:
    with keys_in_the_environment(of) as patch, log_of_calls(tmp_path) as log:
        patch.setenv("AWS_ENDPOINT_URL_STS", server.url)
        server.sts = lambda form: sts_refusal("InvalidClientTokenId", f"{of.key_id} with {of.session_token}")
        texts = []
        glue = Glue(Aws(region="eu-west-1", endpoint_url=server.url))
        for reply in failures(of):
            server.fault = lambda call, reply=reply: reply  # type: ignore[misc]
            said = list(failing_calls(glue))
            assert said
            texts += said
        texts += [log.read_text(), info("--endpoint-url", f"http://ann:{quote(of.password, safe='')}@aws.example")]
    assert texts[-2].count("failed") >= len(failures(of))
    assert found_in(texts, of) == []


@HERE
@given(of=secrets(), is_quoted=st.booleans())
def test_a_password_of_a_proxy_or_an_endpoint_is_in_no_error_log_report_or_info(
    of: Secrets, is_quoted: bool, tmp_path: Path, impatient: None
) -> None:
    password = quote(of.password, safe="") if is_quoted else of.password
    with keys_in_the_environment(of) as patch, log_of_calls(tmp_path) as log:
        patch.setenv("HTTPS_PROXY", f"http://ann:{password}@127.0.0.1:9")
        texts = [*failing_calls(Glue(Aws(region="eu-west-1")))]
        patch.delenv("HTTPS_PROXY")
        endpoint = f"http://ann:{password}@127.0.0.1:9"
        texts += failing_calls(Glue(Aws(region="eu-west-1", endpoint_url=endpoint)))
        texts += [log.read_text(), info("--endpoint-url", endpoint)]
    assert "failed" in texts[-2]
    assert found_in(texts, of) == []


def outputs(of: Secrets) -> Iterator[str]:
    """What a credential_process prints, as a shell script: not JSON, not whole, of another version, and good."""
    good = {
        "Version": 1, "AccessKeyId": of.key_id, "SecretAccessKey": of.secret_key, "SessionToken": of.session_token,
        "Expiration": "2100-01-01T00:00:00Z",
    }  # fmt: skip
    whole = json.dumps(good)
    yield f"echo '{whole}' >&2; exit 1"
    yield f"echo 'export AWS_SECRET_ACCESS_KEY={of.secret_key} {of.key_id}' >&2; exit 3"
    yield f"echo '{whole[:-9]}'"
    yield f"echo '{json.dumps({**good, 'Version': of.secret_key})}'"
    yield f"echo '{json.dumps({**good, 'Expiration': of.session_token})}'"
    yield f"echo '{json.dumps([of.secret_key, of.session_token])}'"
    yield f"echo '{whole}'"


@HERE
@given(of=secrets())
def test_what_a_credential_process_prints_is_in_no_error_log_report_or_info(
    of: Secrets, server: GlueServer, home: AwsHome, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    home.config(f"[profile vault]\ncredential_process = {home.path}/bin/vault --token {of.access_token}\n")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", server.url)
    texts = []
    ways = cycle(failures(of)[1:])
    with log_of_calls(home.path) as log:
        for script in outputs(of):
            home.program("vault", script)
            reply = next(ways)
            server.fault = lambda call, reply=reply: reply  # type: ignore[misc]
            said = list(failing_calls(Glue(Aws(profile="vault", region="eu-west-1", endpoint_url=server.url))))
            assert said
            texts += said
        texts += [log.read_text(), info("--profile", "vault")]
    assert found_in(texts, of) == []


@HERE
@given(of=secrets())
def test_an_sso_access_token_is_in_no_error_log_report_or_info(
    of: Secrets, server: GlueServer, home: AwsHome, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    home.config(f"[profile corp]\n{SSO}{SSO_SESSION}")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO", server.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO_OIDC", server.url)
    good = {"accessToken": of.access_token, "expiresAt": "2100-01-01T00:00:00Z", "refreshToken": of.session_token}
    client = {"clientId": of.key_id, "clientSecret": of.secret_key, "registrationExpiresAt": "2100-01-01T00:00:00Z"}
    over = {**good, **client, "expiresAt": "2020-01-01T00:00:00Z"}
    texts = []
    with log_of_calls(home.path) as log:
        for cached in (json.dumps(good), json.dumps(good)[:-30], json.dumps({**good, "expiresAt": of.access_token}),
                       json.dumps(over), json.dumps([of.access_token]), of.access_token):  # fmt: skip
            home.sso_token(cached)
            said = list(failing_calls(Glue(Aws(profile="corp", region="eu-west-1", endpoint_url=server.url))))
            assert said
            texts += said
        texts += [log.read_text(), info("--profile", "corp")]
    assert found_in(texts, of) == []


@settings(HERE, max_examples=1)
@given(of=secrets())
async def test_no_credential_is_on_the_screen(of: Secrets, impatient: None) -> None:
    ways = failures(of)
    with keys_in_the_environment(of), GlueServer(Snapshot(a_pipeline())).serving() as own:
        seen = []
        glue = Glue(Aws(region="eu-west-1", endpoint_url=own.url))
        async with browsing(glue, job="report", run="jr_report") as here:
            await here.tap("1")
            for reply in ways:

                def fault(call: Call, reply: Reply = reply) -> Reply:
                    return reply

                own.fault = fault
                await here.press("r")
                seen.append(shown_in(here.app, "screen"))
                await here.press("e")
                shown = list(here.app.screen.query(TextView))
                assert shown, seen[-1]
                seen += [shown_in(here.app, "screen"), *(view.text for view in shown)]
                await here.press("escape")
            seen += here.toasts
    assert found_in(seen, of) == []
