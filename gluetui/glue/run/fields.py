"""The catalogue of a run's fields: JobRun's members with documentation, from botocore's model, and derived ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Protocol


def plain_text(html: str) -> str:
    """Documentation without its HTML: paragraphs apart, list items with a bullet, entities as characters."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects lines of text; block tags end one, `p` leaves an empty one before it."""

    _BLOCKS = frozenset({"p", "li", "ul", "ol", "br", "div", "dl", "dt", "dd", "note", "pre", "table", "tr"})
    _UNREAD = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [""]
        self._unread = 0
        self._bullet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in self._UNREAD
        if tag == "li":
            self._lines.append("")
            self._bullet = True
        elif tag in self._BLOCKS and not self._bullet:
            self._lines += ["", ""] if tag == "p" else [""]

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in self._UNREAD and self._unread > 0
        if tag in self._BLOCKS:
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._bullet and data.strip():
            self._lines[-1] += "• "
            self._bullet = False
        self._lines[-1] += data

    def text(self) -> str:
        lines = [" ".join(line.split()) for line in self._lines]
        kept: list[str] = []
        for line in lines:
            if line:
                kept.append(line)
            elif kept and kept[-1]:
                kept.append("")
        return _closed_up("\n".join(kept).strip())


def _closed_up(text: str) -> str:
    """List items stand line under line."""
    return re.sub(r"\n\n(?=• )", "\n", text)


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
    "DPU-hours": "DPUSeconds / 3600 where AWS returned it, else capacity times time (at least 60 s).",
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
