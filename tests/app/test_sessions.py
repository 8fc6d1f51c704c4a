"""Switching profile and Region: one screen a session, each with a history, a list and threads of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gluetui.glue.aws.boto import THREADS, Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from tests.aws_home import KEYS, SSO, SSO_SESSION, AwsHome
from tests.conftest import NOW
from tests.screens.conftest import NARROW, Browsing, Loopback, a_run, aws_of_its_own, browsing
from tests.screens.seen import shown_in
from tests.server import RESET, Call, Reply, caller

CONFIG = f"""
[profile day]
region = eu-west-1
{KEYS}
[profile night]
region = eu-north-1
{KEYS}
[profile corp]
{SSO}
[profile deployer]
role_arn = arn:aws:iam::1:role/deploy
source_profile = night
mfa_serial = arn:aws:iam::1:mfa/ann
{SSO_SESSION}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys_of_nobody: None) -> AwsHome:
    home = AwsHome(tmp_path, monkeypatch)
    home.config(CONFIG)
    return home


@pytest.fixture
def own(home: AwsHome, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server of the test's own, in front of the profile `day`."""
    with aws_of_its_own() as own:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", own.server.url)
        yield Loopback(own.server, Glue(Aws(profile="day", region="eu-west-1", endpoint_url=own.server.url)))


async def pick(here: Browsing, key: str, name: str) -> None:
    """Open a picker, type a name and take it."""
    await here.open_picker(key)
    await here.tap(*name, "enter")
    await here.until(lambda: here.is_in_front)


async def test_the_picker_lists_profiles_with_region_and_way_to_sign_in_and_marks_the_current(own: Loopback) -> None:
    async with browsing(own.glue, size=NARROW) as here:
        await here.open_picker("P")
        lines = [line.split("│")[0].strip() for line in shown_in(here.app, "choices").splitlines()]
        assert "›day       current · eu-west-1 · the config file" in lines
        assert "night     eu-north-1 · the config file" in lines
        assert "corp      SSO" in lines
        assert "deployer  a role, by profile night, with MFA" in lines
        await here.tap("escape")
        assert here.is_in_front


async def test_typing_narrows_and_the_first_match_is_picked_by_enter(own: Loopback) -> None:
    async with browsing(own.glue) as here:
        await here.open_picker("P")
        await here.tap(*"north")
        await here.until(lambda: "/north" in shown_in(here.app, "choices"))
        assert "›night" in shown_in(here.app, "choices")
        assert "corp" not in shown_in(here.app, "choices")
        await here.tap("enter")
        await here.until(lambda: "profile night · eu-north-1" in shown_in(here.app, "top"))


async def test_regions_are_found_by_where_they_are_and_one_that_is_unknown_is_taken_with_a_warning(
    own: Loopback,
) -> None:
    async with browsing(own.glue) as here:
        await here.open_picker("R")
        await here.tap(*"frankfurt")
        await here.until(lambda: "/frankfurt" in shown_in(here.app, "choices"))
        assert "›eu-central-1" in shown_in(here.app, "choices")
        await here.tap("ctrl+u", *"xx-new-9")
        await here.until(lambda: "/xx-new-9" in shown_in(here.app, "choices"))
        assert "›xx-new-9" in shown_in(here.app, "choices")
        assert "not a Region that botocore knows" in shown_in(here.app, "choices")
        await here.tap("enter")
        await here.until(lambda: "profile day · xx-new-9" in shown_in(here.app, "top"))
        await here.until(lambda: bool(here.jobs.items))
        assert {call.region for call in own.server.calls} == {"eu-west-1", "xx-new-9"}


async def test_a_session_is_found_as_it_was_left_and_costs_no_call(own: Loopback) -> None:
    async with browsing(own.glue, job="report", run="jr_report") as here:
        await here.press("4", "space")
        tree, first = here.tree, here.screen
        await pick(here, "P", "night")
        await here.until(lambda: bool(here.jobs.items))
        assert here.screen is not first
        assert here.trail.visits == []
        await here.press("left_square_bracket")
        assert here.toasts == ["No run was opened before this one."]
        await here.settled()
        own.server.calls.clear()
        await pick(here, "P", "day")
        assert here.screen is first
        assert here.tree == tree
        assert [visit.key.run_id for visit in here.trail.visits] == ["jr_report"]
        assert own.server.calls == []


async def test_the_demo_stays_reachable_and_has_no_region(home: AwsHome, own: Loopback) -> None:
    demo = Glue(Aws(open_snapshot=lambda: Snapshot.demo(NOW), source="the demo"))
    async with browsing(demo) as here:
        first = here.screen
        await here.tap("R")
        await here.until(lambda: bool(here.toasts))
        assert here.toasts == ["This is offline: the demo. P opens a profile."]
        await pick(here, "P", "night")
        assert "profile night · eu-north-1" in shown_in(here.app, "top")
        await pick(here, "P", "demo")
        assert here.screen is first
        assert "offline: the demo" in shown_in(here.app, "top")


async def test_hung_calls_of_one_session_hold_up_neither_another_nor_the_pickers(own: Loopback) -> None:
    let_go = threading.Event()
    hung: list[Call] = []

    def fault(call: Call) -> Reply | None:
        if call.region == "eu-west-1" and call.operation == "GetJobRuns":
            hung.append(call)
            let_go.wait(30)
        return None

    own.holds([a_run(f"job{number}", f"jr_{number}") for number in range(THREADS + 2)])
    own.server.fault = fault
    try:
        async with browsing(own.glue) as here:
            for _ in range(THREADS):
                await here.tap("1", "enter", "1", "j")
            await here.until(lambda: len(hung) == THREADS)
            await pick(here, "P", "night")
            await here.until(lambda: bool(here.jobs.items))
            await here.tap("enter")
            await here.until(lambda: bool(here.runs.items))
            assert here.runs.items[0].key.run_id == "jr_0"
    finally:
        let_go.set()


async def test_no_row_of_another_session_is_ever_under_this_ones_header(own: Loopback) -> None:
    """Every frame that is drawn while sessions are switched and answers come late, row by row."""

    def fault(call: Call) -> Reply | None:
        snapshot = Snapshot([a_run(f"{call.region}-{each}", f"jr_{call.region}_{each}") for each in range(9)])
        status, answer = snapshot.respond(call.service, call.operation, call.asked)
        return Reply.of(answer, status)

    own.server.fault = fault
    own.server.latency = 0.05
    regions = ("eu-west-1", "eu-north-1", "us-east-1")
    frames: list[str] = []
    async with browsing(own.glue) as here:
        compositor_done = here.app._display

        def display(screen: object, renderable: object) -> None:
            compositor_done(screen, renderable)  # type: ignore[arg-type]
            frames.append(shown_in(here.app, "screen"))

        here.app._display = display  # type: ignore[assignment, method-assign]
        for region in (*regions[1:], *regions[:2]):
            await here.tap("1", "j", "enter", "r", "1", "r")
            await pick(here, "R", region)
            await here.tap("enter", "4", "r")
        await here.until(lambda: bool(here.runs.items))
        await here.settled()
    seen = set()
    for frame in frames:
        header, *rows = frame.splitlines()
        whose = [region for region in regions if region in header]
        if "╭─ Region" in frame or len(whose) != 1:
            continue
        seen.add(whose[0])
        others = [region for region in regions if region != whose[0]]
        assert not [row for row in rows for other in others if other in row], frame
    assert seen == set(regions)


async def test_what_a_session_opens_late_waits_for_it(own: Loopback) -> None:
    let_go = threading.Event()

    def fault(call: Call) -> Reply | None:
        if call.operation == "GetJobRun":
            let_go.wait(30)
        return None

    own.server.fault = fault
    try:
        async with browsing(own.glue, job="report") as here:
            first = here.screen
            await here.tap("J")
            await pick(here, "P", "night")
            let_go.set()
            await here.until(lambda: len(here.app.get_screen_stack(first.session.mode)) == 2)
            await here.settled()
            assert here.is_in_front
            await pick_back(here, "day", first)
            assert '"Id": "jr_report"' in shown_in(here.app, "screen")
    finally:
        let_go.set()


async def pick_back(here: Browsing, name: str, first: object) -> None:
    await here.open_picker("P")
    await here.tap(*name, "enter")
    await here.until(lambda: here.screen is first)
    await here.settled()


async def test_times_in_utc_are_in_utc_in_every_session(own: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    async with browsing(own.glue, job="report", run="jr_report") as here:
        assert "11-20 10:30" in shown_in(here.app, "runs")
        await pick(here, "P", "night")
        await here.press("u")
        await pick(here, "P", "day")
        await here.until(lambda: "11-20 01:30" in shown_in(here.app, "runs"))
        assert "10:30" not in shown_in(here.app, "screen")


@pytest.mark.parametrize(
    ("arn", "who"),
    [
        ("arn:aws:sts::123456789012:assumed-role/Reader/ann", "role Reader"),
        ("arn:aws:iam::123456789012:user/team/ann", "user ann"),
        ("arn:aws:iam::123456789012:root", "root"),
        ("arn:aws:sts::123456789012:federated-user/ann", "federated user ann"),
    ],
)
async def test_the_header_says_account_and_role(own: Loopback, arn: str, who: str) -> None:
    own.server.sts = lambda form: caller(arn)
    async with browsing(own.glue) as here:
        whose = f"profile day · eu-west-1 · account 123456789012 · {who}"
        await here.until(lambda: shown_in(here.app, "top").rstrip().endswith(whose))
        top = shown_in(here.app, "top")
        assert f"not AWS: {own.server.url.removeprefix('http://')}" in top


async def test_at_80_columns_profile_and_region_survive_and_the_badge_too(own: Loopback) -> None:
    own.server.sts = lambda form: caller("arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Reader_0123456789/ann")
    async with browsing(own.glue, size=NARROW) as here:
        top = shown_in(here.app, "top")
        assert "not AWS" in top
        assert "profile day · eu-west-1" in top


async def test_an_identity_that_is_refused_leaves_the_rest_of_the_header(own: Loopback) -> None:
    async with browsing(own.glue) as here:
        assert shown_in(here.app, "top").rstrip().endswith("profile day · eu-west-1")


async def test_hostile_names_of_profiles_do_nothing(home: AwsHome, own: Loopback) -> None:
    home.config(CONFIG + "[profile '\x1b]52;c;ZQ==\x07[@click=app.quit]x']\nregion = \x1b[31m\n")
    async with browsing(own.glue) as here:
        await here.open_picker("P")
        assert "␛]52;c;ZQ==␇[@click=app.quit]x" in shown_in(here.app, "choices")
        assert "\x1b" not in shown_in(here.app, "screen")


def choices(here: Browsing) -> str:
    return shown_in(here.app, "choices")


@pytest.mark.parametrize("typed", ["zzz", "day!", "[day]"])
async def test_a_text_that_no_profile_has_says_so(own: Loopback, typed: str) -> None:
    async with browsing(own.glue, size=NARROW) as here:
        await here.open_picker("P")
        await here.tap(*typed, "enter")
        await here.until(lambda: f"nothing matches '{typed}'" in choices(here))
        await here.tap("ctrl+u", *"night")
        await here.until(lambda: "›night" in choices(here))
        assert "nothing matches" not in choices(here)


@pytest.mark.parametrize("typed", ["my region", "eu_west_1", "eu-wst", "zz", "1-2-3"])
async def test_a_text_that_can_be_no_region_is_refused_where_it_is_typed(own: Loopback, typed: str) -> None:
    async with browsing(own.glue, size=NARROW) as here:
        await here.open_picker("R")
        await here.tap(*("space" if each == " " else each for each in typed), "enter")
        await here.until(lambda: "is no Region" in choices(here))
        assert "such as eu-west-1" in " ".join(choices(here).replace("│", " ").split())
        assert "›" not in choices(here)
        await here.tap("escape", "escape")
        assert here.is_in_front
    assert {call.region for call in own.server.calls} == {"eu-west-1"}


@pytest.mark.parametrize(("region", "kept"), [("xx-no-1", False), ("eu-central-1", True)])
async def test_a_region_that_never_answered_and_botocore_lacks_is_not_left_to_the_next_profile(
    own: Loopback, impatient: None, region: str, kept: bool
) -> None:
    own.server.fault = lambda call: RESET if call.region == region else None
    async with browsing(own.glue) as here:
        await pick(here, "R", region)
        await here.until(lambda: f"profile day · {region}" in shown_in(here.app, "top"))
        await pick(here, "P", "corp")
        await here.until(lambda: "profile corp" in shown_in(here.app, "top"))
        assert (region in shown_in(here.app, "top")) is kept


async def test_the_environments_keys_can_be_chosen_beside_a_profile(
    own: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_PROFILE", "night")
    async with browsing(own.glue) as here:
        await here.open_picker("P")
        assert "keys of the environment  eu-north-1 · AWS_ACCESS_KEY_ID" in choices(here)
        await here.tap(*"environment", "enter")
        await here.until(lambda: here.is_in_front)
        await here.until(lambda: "keys of the environment · eu-north-1" in shown_in(here.app, "top"))
        first = here.screen
        await here.tap("I")
        await here.until(lambda: any("go before any sign-in" in toast for toast in here.toasts))
        await pick(here, "P", "night")
        assert "profile night · eu-north-1" in shown_in(here.app, "top")
        await here.open_picker("P")
        await here.tap(*"environment", "enter")
        await here.until(lambda: here.screen is first)


async def test_without_keys_in_the_environment_they_are_not_offered(own: Loopback) -> None:
    async with browsing(own.glue) as here:
        await here.open_picker("P")
        assert "environment" not in choices(here)
