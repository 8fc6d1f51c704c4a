"""Which run is the current one, where what it takes to show it cannot be had."""

from __future__ import annotations

import pytest

from gluetui.glue.errors.error import AwsError
from gluetui.glue.errors.rules import ErrorKind
from gluetui.glue.run.run import RunKey
from tests.screens.conftest import Loopback, a_pipeline, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import Reply


async def test_a_listed_run_whose_fields_cannot_be_named_says_why_and_is_shown_when_asked_again(
    aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise AwsError(ErrorKind.SETUP, "The AWS config file cannot be read", "Correct the file, then retry.")

    with monkeypatch.context() as while_broken:
        while_broken.setattr(aws.glue, "fields", broken)
        async with browsing(aws.glue) as here:
            await here.press("enter")
            await here.until(lambda: "config file cannot be read" in shown_in(here.app, "banner"))
            assert here.details.error is not None
            while_broken.undo()
            await here.press("3", "r")
            await here.until(lambda: "Outcome" in shown_in(here.app, "details"))
            assert here.details.error is None


async def test_a_run_that_is_not_in_the_list_stays_open_while_the_list_is_drawn_again(aws: Loopback) -> None:
    runs = a_pipeline()
    hidden = next(run for run in runs if run["JobName"] == runs[0]["JobName"])
    key = RunKey(hidden["JobName"], hidden["Id"])
    listed = [a_run(key.job_name, f"jr_other{number}") for number in range(3)]
    aws.holds([*listed, *runs])
    instead = Reply.of({"JobRuns": listed})
    aws.server.fault = lambda call: instead if call.operation == "GetJobRuns" else None
    async with browsing(aws.glue, job=key.job_name, run=key.run_id) as here:
        await here.until(lambda: len(here.runs.items) == len(listed))
        await here.press("3", "2", "r")
        assert here.run_key == key
        assert here.details.run is not None
        assert here.details.run.key == key


async def test_going_to_the_tree_of_a_run_that_was_copied_before_shows_its_predecessors(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report") as here:
        await here.press("y", "4")
        assert here.tree == ["report"]
        await here.press("space")
        assert here.tree == ["report", "clean", "load"]
        assert aws.server.counts["GetJobRun"] == 3
