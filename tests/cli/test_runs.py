"""`gluetui runs`, and what all lists have in common: what they print, how far they page, and how they end."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from gluetui.cli.connection import Connection
from gluetui.cli.main import main
from gluetui.cli.runs import chosen
from gluetui.glue.clients.glue import Page
from gluetui.glue.files.printed import AS_IT_CAME, PrintedForm
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun, instant
from gluetui.text.safe import is_safe
from gluetui.text.times import moment
from tests.cli.conftest import Command
from tests.conftest import NOW
from tests.server import Call, GlueServer, Reply, refusal
from tests.values import EVIL

CURATE = "curate-sales"


def lines_of_json(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_runs_are_printed_newest_first_with_the_error_last(served: Command, demo: Snapshot) -> None:
    runs = [JobRun(run) for run in demo.respond("glue", "GetJobRuns", {"JobName": CURATE})[1]["JobRuns"]]
    rows = [line.split("\t") for line in served("runs", CURATE).stdout.splitlines()]
    assert [row[5] for row in rows] == [run.key.run_id for run in runs]
    failed = next(row for row in rows if "failed" in row[0])
    assert failed[7].startswith("Container killed by YARN")
    assert failed[6] == "21.47"


def test_runs_as_json_are_whole_and_can_be_opened_again(served: Command, command: Command, demo: Snapshot) -> None:
    sent = demo.respond("glue", "GetJobRuns", {"JobName": CURATE})[1]["JobRuns"]
    printed = served("runs", CURATE, "--json").stdout
    read = lines_of_json(printed)
    assert [list(run) for run in read] == [list(run) for run in sent]
    assert [instant(run["StartedOn"]) for run in read] == [instant(run["StartedOn"]) for run in sent]
    again = command("runs", CURATE, "--json", "--open", "-", stdin=printed)
    assert lines_of_json(again.stdout) == read


def test_secrets_are_masked_unless_they_are_asked_for(served: Command) -> None:
    secret = "demo-not-a-real-password"
    assert secret not in served("runs", "ingest-orders", "--json").stdout
    assert secret in served("runs", "ingest-orders", "--json", "--show-secrets").stdout


@pytest.mark.parametrize(
    ("options", "states"),
    [
        (["--state", "failed"], {"FAILED"}),
        (["--state", "FAILED,TIMEOUT"], {"FAILED"}),
        (["--state", "SUCCEEDED", "--state", "FAILED"], {"SUCCEEDED", "FAILED"}),
        (["--state", "fail,stopp"], {"FAILED"}),
        (["--state", "expired"], set()),
    ],
)
def test_runs_are_chosen_by_state(served: Command, options: list[str], states: set[str]) -> None:
    read = lines_of_json(served("runs", CURATE, "--json", *options).stdout)
    assert {run["JobRunState"] for run in read} == states


def test_a_state_that_there_is_not_is_a_mistake_in_usage(served: Command, server: GlueServer) -> None:
    done = served("runs", CURATE, "--state", "failed,FIAL")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no state begins with 'fial'; there are succeeded, failed, timeout" in done.stderr
    assert server.counts["GetJobRuns"] == 1


def test_a_state_that_only_runs_know_is_found(served: Command, server: GlueServer) -> None:
    server.fault = lambda _: Reply(200, b'{"JobRuns": [{"Id": "jr_1", "JobRunState": "QUANTUM"}, {"Id": "jr_2"}]}')
    (run,) = lines_of_json(served("runs", CURATE, "--json", "--state", "quant").stdout)
    assert run["Id"] == "jr_1"


def test_a_limit_is_kept(served: Command) -> None:
    every = lines_of_json(served("runs", CURATE, "--json").stdout)
    assert lines_of_json(served("runs", CURATE, "--json", "--limit", "3").stdout) == every[:3]


@time_machine.travel(NOW, tick=False)
def test_runs_since_a_moment_are_those_that_started_then_or_later(served: Command, demo: Snapshot) -> None:
    sent = demo.respond("glue", "GetJobRuns", {"JobName": CURATE})[1]["JobRuns"]
    read = lines_of_json(served("runs", CURATE, "--json", "--since", "3d").stdout)
    wanted = [run["Id"] for run in sent if (instant(run["StartedOn"]) or NOW) >= NOW - timedelta(days=3)]
    assert 0 < len(wanted) < len(sent)
    assert [run["Id"] for run in read] == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2d", NOW - timedelta(days=2)),
        ("1h30m", NOW - timedelta(minutes=90)),
        ("1W", NOW - timedelta(weeks=1)),
        ("90s", NOW - timedelta(seconds=90)),
        ("2026-11-19", NOW.replace(day=19, hour=0, minute=0)),
        ("2026-11-19T02:30:00+02:00", NOW.replace(day=19, hour=0)),
        ("yesterday", None),
        ("", None),
        ("d", None),
        ("99999999999w", None),
    ],
)
def test_a_moment_is_a_span_or_a_date(text: str, expected: object) -> None:
    assert moment(text, NOW) == expected


def test_a_moment_that_cannot_be_read_is_a_mistake_in_usage(command: Command) -> None:
    done = command("runs", CURATE, "--demo", "--since", "yesterday")
    assert done.exit_code == 2
    assert "2d" in done.stderr


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--until", "3d"], lambda run: run.started < NOW - timedelta(days=3)),
        (["--until", "2026-11-17"], lambda run: run.started < NOW.replace(day=18, hour=0, minute=0)),
        (["--since", "5d", "--until", "2d"], lambda run: timedelta(days=2) < NOW - run.started <= timedelta(days=5)),
        (["--filter", "state:fail"], lambda run: run.is_failed),
        (["--filter", "-state:succ"], lambda run: run.state != "SUCCEEDED"),
        (
            ["--filter", "since:3d -state:failed"],
            lambda run: NOW - run.started <= timedelta(days=3) and not run.is_failed,
        ),
        (["--filter", "dur>1h"], lambda run: (run.run_seconds(NOW) or 0) > 3600),
        (["--filter", "YARN"], lambda run: "YARN" in run.text("ErrorMessage")),
        (["--filter", "trigger:staging dpu>20"], lambda run: run.is_failed),
        (["--filter", "state:succ", "--state", "failed"], lambda run: False),
        (["--filter", " "], lambda run: True),
    ],
)
def test_until_and_filter_choose_as_the_pane_does(
    served: Command, demo: Snapshot, options: list[str], wanted: Callable[[JobRun], bool]
) -> None:
    sent = [JobRun(run) for run in demo.respond("glue", "GetJobRuns", {"JobName": CURATE})[1]["JobRuns"]]
    read = lines_of_json(served("runs", CURATE, "--json", *options).stdout)
    assert [run["Id"] for run in read] == [run.key.run_id for run in sent if wanted(run)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stat:failed", "not applied: stat:failed"),
        ("state:fial", "no state begins so"),
        ("since:yesterday", "give a span such as 2d"),
        ("dur>soon", "compare with a span"),
        ("dpu:2", "compare DPU-hours with a number"),
    ],
)
def test_a_filter_that_would_not_be_applied_is_a_mistake_in_usage(
    served: Command, server: GlueServer, text: str, words: str
) -> None:
    done = served("runs", CURATE, "--filter", text)
    assert (done.exit_code, done.stdout, server.counts["GetJobRuns"]) == (2, "", 0)
    assert words in done.stderr


def test_a_filters_since_asks_for_no_page_of_older_runs(served: Command, server: GlueServer) -> None:
    def old(call: Call) -> Reply:
        return Reply.of({"JobRuns": [{"Id": "jr_1", "StartedOn": 1.0}], "NextToken": "more"})

    server.fault = old
    assert served("runs", CURATE, "--filter", "since:2d").stdout == ""
    assert server.counts["GetJobRuns"] == 1


class Pages:
    """Pages of runs, and which of them were asked for."""

    def __init__(self, *pages: list[dict[str, Any]]) -> None:
        self.pages = pages
        self.asked: list[str | None] = []

    def __call__(self, token: str | None) -> Page[JobRun]:
        self.asked.append(token)
        number = int(token or 0)
        following = str(number + 1) if number + 1 < len(self.pages) else None
        return Page(tuple(map(JobRun, self.pages[number])), following)


def started(days_ago: float) -> dict[str, Any]:
    return {"Id": f"jr_{days_ago}", "StartedOn": (NOW - timedelta(days=days_ago)).timestamp()}


def test_no_page_is_asked_for_once_the_runs_are_too_old() -> None:
    asked = Pages([started(0), started(1)], [started(2), {"Id": "jr_waits"}, started(4)], [started(5)])
    found = list(chosen(asked, (), NOW - timedelta(days=3)))
    assert [[run.key.run_id for run in page] for page in found] == [["jr_0", "jr_1"], ["jr_2", "jr_waits"]]
    assert asked.asked == [None, "1"]


def test_a_limit_is_reached_without_another_page(served: Command, server: GlueServer) -> None:
    server.fault = _endless
    assert len(served("runs", CURATE, "--limit", "200", "--json").stdout.splitlines()) == 200
    assert server.counts["GetJobRuns"] == 1


def test_entries_that_cannot_be_read_are_told(served: Command, server: GlueServer) -> None:
    server.fault = lambda _: Reply(200, json.dumps({"JobNames": ["a", None, 3]}).encode())
    done = served("jobs")
    assert done.stdout == "a\n"
    assert "Left out: 2 entries" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "reply", "code", "words"),
    [
        (("jobs",), refusal("ExpiredTokenException", "expired"), 3, "have expired"),
        (("jobs",), refusal("AccessDeniedException", "no"), 4, "lacks the permission glue:ListJobs"),
        (("jobs",), Reply(200, b"<html>sign in", "text/html"), 4, "not from AWS"),
        (("jobs",), refusal("InvalidInputException", f"bad {EVIL}"), 4, "InvalidInput"),
        (("runs", "x"), refusal("EntityNotFoundException", "Job x not found."), 5, "no job named x"),
    ],
)
def test_a_failure_is_two_safe_lines_and_an_exit_code(
    served: Command, server: GlueServer, arguments: tuple[str, ...], reply: Reply, code: int, words: str
) -> None:
    server.fault = lambda _: reply
    done = served(*arguments)
    first, second = done.stderr.splitlines()
    assert (done.exit_code, done.stdout) == (code, "")
    assert first.startswith("Error: ") and words in first
    assert is_safe(first) and is_safe(second)


@pytest.mark.parametrize("arguments", [("runs", ""), ("show", "", "jr_1"), ("tree", "a", "")])
def test_a_name_that_botocore_refuses_is_a_mistake_in_usage(command: Command, arguments: tuple[str, ...]) -> None:
    assert command(*arguments, "--demo").exit_code == 2


def test_without_credentials_it_says_so(command: Command) -> None:
    done = command("jobs", "--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:9")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "There are no AWS credentials" in done.stderr


def test_an_unknown_profile_and_a_missing_region_are_mistakes_in_usage(command: Command) -> None:
    assert command("jobs", "--profile", "nobody").exit_code == 2
    assert command("jobs").exit_code == 2


def test_options_before_the_commands_name_hold_for_it(command: Command) -> None:
    assert command("--demo", "jobs").stdout == command("jobs", "--demo").stdout != ""
    assert command("--demo", "jobs", "--open", __file__).exit_code == 2


def test_a_bug_leaves_a_report_and_no_traceback(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("hunter2")

    monkeypatch.setattr("gluetui.cli.jobs.pages", stumble)
    done = command("jobs", "--demo")
    assert done.exit_code == 1
    first, second = done.stderr.splitlines()
    assert "met a bug in itself" in first
    assert "hunter2" not in done.output
    with open(second.rpartition(" ")[2]) as report:
        assert "stumble" in report.read()


# Hostile answers.


def test_a_hostile_run_prints_no_control_byte_and_whole_json(served: Command, server: GlueServer) -> None:
    run = {"JobName": EVIL, "Id": EVIL, "JobRunState": EVIL, "ErrorMessage": EVIL, "TriggerName": EVIL, EVIL: [EVIL]}
    answer = Reply(200, json.dumps({"JobRuns": [run], "JobNames": [EVIL]}).encode())
    server.fault = lambda _: answer
    for name in (("jobs",), ("runs", "x")):
        (line,) = served(*name).stdout.splitlines()
        assert all(is_safe(cell) for cell in line.split("\t"))
        options = ["--show-secrets"] if name[0] == "runs" else ["--names"]
        (data,) = served(*name, "--json", *options).stdout.splitlines()
        assert is_safe(data)
        assert json.loads(data) == (run if name[0] == "runs" else {"JobName": EVIL})


# Long lists, pipes and keys.


def _endless(call: Call) -> Reply:
    """Pages of 200 runs without an end; the run's number is in its id."""
    first = int(call.asked.get("NextToken", 0))
    runs = [{"JobName": "big", "Id": f"jr_{first + n}", "ErrorMessage": "x" * 200} for n in range(200)]
    return Reply(200, json.dumps({"JobRuns": runs, "NextToken": str(first + 200)}).encode())


