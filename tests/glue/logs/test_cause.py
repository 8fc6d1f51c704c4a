"""gluetui.glue.logs.cause: every rule names the line that says why, and no false alarm is taken for one."""

from __future__ import annotations

import pytest

from gluetui.glue.logs.cause import (
    MOST_CHARACTERS,
    ExecutorHint,
    First,
    evidence_rank,
    find_cause,
    last_error,
    wants_executor,
)
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.records import Record, RecordReader
from gluetui.glue.run.run import JobRun
from tests.glue.logs.failures import (
    ABORTED,
    CALM,
    ERROR_4,
    FAILURES,
    FRAMES,
    INFO_5,
    INSIGHTS,
    PY4J,
    SCRIPT,
    TRACEBACK,
    Failure,
)  # fmt: skip

FAILED = JobRun({"JobRunState": "FAILED"})


def read(*log: tuple[str, str]) -> list[Record]:
    """The records of sources with a text each; each text is a second later than the one before."""
    records: list[Record] = []
    for second, (source, text) in enumerate(log):
        group = "/aws-glue/python-jobs/error" if source == "shell" else "/aws-glue/jobs/error"
        reader = RecordReader(Stream(group, f"jr_1_{source}", source))
        records += [*reader.feed([Event(second * 1_000, text)]), *reader.close()]
    return records


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: each.name)
def test_the_line_that_says_why(failure: Failure) -> None:
    cause = find_cause(read(*failure.log), FAILED)
    assert cause is not None
    assert (cause.text, cause.rule, cause.script, cause.line, cause.is_clean_up) == (
        failure.cause, failure.rule, failure.script, failure.line, failure.is_clean_up,
    )  # fmt: skip
    assert cause.text in cause.reason or failure.rule == "launch-error"


@pytest.mark.parametrize("noise", CALM.values(), ids=CALM)
def test_no_alarm(noise: tuple[tuple[str, str], ...]) -> None:
    assert find_cause(read(*noise), FAILED) is None


@pytest.mark.parametrize("noise", CALM.values(), ids=CALM)
@pytest.mark.parametrize("failure", FAILURES[4:12], ids=lambda each: each.name)
def test_noise_before_and_after_changes_no_cause(failure: Failure, noise: tuple[tuple[str, str], ...]) -> None:
    cause = find_cause(read(*noise, *failure.log, *noise), FAILED)
    assert cause is not None and cause.text == failure.cause


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: each.name)
@pytest.mark.parametrize("state", ["SUCCEEDED", "STOPPED", "RUNNING"])
def test_a_run_that_did_not_fail_has_a_cause_in_glues_own_analysis_alone(failure: Failure, state: str) -> None:
    cause = find_cause(read(*failure.log), JobRun({"JobRunState": state}))
    assert (cause is not None) is (failure in INSIGHTS)


def test_where_the_same_exception_came_first() -> None:
    task = (
        "22/11/14 06:08:18 ERROR Executor: Exception in task 3.0 in stage 5.0 (TID 7{})\n"
        'java.lang.NumberFormatException: For input string: "1{}"\n'
    )
    driver = (
        f"{ERROR_4}Error from Python:{TRACEBACK}{SCRIPT}{PY4J}: x.SparkException: {ABORTED} (TID 9) (h executor 1): "
    )
    records = read(
        ("output", "orders: 12\n"),
        *(("executor", task.format(n, n)) for n in range(5)),
        ("error", driver + 'java.lang.NumberFormatException: For input string: "17"\n' + FRAMES),
    )
    cause = find_cause(records, FAILED)
    assert cause is not None
    assert cause.first == First(time=1_000, source="executor", count=6)
    assert (cause.time, cause.stream.source) == (6_000, "error")


def test_an_exception_that_was_not_there_before_has_no_first() -> None:
    cause = find_cause(read(("error", TRACEBACK + SCRIPT + "KeyError: 7\n")), FAILED)
    assert cause is not None and cause.first is None


def test_the_text_is_the_first_line_and_has_an_end() -> None:
    cause = find_cause(read(("error", TRACEBACK + SCRIPT + "KeyError: " + "x" * 5_000 + "\n")), FAILED)
    assert cause is not None
    assert len(cause.text) == MOST_CHARACTERS
    assert len(cause.reason) > 5_000


def test_where_the_driver_names_a_task_only_the_executors_are_to_be_asked() -> None:
    lost = f"{INFO_5}Job 3 failed: {ABORTED} (TID 77) (10.0.3.7 executor 4): a.SparkException: Task failed\n"
    records = read(("output", "orders\n"), ("error", lost))
    cause = find_cause(records, FAILED)
    assert wants_executor(records, cause) == ExecutorHint("TID 77", 1_000)
    left = (
        "ExecutorLostFailure (executor 4 exited caused by one of the running tasks) Reason: Remote RPC client"
        " disassociated. Likely due to containers exceeding thresholds, or network issues."
    )
    records = read(("error", f"{INFO_5}Job 3 failed: {ABORTED} (TID 77) (10.0.3.7 executor 4): {left}\n"))
    cause = find_cause(records, FAILED)
    assert cause is not None and cause.text.startswith("Remote RPC client disassociated.")
    assert wants_executor(records, cause) == ExecutorHint("TID 77", 0)
    records = read(("error", f"{INFO_5}Job 3 failed: {ABORTED} (TID 77) (10.0.3.7 executor 4): a.B: no orders\n"))
    assert wants_executor(records, find_cause(records, FAILED)) is None
    assert wants_executor([], None) is None


def test_without_a_cause_there_is_the_drivers_last_error() -> None:
    records = read(
        ("error", "22/11/14 06:08:18 ERROR Orders: none\n22/11/14 06:08:18 ERROR Orders: no day\n"),
        ("executor", "22/11/14 06:08:18 ERROR Executor: bad\n"),
        ("error", "22/11/14 06:08:19 ERROR AnalyzerLogHelper: no rules\n22/11/14 06:08:18 INFO Orders: over\n"),
    )
    assert find_cause(records, FAILED) is None
    error = last_error(records)
    assert error is not None and error.message.endswith("no day")
    assert last_error([]) is None


def test_records_are_ranked_by_the_evidence_that_they_are() -> None:
    records = read(*FAILURES[0].log, *FAILURES[9].log, ("error", "22/11/14 06:08:18 ERROR Orders: none\norders\n"))
    assert [evidence_rank(record) for record in records] == [0, 2, 6, None]
