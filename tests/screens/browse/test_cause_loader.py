"""Opening a run that failed looks into its log, once and beside all else; what it finds stands where errors stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.demo import demo
from gluetui.glue.logs.pace import Pace
from gluetui.glue.run.run import RunKey
from gluetui.panes.log_view import LogView
from gluetui.screens.log.screen import LogScreen
from gluetui.text.note import incident_note
from tests.conftest import NOW
from tests.glue.logs.test_cause_search import ANALYSIS, FAILURE
from tests.glue.logs.test_reading import ERROR, OUTPUT
from tests.logs_server import DENIED, LogService, Served
from tests.screens.conftest import NARROW, WIDE, Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import SILENCE, GlueServer

CAUSE = "cause in the log"
T = round((NOW.timestamp() - 3_100) * 1000)
GLUE_5 = {"GlueVersion": "5.0", "LogGroupName": "/aws-glue/jobs", "Arguments": {"--db-password": "hunter2hunter2"}}
WITH_INSIGHTS = {**GLUE_5, "Arguments": {"--enable-job-insights": "true"}}


def the_runs(**clean: Any) -> list[dict[str, Any]]:
    failed = {"ErrorMessage": "Job run failed.", **GLUE_5, "state": "FAILED", **clean}
    return [
        a_run("clean", "jr_clean", **failed),
        a_run("clean", "jr_older", state="FAILED", StartedOn=NOW.timestamp() - 90_000, **GLUE_5),
        a_run("report", "jr_report", ("clean", "jr_clean"), **WITH_INSIGHTS),
    ]


@pytest.fixture
def service() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_clean", Served(T, "22/11/14 06:08:18 INFO Script: begun\n"))
    service.put(ERROR, "jr_clean", Served(T + 1, FAILURE))
    return service


@pytest.fixture
def aws(service: LogService, monkeypatch: pytest.MonkeyPatch, impatient: None) -> Iterator[Loopback]:
    """Glue and the log service on one server; a throttled search waits for nothing."""
    monkeypatch.setattr("gluetui.session.run_logs.Pace", partial(Pace, sleep=lambda seconds: None))
    with GlueServer(service.snapshot(the_runs())).serving() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", server.url)
        yield Loopback(server, Glue(Aws(region="eu-west-1", endpoint_url=server.url)))


looking = partial(browsing, logs="auto")


def row(here: Browsing, name: str = CAUSE) -> str:
    """The text of a field of the details."""
    return next((field.shown.line for field in here.details.laid_out.fields if field.field.name == name), "")


def calls(aws: Loopback) -> list[str]:
    """What was asked of CloudWatch Logs."""
    return [call.operation for call in aws.server.calls if call.service == "logs"]


async def test_opening_a_failed_run_tells_the_cause_above_its_error(aws: Loopback) -> None:
    async with looking(aws.glue, job="clean") as here:
        await here.press("enter")
        assert row(here) == "ValueError: no rows in stage (curate.py:87) · in error at 01:38:20"
        names = [field.field.name for field in here.details.laid_out.fields]
        assert names.index(CAUSE) < names.index("ErrorMessage") < names.index(CAUSE) + 4
    assert 0 < len(calls(aws)) <= 6


async def test_the_cause_that_the_message_names_stays_where_the_log_tells_another(
    aws: Loopback, service: LogService
) -> None:
    message = "Job aborted. Caused by: java.sql.SQLException: no orders"
    aws.server.snapshot = service.snapshot(the_runs(ErrorMessage=message))
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert row(here).startswith("ValueError")
        assert row(here, "cause") == "SQLException: no orders"


async def test_a_run_that_is_named_at_the_start_counts_as_opened(aws: Loopback) -> None:
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert row(here).startswith("ValueError")


async def test_looking_at_a_run_asks_for_no_log(aws: Loopback) -> None:
    async with looking(aws.glue, job="clean") as here:
        assert here.run_key == RunKey("clean", "jr_clean")
        await here.press("down", "up")
        assert (row(here), calls(aws)) == ("", [])


@pytest.mark.parametrize("setting", ["ask", "off"])
async def test_the_setting_keeps_it_from_looking(aws: Loopback, setting: Any) -> None:
    async with browsing(aws.glue, job="clean", logs=setting) as here:
        await here.press("enter")
        assert (row(here), calls(aws)) == ("", [])


async def test_a_log_is_looked_into_once_a_session(aws: Loopback) -> None:
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        made = len(calls(aws))
        here.open_run(RunKey("clean", "jr_older"))
        await here.settled()
        here.open_run(RunKey("clean", "jr_clean"))
        await here.settled()
        await here.press("r")
        assert row(here).startswith("ValueError")
        asked = [call.asked.get("logStreamName", "") for call in aws.server.calls if call.service == "logs"]
        assert sum("jr_clean" in name for name in asked) == made


async def test_the_log_is_asked_for_after_the_runs_own_answer_and_one_run_at_a_time(aws: Loopback) -> None:
    async with looking(aws.glue, job="clean") as here:
        for name in ("jr_clean", "jr_older"):
            here.open_run(RunKey("clean", name))
        await here.settled()
    operations = [call.operation for call in aws.server.calls]
    assert operations.index("GetJobRun") < operations.index("GetLogEvents")
    asked = [call.asked.get("logStreamName", "")[:8] for call in aws.server.calls if call.service == "logs"]
    changes = sum(one != other for one, other in pairwise(asked))
    assert changes <= 1


async def test_what_the_policy_lacks_stands_in_the_row_and_in_no_banner(aws: Loopback, service: LogService) -> None:
    service.refused |= {OUTPUT: DENIED, ERROR: DENIED}
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert "The log was not read: denied. · the policy lacks logs:GetLogEvents" in row(here)
        assert here.session.health.fault is None
        service.refused.clear()
        await here.press("r")
        assert row(here).startswith("ValueError")


async def test_a_throttle_stands_in_the_row_and_can_be_asked_again(aws: Loopback, service: LogService) -> None:
    service.throttles = 1_000
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert row(here).startswith("AWS throttled the calls for the log before a cause was found.")
        assert here.session.health.fault is None
        service.throttles = 0
        await here.press("r")
        assert row(here).startswith("ValueError")


async def test_logs_out_of_reach_stop_no_call_of_glues(aws: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "http://127.0.0.1:9")
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert row(here).startswith("not known: Cannot reach 127.0.0.1:9")
        known = here.session.causes.get(RunKey("clean", "jr_clean"))
        assert known is not None and known.error is not None and not known.error.is_session_wide
        assert here.session.health.fault is None
        here.open_run(RunKey("report", "jr_report"))
        await here.settled()
        assert row(here, "JobRunState").startswith("✓")


async def test_no_cause_is_said_with_the_drivers_last_error(aws: Loopback, service: LogService) -> None:
    service.groups[ERROR]["jr_clean"] = [Served(T, "22/11/14 06:08:18 ERROR Committer: it was odd\n")]
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert row(here).startswith("No cause found in the log. · the driver's last ERROR: ")
        assert "it was odd" in row(here)


async def test_a_live_run_is_looked_into_when_it_ends_while_it_is_open(aws: Loopback, service: LogService) -> None:
    aws.server.snapshot = service.snapshot(the_runs(state="RUNNING", CompletedOn=None, ErrorMessage=None))
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert (row(here), calls(aws)) == ("", [])
        aws.server.snapshot = service.snapshot(the_runs())
        await here.press("r")
        assert row(here).startswith("ValueError")


async def test_a_run_that_succeeded_says_where_glue_saw_it_fail(aws: Loopback, service: LogService) -> None:
    service.put(ERROR, "jr_report-job-insights-rca-driver", Served(T, ANALYSIS))
    async with looking(aws.glue, job="report", run="jr_report") as here:
        assert row(here).startswith("succeeded, but KeyError: 'day'")
        assert calls(aws) == ["GetLogEvents"]


async def test_a_run_that_succeeded_without_one_says_nothing(aws: Loopback) -> None:
    async with looking(aws.glue, job="report", run="jr_report") as here:
        assert row(here) == ""


async def test_lists_trees_and_notes_tell_the_cause_once_it_is_known(aws: Loopback) -> None:
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        first = "".join(span.text for span in here.runs.draw(0, 158))
        assert "ValueError: no rows in stage" in first
        known = here.session.causes.get(RunKey("clean", "jr_clean"))
        note = incident_note(here.details.run, now=NOW, zone=None, cause=known)  # type: ignore[arg-type]
        assert "- Cause in the log: `ValueError: no rows in stage`" in note
        here.open_run(RunKey("report", "jr_report"))
        await here.settled()
        here.predecessors.action_expand_all()
        await here.settled()
        assert "ValueError: no rows in stage" in "".join(span.text for span in here.predecessors.draw(1, 120))


async def test_secrets_in_a_cause_are_masked_until_they_are_shown(aws: Loopback, service: LogService) -> None:
    told = FAILURE.replace("no rows in stage", f"{'x' * 270} at hunter2hunter2")
    service.groups[ERROR]["jr_clean"] = [Served(T, told)]
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        assert "xxx at ••••" in row(here)
        assert "hunter2" not in repr(here.session.causes.lines)
        here.details.action_reveal()
        assert "xxx at hunter2" in row(here)


def log_of(here: Browsing) -> LogView:
    screen = here.app.screen
    assert isinstance(screen, LogScreen)
    return screen.log_view


async def test_enter_on_the_cause_goes_to_its_record_and_asks_for_nothing_again(
    aws: Loopback, service: LogService
) -> None:
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        fields = [entry.field.name for entry in here.details.laid_out.entries]
        here.details.move_to(fields.index(CAUSE))
        await here.press("enter")
        view = log_of(here)
        assert view.shown.record(view.cursor).text == FAILURE
        asked = [(operation, sorted(parameters.items())) for operation, parameters in service.calls]
        assert asked and all(asked.count(each) == 1 for each in asked)


async def test_where_it_is_not_looked_for_the_log_tells_it_and_the_row_has_it_then(aws: Loopback) -> None:
    async with browsing(aws.glue, job="clean", run="jr_clean", logs="ask") as here:
        assert row(here) == ""
        await here.press("L")
        view = log_of(here)
        assert view.shown.record(view.cursor).text == FAILURE
        await here.press("escape")
        assert row(here).startswith("ValueError: no rows in stage (curate.py:87)")
        made = calls(aws)
        await here.press("L")
        assert calls(aws) == made


async def test_no_log_is_asked_for_where_the_setting_is_off(aws: Loopback) -> None:
    async with browsing(aws.glue, job="clean", run="jr_clean", logs="off") as here:
        await here.press("L")
        assert here.is_in_front and here.toasts == ["Logs are not asked for: the setting logs is off."]
        assert calls(aws) == []


async def test_a_fault_holds_the_search_until_it_is_over(aws: Loopback) -> None:
    async with looking(aws.glue, job="clean") as here:
        here.screen.causes.hold()
        await here.press("enter")
        assert (row(here), calls(aws)) == ("", [])
        here.session.health.retry_all()
        await here.settled()
        assert row(here).startswith("ValueError")


async def test_a_run_that_is_open_is_looked_into_when_a_list_shows_its_end(aws: Loopback, service: LogService) -> None:
    aws.server.snapshot = service.snapshot(the_runs(state="RUNNING", CompletedOn=None, ErrorMessage=None))
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        aws.server.snapshot = service.snapshot(the_runs())
        here.load_runs("clean")
        await here.settled()
        assert row(here).startswith("ValueError")


async def test_a_run_that_is_only_looked_at_is_not_looked_into_when_it_ends(aws: Loopback, service: LogService) -> None:
    aws.server.snapshot = service.snapshot(the_runs(state="RUNNING", CompletedOn=None, ErrorMessage=None))
    async with looking(aws.glue, job="clean") as here:
        here.open_run(RunKey("clean", "jr_older"))
        await here.settled()
        made = len(calls(aws))
        here.runs.move_to(0)
        await here.settled()
        assert here.run_key == RunKey("clean", "jr_clean")
        aws.server.snapshot = service.snapshot(the_runs())
        here.load_runs("clean")
        await here.settled()
        assert here.details.run is not None and here.details.run.is_failed
        assert len(calls(aws)) == made


async def test_asking_again_says_whether_the_log_is_looked_into(aws: Loopback, service: LogService) -> None:
    service.refused |= {OUTPUT: DENIED, ERROR: DENIED}
    async with looking(aws.glue, job="clean", run="jr_clean") as here:
        for expected in ("Its log is looked into once more.", "Its log is looked into once more."):
            await here.press("r")
            assert here.toasts[-1] == expected
        service.refused.clear()
        await here.press("r", "r")
        assert here.toasts[-1].startswith("This run is over")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_demos_failed_night_tells_its_cause_in_three_keys(size: tuple[int, int]) -> None:
    async with looking(demo(), size=size, statuses=True) as here:
        await here.until(lambda: here.last_runs_are_there)
        await here.press("f", "enter", "enter")
        await here.settled()
        assert here.details.run is not None and here.details.run.key.job_name == "curate-sales"
        assert "Container killed by YARN" in shown_in(here.app, "details")
        assert "curate_sales.py:87" in shown_in(here.app, "details")
        assert row(here, "cause") == "", "ErrorMessage's own cause is the same"


async def test_while_the_log_is_silent_it_is_said_and_every_key_is_answered(aws: Loopback) -> None:
    aws.server.fault = lambda call: SILENCE if call.service == "logs" else None
    async with looking(aws.glue, job="clean", settled=False) as here:
        await here.until(lambda: bool(here.runs.items))
        await here.tap("enter")
        await here.until(lambda: row(here) == "looking in the log…")
        here.open_run(RunKey("clean", "jr_older"))
        await here.until(lambda: here.details.run is not None and here.details.run.key.run_id == "jr_older")
        assert (row(here), len(calls(aws))) == ("", 1)
        aws.server.stopping.set()
