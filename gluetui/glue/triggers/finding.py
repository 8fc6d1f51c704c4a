"""What the reasoning about triggers finds, each with its evidence and its certainty."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from gluetui.glue.run.run import RunKey
from gluetui.glue.triggers.workflow_run import WorkflowRunKey


class Certainty(StrEnum):
    """How certain a finding is. What rests on a trigger as of now is probable: triggers carry no history."""

    KNOWN = "known"
    PROBABLE = "probable"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a finding is about."""

    RAN = "ran"
    NO_TRIGGER = "no trigger"
    GONE_TRIGGER = "gone trigger"
    BY_HAND = "by hand"
    RETRY = "retry"
    SCHEDULE = "schedule"
    NOT_DUE = "not due"
    NO_RUN_CAME = "no run came"
    INACTIVE = "inactive"
    ON_DEMAND = "on demand"
    EVENT = "event"
    CONDITIONS = "conditions"
    MET = "condition met"
    OTHERWISE = "ended otherwise"
    DID_NOT_RUN = "did not run"
    STILL_ON = "still on"
    LOOP = "loop"
    LAST = "came last"
    WORKFLOW = "workflow"
    UNKNOWN = "unknown"


class Finding(NamedTuple):
    """One thing that is known, probable or unknown; names in `text` are as AWS sent them, its times are in UTC."""

    kind: Kind
    text: str
    certainty: Certainty = Certainty.KNOWN
    trigger: str = ""
    job: str = ""
    """The job that the finding is about: further down the one that was waited for."""
    run: RunKey | None = None
    """The run that is its evidence."""
    when: datetime | None = None
    """The time that is in the text."""
    workflow: WorkflowRunKey | None = None
    """The workflow's run that it names; its id is "" where only the workflow is known."""
    depth: int = 0
    """How many conditions it was followed down."""


class Why(NamedTuple):
    """Findings from top to bottom, and the cause in one sentence."""

    findings: tuple[Finding, ...]
    cause: str = ""
    """"" where nothing is to be explained."""
    causing_run: RunKey | None = None
    """The run that is the cause: it failed, ended otherwise, or was started by hand."""


def at(moment: datetime) -> str:
    """A time in a finding's text."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
