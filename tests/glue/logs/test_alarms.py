"""gluetui.glue.logs.alarms: from one error to the next, the best evidence first."""

from __future__ import annotations

import pytest

from gluetui.glue.logs.alarms import Alarms, position_of
from gluetui.glue.logs.cause import find_cause
from gluetui.glue.logs.event import Event
from gluetui.glue.logs.log import Log
from gluetui.glue.run.run import JobRun
from tests.glue.logs.failures import ANALYSIS_4, ERROR_4, FAILURES, SCRIPT, TRACEBACK, Failure
from tests.glue.logs.test_cause import read
from tests.glue.logs.test_log import ERROR, loaded

PLAIN_ERROR = "22/11/14 06:08:18 ERROR Orders: none\n"
LAUNCHER = f"{ERROR_4}Error from Python:{TRACEBACK}{SCRIPT}KeyError: 'day'\n"
ANALYSIS = ANALYSIS_4 + '{"Event": "GlueETLJobExceptionEvent", "Failure Reason": "KeyError: \'day\'"}\n'
NO_ALARM = "22/11/14 06:08:18 ERROR AnalyzerLogHelper: no rules\n"


def walked(alarms: Alarms, log: Log, *, backwards: bool = False, start: int | None = None) -> list[str]:
    while alarms.advance():
        pass
    found = []
    at = alarms.next_from(start, backwards=backwards)
    while at is not None:
        found.append(log.record_of(at).text)
        at = alarms.next_from(at, backwards=backwards)
    return found


def test_errors_follow_in_the_order_of_evidence() -> None:
    log = loaded(*map(Event, range(5), (PLAIN_ERROR, NO_ALARM, LAUNCHER, "orders: 0 Errors\n", ANALYSIS)))
    alarms = Alarms(log)
    assert walked(alarms, log) == [ANALYSIS, LAUNCHER, PLAIN_ERROR]
    assert len(alarms) == 3
    assert walked(alarms, log, backwards=True, start=log.reference(0)) == [LAUNCHER, ANALYSIS]


def test_what_is_loaded_later_takes_its_place_and_nothing_is_there_twice() -> None:
    log = Log()
    alarms = Alarms(log)
    assert walked(alarms, log) == []
    for time, text in enumerate((PLAIN_ERROR, LAUNCHER, PLAIN_ERROR, ANALYSIS)):
        log.take(log.newer(ERROR, [Event(time, text)]))
        alarms.advance()
    log.take(log.older(ERROR, [Event(0, PLAIN_ERROR)]))
    assert walked(alarms, log) == [ANALYSIS, LAUNCHER, PLAIN_ERROR, PLAIN_ERROR, PLAIN_ERROR]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: each.name)
def test_the_record_of_a_cause_is_found_in_the_log(failure: Failure) -> None:
    log = Log()
    records = read(("driver", PLAIN_ERROR), *failure.log)
    for record in records:
        log.take(log.newer(record.stream, [Event(record.time, record.text)]))
    cause = find_cause(records, JobRun({"JobRunState": "FAILED"}))
    assert cause is not None
    position = position_of(log, cause)
    assert position is not None
    assert (log.record(position).stream, log.record(position).time) == (cause.stream, cause.time)
    assert failure.rule == "launch-error" or cause.text[:15] in log.record(position).text.replace('\\"', '"')


def test_a_cause_that_is_not_loaded_stands_nowhere() -> None:
    cause = find_cause(read(("error", LAUNCHER)), JobRun({"JobRunState": "FAILED"}))
    assert cause is not None
    assert position_of(Log(), cause) is None
    assert position_of(loaded(Event(0, "orders\n"), stream=cause.stream), cause) is None
