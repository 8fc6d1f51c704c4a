"""`gluetui tree --down`: the runs that a run led to, in the forms of the tree; its calls and refusals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun, RunKey
from tests.cli.conftest import Command, key_of
from tests.conftest import NOW
from tests.server import GlueServer, refusal


@pytest.fixture(autouse=True)
def a_clock_that_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def jobs_in(text: str) -> set[str]:
    return {run["JobName"] for run in json.loads(text)["JobRuns"]}


def before_failed(demo: Snapshot) -> RunKey:
    """The run of build-customer-360 that came before the failed run of curate-sales."""
    _, answer = demo.respond(
        "glue", "GetJobRun", {**_asked(key_of(demo, "curate-sales", "FAILED")), "PredecessorsIncluded": True}
    )
    named = JobRun(answer["JobRun"]).raw["PredecessorRuns"]
    return next(RunKey(each["JobName"], each["RunId"]) for each in named if each["JobName"] == "build-customer-360")


def _asked(key: RunKey) -> dict[str, str]:
    return {"JobName": key.job_name, "RunId": key.run_id}


def test_all_that_a_run_led_to_stands_under_job_runs(served: Command, demo: Snapshot) -> None:
    result = served("tree", *before_failed(demo), "--down", "--json")
    assert jobs_in(result.stdout) == {
        "build-customer-360",
        "curate-sales",
        "alert-on-failure",
        "cleanup-failed-night",
    }
    assert result.exit_code == 0


def test_what_was_printed_can_be_opened_again(
    served: Command, command: Command, demo: Snapshot, tmp_path: Path
) -> None:
    saved = tmp_path / "down.json"
    saved.write_text(served("tree", *before_failed(demo), "--down", "--json").stdout)
    assert "alert-on-failure" in command("jobs", "--open", str(saved)).stdout


def test_the_depth_says_how_many_links_are_followed(served: Command, demo: Snapshot) -> None:
    key = before_failed(demo)
    assert jobs_in(served("tree", *key, "--down", "--depth", "1", "--json").stdout) == {key.job_name, "curate-sales"}
    lines = served("tree", *key, "--down", "--depth", "1").stdout.splitlines()
    assert [line.strip().split("\t")[0] for line in lines] == [key.job_name, "curate-sales"]


def test_every_run_that_followed_names_the_run_before_among_its_predecessors(served: Command, demo: Snapshot) -> None:
    runs = json.loads(served("tree", *before_failed(demo), "--down", "--json").stdout)["JobRuns"]
    known = {(run["JobName"], run["Id"]) for run in runs}
    for run in runs[1:]:
        assert known & {(each["JobName"], each["RunId"]) for each in run["PredecessorRuns"]}, run["JobName"]


def test_a_run_costs_two_calls_at_most_and_nothing_is_asked_twice(
    served: Command, server: GlueServer, demo: Snapshot
) -> None:
    shown = json.loads(served("tree", *before_failed(demo), "--down", "--json").stdout)["JobRuns"]
    asked = Counter((call.operation, json.dumps(call.asked, sort_keys=True)) for call in server.calls)
    assert max(asked.values()) == 1
    assert sum(each == "GetJobRun" for each, _ in asked) <= len(shown)


def test_a_run_that_led_to_nothing_says_why(served: Command, demo: Snapshot) -> None:
    lines = served("tree", *key_of(demo, "backfill-orders", "RUNNING"), "--down").stdout.splitlines()
    assert lines[-1].strip() == "It is not over: nothing follows before its end"


def test_without_triggers_nothing_can_be_told(served: Command, server: GlueServer, demo: Snapshot) -> None:
    server.fault = lambda call: refusal("AccessDeniedException", "no") if call.operation == "GetTriggers" else None
    result = served("tree", *before_failed(demo), "--down")
    assert (result.exit_code, result.stdout) == (4, "")


def test_a_timeline_is_of_what_led_to_a_run(served: Command, demo: Snapshot) -> None:
    assert served("tree", *before_failed(demo), "--down", "--timeline").exit_code == 2
