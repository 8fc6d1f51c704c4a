"""Faults of a session as a person meets them: no credentials, an expired sign-in, no Region, a program that fails."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from tests.aws_home import KEYS, SSO, SSO_SESSION, AwsHome
from tests.screens.conftest import Browsing, Loopback, aws_of_its_own, browsing
from tests.screens.seen import shown_in

LOGIN = "aws sso login --profile corp"
EXPIRED = '{"accessToken": "t", "expiresAt": "2020-01-01T00:00:00Z"}'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys_of_nobody: None) -> AwsHome:
    return AwsHome(tmp_path, monkeypatch)


@pytest.fixture
def own() -> Iterator[Loopback]:
    with aws_of_its_own() as own:
        yield own


def said(here: Browsing) -> str:
    """What the banner and the pane of jobs say, on one line."""
    return " ".join(f"{shown_in(here.app, 'banner')} {shown_in(here.app, 'jobs')}".split())


def corp(own: Loopback, region: str | None = "eu-west-1") -> Glue:
    return Glue(Aws(profile="corp", region=region, endpoint_url=own.server.url))


async def test_no_credentials_name_what_signs_in_and_keys_that_are_added_later_work(
    home: AwsHome, own: Loopback
) -> None:
    home.config("[profile corp]\n")
    async with browsing(corp(own)) as here:
        assert "There are no AWS credentials for profile corp" in said(here)
        assert "`aws configure sso --profile corp`" in said(here)
        await here.press("I")
        await here.until(lambda: any("has no credentials yet: `aws configure sso`" in each for each in here.toasts))
        home.config(f"[profile corp]\n{KEYS}")
        await here.press("r")
        await here.until(lambda: "›clean" in shown_in(here.app, "jobs"))


@pytest.mark.parametrize("cached", [None, EXPIRED, "{cut off"])
async def test_an_sso_sign_in_that_is_missing_expired_or_damaged_gives_the_command(
    home: AwsHome, own: Loopback, cached: str | None
) -> None:
    home.config(f"[profile corp]\n{SSO}{SSO_SESSION}")
    if cached is not None:
        home.sso_token(cached)
    async with browsing(corp(own)) as here:
        assert LOGIN in said(here)
        assert "I signs in" in said(here)
        # botocore names a damaged file by the hash that it is called by.
        assert not re.search(r"[0-9a-f]{40}", shown_in(here.app, "screen"))
        assert here.session.health.sign_in_command == tuple(LOGIN.split())


async def test_only_aws_region_is_enough(home: AwsHome, own: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    home.config(f"[profile corp]\n{KEYS}")
    monkeypatch.setenv("AWS_REGION", "eu-south-2")
    async with browsing(corp(own, None)) as here:
        assert "›clean" in shown_in(here.app, "jobs")
        assert "profile corp · eu-south-2" in shown_in(here.app, "top")
        assert {call.region for call in own.server.calls} == {"eu-south-2"}


async def test_no_region_says_where_to_set_one_and_the_region_picker_helps(home: AwsHome, own: Loopback) -> None:
    home.config(f"[profile corp]\n{KEYS}")
    async with browsing(corp(own, None)) as here:
        assert "No AWS Region is set for profile corp" in said(here)
        assert "Press R, or give --region, AWS_REGION or region in the config file." in said(here)
        await here.open_picker("R")
        await here.tap(*"eu-west-1", "enter")
        await here.until(lambda: bool(here.jobs.items))
        assert "profile corp · eu-west-1" in shown_in(here.app, "top")


async def test_a_region_of_another_form_is_named(home: AwsHome, own: Loopback) -> None:
    home.config(f"[profile corp]\n{KEYS}")
    async with browsing(corp(own, "eu west!")) as here:
        assert "eu west! is not a Region of AWS" in said(here)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("printf 'locked \\033]52;c;ZQ==\\007' >&2; exit 1", "failed: locked ␛]52;c;ZQ==␇"),
        ("echo rubbish", "not JSON"),
        (None, "No such file"),
    ],
)
async def test_a_credential_process_that_fails_is_named_without_its_arguments(
    home: AwsHome, own: Loopback, script: str | None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if script is not None:
        home.program("vault", script)
    monkeypatch.setenv("PATH", f"{home.path / 'bin'}:/usr/bin:/bin")
    home.config("[profile corp]\ncredential_process = vault --token hunter2\n")
    async with browsing(corp(own)) as here:
        await here.until(lambda: words in shown_in(here.app, "screen"))
        assert "vault" in said(here)
        assert "hunter2" not in said(here)


async def test_a_credential_process_that_takes_its_time_holds_up_no_key(home: AwsHome, own: Loopback) -> None:
    gate = home.path / "gate"
    os.mkfifo(gate)
    keys = '{"Version": 1, "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "x"}'
    home.config(f"[profile corp]\ncredential_process = {home.program('slow', f'read x < {gate}; echo {keys!r}')}\n")
    async with browsing(corp(own), settled=False) as here:
        await here.until(lambda: "loading jobs…" in shown_in(here.app, "jobs"))
        await here.tap("2", "slash", "x")
        assert here.runs.filter_text == "x"
        await here.tap("escape", "P")
        await here.until(lambda: not here.is_in_front)
        await here.tap("escape")
        with gate.open("w") as opened:
            opened.write("go\n")
        await here.until(lambda: bool(here.jobs.items))


@pytest.mark.parametrize("password", ["hunter2", "hun/ter2@x", "hun%2Fter2"])
async def test_a_dead_proxy_is_named_without_who_uses_it(
    home: AwsHome, monkeypatch: pytest.MonkeyPatch, password: str, impatient: None
) -> None:
    with socket.socket() as taken:
        # Bound and not listening: it refuses, and nobody else can take it.
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        home.config(f"[profile corp]\n{KEYS}")
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann:{password}@{host}")
        async with browsing(Glue(Aws(profile="corp", region="eu-west-1"))) as here:
            banner = shown_in(here.app, "banner")
            assert f"proxy {host}" in banner or ("/" in password and "address of the proxy" in banner)
            await here.press("e")
            seen = shown_in(here.app, "screen")
            assert "roxy" in seen
            assert not re.search("ann:|hun.{0,3}ter2", banner + seen)


async def test_what_failed_is_asked_again_together(home: AwsHome, own: Loopback) -> None:
    home.config(f"[profile corp]\n{SSO}{SSO_SESSION}")
    async with browsing(corp(own), job="report", run="jr_report") as here:
        assert all(pane.error for pane in here.panes)
        home.config(f"[profile corp]\n{KEYS}")
        here.session.retry_all()
        await here.until(lambda: not any(pane.error for pane in here.panes))
        await here.settled()
        assert here.jobs.items
        assert here.runs.items
        assert here.details.run is not None
        counts = own.server.counts
        assert (counts["ListJobs"], counts["GetJobRuns"], counts["GetJobRun"]) == (1, 1, 1)