def program(server: GlueServer, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gluetui", *arguments, "--endpoint-url", server.url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("options", [["--json"], []])
def test_a_reader_that_leaves_after_one_line_ends_it_quietly(server: GlueServer, options: list[str]) -> None:
    server.fault = _endless
    with program(server, "runs", "big", *options) as running:
        assert running.stdout and running.stderr
        assert b"jr_0" in running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(20) == 141


def test_ctrl_c_ends_it_quietly(server: GlueServer) -> None:
    server.fault = _endless
    with program(server, "runs", "big") as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        running.send_signal(2)
        assert running.communicate(timeout=20)[1] == b""
        assert running.returncode == 130


class Generated:
    """A Glue whose job has runs without an end, made when they are asked for."""

    def runs(self, job_name: str, token: str | None = None) -> Page[JobRun]:
        first = int(token or 0)
        runs = tuple(JobRun({"Id": f"jr_{first + n}", "ErrorMessage": f"{n:0500d}"}) for n in range(200))
        return Page(runs, str(first + 200))

    def printed_form(self, *, has_iso_times: bool) -> PrintedForm:
        return AS_IT_CAME


class Nowhere(io.StringIO):
    """Takes whatever is written and keeps nothing."""

    def write(self, text: str) -> int:
        return len(text)


@pytest.mark.parametrize(("options", "shorter", "longer"), [(["--json"], 1_000, 4_000), ([], 4_400, 5_800)])
def test_a_list_takes_the_memory_of_a_page_however_long_it_is(
    monkeypatch: pytest.MonkeyPatch, options: list[str], shorter: int, longer: int
) -> None:
    """Without JSON, the errors of the last 4,096 runs are kept."""
    monkeypatch.setattr(Connection, "glue", lambda _: Generated())
    monkeypatch.setattr(sys, "stdout", Nowhere())
    peaks = []
    for limit in (shorter, longer):
        tracemalloc.start()
        main(["runs", "big", "--demo", "--limit", str(limit), *options], standalone_mode=False)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
