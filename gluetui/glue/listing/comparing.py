"""Two runs of a job compared: what AWS returned of each, by value, and the times and costs worked out from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from gluetui.glue.listing.every_run import Neighbours
from gluetui.glue.run.arguments import own_and_special
from gluetui.glue.run.cost import dpu_hours, estimated_cost
from gluetui.glue.run.fields import DERIVED, Field, unlisted
from gluetui.glue.run.run import TIMES, JobRun, RunKey, instant, number
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks

ARGUMENT = "argument"
"""The kind of a difference between two entries of Arguments."""

_IN_ARGUMENTS = "Arguments."
_NEVER = frozenset({"JobName", "Id", "PreviousRunId", *TIMES})
"""Ids and moments, which differ between any two runs."""

_ID_ARGUMENTS = frozenset({"--JOB_RUN_ID", "--WORKFLOW_RUN_ID", "--JOB_ID"})
_MOMENT = re.compile(r"(On|At|Time|Timestamp)$")
_MOMENTS_FROM = 1e9
"""A number below is no moment of our days, in seconds or in milliseconds."""

RESULTS = frozenset({"JobRunState", "StateDetail", "ErrorMessage", "Attempt", "ExecutionTime", "DPUSeconds"})
"""Members that tell how a run went; all others are what it was started with."""

_SAID_BY = {
    "MaxCapacity": ("WorkerType", "NumberOfWorkers"),
    "AllocatedCapacity": ("WorkerType", "NumberOfWorkers", "MaxCapacity"),
}
"""Capacities that AWS works out from other members."""

_WORKED_OUT: Mapping[str, Callable[[JobRun, datetime], float | None]] = {
    "wall time": lambda run, now: run.wall_seconds(now),
    "start-up time": lambda run, now: run.start_up_seconds,
    "DPU-hours": lambda run, now: _value(dpu_hours(run, now)),
    "estimated cost": lambda run, now: _value(estimated_cost(run, now)),
}
"""Derived fields that are compared; `workers` only says again what two members say."""


class Difference(NamedTuple):
    """One field that differs; a value is as AWS sent it, None where AWS returned none."""

    name: str
    """A member's or a derived field's name, or that of an argument with "Arguments." before it."""
    section: str
    """The section of the details that it stands in."""
    kind: str
    """The field's: the model's type name, DERIVED or ARGUMENT."""
    before: Any
    after: Any
    is_result: bool
    """Whether it tells how the run went, not what it was started with."""
    every_run: bool
    """Whether it differs between most neighbouring runs: no result does, and nothing while few are loaded."""
    is_secret: bool
    """Whether a value holds a secret, so that neither may be shown as it is."""
    place: int = 0
    """Where it stands among all that was compared, in the order of the details."""

    @property
    def own_name(self) -> str:
        """Without "Arguments."."""
        return self.name.removeprefix(_IN_ARGUMENTS) if self.kind == ARGUMENT else self.name

    @property
    def sign(self) -> str:
        """ "+" for what only the later run has, "-" for what it lacks, "~" for another value."""
        return "+" if self.before is None else "-" if self.after is None else "~"


class Comparison(NamedTuple):
    """What differs between two runs, in the order of the details, what changes every run at the end."""

    before: JobRun
    after: JobRun
    keys: tuple[RunKey, RunKey]
    differences: tuple[Difference, ...]
    equal: tuple[Difference, ...]
    """The fields whose values are equal, be it in another form, each in the form of a difference."""
    not_compared: tuple[str, ...]
    """Fields that were masked already in what was opened: they may differ or not."""
    now: datetime

    @property
    def same(self) -> tuple[str, ...]:
        """The names of the fields whose values are equal."""
        return tuple(each.name for each in self.equal)

    @property
    def telling(self) -> tuple[Difference, ...]:
        """The differences but for those that change every run."""
        return tuple(each for each in self.differences if not each.every_run)

    @property
    def settings(self) -> tuple[Difference, ...]:
        """What the two runs were started with, so far as it may explain that they went differently; each fact once."""
        given = [each for each in self.telling if not each.is_result]
        names = {each.name for each in given}
        repeated = {name for name, others in _SAID_BY.items() if not names.isdisjoint(others)}
        return tuple(each for each in given if each.name not in repeated)


class _Place(NamedTuple):
    """A field that may differ, and its two values."""

    name: str
    section: str
    kind: str
    value: Callable[[JobRun], Any]


def compare(
    before: JobRun,
    after: JobRun,
    fields: Sequence[Field],
    *,
    now: datetime,
    loaded: Iterable[JobRun] = (),
    keys: tuple[RunKey, RunKey] | None = None,
) -> Comparison:
    """Compare two runs by the catalogue's fields; among `loaded` runs, newest first, it shows what always changes.

    `keys` are what was asked for, should an answer lack its name or id. `now` is for what is live.
    """
    masks, neighbours = Masks([before.raw, after.raw]), Neighbours(loaded)
    differences: list[Difference] = []
    equal: list[Difference] = []
    not_compared: list[str] = []
    for order, place in enumerate(_places(before, after, fields, now)):
        name, values = place.name, (place.value(before), place.value(after))
        is_same = partial(_is_same, place)
        if values == (None, None) or _is_left_out(place, *values):
            continue
        own = name.removeprefix(_IN_ARGUMENTS) if place.kind == ARGUMENT else name
        if _is_masked_already(masks, own, *values):
            not_compared.append(name)
            continue
        is_equal, is_result = is_same(*values), place.kind == DERIVED or name in RESULTS
        # A value that is missing now, or was before, is no other date.
        may_be_noise = not is_equal and not is_result and not any(value in (None, "") for value in values)
        always = may_be_noise and neighbours.change_every_run(place.value, is_same)
        is_secret = masks.apply(own) != own or any(masks.hides(own, value) for value in values)
        shown = masks.apply(name) if is_secret else name
        found = Difference(shown, place.section, place.kind, *values, is_result, always, is_secret, order)
        (equal if is_equal else differences).append(found)
    differences.sort(key=lambda each: each.every_run)
    return Comparison(
        before, after, keys or (before.key, after.key), tuple(differences), tuple(equal), tuple(not_compared), now
    )


def same_value(before: object, after: object) -> bool:
    """Whether two decoded values are equal, be it in another form: 1 and 1.0, a time as a number and as text.

    A member that is null is one that was not returned.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        names = {*before, *after}
        return all(same_value(before.get(name), after.get(name)) for name in names)
    if isinstance(before, list | tuple) and isinstance(after, list | tuple):
        return len(before) == len(after) and all(map(same_value, before, after))
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    if before == after or (before != before and after != after):
        return True
    return _is_same_moment(before, after)


