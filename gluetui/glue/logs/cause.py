"""Why a run failed, by its log: the best evidence in its records, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gluetui.glue.logs.cause_rules import (
    LAUNCH_ERROR,
    LOST_FOR_GOOD,
    PROCESS_LAUNCHER,
    RULES,
    Finding,
    installing_line,
    is_alarm,
)
from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.heads import ALARMING, TRACEBACK
from gluetui.glue.logs.records import Record
from gluetui.glue.run.causes import Says, says, short
from gluetui.glue.run.run import LIVE_STATES, JobRun

MOST_CHARACTERS = 300
"""Of a cause's text."""

_ENDED_WELL = frozenset({"SUCCEEDED", "STOPPED", *LIVE_STATES})
"""States in which a trace in the log is none that ended the run: only Glue's own analysis counts."""

_EARLIER_BY = 1_000
"""Milliseconds from which the same exception was there before, and not only in another stream."""

_TASK = re.compile(r"\b(?:Exception in|Lost) task (\d+)\.\d+ in stage ([\d.]+) ")
_FINISHED = re.compile(r"\bFinished task (\d+)\.\d+ in stage ([\d.]+) ")
_STAGE_FAILED = re.compile(r"\bJob aborted\b|most recent failure|\bfailed \d+ times\b|\bStage \d+ \([^)\n]*\) failed\b")
_NOT_RAISED = re.compile(r"Exception ignored in|--- Logging error ---")
_LOST_TASK = re.compile(r"\bLost task [^\n]{0,60}?\(TID (\d+)[,)]")


@dataclass(frozen=True, slots=True)
class First:
    """Where the same exception was seen first, before it ended the run."""

    time: int
    """Milliseconds since the epoch."""
    source: str
    count: int
    """Records that hold it."""


class Cause(NamedTuple):
    """Why a run failed, as a record of its log tells it."""

    text: str
    """The telling line, at most MOST_CHARACTERS long."""
    reason: str
    """All that is said of it."""
    script: str | None
    line: int | None
    rule: str
    """Which evidence it is: a name of `RULES`."""
    stream: Stream
    time: int
    """Milliseconds since the epoch: of the record."""
    start: int
    """Where the record begins in what was read of its stream, in characters."""
    first: First | None
    is_clean_up: bool
    """It came from ending after another failure, which the log does not show."""
    whole: str = ""
    """The telling line at any length."""

    def telling(self, mask: Callable[[str], str]) -> str:
        """Its text as it may be shown: masked before it is cut, as half a secret would not be recognised."""
        return mask(self.whole or self.text)[:MOST_CHARACTERS]


class ExecutorHint(NamedTuple):
    """What to look for in the executors' streams, where the driver's do not say enough."""

    pattern: str
    """Words that the record has: "TID 77"."""
    time: int
    """Milliseconds since the epoch: of the driver's record."""


class _Evidence(NamedTuple):
    rule: int
    finding: Finding
    record: Record
    place: int
    """Among the records."""

    @property
    def worth(self) -> tuple[int, int, bool, bool, int]:
        """What says more, then what is better evidence, then what the script's own place is known of, then the last."""
        return (
            _weight(self.finding.text),
            -self.rule,
            self.record.stream.source != "executor",
            self.finding.place.script is not None,
            self.place,
        )


def find_cause(records: Iterable[Record], run: JobRun | None) -> Cause | None:
    """The cause that the records of a run tell, best evidence first; None where they tell none.

    Args:
        records: of any of the run's streams; those of one stream in its order.
        run: only its state counts: the log of a run that did not fail tells a failure in Glue's own analysis alone.
            None where nobody knows the run: what Glue itself says of the script's end counts then.
    """
    given = list(records)
    found = list(_evidence(given, _rules(run)))
    if any(_is_of_an_executor(each.record) for each in found):
        overcome = _Overcome(given)
        found = [each for each in found if each.record not in overcome]
    if any(each.rule == LAUNCH_ERROR for each in found):
        found = [each for each in found if each.rule <= LAUNCH_ERROR]
    best = max(found, key=lambda each: each.worth, default=None)
    return _cause(best, given) if best is not None else None


def _rules(run: JobRun | None) -> int:
    """How many of the rules count: a trace alone is also in logs of runs that do their work."""
    if run is None:
        return PROCESS_LAUNCHER + 1
    return 1 if run.state in _ENDED_WELL else len(RULES)


def last_error(records: Iterable[Record]) -> Record | None:
    """The driver's last record of level ERROR that is not also in logs of runs that succeed."""
    last = None
    for record in records:
        if record.level in ALARMING and record.stream.source != "executor" and is_alarm(record):
            last = record
    return last


