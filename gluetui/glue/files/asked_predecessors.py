"""Of which runs in a file the predecessors were asked for: of others an empty list says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gluetui.glue.run.run import JobRun, RunKey

ASKED_MEMBER = "PredecessorsIncluded"
"""Member beside JobRun or JobRuns with which gluetui's own files say of which runs the predecessors were
asked for: true for all of them, or a list of {JobName, RunId}. Named after GetJobRun's parameter."""

Asked = bool | frozenset[RunKey]
"""For all runs alike, or for these."""


def was_asked(raw: Mapping[str, Any], asked: Asked | None) -> bool:
    """An entry proves it; an empty list proves it only where the file says so."""
    listed = raw.get("PredecessorRuns")
    if not isinstance(listed, list):
        return False
    return bool(listed) or asked is True or (isinstance(asked, frozenset) and JobRun(raw).key in asked)


def marked_asked(marker: object, inherited: Asked | None) -> Asked | None:
    """What a marker says of the runs below it; without one, what was said of all around it."""
    if isinstance(marker, list):
        entries = (entry for entry in marker if isinstance(entry, dict))
        return frozenset(RunKey(str(entry.get("JobName")), str(entry.get("RunId"))) for entry in entries)
    return marker if isinstance(marker, bool) else inherited
