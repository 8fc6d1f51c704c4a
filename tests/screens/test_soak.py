"""Two thousand calls, driven by keys, against a server that fails a fifth of them in every way."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from gluetui.screens.browse import tree_loader
from tests.at_rest import all_served
from tests.conftest import NOW
from tests.screens import conftest, seen
from tests.screens.conftest import Alarms, Browsing, a_run, browsing
from tests.server import RESET, SILENCE, Call, GlueServer, Reply, refusal

CALLS = 2000
FAULTS = {
    "throttled": refusal("ThrottlingException", "Rate exceeded"),
    "denied": refusal("AccessDeniedException", "not authorized"),
    "gone": refusal("EntityNotFoundException", "Job Run not found."),
    "inside": refusal("InternalServiceException", "oops", 500),
    "expired": refusal("ExpiredTokenException", "expired"),
    "portal": Reply(200, b"<html><title>Hotel</title></html>", "text/html"),
    "gateway": Reply(502, b"<html><title>Bad gateway</title></html>", "text/html"),
    "no list": Reply(200, b"{}"),
    "cut": Reply(200, b'{"JobRuns": [{"Id": "jr', sent="whole"),
    "half": Reply(200, b'{"JobNames": ["a", "b"]}' * 20, sent="half"),
    "slow": Reply(200, b'{"JobNames": 5}', sent="slowly"),
    "reset": RESET,
    "silence": SILENCE,
}


def a_web() -> list[dict[str, object]]:
    """20 jobs in five layers, of 48 runs each but one of 450, that come after up to five of the layer before."""
    dice = random.Random(7)
    runs = []
    for job in range(20):
        layer = job // 4
        for number in range(450 if job == 19 else 48):
            jobs = [f"job-{dice.randrange(4 * layer - 4, 4 * layer):02}" for _ in range(5 if layer else 0)]
            before = dict.fromkeys((name, f"jr_{dice.randrange(48)}") for name in jobs)
            runs.append(a_run(f"job-{job:02}", f"jr_{number}", *before, StartedOn=NOW.timestamp() - 60 * number))
    return runs


class Fails:
    """A fifth of the calls, each kind of failure as often as any; silences fewer, for they take their time."""

    def __init__(self) -> None:
        self._dice = random.Random(11)
        self.done: Counter[str] = Counter()
        self.is_over = False

    def __call__(self, call: Call) -> Reply | None:
        if self.is_over or self._dice.random() >= 0.2:
            return None
        how = self._dice.choice(list(FAULTS))
        if how == "silence" and self._dice.random() < 0.8:
            how = "reset"
        self.done[how] += 1
        return FAULTS[how]


def check(here: Browsing, truth: dict[tuple[str, str], dict[str, object]]) -> None:
    """No row twice, and every run that is shown is the server's."""
    keys = [run.key for run in here.runs.items]
    assert len(keys) == len(set(keys))
    assert len(here.jobs.items) == len(set(here.jobs.items))
    shown = [
        *here.runs.items,
        *filter(None, [here.details.run]),
        *filter(None, map(here.session.glue.cached, map(RunKey._make, truth))),
    ]
    for run in shown:
        asked = truth[run.key]
        assert all(run.raw[name] == value for name, value in asked.items() if name != "PredecessorRuns")
        if run.asked_predecessors:
            assert run.raw["PredecessorRuns"] == asked["PredecessorRuns"]


async def rested(here: Browsing, alarms: Alarms) -> None:
    """Settled, but for a search that waits until the screen, which has put that off, probes for AWS."""

    def is_so() -> bool:
        busy = [worker for worker in here.app.workers if not worker.is_finished]
        is_held = bool(alarms) and here.fetching_is_held
        return not here.predecessors.news.is_due and all(is_held and worker.group == "search" for worker in busy)

    await here.burst()
    await here.until(is_so)


async def ring(here: Browsing, alarms: Alarms) -> None:
    """As `Alarms.ring`, for who may stand before a search that still waits afterwards."""
    due, alarms[:] = list(alarms), []
    for _, callback in due:
        callback()
    await rested(here, alarms)


async def look_around(here: Browsing, alarms: Alarms, dice: random.Random) -> None:
    """Refresh a list, open a job, more of its runs, one of them, and all that led to it; press on, whatever fails."""
    down = ["j"] * dice.randrange(4)
    await here.burst("1", "r", "G", *(["k"] * dice.randrange(6)), "enter", "2", dice.choice("rGg"), *down, "enter")
    await rested(here, alarms)
    await here.burst("4", "E", dice.choice("jrf"))
    for key in "rErE":
        await rested(here, alarms)
        await ring(here, alarms)
        await here.burst(key)
    await rested(here, alarms)


@pytest.fixture
def four_frames_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds at any moment needs no moment at which all is drawn; drawing would be half of the work."""
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.25)
    for module in (conftest, seen):
        monkeypatch.setattr(module, "at_rest", lambda app: all_served())


@pytest.mark.usefixtures("four_frames_a_second", "short_silences")
async def test_two_thousand_calls_of_which_a_fifth_fail_lose_and_double_nothing(
    alarms: Alarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = a_web()
    truth = {(str(run["JobName"]), str(run["Id"])): json.loads(json.dumps(run)) for run in runs}
    fails = Fails()
    dice = random.Random(3)
    with GlueServer(Snapshot(runs), fault=fails).serving() as server:
        aws = Aws(region="eu-west-1", endpoint_url=server.url)
        async with browsing(Glue(aws), size=(112, 24), job="job-19", settled=False) as here:
            monkeypatch.setattr(tree_loader, "sleep", lambda seconds: here.pilot._wait_for_screen())
            while len(server.calls) < CALLS:
                # So that runs are asked for again.
                here.session.glue = Glue(aws)
                await look_around(here, alarms, dice)
                check(here, truth)
            await rested(here, alarms)
            assert not here.has_quit
            assert fails.done.keys() == FAULTS.keys()
            assert sum(fails.done.values()) > 0.15 * CALLS
            fails.is_over = True
            here.session.retry_all()
            await rested(here, alarms)
            while alarms:
                await ring(here, alarms)
            await here.press("1", "r", "g", "enter", "2", "r")
            assert here.session.health.fault is None
            assert here.jobs.items == sorted({job for job, _ in truth})
            job = here.runs.job_name
            assert [run.key for run in here.runs.items] == [key for key in truth if key[0] == job][:200]
            check(here, truth)
