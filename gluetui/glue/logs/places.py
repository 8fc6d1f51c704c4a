"""The log groups and streams of a run in a few words, to be copied or written down; CloudWatch Logs is not asked."""

from __future__ import annotations

from typing import NamedTuple

from gluetui.glue.logs.sources import has_insights, sources_of
from gluetui.glue.run.run import JobRun

_WORDS = {"output": "output", "error": "errors", "driver": "continuous log"}


class LogPlace(NamedTuple):
    """A log group and the beginning of its streams' names; executors' streams begin with the driver's."""

    group: str
    stream: str
    holds: str
    """Its content, in two or three words."""


def log_places(run: JobRun) -> tuple[LogPlace, ...]:
    """The places that the run's answer names, and a failed run's root cause; empty where it names no group."""
    told = [source for source in sources_of(run) if source.is_told and not source.is_last_resort and source.group]
    places = [
        LogPlace(each.group, each.names[0] if each.source == "driver" else each.prefix, _WORDS.get(each.source, "log"))
        for each in told
        if each.names
    ]
    if run.is_failed and has_insights(run):
        places += [LogPlace(each.group, each.insights, "root cause") for each in told if each.insights]
    return tuple(places)
