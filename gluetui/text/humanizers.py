"""What a field of a run says to a person: by its name, as the model knows no units, then by its kind."""

from __future__ import annotations

from datetime import datetime, tzinfo

from gluetui.glue.run import fields
from gluetui.glue.run.run import JobRun
from gluetui.text.field_rules import DERIVED, KINDS, RULES, Seen
from gluetui.text.field_text import Shown, absent, as_it_came

ABSENCE_REASONS = {
    "DPUSeconds": "only Flex and auto-scaling runs have it",
    "Timeout": "streaming jobs may have none; the default is 2880 min up to Glue 4.0, 480 min from 5.0",
    "TriggerName": "started by hand, by an API caller, Step Functions, Airflow or the like",
    "StateDetail": "AWS fills it while a run waits",
    "WorkerType": "Python shell and the oldest Spark runs have none",
    "NumberOfWorkers": "Python shell and the oldest Spark runs have none",
    "JobMode": "AWS counts that as SCRIPT",
    "JobRunQueuingEnabled": "AWS counts that as false",
    "MaintenanceWindow": "only streaming jobs have one",
}
"""Why AWS may not have returned a member, where its documentation or recorded answers say so."""


def humanize_field(name: str, run: JobRun, *, now: datetime, zone: tzinfo | None, kind: str = "") -> Shown:
    """What a field says; `name` is a member's or a derived field's.

    `kind` is the field's: the model's type name, for members that this module has no rule for, or
    fields.DERIVED. Secrets are the caller's: give a run whose answer is masked. A `zone` of None is
    the machine's own.
    """
    raw = run.raw
    if name in DERIVED and (kind == fields.DERIVED or name not in raw):
        return DERIVED[name](Seen(None, run, now, zone))
    value = raw.get(name)
    seen = Seen(value, run, now, zone)
    if name == "PredecessorRuns" and not value and not run.asked_predecessors:
        return Shown("not asked for", note="a list of runs never has them", role="absent")
    if value is None or (name == "TriggerName" and value == ""):
        return absent(_absence_reason(name, run), null=value is None and name in raw)
    rule = RULES.get(name) or KINDS.get(kind)
    return (rule(seen) if rule else None) or as_it_came(value, expected=rule is None)


def _absence_reason(name: str, run: JobRun) -> str:
    if name == "CompletedOn" and not run.is_final:
        return "the run is not over" if run.state else ""
    if name == "ErrorMessage":
        return "some failed runs have none; the logs may say more" if run.is_failed else ""
    if name == "PreviousRunId":
        return "a first attempt has none" if run.raw.get("Attempt") == 0 else ""
    if name == "TriggerName" and run.attempt:
        return "AWS Glue itself started this retry"
    return ABSENCE_REASONS.get(name, "")
