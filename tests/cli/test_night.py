"""`gluetui night`: a table, JSON lines, sums, a note; its calls, its exit codes, and what is not known."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from gluetui.cli.main import main
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.saving import save_night
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import FAILED_STATES, FINAL_STATES, JobRun, instant
from gluetui.glue.run.window import Window
from tests.cli.conftest import Command, Printed, lines_of
from tests.conftest import NOW
from tests.server import Call, GlueServer, Reply, refusal


@pytest.fixture(autouse=True)
def a_clock_that_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def jobs_of(demo: Snapshot) -> list[str]:
    names: list[str] = demo.respond("glue", "ListJobs", {})[1]["JobNames"]
    return names


def runs_of(demo: Snapshot) -> Iterator[JobRun]:
    for name in jobs_of(demo):
        yield from map(JobRun, demo.respond("glue", "GetJobRuns", {"JobName": name})[1]["JobRuns"])


def on_since(demo: Snapshot, hours: float) -> dict[str, JobRun]:
    """By id the demo's runs that were on in the last hours: each has a start, and an end where it is over."""
    since = NOW - timedelta(hours=hours)
    return {
        run.key.run_id: run
        for run in runs_of(demo)
        if run.started and run.started < NOW and (run.completed is None or run.completed >= since)
    }


def data_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def account(jobs: dict[str, list[dict[str, Any]] | Reply], triggers: Reply | None = None) -> Any:
    """A Glue with these jobs, newest runs first, fifty or fewer a page, as asked for; without triggers by default."""

    def answer(call: Call) -> Reply | None:
        if call.operation == "ListJobs":
            return Reply.of({"JobNames": list(jobs)})
        if call.operation == "GetTriggers":
            return triggers or Reply.of({"Triggers": []})
        found = jobs[call.asked["JobName"]]
        if isinstance(found, Reply):
            return found
        start = int(call.asked.get("NextToken", 0))
        end = start + call.asked["MaxResults"]
        more = {"NextToken": str(end)} if end < len(found) else {}
        return Reply.of({"JobRuns": found[start:end], **more})

    return answer


def run(name: str, run_id: str, state: str = "SUCCEEDED", *, hours: float = 1, **more: Any) -> dict[str, Any]:
    started = NOW.timestamp() - hours * 3600
    ended = {"CompletedOn": started + 600} if state in FINAL_STATES else {}
    return {"JobName": name, "Id": run_id, "JobRunState": state, "StartedOn": started, **ended, **more}