def wants_executor(records: Iterable[Record], cause: Cause | None) -> ExecutorHint | None:
    """Which task's record to look for in the executors' streams; None where the cause is told without them."""
    if cause is not None and (_weight(cause.text) >= _CAUSE or cause.stream.source == "executor"):
        return None
    hint = None
    for record in records:
        found = list(_LOST_TASK.finditer(record.text)) if record.stream.source != "executor" else []
        if found and (hint is None or LOST_FOR_GOOD in record.text):
            hint = ExecutorHint(f"TID {found[-1][1]}", record.time)
    return hint


def evidence_rank(record: Record) -> int | None:
    """The place among the rules of what a record tells by itself, 0 the best; len(RULES) for any other ERROR."""
    if not _may_tell(record) or not is_alarm(record):
        return None
    for place, rule in enumerate(RULES):
        if rule.find(record) is not None:
            return place
    return len(RULES) if record.level in ALARMING else None


_CLEANING, _SYMPTOM, _CAUSE = range(3)


def _weight(text: str) -> int:
    said = says(text)
    return _CLEANING if said is Says.CLEAN_UP else _SYMPTOM if said <= Says.SYMPTOM else _CAUSE


def _may_tell(record: Record) -> bool:
    """Whether a record can be evidence, at a glance: most are none."""
    return record.level not in ("INFO", "DEBUG", "TRACE") or LOST_FOR_GOOD in record.text or " Analysis]" in record.text


def _evidence(records: Sequence[Record], rules: int) -> Iterator[_Evidence]:
    installing = ""
    before: dict[Stream, Record] = {}
    for place, record in enumerate(records):
        installing = installing_line(record) or installing
        previous = before.get(record.stream)
        before[record.stream] = record
        if not _may_tell(record) or not is_alarm(record) or _is_ignored(record, previous):
            continue
        for rule in range(rules):
            finding = RULES[rule].find(record)
            if finding is None:
                continue
            if rule == LAUNCH_ERROR and installing:
                finding = finding._replace(text=installing)
            yield _Evidence(rule, finding, record, place)
            break


def _is_ignored(record: Record, previous: Record | None) -> bool:
    """Whether a traceback is of an exception that Python only mentions."""
    return record.text.startswith(TRACEBACK) and previous is not None and bool(_NOT_RAISED.match(previous.text))


class _Overcome:
    """The executors' failures that did not end the run, by what the driver says of tasks and stages."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._finished: set[tuple[str, str]] = set()
        self._is_known = self._has_failed_stage = False
        for record in records:
            if record.stream.source != "executor":
                self._is_known = True
                self._finished.update(_FINISHED.findall(record.text))
                self._has_failed_stage = self._has_failed_stage or _STAGE_FAILED.search(record.text) is not None

    def __contains__(self, record: Record) -> bool:
        if not _is_of_an_executor(record):
            return False
        task = _TASK.search(record.text)
        if task and (task[1], task[2]) in self._finished:
            return True
        return self._is_known and not self._has_failed_stage


def _is_of_an_executor(record: Record) -> bool:
    """Whether a record tells of one executor's failure, which may be overcome."""
    if record.stream.source == "executor":
        return True
    return LOST_FOR_GOOD not in record.text and ("Lost task" in record.text or "Lost executor" in record.text)


def _cause(best: _Evidence, records: Sequence[Record]) -> Cause:
    finding, record = best.finding, best.record
    line = next((each.strip() for each in finding.text.splitlines() if each.strip()), "")
    return Cause(
        text=line[:MOST_CHARACTERS],
        reason=finding.reason,
        script=finding.place.script,
        line=finding.place.line,
        rule=RULES[best.rule].name,
        stream=record.stream,
        time=record.time,
        start=record.start,
        first=_first(line, record, records),
        is_clean_up=_weight(line) == _CLEANING,
        whole=line,
    )


def _first(cause: str, record: Record, records: Sequence[Record]) -> First | None:
    same = _same_exception(cause)
    holding = [each for each in records if same.search(each.text)]
    first = min(holding, key=lambda each: each.time, default=None)
    if first is None or record.time - first.time < _EARLIER_BY:
        return None
    return First(first.time, first.stream.source, len(holding))


def _same_exception(cause: str) -> re.Pattern[str]:
    """Finds the same exception in other words of its message: any number in place of a number."""
    parts = re.split(r"\d+", short(cause)[:120])
    return re.compile(r"\d+".join(map(re.escape, parts)))
