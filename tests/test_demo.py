"""The bundled snapshot tells the story that README and pictures rely on, and does not contradict itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import botocore.session  # type: ignore[import-untyped]

from gluetui.glue.run.run import JobRun, RunKey, instant, number
from tests.make_demo import PATH, document

TEXT = PATH.read_text(encoding="utf-8")
DEMO: dict[str, Any] = json.loads(TEXT)
RUNS = [JobRun(raw, asked_predecessors=True) for raw in DEMO["JobRuns"]]
BY_KEY = {run.key: run for run in RUNS}
NOW = datetime(2026, 11, 20, 2, 27, tzinfo=UTC)
TONIGHT = date(2026, 11, 20)
NIGHTS = [TONIGHT - timedelta(days=back) for back in range(30)]
FAILED_NIGHT = NIGHTS[1]
STAMPS = ("StartedOn", "LastModifiedOn", "CompletedOn")


def begun(run: JobRun) -> datetime:
    assert run.started is not None
    return run.started


def of_night(night: date) -> dict[str, JobRun]:
    """The triggered runs of one night by job, the last attempt where there were several."""
    return {r.key.job_name: r for r in reversed(RUNS) if r.raw["Arguments"].get("--date") == str(night)}


def of_job(name: str) -> list[JobRun]:
    return [run for run in RUNS if run.key.job_name == name]


def keys_before(run: JobRun) -> list[RunKey]:
    return [RunKey(entry.get("JobName", ""), entry.get("RunId", "")) for entry in run.raw["PredecessorRuns"]]


def before(run: JobRun) -> Iterator[JobRun]:
    """The predecessors that are in the snapshot."""
    return (BY_KEY[key] for key in keys_before(run) if key in BY_KEY)


def test_the_file_is_what_the_script_makes() -> None:
    assert document() == TEXT, "run: python tests/make_demo.py"


def test_the_file_is_small_enough_to_ship_and_has_one_run_a_line() -> None:
    assert len(TEXT.encode()) <= 450_000
    assert [line.startswith('{"Id":"jr_') for line in TEXT.splitlines()].count(True) == len(RUNS)


def test_nothing_happens_after_the_marked_now_and_the_last_event_is_minutes_old() -> None:
    assert instant(DEMO["Now"]) == NOW
    stamps = [instant(raw.get(name)) for raw in DEMO["JobRuns"] for name in STAMPS]
    latest = max(stamp for stamp in stamps if stamp)
    assert timedelta(0) <= NOW - latest <= timedelta(minutes=5)


def test_runs_are_listed_newest_first() -> None:
    assert all(begun(newer) >= begun(older) for newer, older in pairwise(RUNS))


def test_timestamps_are_written_as_the_cli_writes_them() -> None:
    form = re.compile(r"2026-1[01]-\d\dT\d\d:\d\d:\d\d(\.\d{3}000)?\+00:00")
    for raw in DEMO["JobRuns"]:
        stamps = [raw[name] for name in STAMPS if name in raw]
        assert all(form.fullmatch(stamp) for stamp in stamps), raw["Id"]


def test_members_are_those_of_the_api_in_the_order_that_the_cli_prints() -> None:
    model = botocore.session.get_session().get_service_model("glue")
    order = list(model.shape_for("JobRun").members)
    for raw in DEMO["JobRuns"]:
        assert [name for name in order if name in raw] == list(raw), raw["Id"]
        assert None not in raw.values()


def test_every_run_has_its_own_id_of_the_real_form() -> None:
    assert len({run.key.run_id for run in RUNS}) == len(RUNS)
    assert all(re.fullmatch(r"jr_[0-9a-f]{64}(_attempt_\d)?", run.key.run_id) for run in RUNS)


def test_the_pipeline_has_at_least_12_jobs_over_30_nights() -> None:
    nightly = {name for name in DEMO["JobNames"] if len({begun(run).date() for run in of_job(name)}) >= 28}
    assert len(nightly) >= 12
    assert {begun(run).date() for run in of_job("ingest-orders")} == set(NIGHTS)


def test_job_names_are_those_of_the_runs_and_one_job_that_never_ran() -> None:
    assert set(DEMO["JobNames"]) - {run.key.job_name for run in RUNS} == {"reconcile-loyalty-points"}
    assert {run.key.job_name for run in RUNS} <= set(DEMO["JobNames"])
    assert len(set(DEMO["JobNames"])) == len(DEMO["JobNames"])


def test_the_schedule_starts_five_ingest_jobs_side_by_side() -> None:
    for night in map(of_night, NIGHTS):
        first = {name for name, run in night.items() if run.text("TriggerName") == "nightly"}
        assert len(first) == 5
        assert all(name.startswith("ingest-") and not keys_before(night[name]) for name in first)


def test_exactly_one_night_failed_and_it_is_the_last_complete_one() -> None:
    broken = [run for run in RUNS if run.key.job_name == "curate-sales" and run.is_failed]
    assert [begun(run).date() for run in broken] == [FAILED_NIGHT]
    assert {begun(run).date() for run in of_job("cleanup-failed-night")} == {FAILED_NIGHT}


def test_the_failed_night_has_no_marts_but_an_alert_and_a_clean_up() -> None:
    whole, failed = set(of_night(date(2026, 11, 18))), set(of_night(FAILED_NIGHT))
    assert failed - whole == {"alert-on-failure", "cleanup-failed-night"}
    assert {"mart-revenue-daily", "mart-stock-forecast", "mart-churn-features"} < whole - failed
    assert whole - failed >= {"publish-dashboards", "export-finance"}


def test_the_clean_up_leads_to_the_failure_two_levels_up_past_green_runs() -> None:
    night = of_night(FAILED_NIGHT)
    cleanup = night["cleanup-failed-night"]
    assert cleanup.state == "SUCCEEDED"
    assert [run.state for run in before(cleanup)] == ["SUCCEEDED", "SUCCEEDED"]
    assert night["curate-sales"].key in [run.key for near in before(cleanup) for run in before(near)]
    assert [run.key for run in before(night["alert-on-failure"])] == [night["curate-sales"].key]
    assert {run.state for run in before(night["curate-sales"])} == {"SUCCEEDED"}


def test_the_failure_has_a_cause_that_its_predecessors_show() -> None:
    error = of_night(FAILED_NIGHT)["curate-sales"].text("ErrorMessage")
    assert error.count("\n") >= 5
    assert error.startswith("Error Category: UNCLASSIFIED_ERROR; Failed Line Number: 87; ")
    assert "exceeding memory limits" in error
    seconds = {run.key: run.raw["ExecutionTime"] for run in of_job("ingest-clickstream") if run.is_final}
    slow = seconds.pop(of_night(FAILED_NIGHT)["ingest-clickstream"].key)
    assert 2.4 < slow / median(seconds.values()) < 2.8


def test_only_failed_runs_have_an_error_message() -> None:
    assert {run.key for run in RUNS if run.text("ErrorMessage")} == {r.key for r in RUNS if r.state == "FAILED"}


def test_a_retried_run_names_its_first_attempt_and_is_named_by_its_successor() -> None:
    (retry,) = [run for run in RUNS if run.attempt]
    first = BY_KEY[RunKey(retry.key.job_name, retry.text("PreviousRunId"))]
    assert retry.attempt == 1 and retry.key.run_id == first.key.run_id + "_attempt_1"
    assert (first.state, retry.state) == ("FAILED", "SUCCEEDED")
    assert first.completed is not None and first.completed < begun(retry)
    successors = [run for run in RUNS if retry.key in keys_before(run)]
    assert [run.key.job_name for run in successors] == ["stage-orders"]
    assert not [run for run in RUNS if first.key in keys_before(run)]


def test_two_marts_share_their_predecessors_and_meet_again() -> None:
    night = of_night(date(2026, 11, 18))
    revenue, stock = night["mart-revenue-daily"], night["mart-stock-forecast"]
    assert keys_before(revenue) == keys_before(stock)
    assert night["curate-sales"].key in keys_before(revenue)
    assert {revenue.key, stock.key} == set(keys_before(night["publish-dashboards"]))


def test_the_stream_has_been_running_for_five_days_without_a_time_limit() -> None:
    (stream,) = of_job("stream-orders-live")
    assert stream.state == "RUNNING" and "Timeout" not in stream.raw and "DPUSeconds" not in stream.raw
    assert timedelta(days=5) <= NOW - begun(stream) < timedelta(days=6)
    assert "--checkpoint_location" in stream.raw["Arguments"]
    assert stream.raw["MaintenanceWindow"] == "Sat:22"


def test_tonight_is_in_progress() -> None:
    night = of_night(TONIGHT)
    live = {name: run.state for name, run in night.items() if not run.is_final}
    assert live == {
        "ingest-inventory": "RUNNING",
        "ingest-clickstream": "WAITING",
        "stage-orders": "STARTING",
    }
    done = {name: run.state for name, run in night.items() if run.is_final}
    assert done == dict.fromkeys(("ingest-orders", "ingest-customers", "ingest-payments"), "SUCCEEDED")


def test_the_waiting_run_says_what_it_waits_for_and_the_sums_agree() -> None:
    (waiting,) = [run for run in RUNS if run.state == "WAITING"]
    assert waiting.raw["JobRunQueuingEnabled"] is True
    used = sum(run.raw["AllocatedCapacity"] for run in RUNS if not run.is_final and run is not waiting)
    asked = waiting.raw["AllocatedCapacity"]
    told = re.search(r"use (\d+) of (\d+) DPUs; this run asks for (\d+)\.", waiting.text("StateDetail"))
    assert told is not None
    assert (int(told[1]), int(told[3])) == (used, asked)
    assert used <= int(told[2]) < used + asked
    assert [run.key for run in RUNS if "StateDetail" in run.raw] == [waiting.key]


def test_only_backfills_the_stream_and_trials_that_failed_were_started_by_hand() -> None:
    by_hand = {run.key.job_name: keys_before(run) for run in RUNS if not run.text("TriggerName")}
    assert by_hand == {"backfill-orders": [], "stream-orders-live": [], "ingest-customers": []}
    trials = [run for run in of_job("ingest-customers") if not run.text("TriggerName")]
    assert len({run.text("ErrorMessage") for run in trials if run.is_failed}) == len(trials) == 3


def test_one_backfill_was_stopped_and_one_reached_its_time_limit() -> None:
    states = Counter(run.state for run in of_job("backfill-orders"))
    assert states["STOPPED"] == states["TIMEOUT"] == 1
    (late,) = [run for run in RUNS if run.state == "TIMEOUT"]
    assert late.raw["Timeout"] == 60 and late.raw["ExecutionTime"] == 3600


def test_one_predecessor_is_gone_and_one_was_never_fully_named() -> None:
    missing = [(run, key) for run in RUNS for key in keys_before(run) if key not in BY_KEY]
    assert {key.job_name for _, key in missing} == {"legacy-sap-extract"}
    assert sorted(bool(key.run_id) for _, key in missing) == [False, True]
    assert all(begun(run) < NOW - timedelta(days=25) for run, _ in missing)
    assert "legacy-sap-extract" not in DEMO["JobNames"]


def test_a_run_starts_seconds_after_its_last_predecessor_ended() -> None:
    for run in RUNS:
        ends = [earlier.completed for earlier in before(run)]
        if ends:
            gap = (begun(run) - max(end for end in ends if end)).total_seconds()
            assert None not in ends and 20 <= gap <= 91, run


def test_wall_time_is_execution_time_and_a_start_up() -> None:
    for run in RUNS:
        wall = run.wall_seconds(NOW)
        assert wall is not None and ("CompletedOn" in run.raw) == run.is_final
        if run.is_final:
            assert 19 <= wall - run.raw["ExecutionTime"] <= 61, run
            assert run.raw["LastModifiedOn"] == run.raw["CompletedOn"]
        else:
            assert run.raw["ExecutionTime"] <= wall


def test_python_shell_runs_look_as_glue_returns_them() -> None:
    shells = [run for run in RUNS if "WorkerType" not in run.raw]
    names = {run.key.job_name for run in shells}
    assert names == {"publish-dashboards", "alert-on-failure", "cleanup-failed-night"}
    for run in shells:
        shown = [run.raw[name] for name in ("AllocatedCapacity", "MaxCapacity", "LogGroupName")]
        assert shown == [0, 0.0625, "/aws-glue/python-jobs"]
        assert not {"NumberOfWorkers", "ExecutionClass", "DPUSeconds"} & run.raw.keys()


def test_capacity_of_a_spark_run_is_workers_times_dpu() -> None:
    for run in RUNS:
        if "WorkerType" in run.raw:
            dpus = run.raw["NumberOfWorkers"] * {"G.1X": 1, "G.2X": 2}[run.raw["WorkerType"]]
            assert run.raw["AllocatedCapacity"] == run.raw["MaxCapacity"] == dpus


def test_dpu_seconds_come_with_flex_and_auto_scaling_only() -> None:
    for run in (run for run in RUNS if run.is_final):
        flex = run.key.job_name == "mart-churn-features"
        assert flex == (run.raw.get("ExecutionClass") == "FLEX")
        billed = number(run.raw.get("DPUSeconds"))
        assert (billed is not None) == (flex or "--enable-auto-scaling" in run.raw["Arguments"])
        assert billed is None or 0 < billed < run.raw["ExecutionTime"] * run.raw["MaxCapacity"]


def test_the_settings_vary_as_in_a_real_account() -> None:
    def values(name: str) -> set[object]:
        return {run.raw.get(name) for run in RUNS if name in run.raw}

    assert values("GlueVersion") >= {"4.0", "5.0"} and values("ExecutionClass") == {"STANDARD", "FLEX"}
    assert values("WorkerType") == {"G.1X", "G.2X"} and values("Timeout") == {60, 480, 2880}
    assert len({run.key.job_name for run in RUNS if "SecurityConfiguration" in run.raw}) == 1
    assert len({run.key.job_name for run in RUNS if "NotificationProperty" in run.raw}) >= 2


def test_every_date_in_an_argument_is_a_night_that_the_loader_can_move() -> None:
    for run in RUNS:
        arguments, day = run.raw["Arguments"], str(begun(run).date())
        assert set(re.findall(r"\d{4}-\d\d-\d\d", json.dumps(arguments))) <= set(map(str, NIGHTS))
        assert arguments.get("--date", day) == day


def test_no_date_is_written_where_the_loader_does_not_move_it() -> None:
    moved = r'"(StartedOn|LastModifiedOn|CompletedOn)":"[^"]*"|"Arguments":{.*?}|"Now": ".*?"'
    unmoved = re.sub(moved, "", TEXT)
    assert not re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d", unmoved)


def test_secrets_are_there_to_be_masked_and_are_all_obviously_invented() -> None:
    arguments = {pair for run in RUNS for pair in run.raw["Arguments"].items()}
    secret = {pair for pair in arguments if re.search(r"password|token|secret|key$", pair[0])}
    assert secret == {("--jdbc_password", "demo-not-a-real-password"), ("--api_token", "demo-not-a-token")}
    assert {user for _, value in arguments for user in re.findall(r"//(\S+?)@", value)} == {"svc:demo"}


def test_nothing_looks_like_a_real_credential_account_or_host() -> None:
    assert not re.search(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,}", TEXT)
    assert set(re.findall(r"(?<![0-9a-f])\d{12}(?![0-9a-f])", TEXT)) == {"111122223333"}
    assert set(re.findall(r"@([\w.-]+)", TEXT)) == {"payments-db.example.com"}
