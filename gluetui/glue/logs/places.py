"""The log groups and streams in CloudWatch Logs that hold a run's output, as far as its answer names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gluetui.glue.run.run import JobRun

CONTINUOUS_LOG_GROUP = "/aws-glue/jobs/logs-v2"
"""Group of continuous logging, up to Glue 4.0; later versions write to the ordinary groups."""


class LogPlace(NamedTuple):
    """A log group and the beginning of its streams' names; executors' streams begin with the driver's."""

    group: str
    """"" where the group is not documented: one of the run's others."""
    stream: str
    holds: str
    """Its content, in two or three words."""


def log_places(run: JobRun) -> tuple[LogPlace, ...]:
    """Driver output and errors, the continuous log, the root cause; empty where AWS returned neither id nor group.

    By AWS's documentation of the groups and of the arguments that move them; CloudWatch is not asked.
    """
    arguments = _arguments(run)
    run_id = run.key.run_id
    if not run_id:
        return ()
    places: list[LogPlace] = []
    group = (arguments.get("--custom-logGroup-prefix") or run.text("LogGroupName")).rstrip("/")
    if group:
        stream = arguments.get("--custom-logStream-prefix") or run_id
        places += [LogPlace(f"{group}/output", stream, "output"), LogPlace(f"{group}/error", stream, "errors")]
    if _is_continuous(run, arguments):
        prefix = arguments.get("--continuous-log-logStreamPrefix") or run_id
        continuous = arguments.get("--continuous-log-logGroup") or CONTINUOUS_LOG_GROUP
        places.append(LogPlace(continuous, f"{prefix}-driver", "continuous log"))
    if run.is_failed and arguments.get("--enable-job-insights", "").lower() == "true":
        places.append(LogPlace("", f"{run_id}-job-insights-rca-driver", "root cause"))
    return tuple(places)


def _arguments(run: JobRun) -> Mapping[str, str]:
    given = run.raw.get("Arguments")
    if not isinstance(given, Mapping):
        return {}
    return {str(name): value for name, value in given.items() if isinstance(value, str)}


def _is_continuous(run: JobRun, arguments: Mapping[str, str]) -> bool:
    """Up to Glue 4.0, where it is switched on; a version that was not returned or cannot be read counts as old."""
    if arguments.get("--enable-continuous-cloudwatch-log", "").lower() != "true":
        return False
    major = run.text("GlueVersion").partition(".")[0]
    return not (major.isdecimal() and int(major) >= 5)
