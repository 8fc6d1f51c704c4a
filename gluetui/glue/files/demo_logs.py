"""The logs of the bundled example, read at the first call about a log."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from gluetui.glue.files.saved_logs import LOGS_MEMBER, streams_in
from gluetui.glue.logs.event import Event
from gluetui.glue.logs.saved_streams import SavedStreams

FILE = "demo_logs.json.gz"
GROUPS_MEMBER = "LogGroups"
"""The groups that are there, with streams or without."""

TIMES = re.compile(
    r"20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d)?|2\d/\d\d/\d\d \d\d:\d\d:\d\d|179\d{10}(?!\d)",
)
"""The times in the demo's messages: days, moments in two forms, milliseconds. No border between events cuts one."""

_SHORT = "%y/%m/%d %H:%M:%S"


def demo_logs(by: timedelta) -> SavedStreams:
    """All streams with their times moved, those within messages too; whole days where a message has a day only."""
    from importlib.resources import files

    document = json.loads(gzip.decompress(files("gluetui").joinpath(FILE).read_bytes()))
    streams, _ = streams_in(document[LOGS_MEMBER])
    moved = {name: _moved(events, by) for name, events in streams.items()}
    return SavedStreams(moved, document[GROUPS_MEMBER])


def _moved(events: Sequence[Event], by: timedelta) -> list[Event]:
    milliseconds = round(by / timedelta(milliseconds=1))
    move = partial(_moved_time, by=by)
    return [
        Event(event.timestamp + milliseconds, TIMES.sub(move, event.message), event.ingested + milliseconds)
        for event in events
    ]


def _moved_time(found: re.Match[str], *, by: timedelta) -> str:
    text = found[0]
    if text[2] == "/":
        return f"{datetime.strptime(text, _SHORT).replace(tzinfo=UTC) + by:{_SHORT}}"
    if text.isdecimal():
        return str(int(text) + round(by / timedelta(milliseconds=1)))
    if len(text) == len("2026-11-20"):
        return (date.fromisoformat(text) + timedelta(days=round(by / timedelta(days=1)))).isoformat()
    return (datetime.fromisoformat(text) + by).isoformat(text[10], "seconds")
