"""An account whose runs start, go on and end by themselves, as a function of the time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import FINAL_STATES
from tests.server import Call, Reply

HISTORY = 3
"""Runs of each job that are over when the account begins."""


class Job(NamedTuple):
    """A job that starts a run every `period` seconds, the first one `first` seconds after the account begins."""

    name: str
    period: float
    first: float
    runs_for: float
    after: str = ""
    """The job whose run of the same number is a predecessor."""
    ends: tuple[str, ...] = ("SUCCEEDED",)
    """The states in which runs end, in turn."""


JOBS = (
    Job("a-extract", 16, 1, 7, ends=("SUCCEEDED", "SUCCEEDED", "FAILED")),
    Job("b-transform", 16, 8, 6, after="a-extract", ends=("FAILED", "SUCCEEDED", "TIMEOUT")),
    Job("c-load", 16, 14, 9, after="b-transform"),
    Job("d-short", 9, 3, 4, ends=("FAILED", "SUCCEEDED")),
    Job("e-long", 45, 2, 36, after="a-extract", ends=("STOPPED",)),
    Job("f-over", 10_000, 9_000, 5),
)


class Begun(NamedTuple):
    """One run, and its states by the second at which each began."""

    job: Job
    number: int
    began: float

    @property
    def run_id(self) -> str:
        """Its id, which names its job and number."""
        return f"jr_{self.job.name}_{self.number:03}"

    @property
    def label(self) -> str:
        """The trigger that it shows, by which a row is known again."""
        return f"n{self.number:03}"

    def state(self, second: float) -> str:
        """Its state at a second of the account's life; "" before it began."""
        passed = second - self.began
        if passed < 0:
            return ""
        if passed < 2:
            return "STARTING"
        return "RUNNING" if passed < self.job.runs_for else self.job.ends[self.number % len(self.job.ends)]


class LiveAccount:
    """Answers as a fault of a server's, from the moment at which it is made."""

    def __init__(self) -> None:
        self._born = time.time()

    @property
    def second(self) -> float:
        """The second of its life."""
        return time.time() - self._born

    def runs(self, second: float) -> Iterator[Begun]:
        """The runs that have begun by a second."""
        for job in JOBS:
            past = int((second - job.first) // job.period) + 1
            for number in range(HISTORY + max(0, past)):
                began = job.first + (number - HISTORY) * job.period if number >= HISTORY else -3600 * (HISTORY - number)
                yield Begun(job, number, began)

    def snapshot(self) -> Snapshot:
        """All runs as they are now."""
        second = self.second
        return Snapshot([self._answer(run, second) for run in self.runs(second)], [job.name for job in JOBS])

    def _answer(self, run: Begun, second: float) -> dict[str, Any]:
        state = run.state(second)
        ended = {"CompletedOn": self._born + run.began + run.job.runs_for, "ExecutionTime": int(run.job.runs_for)}
        before = run.job.after and next(job for job in JOBS if job.name == run.job.after)
        names = [{"JobName": before.name, "RunId": run._replace(job=before).run_id}] if before else []
        return {
            "Id": run.run_id,
            "JobName": run.job.name,
            "JobRunState": state,
            "StateDetail": f"this is {run.label}",
            "TriggerName": run.label,
            "StartedOn": self._born + run.began,
            "PredecessorRuns": names,
            **(ended if state in FINAL_STATES else {}),
        }

    def __call__(self, call: Call) -> Reply | None:
        """The server's fault: every answer is as of now."""
        status, answer = self.snapshot().respond(call.service, call.operation, call.asked)
        return Reply.of(answer, status)
