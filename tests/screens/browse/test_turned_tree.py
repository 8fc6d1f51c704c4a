"""The tree turned round: what a run led to, by the keys of the predecessors, and back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun
from tests.conftest import NOW
from tests.screens.conftest import NARROW, Browsing, Loopback, browsing
from tests.screens.seen import shown_in
from tests.server import SILENCE, refusal

DEMO = Snapshot.demo(NOW - timedelta(hours=1))


def before_failed() -> str:
    """The id of the run of build-customer-360 that the failed run of curate-sales came after."""
    runs = map(JobRun, DEMO.respond("glue", "GetJobRuns", {"JobName": "curate-sales"})[1]["JobRuns"])
    failed = next(run.key for run in runs if run.state == "FAILED")
    asked = {"JobName": failed.job_name, "RunId": failed.run_id, "PredecessorsIncluded": True}
    named = DEMO.respond("glue", "GetJobRun", asked)[1]["JobRun"]["PredecessorRuns"]
    return next(str(each["RunId"]) for each in named if each["JobName"] == "build-customer-360")


@pytest.fixture
def demo(aws: Loopback) -> Loopback:
    aws.server.snapshot = DEMO
    return aws


def tree_text(here: Browsing) -> str:
    return shown_in(here.app, "predecessors")


async def test_it_shows_what_the_run_led_to_and_turns_back_as_it_was(demo: Loopback) -> None:
    async with browsing(demo.glue, job="build-customer-360", run=before_failed()) as here:
        await here.press("4", "space")
        before = here.tree
        assert "ingest-customers" in before
        await here.press("greater_than_sign")
        await here.settled()
        assert here.tree == ["build-customer-360", "curate-sales"]
        assert "4 Led to · build-customer-360" in shown_in(here.app, "screen")
        await here.press("E")
        await here.settled()
        assert here.tree == ["build-customer-360", "curate-sales", "alert-on-failure", "cleanup-failed-night"]
        await here.press("less_than_sign")
        await here.settled()
        assert here.tree == before
        assert "4 Predecessors · build-customer-360" in shown_in(here.app, "screen")


async def test_a_run_that_followed_opens_as_the_current_run_with_its_predecessors(demo: Loopback) -> None:
    async with browsing(demo.glue, job="build-customer-360", run=before_failed(), size=NARROW) as here:
        await here.press("4", "greater_than_sign")
        await here.settled()
        await here.press("down", "enter")
        await here.settled()
        assert here.run_key is not None
        assert here.run_key.job_name == "curate-sales"
        assert here.predecessors.title == "4 Predecessors"
        await here.press("left_square_bracket")
        await here.settled()
        assert here.tree[:2] == ["build-customer-360", "curate-sales"]


async def test_nothing_is_asked_twice(demo: Loopback) -> None:
    async with browsing(demo.glue, job="build-customer-360", run=before_failed()) as here:
        await here.press("4", "greater_than_sign", "E")
        await here.settled()
        await here.press("less_than_sign", "greater_than_sign", "E")
        await here.settled()
        asked = Counter((call.operation, str(call.asked)) for call in demo.server.calls)
        of_runs = {each: count for each, count in asked.items() if each[0] in ("GetJobRun", "GetTriggers")}
        assert set(of_runs.values()) == {1}
        assert max(count for each, count in asked.items() if "'MaxResults': 50" in each[1]) == 1


async def test_without_the_triggers_the_pane_says_why_and_asks_again(demo: Loopback) -> None:
    demo.server.fault = lambda call: refusal("AccessDeniedException", "no") if call.operation == "GetTriggers" else None
    async with browsing(demo.glue, job="build-customer-360", run=before_failed()) as here:
        await here.press("4", "greater_than_sign")
        await here.settled()
        assert "glue:GetTriggers" in tree_text(here)
        demo.server.fault = None
        await here.press("r")
        await here.settled()
        assert here.tree == ["build-customer-360", "curate-sales"]


async def test_keys_are_answered_while_aws_is_silent(demo: Loopback) -> None:
    async with browsing(demo.glue, job="build-customer-360", run=before_failed()) as here:
        await here.press("4")
        demo.server.fault = lambda call: SILENCE
        await here.tap("greater_than_sign")
        await here.tap("1")
        await here.until(lambda: here.focus == "jobs")
