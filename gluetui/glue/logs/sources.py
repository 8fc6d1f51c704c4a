"""Where a run's log may be: candidate log groups and the names of its streams there, by its answer alone.

By AWS's documentation and by recorded runs, which contradict one another on which group holds what: every
candidate is asked, and what answers is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, number

SPARK_GROUP = "/aws-glue/jobs"
PYTHON_SHELL_GROUP = "/aws-glue/python-jobs"
RAY_GROUP = "/aws-glue/ray/jobs"

CONTINUOUS_LOG_GROUP = "/aws-glue/jobs/logs-v2"
"""Group of continuous logging, up to Glue 4.0; later versions write to the ordinary groups."""

RAY_PARTS = (
    "script-log",
    "ray-worker-out-logs",
    "ray-worker-err-logs",
    "ray-runtime-env-log",
    "ray-monitor-log",
    "ray-gcs-logs",
    "ray-process-logs",
    "ray-raylet-logs",
)

EXECUTOR = "executor"
NAMES = ("output", "error", "driver", EXECUTOR, "insights", "progress", *RAY_PARTS)
"""Every source by its name."""

INSIGHTS = "-job-insights-rca-driver"
"""End of the name of the stream that holds Glue's own analysis of a failure."""

_ENDS = ((r"", ""), (r"-driver", "driver"), (r"-progress-bar", "progress"), (r"(_g-[^/]+|-\d+)", EXECUTOR))
"""What stands behind the prefix in a stream's name, and the source that it is; "" is what the group holds."""


class Source(NamedTuple):
    """A candidate: a log group, and how the run's streams are named in it."""

    group: str
    source: str
    """What the run's own stream holds there, one of NAMES."""
    prefix: str
    """What the streams' names begin with: the run's id, or what its arguments name."""
    names: tuple[str, ...]
    """The driver's stream, the likeliest name first; () where the group holds none."""
    insights: str = ""
    """The stream of the failure's analysis, where this group would hold it."""
    is_shared: bool = False
    """Whether other runs may write streams of this prefix: only time tells them apart."""
    is_told: bool = True
    """Whether the run's answer names the group; else only AWS's documentation does."""
    is_last_resort: bool = False
    """Whether it is asked only where no other candidate has a stream."""
    is_beginning: bool = False
    """Whether the group's name goes on with what no answer tells, such as a role."""

    def holds(self, name: str) -> bool:
        """Whether a stream of this group is the run's."""
        if name and name == self.insights:
            return True
        if not self.is_shared:
            return belongs(name, self.prefix)
        return any(re.fullmatch(end, name[len(self.prefix) :]) for end in self._ends(name))

    def source_of(self, name: str) -> str:
        """The source that a stream of the run is, one of NAMES."""
        if self.source in RAY_PARTS:
            return self.source
        if name == self.insights:
            return "insights"
        return source_behind(name.removeprefix(self.prefix)) or self.source

    def _ends(self, name: str) -> Iterator[str]:
        return (end for end, _ in _ENDS if name.startswith(self.prefix))


def source_behind(rest: str) -> str:
    """The source of a stream by what stands behind the prefix in its name; "" where its group tells it."""
    if rest.startswith("-job-insights-"):
        return "insights"
    return next((source for end, source in _ENDS if re.fullmatch(end, rest)), "")


def belongs(name: str, run_id: str) -> bool:
    """Whether a stream is of this run, not of its retry `<run id>_attempt_N`, which shares the prefix."""
    rest = name.removeprefix(run_id)
    return bool(run_id) and name.startswith(run_id) and (not rest or rest.startswith(("-", "_g-")))


def sources_of(run: JobRun) -> tuple[Source, ...]:
    """Every candidate for this run, the likeliest first; () where AWS returned no id."""
    if not run.key.run_id:
        return ()
    told = run.text("LogGroupName").rstrip("/")
    kind = _kind(run)
    if kind == "ray":
        return tuple(_ray(run.key.run_id, told))
    if kind == "pythonshell":
        return tuple(_python_shell(run.key.run_id, told))
    return tuple(dict.fromkeys(_spark(run, told)))


def arguments_of(run: JobRun) -> Mapping[str, str]:
    """The run's arguments that are text."""
    given = run.raw.get("Arguments")
    if not isinstance(given, Mapping):
        return {}
    return {str(name): value for name, value in given.items() if isinstance(value, str)}


