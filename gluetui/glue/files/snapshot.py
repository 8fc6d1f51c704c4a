"""A saved file that answers the same calls as AWS, beneath boto3, so that every layer above is the real one."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from gluetui.glue.files.demo_triggers import demo_triggers
from gluetui.glue.files.saved_answers import Answer, Operation, not_found, page
from gluetui.glue.files.saved_triggers import SavedTriggers
from gluetui.glue.logs.saved_streams import SavedStreams
from gluetui.glue.run.run import TIMES, RunKey, instant

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest, AWSResponse

__all__ = ["Answer", "Operation", "Snapshot", "log_operations"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Snapshot:
    """Runs by job, newest first, as `aws glue get-job-run(s)` prints them."""

    def __init__(
        self,
        runs: list[dict[str, Any]],
        job_names: list[str] | None = None,
        *,
        not_asked: Container[RunKey] = frozenset(),
        absent: str = "not found.",
    ) -> None:
        """`job_names` adds jobs that have no run in the file; `absent` ends the message for what is not there.

        Of runs in `not_asked` the file does not hold the predecessors. Their PredecessorRuns is left out of an
        answer that should include it: an empty list would say that they have none.
        """
        self._not_asked = not_asked
        self._absent = absent
        self._runs: dict[RunKey, dict[str, Any]] = {}
        self._by_job: dict[str, list[dict[str, Any]]] = defaultdict(list, {name: [] for name in job_names or ()})
        for run in sorted(runs, key=_newest_first):
            key = RunKey(run.get("JobName", ""), run.get("Id", ""))
            if key not in self._runs:
                self._runs[key] = run
                self._by_job[key.job_name].append(run)
        self._operations: dict[tuple[str, str], Operation] = {}
        self._unopened: dict[str, Callable[[], dict[str, Operation]]] = {}
        self.serve("glue", ListJobs=self._list_jobs, GetJobRuns=self._get_job_runs, GetJobRun=self._get_job_run)
        self.serve("glue", **SavedTriggers(dict).operations)

    @classmethod
    def demo(cls, now: datetime | None = None) -> Self:
        """The bundled story, its times moved so that its last event was a few minutes ago; logs of live runs go on."""
        from importlib.resources import files

        document = json.loads(files("gluetui").joinpath("demo.json").read_text("utf-8"))
        by = (now or datetime.now(UTC)) - datetime.fromisoformat(document["Now"])
        move = partial(_moved, by=by)
        snapshot = cls([move(run) for run in document["JobRuns"]], document["JobNames"])
        snapshot.serve("glue", **SavedTriggers(partial(demo_triggers, by)).operations)
        snapshot.serve_when_asked("logs", partial(_demo_log_operations, by, lambda: now or datetime.now(UTC)))
        return snapshot

    def serve(self, service: str, **operations: Operation) -> None:
        """Answer these operations of a service, too: each room of the library knows its own."""
        self._operations |= {(service, name): operation for name, operation in operations.items()}

    def serve_when_asked(self, service: str, open_operations: Callable[[], dict[str, Operation]]) -> None:
        """The same for a service that most sessions never call: its operations are had at the first call."""
        self._unopened[service] = open_operations

    def answer(self, request: AWSPreparedRequest, *, service: str, event_name: str, **_: object) -> AWSResponse:
        """botocore's `before-send`: the answer to a request that would now be sent."""
        from botocore.awsrequest import AWSResponse

        operation = event_name.rpartition(".")[2]
        status, answer = self.respond(service, operation, json.loads(request.body or b"{}"))
        return AWSResponse(
            request.url,
            status,
            {"Content-Type": "application/x-amz-json-1.1"},
            _Body(json.dumps(answer).encode()),
        )

    def respond(self, service: str, operation: str, asked: Mapping[str, Any]) -> Answer:
        """The answer that the service would send; KeyError for an operation that is not served here."""
        if (open_operations := self._unopened.get(service)) is not None:
            self.serve(service, **open_operations())
            self._unopened.pop(service, None)
        return self._operations[service, operation](asked)

    def _list_jobs(self, asked: Mapping[str, Any]) -> Answer:
        return 200, page("JobNames", sorted(self._by_job), asked)

    def _get_job_runs(self, asked: Mapping[str, Any]) -> Answer:
        if asked["JobName"] not in self._by_job:
            return not_found(f"Job with name: {asked['JobName']} {self._absent}")
        answer = page("JobRuns", self._by_job[asked["JobName"]], asked)
        answer["JobRuns"] = [{**run, "PredecessorRuns": []} for run in answer["JobRuns"]]
        return 200, answer

    def _get_job_run(self, asked: Mapping[str, Any]) -> Answer:
        key = RunKey(asked["JobName"], asked["RunId"])
        run = self._runs.get(key)
        if run is None:
            return not_found(f"Job Run {key.run_id} of job {key.job_name} {self._absent}")
        if not asked.get("PredecessorsIncluded"):
            return 200, {"JobRun": {**run, "PredecessorRuns": []}}
        if key in self._not_asked:
            run = {name: value for name, value in run.items() if name != "PredecessorRuns"}
        return 200, {"JobRun": run}


def log_operations(load: Callable[[], SavedStreams], *, now: Callable[[], int] | None = None) -> dict[str, Operation]:
    """What answers for logs, by operation; imported when the first log is asked for."""
    from gluetui.glue.logs.saved import SavedLogs

    return SavedLogs(load, now=now).operations


def _demo_log_operations(by: timedelta, now: Callable[[], datetime]) -> dict[str, Operation]:
    from gluetui.glue.files.demo_logs import demo_logs

    return log_operations(partial(demo_logs, by), now=lambda: round(now().timestamp() * 1000))


class _Body:
    """As much of urllib3's response as botocore reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self._content


def _newest_first(run: Mapping[str, Any]) -> float:
    started = instant(run.get("StartedOn"))
    return -started.timestamp() if started else 0.0


def _moved(run: dict[str, Any], *, by: timedelta) -> dict[str, Any]:
    """The run with its times moved, and dates in its arguments moved by as many whole days."""
    moved = dict(run)
    for name in TIMES:
        if name in run:
            moved[name] = (datetime.fromisoformat(run[name]) + by).isoformat(timespec="milliseconds")
    if "Arguments" in run:
        move = partial(_moved_date, days=round(by / timedelta(days=1)))
        moved["Arguments"] = {key: _DATE.sub(move, value) for key, value in run["Arguments"].items()}
    return moved


def _moved_date(found: re.Match[str], *, days: int) -> str:
    return (date.fromisoformat(found[0]) + timedelta(days=days)).isoformat()
