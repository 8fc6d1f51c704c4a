"""What is told of a run or of a job as one JSON object, its members named in gluetui's own words."""

from __future__ import annotations

from typing import Any

from gluetui.glue.run.run import RunKey
from gluetui.glue.triggers.report import Report


def why_object(report: Report) -> dict[str, Any]:
    """Times are datetimes in UTC; what is not there is None, and so is the window of a question about one run."""
    window = report.window
    return {
        "job": report.job,
        "run": (report.run.key.run_id or None) if report.run is not None else None,
        "window": {"since": window.since, "until": window.until} if window is not None else None,
        "findings": [
            {
                "kind": str(finding.kind),
                "trigger": finding.trigger or None,
                "certainty": str(finding.certainty),
                "text": finding.text,
            }
            for finding in report.why.findings
        ],
        "cause": report.why.cause or None,
        "causing_run": _run_object(report.why.causing_run),
        "set_off": [
            {
                "trigger": each.trigger,
                "job": each.job or None,
                "run": each.run.run_id if each.run is not None else None,
                "certainty": str(each.certainty),
                "text": each.text,
            }
            for each in report.effects.set_off
        ],
        "waits": list(report.waits),
    }


def _run_object(key: RunKey | None) -> dict[str, str] | None:
    return {"JobName": key.job_name, "RunId": key.run_id} if key is not None else None
