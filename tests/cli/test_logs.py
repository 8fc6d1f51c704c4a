"""`gluetui logs`: the whole log of a run, one stream of it as it came, and the line that says why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import Result

from gluetui.cli.log_following import LogFollower
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.logs import Logs
from gluetui.glue.logs.merging import LiveStream
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.reading import LogReader
from gluetui.glue.run.run import RunKey
from tests.cli.conftest import Command
from tests.glue.logs.test_cause_search import FAILURE, INFO
from tests.glue.logs.test_reading import COMPLETED, ERROR, OUTPUT, T, run_of
from tests.logs_server import DENIED, LogService, Served
from tests.server import GlueServer

Asked = Callable[..., Result]

HEAD = FAILURE.partition("Error from Python")[0]


@pytest.fixture
def service() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", Served(T, "hello\n"), Served(T + 3, "wor"), Served(T + 3, "ld\n"))
    service.put(ERROR, "jr_1", Served(T + 1, INFO), Served(T + 5, FAILURE))
    service.put(ERROR, "jr_1_g-0a", Served(T + 2, "executor\n"))
    service.put(ERROR, "jr_1_attempt_1", Served(T + 2, "another attempt\n"))
    return service


RUNS: list[dict[str, Any]] = [
    dict(run_of({"--db-password": "hunter2hunter2", "--url": "x"}).raw),
    dict(run_of(Id="jr_live", JobRunState="RUNNING").raw),
]


@pytest.fixture
def logs(service: LogService, command: Command, signed_in: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    with GlueServer(service.snapshot(RUNS)).serving() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", server.url)

        def asked(*options: str, run: str = "jr_1") -> Result:
            return command("logs", "orders", run, *options, "--endpoint-url", server.url)

        yield asked


def test_all_sources_but_executors_are_merged_in_the_order_of_time(logs: Asked) -> None:
    result = logs()
    assert [line.split("\t")[1] for line in result.stdout.splitlines() if line.startswith("2026-08-19T")] == [
        "output",
        "error",
        "output",
        "error",
    ]
    assert "2026-08-19T12:50:00.003Z\toutput\tworld\n" in result.stdout
    assert "another attempt" not in result.stdout
    assert (result.stderr, result.exit_code) == ("", 0)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--source", "output"), ["hello", "world"]),
        (("--source", "executor"), ["executor"]),
        (("--source", "executors"), ["executor"]),
        (("--stream", "jr_1_g-0a"), ["executor"]),
        (("--source", "all", "--grep", "^(hello|exec)"), ["hello", "executor"]),
        (("--grep", "WORLD"), []),
        (("--grep", "orL?D"), []),
        (("--grep", "worl"), ["world"]),
        (("--source", "output", "--since", "2026-08-19T12:50:00.002Z"), ["world"]),
        (("--source", "output", "--until", "2026-08-19T12:50:00.002Z"), ["hello"]),
    ],
)
def test_a_part_of_it_is_chosen(logs: Asked, options: tuple[str, ...], expected: list[str]) -> None:
    found = [json.loads(line)["message"] for line in logs(*options, "--json").stdout.splitlines()]
    assert found == expected


def test_json_is_a_record_a_line(logs: Asked) -> None:
    records = [json.loads(line) for line in logs("--json", "--source", "error").stdout.splitlines()]
    assert records[1] == {
        "time": "2026-08-19T12:50:00.005Z",
        "source": "error",
        "logGroupName": ERROR,
        "logStreamName": "jr_1",
        "level": "ERROR",
        "message": FAILURE.removesuffix("\n"),
    }


def test_raw_is_one_streams_text_as_it_came(logs: Asked, service: LogService) -> None:
    service.put(OUTPUT, "jr_1", Served(T + 9, "\x1b[31mred\r\x00\t"), Served(T + 9, "no end"))
    assert logs("--raw", "--source", "output").stdout == "hello\nworld\n\x1b[31mred\r\x00\tno end"


def test_raw_of_several_streams_names_them(logs: Asked) -> None:
    result = logs("--raw")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"group {OUTPUT}, stream jr_1" in result.stderr
    assert f"group {ERROR}, stream jr_1" in result.stderr


@pytest.mark.parametrize("form", [(), ("--json",), ("--raw", "--source", "output")])
def test_secrets_are_masked_in_every_form(logs: Asked, service: LogService, form: tuple[str, ...]) -> None:
    service.put(OUTPUT, "jr_1", Served(T + 9, "connected with hunter2"), Served(T + 9, "hunter2 aws_secret=x\n"))
    assert "hunter2hunter2" not in logs(*form).stdout
    assert "hunter2hunter2" in logs(*form, "--show-secrets").stdout


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("text", [FAILURE.replace("no rows", "no hunter2hunter2"), f"{HEAD}hunter2hunter2\n"])
def test_secrets_in_the_cause_and_in_the_last_error_are_masked(
    logs: Asked, service: LogService, text: str, form: tuple[str, ...]
) -> None:
    service.groups[ERROR]["jr_1"] = [Served(T + 5, text)]
    result = logs("--cause", *form)
    assert "••" in result.output and "hunter2" not in result.output
    assert "hunter2hunter2" in logs("--cause", *form, "--show-secrets").output


def test_nothing_acts_on_who_reads_the_lines(logs: Asked, service: LogService) -> None:
    service.put(OUTPUT, "jr_1", Served(T + 9, "\x1b]52;c;eA==\x07 \u202e \ud800 \x9b1m\n"))
    assert not set(logs().stdout) & set("\x1b\x07\u202e\x9b")


def test_the_cause_is_printed_alone(logs: Asked) -> None:
    result = logs("--cause")
    assert (result.stdout, result.stderr, result.exit_code) == ("ValueError: no rows in stage\n", "", 0)


def test_the_cause_as_data(logs: Asked) -> None:
    assert json.loads(logs("--cause", "--json").stdout) == {
        "cause": "ValueError: no rows in stage",
        "script": "curate.py",
        "line": 87,
        "rule": json.loads(logs("--cause", "--json").stdout)["rule"],
        "logGroupName": ERROR,
        "logStreamName": "jr_1",
        "time": "2026-08-19T12:50:00.005Z",
        "first": None,
    }


def test_no_cause_is_said_and_not_guessed(logs: Asked, service: LogService) -> None:
    del service.groups[ERROR]
    result = logs("--cause", "--json")
    assert set(json.loads(result.stdout).values()) == {None}
    assert result.exit_code == 5
    assert "No cause found in the log" in result.stderr
    assert f"group {ERROR}: no such log group" in result.stderr


def test_a_log_that_is_not_there_says_what_was_asked(logs: Asked, service: LogService) -> None:
    service.groups = {OUTPUT: {}}
    result = logs()
    assert (result.stdout, result.exit_code) == ("", 5)
    assert f"group {OUTPUT}, streams jr_1…: there, without a stream of the run" in result.stderr
    assert f"group {ERROR}: no such log group" in result.stderr


def test_a_log_that_is_refused_is_no_log_that_is_not_there(logs: Asked, service: LogService) -> None:
    service.refused |= {OUTPUT: DENIED, ERROR: DENIED}
    result = logs()
    assert (result.stdout, result.exit_code) == ("", 4)
    assert "denied" in result.stderr
    assert "logs:GetLogEvents" in result.stderr


def test_what_is_missing_without_listing_is_said(logs: Asked, service: LogService) -> None:
    service.refused["DescribeLogStreams"] = DENIED
    result = logs()
    assert (result.exit_code, "hello" in result.stdout) == (0, True)
    assert "logs:DescribeLogStreams" in result.stderr


def test_a_live_run_is_said_to_be_live(logs: Asked, service: LogService) -> None:
    service.put(OUTPUT, "jr_live", Served(T, "begun\n"))
    result = logs(run="jr_live")
    assert "begun" in result.stdout
    assert "--follow" in result.stderr
    del service.groups[OUTPUT]["jr_live"]
    assert "has not begun" in logs(run="jr_live").stderr


@pytest.mark.parametrize(
    "options",
    [("--raw", "--json"), ("--cause", "--follow"), ("--grep", "("), ("--source", "x"), ("--since", "x")],
)
def test_wrong_usage_is_said(logs: Asked, options: tuple[str, ...]) -> None:
    assert logs(*options).exit_code == 2


@pytest.fixture
def show(service: LogService, command: Command, signed_in: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    with GlueServer(service.snapshot(RUNS)).serving() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", server.url)

        def asked(*options: str, run: str = "jr_1") -> Result:
            return command("show", "orders", run, *options, "--endpoint-url", server.url)

        yield asked


def test_a_failed_run_is_shown_with_the_cause_in_its_log(show: Asked, service: LogService) -> None:
    place = "in error at 2026-08-19T12:50:00.005Z"
    row = f"cause in the log\tValueError: no rows in stage\tcurate.py:87\t{place}"
    assert show().stdout.splitlines()[-1] == row
    assert len(service.calls) <= 6


def test_no_log_is_asked_for_data_or_for_another_run(
    show: Asked, service: LogService, monkeypatch: pytest.MonkeyPatch
) -> None:
    show("--json")
    assert "cause in the log" not in show(run="jr_live").stdout
    for value in ("ask", "off"):
        monkeypatch.setenv("GLUETUI_LOGS", value)
        assert "cause in the log" not in show().stdout
    assert service.calls == []


def test_a_cause_that_cannot_be_looked_for_costs_no_field(show: Asked, service: LogService) -> None:
    service.refused |= {OUTPUT: DENIED, ERROR: DENIED}
    result = show()
    assert "JobRunState" in result.stdout
    lacks = "the policy lacks logs:GetLogEvents, logs:DescribeLogStreams"
    assert result.stdout.splitlines()[-1] == f"cause in the log\tThe log was not read: denied.\t\t{lacks}"
    assert result.exit_code == 0


class Follow:
    """A log that is followed on a clock of the test's own; `steps` change the service at their second."""

    def __init__(self, service: LogService, run: dict[str, Any], steps: dict[int, Callable[[], object]]) -> None:
        self.service = service
        self.steps = dict(steps)
        self.at = 0.0
        self.began = COMPLETED - timedelta(seconds=100)
        self.snapshot = service.snapshot([run])
        self.run = run
        glue = Glue(Aws(open_snapshot=lambda: self.snapshot, source="a file"))
        key = RunKey("orders", run["Id"])
        pace = Pace(sleep=self.sleep, clock=lambda: self.at)
        self.reader = LogReader(Logs(glue.aws), glue.run(key), pace, from_head=True)
        self.reader.find_streams()
        known: set[object] = set()

        def choose(reader: LogReader) -> list[LiveStream]:
            found = [each for each in reader.streams if each not in known]
            known.update(found)
            return [LiveStream(reader.pages(each)) for each in found]

        self.follower = LogFollower(
            glue, self.reader, choose, goes_on=True, sleep=self.sleep, seconds=lambda: self.at, now=self.now
        )

    def now(self) -> datetime:
        return self.began + timedelta(seconds=self.at)

    def sleep(self, seconds: float) -> None:
        self.at += seconds
        for second in [each for each in self.steps if each <= self.at]:
            self.steps.pop(second)()

    def text(self) -> str:
        """All that was printed, one record after the other."""
        texts = [record.text for record in self.follower.there()]
        for records in self.follower.coming():
            texts += [record.text for record in records]
        return "".join(texts)