def _is_same(place: _Place, before: object, after: object) -> bool:
    if place.name == "PredecessorRuns":
        return _jobs_of(before) == _jobs_of(after)
    if place.kind == DERIVED:
        one, other = number(before), number(after)
        return one == other
    # A script reads an argument's text as it is: to it "1" and "1.0" are not the same.
    return before == after if place.kind == ARGUMENT and isinstance(before, str) else same_value(before, after)


def _is_same_moment(before: object, after: object) -> bool:
    """A time as ISO text against another form of it; a date alone is a text."""
    texts = [value for value in (before, after) if isinstance(value, str)]
    numbers = [value for value in (before, after) if (number(value) or 0) >= _MOMENTS_FROM]
    if not texts or len(texts) + len(numbers) < 2 or any(":" not in text for text in texts):
        return False
    moments = instant(before), instant(after)
    if moments[0] is None or moments[1] is None:
        return False
    return abs(moments[0] - moments[1]) < timedelta(milliseconds=1)


def _places(before: JobRun, after: JobRun, fields: Sequence[Field], now: datetime) -> Iterator[_Place]:
    """Every field that may differ, in the order of the details."""
    raw = {**before.raw, **after.raw}
    for field in (*fields, *unlisted(raw, fields)):
        if field.kind == DERIVED:
            if field.name in _WORKED_OUT:
                yield _Place(field.name, field.section, DERIVED, partial(_worked_out, field.name, now=now))
        elif field.name == "Arguments":
            yield from _arguments(before, after, field)
        elif field.name not in _NEVER and field.kind != "timestamp":
            yield _Place(field.name, field.section, field.kind, partial(_member, field.name))


def _arguments(before: JobRun, after: JobRun, field: Field) -> Iterator[_Place]:
    """Each argument of either run; the member itself where it has none in both, or is no mapping."""
    given = [run.raw.get("Arguments") for run in (before, after)]
    are_mappings = all(value is None or isinstance(value, Mapping) for value in given)
    if not are_mappings or not any(given):
        yield _Place(field.name, field.section, field.kind, partial(_member, field.name))
        return
    (own, special), (own_after, special_after) = map(own_and_special, given)
    sections = (("Arguments", {**own, **own_after}), ("Glue's special parameters", {**special, **special_after}))
    for section, arguments in sections:
        for name in arguments:
            if name not in _ID_ARGUMENTS:
                yield _Place(_IN_ARGUMENTS + name, section, ARGUMENT, partial(_argument, name))


def _is_left_out(place: _Place, before: object, after: object) -> bool:
    """Whether what differs is an id or a moment, or was not asked for."""
    if place.name == "PredecessorRuns":
        return not (isinstance(before, list) and isinstance(after, list))
    if place.kind in (ARGUMENT, DERIVED):
        return False
    given = [value for value in (before, after) if value is not None]
    is_moment = _MOMENT.search(place.name) and place.name not in RESULTS and all(map(_may_be_moment, given))
    return bool(is_moment) or place.name.endswith("RunId")


def _may_be_moment(value: object) -> bool:
    return instant(value) is not None and (isinstance(value, str) or (number(value) or 0) >= _MOMENTS_FROM)


def _is_masked_already(masks: Masks, name: str, before: object, after: object) -> bool:
    """Whether all that could differ was masked before it came here, by gluetui in a file or a copy."""
    if not any(DOTS in (value if isinstance(value, str) else repr(value)) for value in (before, after)):
        return False
    if isinstance(before, str) and isinstance(after, str):
        return masks.argument(name, before) == masks.argument(name, after)
    return same_value(before, after)


def _member(name: str, run: JobRun) -> Any:
    if name == "PredecessorRuns" and not run.asked_predecessors:
        return None
    return run.raw.get(name)


def _argument(name: str, run: JobRun) -> Any:
    arguments = run.raw.get("Arguments")
    return arguments.get(name) if isinstance(arguments, Mapping) else None


def _worked_out(name: str, run: JobRun, *, now: datetime) -> float | None:
    value = _WORKED_OUT[name](run, now)
    return None if value is None else round(value, 6)


def _value(amount: Any) -> float | None:
    return amount.value if amount is not None else None


def _jobs_of(entries: object) -> Counter[str]:
    """The jobs that predecessors are runs of: their ids differ between any two runs."""
    listed = entries if isinstance(entries, list) else []
    return Counter(str(each.get("JobName")) if isinstance(each, Mapping) else repr(each) for each in listed)
