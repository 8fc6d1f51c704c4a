"""A run's log read as gluetui does, in a process of its own: `log_reading URL RUN first|whole|cause` prints JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from gluetui.glue.aws.boto import Aws
from gluetui.glue.aws.services import LOGS
from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.logs import Logs
from gluetui.glue.logs.ahead import calls_ahead
from gluetui.glue.logs.calls import EventsPage
from gluetui.glue.logs.cause_search import search_cause
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.masking import LogMask
from gluetui.glue.logs.reading import FIRST_EVENTS, LogReader
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from tests.benchmarks.served_log import JOB

SCREEN = 45
"""Records that a screen shows."""


def first(logs: Logs, run: JobRun) -> dict[str, Any]:
    """The newest events of each of the driver's streams, and the records of a screen."""
    log = Log()
    for pages in LogReader(logs, run, first_events=FIRST_EVENTS).drivers():
        log.take(log.older(pages.stream, pages.older()))
    shown = [log.record(position) for position in range(max(0, len(log) - SCREEN), len(log))]
    LogMask(Masks(run.raw)).texts(shown)
    return {"records": len(log)}


def whole(logs: Logs, run: JobRun) -> dict[str, Any]:
    """All streams, from their heads."""
    memory = resident()
    log = Log()
    with calls_ahead() as submit:
        reader = LogReader(logs, run, submit=submit)
        for stream in reader.find_streams():
            for events in reader.pages(stream).rest():
                log.take(log.newer(stream, events))
    size = sum(len(page.data) for page in log.pages())
    return {"records": len(log), "bytes": size, "memory": resident() - memory}


def cause(logs: Logs, run: JobRun) -> dict[str, Any]:
    """The search for the cause."""
    read = 0

    class Counted(Logs):
        def events(self, *asked: Any, **more: Any) -> EventsPage:
            nonlocal read
            page = super().events(*asked, **more)
            read += sum(len(event.message.encode()) for event in page.events)
            return page

    searched = search_cause(Counted(logs.aws), run)
    return {"cause": searched.cause and searched.cause.text, "read": read}


def resident() -> int:
    """Bytes of memory that this process holds."""
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    url, run_id, what = sys.argv[1:]
    os.environ["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = url
    aws = Aws(region="eu-west-1", endpoint_url=url)
    run = Glue(aws).run(RunKey(JOB, run_id))
    aws.model(LOGS.name)
    began = time.perf_counter()
    found = {"first": first, "whole": whole, "cause": cause}[what](Logs(aws), run)
    print(json.dumps({"seconds": time.perf_counter() - began} | found))


if __name__ == "__main__":
    main()
