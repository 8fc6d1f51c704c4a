"""Values for the fields of a run: a sample of every member, hostile ones, and any that JSON can hold."""

from __future__ import annotations

import math
from typing import Any

import botocore.session
from hypothesis import strategies as st

from gluetui.glue.run.fields import catalogue

MODEL: Any = botocore.session.get_session().get_service_model("glue").shape_for("JobRun")
FIELDS = catalogue(MODEL)

SAMPLES: dict[str, tuple[Any, str]] = {
    "JobRunState": ("FAILED", "✗ FAILED  It ended with an error: see ErrorMessage."),
    "StateDetail": ("queued behind 3 runs", "queued behind 3 runs"),
    "ErrorMessage": ("no memory left", "no memory left"),
    "StartedOn": (1795140847.25, "2026-11-20 02:14:07 UTC  15 minutes ago"),
    "CompletedOn": ("2026-11-20T02:20:07+00:00", "2026-11-20 02:20:07 UTC  9 minutes ago"),
    "LastModifiedOn": (1795140847000, "2026-11-20 02:14:07 UTC  15 minutes ago, before the start"),
    "ExecutionTime": (330, "5m 30s (330 s)"),
    "Timeout": (120, "2h 0m (120 min) · 4 % used"),
    "NotificationProperty": ({"NotifyDelayAfter": 15}, "NotifyDelayAfter  15m (15 min) · not reached"),
    "MaintenanceWindow": ("Sun:2", "Sun:2"),
    "WorkerType": ("G.2X", "G.2X  2 DPU a worker"),
    "NumberOfWorkers": (10, "10"),
    "MaxCapacity": (20.0, "20 DPU"),
    "AllocatedCapacity": (20, "20 DPU  deprecated: see MaxCapacity"),
    "ExecutionClass": ("FLEX", "FLEX"),
    "DPUSeconds": (4800.0, "1.33 DPU-hours (4800 DPU-seconds) · as billed"),
    "JobName": ("load-orders", "load-orders"),
    "Id": ("jr_1", "jr_1"),
    "TriggerName": ("nightly", "nightly"),
    "PredecessorRuns": ([{"JobName": "a", "RunId": "jr_0"}], "a  jr_0  1 predecessor"),
    "Attempt": (1, "1  retry 1"),
    "PreviousRunId": ("jr_0", "jr_0"),
    "JobRunQueuingEnabled": (True, "true"),
    "GlueVersion": ("5.0", "5.0"),
    "JobMode": ("SCRIPT", "SCRIPT"),
    "LogGroupName": ("/aws-glue/jobs", "/aws-glue/jobs  a prefix: /output and /error follow"),
    "SecurityConfiguration": ("strict", "strict"),
    "ProfileName": ("small", "small"),
    "ExecutionRoleSessionPolicy": ('{"Version": 1}', '{"Version": 1}'),
    "Arguments": ({"--day": "1", "--empty": ""}, "2 arguments"),
}
"""By member: a value as AWS sends it, and what the pane says of it at tests.conftest.NOW, other members present."""

RAW = {name: value for name, (value, _) in SAMPLES.items()}
"""A failed run that has every member that is known today."""

EVIL = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202e\u200b\ud800[@click=app.quit]x[/]\r\x00\x7f\t\nend"

HOSTILE: dict[str, Any] = {
    "text that acts": EVIL,
    "keys that act": {EVIL: [EVIL, {EVIL: None}]},
    "NaN": math.nan,
    "infinity": -math.inf,
    "a huge number": 10**400,
    "negative": -1,
    "a boolean": True,
    "a boolean as text": "true",
    "empty": "",
    "no object": [None, [], {}],
    "the year 1": "0001-01-01T00:00:00Z",
    "the year 9999": 253402300799,
    "no time": "2026-13-45",
    "an unknown word": "QUANTUM",
    "wide": "漢字🙂\u0301" * 500,
    "256 KB on one line": "x" * 262_144,
    "500 entries": {f"--n{number}": str(number) for number in range(500)},
}
"""What AWS never should send, by what is wrong with it."""

TEXTS = st.text(st.characters(exclude_categories=()))
NUMBERS = st.integers() | st.floats() | st.integers(-(10**400), 10**400)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | st.sampled_from([each for each in HOSTILE.values()][:15]),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXTS, each, max_size=3),
    max_leaves=5,
)
ANSWERS = st.dictionaries(st.sampled_from([*MODEL.members, "Tomorrow", "workers"]) | TEXTS, JSON, max_size=8)
"""Answers about a run, of which any member may be anything."""