@pytest.fixture
def live() -> dict[str, Any]:
    return dict(run_of(JobRunState="RUNNING").raw)


@pytest.mark.parametrize("skips_late", [False, True])
@pytest.mark.parametrize("empty_pages", [0, 2])
def test_following_loses_and_doubles_nothing_and_ends_by_itself(
    live: dict[str, Any], skips_late: bool, empty_pages: int, impatient: None
) -> None:
    service = LogService(skips_late=skips_late, empty_pages=empty_pages)
    lines = [Served(T + n, f"line {n}\n") for n in range(300)]
    service.put(OUTPUT, "jr_1", *lines[:100])

    def end() -> None:
        live["JobRunState"] = "FAILED"

    def throttle() -> None:
        service.throttles = 4

    steps: dict[int, Callable[[], object]] = {
        5: lambda: service.put(OUTPUT, "jr_1", *lines[110:200]),
        20: throttle,
        40: lambda: service.put(OUTPUT, "jr_1", *lines[100:110]),
        60: lambda: service.put(ERROR, "jr_1", Served(T, "error begins\n")),
        100: end,
        170: lambda: service.put(OUTPUT, "jr_1", *lines[200:]),
    }
    follow = Follow(service, live, steps)
    read = follow.text().splitlines()
    assert sorted(read) == sorted([*(f"line {n}" for n in range(300)), "error begins"])
    assert 230 <= follow.at <= 245


