"""A role that wants an MFA code: asked in the UI, never by getpass, and never in the way of anything else."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import botocore.credentials
import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from tests.aws_home import KEYS, AwsHome
from tests.screens.conftest import Browsing, Loopback, a_run, aws_of_its_own, browsing
from tests.screens.seen import shown_in
from tests.server import Reply, caller, role_credentials, sts_refusal

DEVICE = "arn:aws:iam::123456789012:mfa/ann"
CONFIG = f"""
[profile base]
{KEYS}
[profile deployer]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/deploy
source_profile = base
mfa_serial = {DEVICE}
[profile plain]
region = eu-west-1
{KEYS}
"""


class Sts:
    """Accepts one code, and notes those that came."""

    def __init__(self, right: str) -> None:
        self.right = right
        self.codes: list[str] = []
        self.expires = "2100-01-01T00:00:00Z"

    def __call__(self, form: dict[str, str]) -> Reply:
        if form["Action"] == "GetCallerIdentity":
            return caller("arn:aws:sts::123456789012:assumed-role/deploy/ann")
        self.codes.append(form["TokenCode"])
        assert form["SerialNumber"] == DEVICE
        if form["TokenCode"] != self.right:
            return sts_refusal("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
        return role_credentials(self.expires)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys_of_nobody: None) -> Iterator[Loopback]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("getpass was called")

    monkeypatch.setattr(getpass, "getpass", refuse)
    monkeypatch.setattr(botocore.credentials.getpass, "getpass", refuse)
    AwsHome(tmp_path, monkeypatch).config(CONFIG)
    with aws_of_its_own() as own:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", own.server.url)
        own.server.sts = Sts("654321")
        yield Loopback(own.server, Glue(Aws(profile="deployer", endpoint_url=own.server.url)))


def sts_of(own: Loopback) -> Sts:
    assert isinstance(own.server.sts, Sts)
    return own.server.sts


async def asked(here: Browsing) -> None:
    """Wait until the code is asked for."""
    await here.until(lambda: here.app.focused is not None and here.app.focused.id == "code")


async def test_the_code_is_asked_once_masked_and_opens_the_session(own: Loopback) -> None:
    async with browsing(own.glue, job="report", settled=False) as here:
        await asked(here)
        await here.tap(*"65x43", "backspace", *"321")
        assert "•••••▏" in shown_in(here.app, "screen")
        assert "654321" not in shown_in(here.app, "screen")
        assert "6543" not in shown_in(here.app, "screen")
        assert DEVICE in shown_in(here.app, "screen")
        assert "profile deployer" in shown_in(here.app, "screen")
        await here.tap("ctrl+u", *"654321", "enter")
        await here.until(lambda: bool(here.jobs.items) and bool(here.runs.items))
        await here.until(lambda: "role deploy" in shown_in(here.app, "top"))
        assert sts_of(own).codes == ["654321"]


async def test_a_wrong_code_is_told_and_r_asks_for_another(own: Loopback) -> None:
    async with browsing(own.glue, settled=False) as here:
        await asked(here)
        await here.tap(*"111111", "enter")
        await here.until(lambda: len(sts_of(own).codes) == 1)
        # The account's question comes next, and asks for itself.
        await here.until(lambda: here.jobs.error is not None or not here.is_in_front)
        if here.is_in_front:
            assert "did not accept the MFA code" in shown_in(here.app, "banner")
            await here.tap("r")
        await asked(here)
        await here.tap(*"654321", "enter")
        await here.until(lambda: sts_of(own).codes == ["111111", "654321"])
        await here.until(lambda: here.is_in_front)
        if not here.jobs.items:
            await here.tap("r")
        await here.until(lambda: bool(here.jobs.items))


async def test_who_gives_no_code_is_told_so_and_not_asked_again_until_r(own: Loopback) -> None:
    async with browsing(own.glue, job="report", settled=False) as here:
        await asked(here)
        await here.tap("escape")
        await here.until(lambda: here.jobs.error is not None and here.runs.error is not None)
        await here.settled()
        assert here.is_in_front
        assert "No MFA code was given for profile deployer" in shown_in(here.app, "banner")
        assert DEVICE in " ".join(shown_in(here.app, "banner").split())
        assert sts_of(own).codes == []
        await here.tap("1", "r")
        await asked(here)
        await here.tap(*"654321", "enter")
        await here.until(lambda: bool(here.jobs.items))


async def test_a_code_that_has_run_out_is_asked_for_again(own: Loopback) -> None:
    sts_of(own).expires = "2020-01-01T00:00:00Z"
    async with browsing(own.glue, settled=False) as here:
        await asked(here)
        sts_of(own).expires = "2100-01-01T00:00:00Z"
        own.glue.aws.mfa.is_declined = False
        await here.tap(*"654321", "enter")
        await here.until(lambda: bool(here.jobs.items))
        await here.settled()
        client = own.glue.aws._client("glue")
        client._request_signer._credentials._expiry_time = client._request_signer._credentials._time_fetcher()
        await here.tap("r")
        await asked(here)
        await here.tap(*"654321", "enter")
        await here.settled()
        assert here.jobs.error is None
        assert sts_of(own).codes == ["654321", "654321"]


async def test_while_a_code_is_awaited_the_app_quits_at_once(own: Loopback) -> None:
    async with browsing(own.glue, settled=False) as here:
        await asked(here)
        await here.tap("q")
        await here.until(lambda: here.has_quit)


async def test_a_code_that_another_session_wants_waits_until_that_one_is_in_front(own: Loopback) -> None:
    own.holds([a_run("report", "jr_report")])
    plain = Glue(Aws(profile="plain", endpoint_url=own.server.url))
    async with browsing(plain) as here:
        first = here.screen
        await here.open_picker("P")
        await here.tap(*"deployer", "enter")
        await asked(here)
        await here.tap(*"654321", "enter")
        await here.until(lambda: here.screen is not first and bool(here.jobs.items))
        assert sts_of(own).codes == ["654321"]
