"""`--debug`: what botocore logs of a call and of signing in, without what signs."""

from __future__ import annotations

import logging

import pytest

from gluetui.cli.aws.debug import debugging

SECRET = "plum-heron-27"
LOG = logging.getLogger("botocore.anything")

RECORDS = [
    f"headers={{'X-Amz-Security-Token': b'{SECRET}', 'Content-Length': '30'}}",
    f"x-amz-security-token:{SECRET}",
    f"headers={{'Authorization': b'Bearer {SECRET}'}}",
    f"Response body:\nb'<Credentials><SecretAccessKey>{SECRET}</SecretAccessKey><SessionToken>{SECRET}</SessionToken>'",
    f'Response body:\nb\'{{"roleCredentials":{{"secretAccessKey":"{SECRET}","sessionToken":"{SECRET}"}}}}\'',
    f"{{'x-amz-sso_bearer_token': '{SECRET}'}}",
    f"b'WebIdentityToken={SECRET}&Action=AssumeRoleWithWebIdentity'",
    f'{{"JobRun": {{"Arguments": {{"--db_password": "{SECRET}"}}}}}}',
]


@pytest.mark.parametrize("text", RECORDS)
def test_a_record_has_no_secret(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with debugging(is_on=True):
        LOG.debug("%s", text)
    said = capsys.readouterr().err
    assert "botocore.anything - DEBUG" in said
    assert SECRET not in said


@pytest.mark.parametrize(
    "text",
    [
        "Event before-call.glue.GetJobRun: calling handler",
        "Loading JSON file: /usr/lib/botocore/data/glue/2017-03-31/service-2.json.gz",
        "headers={'X-Amz-Target': 'AWSGlue.GetJobRun', 'Content-Length': '30'}",
        "Looking for credentials via: shared-credentials-file",
        "Response headers: {'Date': 'Fri, 20 Nov 2026 02:30:00 GMT'}",
    ],
)
def test_a_record_without_one_stays_as_it_is(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with debugging(is_on=True):
        LOG.debug(text)
    assert text in capsys.readouterr().err


def test_nothing_acts_on_the_terminal_and_nothing_is_logged_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    with debugging(is_on=True):
        LOG.debug("a\x1b[2Jb")
    assert "a␛[2Jb" in capsys.readouterr().err
    with debugging(is_on=False):
        LOG.debug("quiet")
    LOG.debug("quiet afterwards")
    assert capsys.readouterr().err == ""