def test_no_more_than_two_calls_a_second_are_made_over_all_streams(live: dict[str, Any]) -> None:
    service = LogService()
    for n in range(30):
        service.put(OUTPUT, f"jr_1-{n}", Served(T, "x\n"))
    follow = Follow(service, live, {})
    list(follow.follower.there())
    service.calls.clear()
    begun = follow.at
    looks = follow.follower.coming()
    while follow.at < begun + 60:
        next(looks)
    assert len(service.calls) <= 121


def test_a_line_that_is_cut_is_waited_for(live: dict[str, Any]) -> None:
    service = LogService()
    service.put(OUTPUT, "jr_1", Served(T, "a li"))
    follow = Follow(service, live, {1: lambda: service.put(OUTPUT, "jr_1", Served(T + 1, "ne\n"))})
    assert [record.text for record in follow.follower.there()] == []
    looks = follow.follower.coming()
    found: list[str] = []
    while not found:
        found += [record.text for record in next(looks)]
    assert found == ["a line\n"]
    assert follow.at <= 3


def test_a_stream_that_vanishes_ends_and_the_others_go_on(live: dict[str, Any]) -> None:
    service = LogService()
    service.put(OUTPUT, "jr_1", Served(T, "a\n"))
    service.put(ERROR, "jr_1", Served(T, "b\n"))

    def vanish() -> None:
        del service.groups[OUTPUT]["jr_1"]
        service.put(ERROR, "jr_1", Served(T + 5, "c\n"))
        live["JobRunState"] = "FAILED"

    assert sorted(Follow(service, live, {5: vanish}).text().split()) == ["a", "b", "c"]