def test_json_is_a_run_a_line_with_aws_s_names_and_times_in_utc(
    served: Command, server: GlueServer, demo: Snapshot
) -> None:
    done = served("night", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    read, wanted = data_of(done.stdout), on_since(demo, 24)
    assert {each["Id"] for each in read} == set(wanted)
    assert len(read) == len(wanted)
    for each in read:
        before = wanted[each["Id"]].raw
        assert set(each) == set(before)
        for name in ("StartedOn", "CompletedOn", "LastModifiedOn"):
            assert each.get(name, "Z").endswith("Z")
            assert instant(each.get(name)) == instant(before.get(name))
    assert dict(server.counts) == {"ListJobs": 1, "GetJobRuns": len(jobs_of(demo))}


def test_the_summary_has_exactly_its_members(served: Command, demo: Snapshot) -> None:
    done = served("night", "--summary", "--since", "24h")
    wanted, read = on_since(demo, 24), json.loads(done.stdout)
    assert list(read) == [
        "window", "jobs", "runs", "failed", "running", "succeeded", "dpu_hours", "cost_usd", "failed_dpu_hours",
        "failed_cost_usd", "missing", "look_at",
    ]  # fmt: skip
    assert read["window"] == {"since": "2026-11-19T02:30:00Z", "until": "2026-11-20T02:30:00Z"}
    assert read["jobs"] == {"total": len(jobs_of(demo)), "asked": len(jobs_of(demo)), "unanswered": []}
    states = [each.state for each in wanted.values()]
    assert read["runs"] == len(states)
    assert read["failed"] == sum(state in FAILED_STATES for state in states)
    assert read["running"] == sum(state not in FINAL_STATES for state in states)
    assert read["succeeded"] == states.count("SUCCEEDED")
    assert read["cost_usd"] > read["failed_cost_usd"] > 0
    assert {each["job"]: each["reason"] for each in read["missing"]} == {
        "mart-churn-features": "churn-inputs-ready: curate-sales FAILED",
        "mart-revenue-daily": "sales-and-stock-ready: curate-sales FAILED",
        "mart-stock-forecast": "sales-and-stock-ready: curate-sales FAILED",
        "export-finance": "mart-revenue-daily did not run",
        "publish-dashboards": "mart-revenue-daily did not run",
        "reconcile-loyalty-points": "trigger loyalty-nightly is not active (as of now)",
    }
    assert all(set(each) == {"job", "due", "trigger", "reason"} for each in read["missing"])
    assert {tuple(each) for each in read["look_at"]} == {("job", "run", "why")}
    assert {each["run"] for each in read["look_at"]} <= set(wanted)


def test_without_a_run_the_sums_are_zero_and_without_a_capacity_not_known(served: Command, server: GlueServer) -> None:
    server.fault = account({"a": []})
    read = json.loads(served("night", "--summary").stdout)
    assert (read["runs"], read["dpu_hours"], read["failed_cost_usd"]) == (0, 0.0, 0.0)
    server.fault = account({"a": [run("a", "jr_1", "FAILED")]})
    read = json.loads(served("night", "--summary").stdout)
    assert (read["runs"], read["dpu_hours"], read["failed_cost_usd"]) == (1, None, None)


def test_m_dpu_hours_are_told_and_not_counted_as_dpu_hours(served: Command, server: GlueServer) -> None:
    memory = {"WorkerType": "R.1X", "NumberOfWorkers": 2, "ExecutionTime": 3600}
    server.fault = account({"a": [run("a", "jr_1", **memory), run("a", "jr_0", MaxCapacity=2.0, ExecutionTime=3600)]})
    done = served("night", "--summary")
    assert json.loads(done.stdout)["dpu_hours"] == 2.0
    assert "2 M-DPU-hours" in done.stderr


def test_the_window_is_that_of_the_options(served: Command, server: GlueServer) -> None:
    server.fault = account({"a": [run("a", f"jr_{hours}", hours=hours) for hours in (1, 13, 25, 49)]})

    def ids(*options: str) -> list[str]:
        return [each["Id"] for each in data_of(served("night", "--json", *options).stdout)]

    assert ids() == ["jr_1", "jr_13"]
    assert ids("--since", "2d") == ["jr_1", "jr_13", "jr_25"]
    assert ids("--until", "1d") == ["jr_25"]
    assert ids("--since", "3d", "--until", "2026-11-18") == ["jr_49"]
    assert ids("--since", "last night") == ["jr_1"]


@pytest.mark.parametrize(
    "options",
    [
        ["--since", "yesterday"],
        ["--since", "1h", "--until", "2h"],
        ["--json", "--summary"],
        ["--markdown", "--json"],
        ["--failed", "--summary"],
        ["--show-secrets"],
    ],
)
def test_what_cannot_be_meant_is_refused_before_a_call(served: Command, server: GlueServer, options: list[str]) -> None:
    done = served("night", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert not server.calls


def test_a_further_page_is_asked_for_only_where_the_window_needs_it(served: Command, server: GlueServer) -> None:
    many = [run("many", f"jr_{number}", hours=number / 10) for number in range(1, 401)]
    full = [run("full", f"jr_{number}", hours=23.9 if number < 49 else 25) for number in range(60)]
    server.fault = account({"many": many, "full": full, "none": []})
    done = served("night", "--summary")
    assert json.loads(done.stdout)["runs"] == sum(number / 10 <= 24 + 1 / 6 for number in range(1, 401)) + 49
    asked = [
        (call.asked["JobName"], call.asked.get("NextToken")) for call in server.calls if call.operation == "GetJobRuns"
    ]
    assert sorted(asked, key=str) == sorted(
        [("none", None), ("full", None), *(("many", str(start) if start else None) for start in range(0, 250, 50))],
        key=str,
    )


def test_failed_leaves_what_failed(served: Command, demo: Snapshot) -> None:
    failed = {key for key, each in on_since(demo, 24).items() if each.is_failed}
    assert failed
    assert {each["Id"] for each in data_of(served("night", "--json", "--failed").stdout)} == failed
    assert served("night", "--failed").stdout.count("\n") == len(failed)
    assert "To look at" not in served("night", "--failed", "--markdown").stdout


def test_a_pipe_gets_a_line_a_job_with_tabs(served: Command, server: GlueServer) -> None:
    server.fault = account(
        {
            "well": [run("well", "jr_1")],
            "again": [run("again", "jr_2"), run("again", "jr_1", "FAILED", hours=2, ErrorMessage="no disk")],
            "bad": [run("bad", "jr_1", "FAILED", ErrorMessage="No path\nat x", MaxCapacity=2.0, ExecutionTime=1800)],
            "retried": [run("retried", "jr_1_attempt_1"), run("retried", "jr_1", "FAILED", hours=2)],
            "stopped": [run("stopped", "jr_1", "STOPPED")],
        }
    )  # fmt: skip
    done = served("night")
    assert (done.exit_code, done.stderr) == (0, "")
    start = "2026-11-20 01:30:00 UTC"
    assert done.stdout.splitlines() == [
        f"failed\tbad\t✗ failed\t{start}\t30m00s\t1\t1.00\tNo path",
        "failed, then succeeded\tagain\t✗ failed\t2026-11-20 00:30:00 UTC\t10m00s\t2\t\tthen succeeded: no disk",
        f"to look at\tstopped\t■ stopped\t{start}\t10m00s\t1\t\tstopped before it ended",
        f"to look at\tretried\t✓ succeeded\t{start}\t10m00s\t2\t\tsucceeded, at the 2nd attempt",
    ]


def test_a_terminal_gets_a_table_and_what_the_night_was_in_all(printed: Printed) -> None:
    lines = lines_of(printed("night", "--demo", size=(160, 40)), (160, 40))
    assert lines[0].split()[:3] == ["section", "job", "state"]
    assert any("✗ failed" in line and "Container killed by YARN" in line for line in lines)
    assert any("other jobs" in line for line in lines)
    assert any(" runs · 1 failed" in line for line in lines)
    assert any(line.startswith("peak ") and line.endswith("jobs asked") for line in lines)


@pytest.mark.parametrize(
    ("state", "hours", "exit_code"),
    [("SUCCEEDED", 1, 0), ("FAILED", 1, 1), ("TIMEOUT", 1, 1), ("STOPPED", 1, 0), ("FAILED", 30, 0)],
)
@pytest.mark.parametrize("form", ["--json", "--summary", "--markdown", None])
def test_the_exit_code_tells_a_failure_where_it_is_asked_to(
    served: Command, server: GlueServer, state: str, hours: float, exit_code: int, form: str | None
) -> None:
    server.fault = account({"a": [run("a", "jr_1", state, hours=hours)]})
    forms = [form] if form else []
    assert served("night", *forms).exit_code == 0
    assert served("night", "--exit-code", *forms).exit_code == exit_code


@pytest.mark.parametrize("options", [["--json"], ["--summary"], ["--markdown"], []])
def test_secrets_are_masked_in_every_form(served: Command, server: GlueServer, options: list[str]) -> None:
    secret = "heron-27-plum"
    error = f"cannot log in with {secret}"
    each = run("a", "jr_1", "FAILED", Arguments={"--password": secret}, ErrorMessage=error)
    waits = run("b", "jr_2", "WAITING", Arguments={"--password": secret}, StateDetail=error)
    server.fault = account({"a": [each], "b": [waits]})
    done = served("night", *options)
    assert done.exit_code == 0
    assert secret not in done.stdout + done.stderr
    if options == ["--json"]:
        assert secret in served("night", "--json", "--show-secrets").stdout


@pytest.mark.parametrize("options", [["--summary"], ["--markdown"], []])
def test_what_aws_sends_acts_on_no_terminal(served: Command, server: GlueServer, options: list[str]) -> None:
    evil = "\x1b]52;c;ZXZpbA==\x07\u202e`|[x](y)"
    each = {**run(evil, "jr_1", "FAILED", ErrorMessage=evil), "Id": evil, "TriggerName": evil}
    server.fault = account({evil: [each], "b": [run("b", "jr_1", evil)]})
    done = served("night", *options)
    assert done.exit_code == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)


@pytest.mark.parametrize(
    ("reply", "exit_code"),
    [
        (refusal("AccessDeniedException", "no"), 4),
        (refusal("InvalidInputException", "no"), 4),
        (Reply.of({"JobRuns": "no list"}), 4),
        (refusal("EntityNotFoundException", "Job b not found."), 0),
    ],
)
def test_a_job_that_did_not_answer_is_named_and_not_without_runs(
    served: Command, server: GlueServer, reply: Reply, exit_code: int
) -> None:
    server.fault = account({"a": [run("a", "jr_1")], "b": reply, "c": [run("c", "jr_1")]})
    done = served("night", "--summary")
    read = json.loads(done.stdout)
    assert done.exit_code == exit_code
    assert (read["jobs"]["asked"], read["runs"]) == (3, 2)
    assert [each["job"] for each in read["jobs"]["unanswered"]] == ["b"]
    assert read["jobs"]["unanswered"][0]["error"]
    assert "1 of 3 jobs did not answer" in done.stderr
    assert "`b`" in served("night", "--markdown").stdout
    assert len(data_of(served("night", "--json").stdout)) == 2


def test_what_ails_every_call_keeps_what_is_known_and_says_how_much_that_is(
    served: Command, server: GlueServer
) -> None:
    expired = refusal("ExpiredTokenException", "expired")
    server.fault = account({f"job-{n:02}": [run(f"job-{n:02}", "jr_1")] if n < 10 else expired for n in range(20)})
    done = served("night", "--summary")
    assert done.exit_code == 3
    assert 0 < json.loads(done.stdout)["runs"] <= 10
    assert "of 20 jobs were asked" in done.stderr
    server.fault = account({"a": expired})
    done = served("night", "--summary")
    assert (done.exit_code, done.stdout) == (3, "")


def test_where_jobs_may_not_be_listed_nothing_is_said_of_a_night(served: Command, server: GlueServer) -> None:
    server.fault = lambda call: refusal("AccessDeniedException", "no") if call.operation == "ListJobs" else None
    done = served("night", "--summary")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "ListJobs" in done.stderr


def test_where_all_are_denied_few_are_asked_and_all_are_named(served: Command, server: GlueServer) -> None:
    server.fault = account({f"job-{n:02}": refusal("AccessDeniedException", "no") for n in range(60)})
    done = served("night", "--summary")
    assert done.exit_code == 4
    assert len(json.loads(done.stdout)["jobs"]["unanswered"]) == 60
    assert server.counts["GetJobRuns"] < 15


def test_an_entry_that_cannot_be_read_is_told(served: Command, server: GlueServer) -> None:
    server.fault = account({"a": [run("a", "jr_1"), 7]})  # type: ignore[list-item]
    done = served("night", "--json")
    assert len(data_of(done.stdout)) == 1
    assert "1 entries" in done.stderr


def test_a_saved_file_is_read_as_of_its_time(command: Command, demo: Snapshot, tmp_path: Any) -> None:
    saved = tmp_path / "runs.json"
    runs = [run("a", "jr_1", hours=2000), run("a", "jr_0", hours=2030)]
    saved.write_text(json.dumps({"JobRuns": runs}))
    read = json.loads(command("night", "--summary", "--open", str(saved)).stdout)
    assert (read["runs"], read["window"]["until"]) == (1, "2026-08-28T18:40:00Z")


def test_a_saved_night_is_told_as_it_was(command: Command, tmp_path: Path) -> None:
    window = Window(NOW - timedelta(hours=30), NOW - timedelta(hours=1))
    night = Night(window)
    night.list_jobs(["a", "b", "c", "d"], is_last=True)
    night.answered(JobNight("a", [JobRun(run("a", "jr_1", "FAILED", hours=29))], window, NOW), NOW)
    night.answered(JobNight("b", [], window, NOW), NOW)
    night.refused("c", AwsError(ErrorKind.DENIED, "AWS denied it", "Ask."))
    night.set_missing([Missing("b", None, "nightly", "a FAILED")])
    path = save_night(night, directory=tmp_path, now=NOW, masked=True)
    done = command("night", "--summary", "--exit-code", "--open", str(path))
    read = json.loads(done.stdout)
    assert (done.exit_code, read["window"]["since"]) == (1, "2026-11-18T20:30:00Z")
    assert read["jobs"] == {"total": 4, "asked": 3, "unanswered": [{"job": "c", "error": "AWS denied it."}]}
    assert read["missing"] == [{"job": "b", "due": None, "trigger": "nightly", "reason": "a FAILED"}]
    assert "1 of 4 jobs did not answer" in done.stderr
    assert len(data_of(command("night", "--json", "--open", str(path)).stdout)) == 1
    assert json.loads(command("night", "--summary", "--since", "2h", "--open", str(path)).stdout)["runs"] == 0


class Counting:
    """Takes what is written, and keeps how much that was alone."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.lines = 0

    def write(self, text: str) -> int:
        self.lines += text.count("\n")
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


def test_json_keeps_no_run_that_is_printed(server: GlueServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.fault = account(
        {f"job-{n}": [run(f"job-{n}", f"jr_{m}", Note="x" * 500) for m in range(40)] for n in range(60)}
    )
    counting, peaks = Counting(), []
    monkeypatch.setattr("sys.stdout", counting)
    seen = 0

    def look(call: Call) -> Reply | None:
        nonlocal seen
        seen += 1
        if seen in (20, 60):
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
        return answer(call)

    answer, server.fault = server.fault, look
    tracemalloc.start()
    try:
        with suppress(SystemExit):
            main(["night", "--json", "--endpoint-url", server.url], prog_name="gluetui")
    finally:
        tracemalloc.stop()
    assert counting.lines == 60 * 40
    first, rest = peaks
    assert rest < first * 1.2


NIGHTLY = {
    "Name": "nightly",
    "Type": "SCHEDULED",
    "State": "ACTIVATED",
    "Schedule": "cron(0 1 * * ? *)",
    "Actions": [{"JobName": "a"}, {"JobName": "b"}],
}


@pytest.mark.parametrize("form", ["--summary", "--json", "--markdown", ""])
def test_a_night_in_which_a_job_is_missing_ends_with_1_where_an_exit_code_is_asked_for(
    served: Command, server: GlueServer, form: str
) -> None:
    server.fault = account({"a": [run("a", "jr_a")], "b": []}, Reply.of({"Triggers": [NIGHTLY]}))
    done = served("night", *([form] if form else []), "--exit-code")
    assert (done.exit_code, done.stderr) == (1, "")
    server.fault = account({"a": [run("a", "jr_a")], "b": [run("b", "jr_b")]}, Reply.of({"Triggers": [NIGHTLY]}))
    assert served("night", *([form] if form else []), "--exit-code").exit_code == 0


def test_triggers_that_are_refused_are_told_and_stop_nothing(served: Command, server: GlueServer) -> None:
    denied = refusal("AccessDeniedException", "User: arn:aws:iam::123456789012:user/a is not authorized to perform: x")
    server.fault = account({"a": [run("a", "jr_a")]}, denied)
    done = served("night", "--summary", "--exit-code")
    assert json.loads(done.stdout)["missing"] is None
    assert "What was due and did not run is not known: " in done.stderr and "glue:GetTriggers" in done.stderr
    assert done.exit_code == 0
    assert "glue:GetTriggers" in served("night", "--markdown").stdout


def test_json_asks_for_triggers_only_where_an_exit_code_is_asked_for(served: Command, server: GlueServer) -> None:
    server.fault = account({"a": [run("a", "jr_a")]})
    served("night", "--json")
    assert "GetTriggers" not in server.counts
    served("night", "--json", "--exit-code")
    assert server.counts["GetTriggers"] == 1
