"""A random web of 200 jobs whose triggers fire, on the tests' own server: up and down the runs agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import pytest

from gluetui.cli.why_reading import WhyReading
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.triggers.asking import Wanted
from gluetui.glue.triggers.downstream import Downstream
from gluetui.glue.triggers.finding import Kind
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.report import OfRun, Triggers
from gluetui.glue.triggers.trigger import Trigger
from gluetui.text.times import Clock
from tests.glue.triggers import test_random_accounts as random_accounts
from tests.glue.triggers.account import MORNING, after, scheduled
from tests.server import Call, GlueServer, Reply

JOBS, MOST_RUNS, NEAR = 200, 600, 30
ENDS = ("SUCCEEDED",) * 20 + ("FAILED",)


class Web(NamedTuple):
    """The account as a server holds it, and what is true of it."""

    server: GlueServer
    reading: WhyReading
    triggers: Triggers
    runs: dict[RunKey, JobRun]

    def before(self, run: JobRun) -> set[RunKey]:
        return {RunKey(each["JobName"], each["RunId"]) for each in run.raw["PredecessorRuns"]}


def triggers_of(random: Random) -> list[Trigger]:
    """A schedule for each fourth job, and for each other one a trigger that watches up to three jobs just before it."""
    found = []
    for number in range(JOBS):
        if number % 4 == 0:
            found.append(scheduled(f"s{number}", f"j{number}"))
            continue
        pool = [f"j{each}" for each in range(max(0, number - NEAR), number)]
        watched = random.sample(pool, random.randint(1, min(3, len(pool))))
        words = " ".join(f"{job}={'FAILED' if random.random() < 0.04 else 'SUCCEEDED'}" for job in watched)
        found.append(after(f"t{number}", words, f"j{number}", logical=random.choice(["AND", "AND", "AND", "ANY"])))
    return found


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    random, patch = Random(7), pytest.MonkeyPatch()
    triggers = triggers_of(random)
    with patch.context() as patched:
        patched.setattr(random_accounts, "MOST_RUNS", MOST_RUNS)
        patched.setenv("AWS_ACCESS_KEY_ID", "test")
        patched.setenv("AWS_SECRET_ACCESS_KEY", "test")
        night = random_accounts.fired(triggers, random.choices(ENDS, k=2 * MOST_RUNS))
        raw = [dict(run.raw) for run in night.all_runs]

        def fault(call: Call) -> Reply | None:
            if call.operation != "GetTriggers":
                return None
            start = int(call.asked.get("NextToken", 0))
            more = {"NextToken": str(start + 200)} if start + 200 < len(triggers) else {}
            return Reply.of({"Triggers": [each.raw for each in triggers[start : start + 200]], **more})

        with GlueServer(Snapshot(raw, list(night.runs)), fault=fault).serving() as server:
            glue = Glue(Aws(region="eu-west-1", endpoint_url=server.url))
            reading = WhyReading(glue, Clock(lambda: MORNING), "")
            yield Web(server, reading, reading.triggers(), {run.key: run for run in night.all_runs})


def test_what_followed_each_run_names_it_as_predecessor_and_nothing_else_does(web: Web) -> None:
    assert len(web.runs) > JOBS / 2
    named = {key: {each.key for each in web.runs.values() if key in web.before(each)} for key in web.runs}
    index = web.triggers.found or TriggerIndex()
    for key, run in web.runs.items():
        found = Downstream(index, run, web.reading.answers, lambda: MORNING)
        while any(wanted := found.follow([key])):
            web.reading.ask(wanted, OfRun(run).back_to)
        assert {link.key for link in found.lineage.links(key) or ()} - found.probable == named[key], key


def test_the_runs_that_met_the_conditions_are_the_predecessors(web: Web) -> None:
    for key in web.runs:
        web.reading.ask(Wanted(runs=frozenset({key})), None)
        run = web.reading.answers.listed(key)
        assert run is not None
        report = web.reading.report(OfRun(run), web.triggers)
        met = {finding.run for finding in report.why.findings if finding.kind is Kind.MET}
        assert met == web.before(run), key


def test_nothing_was_asked_twice(web: Web) -> None:
    asked = Counter((call.operation, str(call.asked)) for call in web.server.calls)
    assert max(asked.values()) == 1