def test_times_are_utc(logs: Asked) -> None:
    assert datetime.fromisoformat(logs("--json").stdout.split('"')[3]).tzinfo == UTC


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_thousand_lines_in_chunks_are_printed_as_they_were_written(
    live: dict[str, Any], seed: int, impatient: None
) -> None:
    service = LogService(empty_pages=1, page_events=100, throttles=3)
    text = "".join(
        f"2026-08-04 04:17:36 INFO Step:{seed} - {n} é\n" if n % 3 else f"printed {n}\n" for n in range(100_000)
    )
    at, chunk = 0, 9_973 * seed
    while at < len(text):
        service.put(OUTPUT, "jr_1", Served(T + at // 50_000, text[at : at + chunk]))
        at += chunk
    live["JobRunState"] = "FAILED"
    follow = Follow(service, live, {})
    assert follow.text() == text


@pytest.mark.parametrize("options", [(), ("--cause",)])
def test_a_file_without_logs_says_just_that(command: Command, options: tuple[str, ...]) -> None:
    saved = json.dumps({"JobRun": RUNS[0]}, default=str)
    result = command("logs", "orders", "jr_1", *options, "--open", "-", stdin=saved)
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr == "Error: The file holds no log of this run.\n"


@pytest.fixture
def tree(service: LogService, command: Command, signed_in: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    with GlueServer(service.snapshot(RUNS)).serving() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", server.url)

        def asked(*options: str, run: str = "jr_1") -> Result:
            return command("tree", "orders", run, *options, "--endpoint-url", server.url)

        yield asked


def test_a_tree_as_json_tells_the_cause_of_its_run_and_opens_again(tree: Asked, command: Command) -> None:
    saved = tree("--json").stdout
    (cause,) = json.loads(saved)["CausesInLogs"]
    told = [cause[name] for name in ("JobName", "RunId", "cause", "script", "line")]
    assert told == ["orders", "jr_1", "ValueError: no rows in stage", "curate.py", 87]
    assert command("tree", "orders", "jr_1", "--open", "-", stdin=saved).stdout == tree().stdout


def test_a_tree_asks_for_no_log_where_it_need_not(
    tree: Asked, service: LogService, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "CausesInLogs" not in tree("--json", run="jr_live").stdout
    tree()
    monkeypatch.setenv("GLUETUI_LOGS", "off")
    assert "CausesInLogs" not in tree("--json").stdout
    assert service.calls == []


def test_secrets_in_a_cause_are_masked_in_the_tree(tree: Asked, service: LogService) -> None:
    service.groups[ERROR]["jr_1"] = [Served(T, FAILURE.replace("no rows", "x" * 280 + " hunter2hunter2"))]
    assert "hunter2" not in tree("--json").stdout
    assert "hunter2hunter2" in tree("--json", "--show-secrets").stdout