def _kind(run: JobRun) -> str:
    """The job's command, where the answer tells it; a JobRun has no member for it, its group and size tell."""
    command = run.raw.get("Command")
    if isinstance(command, Mapping) and isinstance(name := command.get("Name"), str):
        return {"glueray": "ray", "pythonshell": "pythonshell"}.get(name, "spark")
    group = run.text("LogGroupName")
    if "/ray/" in f"{group}/" or run.text("WorkerType") == "Z.2X":
        return "ray"
    is_shell = "python-jobs" in group or (not group and number(run.raw.get("MaxCapacity")) == 0.0625)
    return "pythonshell" if is_shell else "spark"


def _ray(run_id: str, told: str) -> Iterator[Source]:
    is_told = "/ray/" in f"{told}/"
    for part in RAY_PARTS:
        yield Source(f"{told if is_told else RAY_GROUP}/{part}", part, run_id, (run_id,), is_told=is_told)


def _python_shell(run_id: str, told: str) -> Iterator[Source]:
    is_told = "python-jobs" in told
    group = told if is_told else PYTHON_SHELL_GROUP
    for part in ("output", "error"):
        yield Source(f"{group}/{part}", part, run_id, (run_id,), is_told=is_told)


def _spark(run: JobRun, told: str) -> Iterator[Source]:
    arguments, major = arguments_of(run), _major(run)
    moved = "" if major is not None and major < 5 else arguments.get("--custom-logGroup-prefix", "").rstrip("/")
    is_new = major is not None and major >= 5
    yield from _output_and_error(run, moved or told or SPARK_GROUP, is_told=bool(moved or told))
    if not is_new:
        yield from _continuous(run)
    if moved and told and moved != told:
        yield from (each._replace(is_last_resort=True) for each in _output_and_error(run, told, is_told=True))
    configuration = run.text("SecurityConfiguration")
    if configuration and (is_new or major is None) and f"{configuration}-role" not in told:
        beginning = f"{SPARK_GROUP}/{configuration}-role/"
        unknown = Source(beginning, "output", run.key.run_id, (run.key.run_id,))
        yield unknown._replace(is_told=False, is_last_resort=True, is_beginning=True)


def _output_and_error(run: JobRun, group: str, *, is_told: bool) -> Iterator[Source]:
    """The ordinary groups; from 5.0 on an argument may move the streams."""
    run_id, major = run.key.run_id, _major(run)
    is_old = major is not None and major < 5
    moved = "" if is_old else arguments_of(run).get("--custom-logStream-prefix", "")
    prefix = moved or run_id
    names = (f"{prefix}-driver", prefix) if moved else (run_id, f"{run_id}-driver")
    # From 5.0 on the analysis has been recorded of runs whose arguments do not ask for it.
    may_have = has_insights(run) if major is None else not is_old and _insights(run) != "false"
    insights = f"{run_id}{INSIGHTS}" if may_have else ""
    plain = Source(f"{group}/output", "output", prefix, names[:1] if is_old else names, is_told=is_told)
    plain = plain._replace(is_shared=prefix != run_id)
    yield plain
    yield plain._replace(group=f"{group}/error", source="error", insights=insights)


def _continuous(run: JobRun) -> Iterator[Source]:
    """The group of continuous logging up to Glue 4.0, where it is switched on; insights are there without it, too."""
    arguments, run_id = arguments_of(run), run.key.run_id
    is_on = arguments.get("--enable-continuous-cloudwatch-log", "").strip().lower() == "true"
    insights = f"{run_id}{INSIGHTS}" if has_insights(run) else ""
    if not (is_on or insights):
        return
    prefix = arguments.get("--continuous-log-logStreamPrefix") or run_id
    group = (arguments.get("--continuous-log-logGroup") or CONTINUOUS_LOG_GROUP).rstrip("/")
    if configuration := run.text("SecurityConfiguration"):
        group = f"{group}-{configuration}"
    names = (f"{prefix}-driver", prefix) if is_on else ()
    yield Source(group, "driver", prefix, names, insights, prefix != run_id)


def has_insights(run: JobRun) -> bool:
    """Whether the run's arguments ask for Glue's own analysis of a failure."""
    return _insights(run) == "true"


def _insights(run: JobRun) -> str:
    return arguments_of(run).get("--enable-job-insights", "").strip().lower()


def _major(run: JobRun) -> int | None:
    """The main version of Glue; None where it was not returned or cannot be read: it may then be any."""
    read = re.match(r"([0-9]{1,3})(?![0-9])", run.text("GlueVersion"))
    return int(read[1]) if read else None
