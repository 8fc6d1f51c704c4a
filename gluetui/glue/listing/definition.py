"""A job's present definition beside two of its runs: when it was last changed, and where it differs from a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from gluetui.glue.listing.comparing import same_value
from gluetui.glue.run.run import JobRun, instant

Definition = Literal["between", "since", "before", "denied", "not asked"]
"""When the definition was last changed, or why that is not known."""

_ONLY_HERE = ("Command.ScriptLocation",)
"""What a run does not tell: the definition's value is shown beside none."""

_NOT_SET = frozenset({"Name", "Description", "Role", "CreatedOn", "LastModifiedOn", "LastModifiedBy", "Arguments"})


class Present(NamedTuple):
    """One value of the present definition, and the run's own, None where the run has none."""

    name: str
    of_run: Any
    now: Any


class JobDefinition(NamedTuple):
    """The job's definition as far as it could be had."""

    changed: Definition
    job: Mapping[str, Any]
    """Empty where AWS did not return it."""
    reason: str = ""
    """Why AWS did not, where it was asked."""


def last_changed(job: Mapping[str, Any], run: JobRun, other: JobRun) -> Definition:
    """Whether the definition was last changed between the starts of two runs, since the later one, or before both.

    Only its last change is known: one that was changed since may have been changed between them too.
    """
    changed, starts = instant(job.get("LastModifiedOn")), [run.started, other.started]
    known = sorted(start for start in starts if start is not None)
    if changed is None or len(known) < 2:
        return "not asked"
    return "before" if changed <= known[0] else "between" if changed <= known[1] else "since"


def present_values(job: Mapping[str, Any], run: JobRun) -> Iterator[Present]:
    """What the definition says now that the run was not started with, and the script, which no run tells."""
    command = job.get("Command")
    if isinstance(command, Mapping) and command.get("ScriptLocation"):
        yield Present(_ONLY_HERE[0], None, command["ScriptLocation"])
    for name, value in job.items():
        own = run.raw.get(name)
        if name not in _NOT_SET and own is not None and not same_value(own, value):
            yield Present(name, own, value)
    defaults, arguments = job.get("DefaultArguments"), run.raw.get("Arguments")
    if isinstance(defaults, Mapping) and isinstance(arguments, Mapping):
        # A run lists what it was started with: an argument that it lacks was left to its default.
        for name, value in defaults.items():
            if name in arguments and arguments[name] != value:
                yield Present(f"DefaultArguments.{name}", arguments[name], value)
