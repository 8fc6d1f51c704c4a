"""The demo's triggers agree with its runs, and tell why some jobs did not run."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.workflows import Workflows
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.asking import Known, Wanted, told
from gluetui.glue.triggers.due import DueKind, due_jobs
from gluetui.glue.triggers.finding import Certainty, Kind
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.schedule import schedule_of
from gluetui.glue.triggers.set_off import effects_of
from gluetui.glue.triggers.waits import waits_in_vain
from gluetui.glue.triggers.why_not import why_not
from gluetui.glue.triggers.why_started import why_started
from tests.make_demo_triggers import PATH, document
from tests.test_demo import BY_KEY, NOW, RUNS, before, begun

TEXT = PATH.read_text(encoding="utf-8")


def demo(now: datetime) -> TriggerIndex:
    aws = Aws(open_snapshot=lambda: Snapshot.demo(now), source="the demo")
    return TriggerIndex(Workflows(aws).triggers().items)


INDEX = demo(NOW)


def test_the_file_is_what_the_script_makes_and_is_small() -> None:
    assert document() == TEXT, "run: python tests/make_demo.py"
    assert len(TEXT) < 12_000


def test_no_trigger_of_the_demo_is_odd_and_each_kind_is_there() -> None:
    assert [trigger.oddities for trigger in INDEX.all if trigger.oddities] == []
    assert {trigger.type for trigger in INDEX.all} == {"SCHEDULED", "CONDITIONAL", "ON_DEMAND"}
    assert {trigger.logical for trigger in INDEX.all if trigger.conditions} == {"AND", "ANY"}
    assert [trigger.name for trigger in INDEX.all if trigger.state == "DEACTIVATED"] == ["loyalty-nightly"]


def test_every_run_was_started_by_a_trigger_that_starts_its_job() -> None:
    for run in RUNS:
        if name := run.text("TriggerName"):
            assert run.key.job_name in INDEX.named(name).jobs, run  # type: ignore[union-attr]


def test_the_predecessors_of_a_run_met_the_conditions_of_its_trigger() -> None:
    for run in RUNS:
        trigger = INDEX.named(run.text("TriggerName"))
        if trigger is None or trigger.type != "CONDITIONAL":
            continue
        ends = {(each.key.job_name, each.state) for each in before(run)}
        wanted = {(each.job, each.state) for each in trigger.conditions}
        assert ends & wanted if trigger.is_any else ends == wanted, run


@pytest.mark.parametrize("later", [0, 37, 12 * 3600 + 59, 86_399])
def test_a_schedules_time_is_moved_with_the_runs_and_stays_just_before_them(later: int) -> None:
    by = timedelta(days=200, seconds=later)
    schedule = schedule_of(demo(NOW + by).named("nightly").schedule)  # type: ignore[union-attr]
    for run in RUNS:
        if run.text("TriggerName") == "nightly" and not run.attempt:
            start = begun(run) + by
            due = schedule.before(start)
            assert due and timedelta(0) < start - due < timedelta(seconds=70)


def runs_by_job() -> dict[str, list[JobRun]]:
    names: list[str] = json.loads((PATH.parent / "demo.json").read_text("utf-8"))["JobNames"]
    return {name: [run for run in RUNS if run.key.job_name == name] for name in names}


def test_last_night_tells_what_did_not_run_because_curate_sales_failed() -> None:
    window = Window(NOW - timedelta(days=1), NOW)
    entries = due_jobs(INDEX, runs_by_job(), window=window, now=NOW)
    assert {entry.job: (entry.kind, entry.reason) for entry in entries} == {
        "mart-churn-features": (DueKind.MISSING, "churn-inputs-ready: curate-sales FAILED"),
        "mart-revenue-daily": (DueKind.MISSING, "sales-and-stock-ready: curate-sales FAILED"),
        "mart-stock-forecast": (DueKind.MISSING, "sales-and-stock-ready: curate-sales FAILED"),
        "publish-dashboards": (DueKind.MISSING, "mart-revenue-daily did not run"),
        "export-finance": (DueKind.MISSING, "mart-revenue-daily did not run"),
        "reconcile-loyalty-points": (DueKind.INACTIVE, "trigger loyalty-nightly is not active (as of now)"),
    }


def test_a_good_night_lacks_nothing_but_what_is_switched_off() -> None:
    until = datetime(2026, 11, 18, 12, tzinfo=UTC)
    entries = due_jobs(INDEX, runs_by_job(), window=Window(until - timedelta(days=1), until), now=NOW)
    assert [(entry.job, entry.kind) for entry in entries] == [("reconcile-loyalty-points", DueKind.INACTIVE)]


def test_tonight_is_still_to_come() -> None:
    entries = due_jobs(INDEX, runs_by_job(), window=Window(NOW - timedelta(hours=2), NOW), now=NOW)
    kinds = {entry.kind for entry in entries if entry.job != "reconcile-loyalty-points"}
    assert kinds == {DueKind.NOT_YET}
    assert "curate-sales" in {entry.job for entry in entries}


def known(wanted: Wanted) -> Known:
    """Runs as GetJobRuns lists them, without predecessors, and as GetJobRun returns them."""
    listed = {job: [JobRun({**run.raw, "PredecessorRuns": []}) for run in runs] for job, runs in BY_JOB.items()}
    return Known({job: listed[job] for job in wanted.jobs}, {key: BY_KEY[key] for key in wanted.runs})


BY_JOB = runs_by_job()


def test_on_the_job_that_did_not_run_the_failed_run_is_the_cause() -> None:
    failed = next(run for run in RUNS if run.key.job_name == "curate-sales" and run.is_failed)
    window = Window(NOW - timedelta(days=1), NOW)
    for job in ("mart-revenue-daily", "publish-dashboards", "export-finance"):
        why = told(why_not(INDEX, job, window, NOW), known)
        assert (why.cause, why.causing_run) == (f"{job} did not run because curate-sales FAILED", failed.key)
    why = told(why_not(INDEX, "reconcile-loyalty-points", window, NOW), known)
    assert "trigger loyalty-nightly is not active" in why.cause


def test_on_the_failed_run_it_is_told_what_it_set_off_and_what_waits_in_vain() -> None:
    failed = next(run for run in RUNS if run.key.job_name == "curate-sales" and run.is_failed)
    assert set(waits_in_vain(INDEX, failed)) == {
        "mart-revenue-daily",
        "mart-stock-forecast",
        "mart-churn-features",
        "publish-dashboards",
        "export-finance",
    }
    [alert] = told(effects_of(INDEX, failed, NOW), known).set_off
    assert (alert.trigger, alert.job, alert.certainty) == ("on-curation-failed", "alert-on-failure", Certainty.KNOWN)


def test_what_started_a_run_and_what_its_predecessors_set_off_agree_on_every_run() -> None:
    led_to: dict[RunKey, set[RunKey]] = {}
    for run in RUNS:
        effects = told(effects_of(INDEX, run, NOW), known)
        led_to[run.key] = {each.run for each in effects.set_off if each.run}
        assert all(each.certainty is Certainty.KNOWN for each in effects.set_off if each.run)
    for run in RUNS:
        met = [each.run for each in told(why_started(INDEX, run), known).findings if each.kind is Kind.MET]
        assert len(met) == len(list(before(run)))
        assert all(key is not None and run.key in led_to[key] for key in met)
        assert sum(run.key in others for others in led_to.values()) == len(met)


def test_the_workflow_was_resumed_after_its_crawler_had_failed() -> None:
    later = NOW + timedelta(days=100)
    workflows = Workflows(Aws(open_snapshot=lambda: Snapshot.demo(later), source="the demo"))
    resumed, first = (
        workflows.workflow_run("loyalty-import", each.key.run_id)
        for each in workflows.workflow_runs("loyalty-import").items
    )
    assert (first.status, first.statistics.failed, first.statistics.never_ran) == ("COMPLETED", 1, 1)
    assert (resumed.status, resumed.resumes, resumed.statistics.on) == ("RUNNING", first.key.run_id, 1)
    assert [node.type for node in first.nodes] == ["TRIGGER", "CRAWLER", "TRIGGER", "JOB"]
    assert [node.name for node in first.nodes if not (node.trigger or node.runs or node.crawls)] == [
        "reconcile-loyalty-points"
    ]
    assert resumed.started and timedelta(0) < later - resumed.started < timedelta(minutes=15)
    assert workflows.workflow("loyalty-import")["LastRun"]["WorkflowRunId"] == resumed.key.run_id
