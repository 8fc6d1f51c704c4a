"""The catalogue of a run's fields: JobRun's members from botocore's model, and derived fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

OTHER = "Other"
DERIVED = "derived"
"""The kind of a field that is worked out here; its help says from what."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "Outcome": ("JobRunState", "StateDetail", "ErrorMessage"),
    "Time": (
        "StartedOn",
        "CompletedOn",
        "LastModifiedOn",
        "wall time",
        "ExecutionTime",
        "start-up time",
        "Timeout",
        "NotificationProperty",
        "MaintenanceWindow",
    ),
    "Capacity and cost": (
        "workers",
        "WorkerType",
        "NumberOfWorkers",
        "MaxCapacity",
        "AllocatedCapacity",
        "ExecutionClass",
        "DPUSeconds",
        "DPU-hours",
        "estimated cost",
    ),
    "How it was started": (
        "JobName",
        "Id",
        "TriggerName",
        "PredecessorRuns",
        "Attempt",
        "PreviousRunId",
        "JobRunQueuingEnabled",
    ),
    "Configuration": (
        "GlueVersion",
        "JobMode",
        "LogGroupName",
        "SecurityConfiguration",
        "ProfileName",
        "ExecutionRoleSessionPolicy",
    ),
    "Arguments": ("Arguments",),
    OTHER: (),
}
"""Fields in the order in which the user needs them; a member that is in no section is in the last one by itself."""

UNITS = {
    "ExecutionTime": "s",
    "Timeout": "min",
    "NotificationProperty": "min",
    "AllocatedCapacity": "DPU",
    "MaxCapacity": "DPU",
    "DPUSeconds": "DPU-seconds",
    "wall time": "s",
    "start-up time": "s",
    "workers": "DPU",
    "DPU-hours": "DPU-hours",
    "estimated cost": "USD",
}
"""The model has no units; these are from its documentation texts."""

_DERIVED_HELP = {
    "wall time": "From StartedOn to CompletedOn, or to now while the run is live.",
    "start-up time": "Wall time less ExecutionTime: queueing and preparing. Known once the run is over.",
    "workers": "NumberOfWorkers times the DPU that one worker of this WorkerType has.",
    "DPU-hours": "DPUSeconds / 3600 where AWS returned it, else capacity times time, or the minimum that is billed.",
    "estimated cost": "An estimate: DPU-hours at the public rate, standard or Flex. Prices vary by Region.",
}


class Shape(Protocol):
    """The part of a botocore shape that is read; an enum, where it has one, is in `enum`."""

    @property
    def type_name(self) -> str: ...

    @property
    def documentation(self) -> str: ...


class StructureShape(Protocol):
    """A shape with members, such as `service_model.shape_for("JobRun")`."""

    @property
    def members(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `name` as the API spells it, `kind` the model's type name or DERIVED, `help` plain text."""

    name: str
    title: str
    kind: str
    unit: str = ""
    section: str = OTHER
    help: str = ""
    choices: tuple[str, ...] = ()


def catalogue(shape: StructureShape) -> tuple[Field, ...]:
    """Every member of the model and every derived field, by section; a member that none names goes last."""
    listed = [
        _derived(name, section) if name in _DERIVED_HELP else _member(name, shape.members[name], section)
        for section, names in SECTIONS.items()
        for name in names
        if name in _DERIVED_HELP or name in shape.members
    ]
    known = {field.name for field in listed}
    rest = [_member(name, member, OTHER) for name, member in shape.members.items() if name not in known]
    return (*listed, *rest)


def unlisted(raw: Mapping[str, Any], fields: Iterable[Field]) -> tuple[Field, ...]:
    """Fields for the members of an answer that the installed model lacks."""
    known = {field.name for field in fields if field.kind != DERIVED}
    return tuple(
        Field(
            name=name,
            title=title(name),
            kind=_kind(value),
            help="AWS returned this member; the installed botocore does not describe it.",
        )
        for name, value in raw.items()
        if name not in known
    )


def title(name: str) -> str:
    """A member's name in words: "DPUSeconds" is "DPU seconds", "StartedOn" is "Started on"."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+|[A-Z]+", name)
    first, *others = words or [name]
    return " ".join([first, *(word if word.isupper() else word.lower() for word in others)])


def _member(name: str, shape: Shape, section: str) -> Field:
    # HTML is first read when boto3 is there: the start need not import its parser.
    from gluetui.glue.run.documentation import plain_text

    return Field(
        name=name,
        title=title(name),
        kind=shape.type_name,
        unit=UNITS.get(name, ""),
        section=section,
        help=plain_text(shape.documentation or ""),
        choices=tuple(getattr(shape, "enum", None) or ()),
    )


def _derived(name: str, section: str) -> Field:
    return Field(
        name=name,
        title=name[0].upper() + name[1:],
        kind=DERIVED,
        unit=UNITS[name],
        section=section,
        help=_DERIVED_HELP[name],
    )


def _kind(value: object) -> str:
    """The model's word for the type of a JSON value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    for kind, types in (
        ("integer", int),
        ("double", float),
        ("map", Mapping),
        ("list", list | tuple),
    ):
        if isinstance(value, types):
            return kind
    return "string"
