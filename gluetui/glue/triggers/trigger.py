"""A trigger as GetTriggers returns it: its conditions and actions, and what of it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple


class Activity(Enum):
    """Whether a trigger fires, as of now: AWS keeps no history of it."""

    ACTIVE = "active"
    INACTIVE = "not active"
    UNKNOWN = "unknown"
    """It is on its way to another state, or its state was not returned or is new."""


INACTIVE_STATES = frozenset({"CREATED", "DEACTIVATED"})
"""States in which a schedule or a condition starts nothing: never switched on, switched off."""

STARTED_FROM_OUTSIDE = frozenset({"ON_DEMAND", "EVENT"})
"""Types that stay CREATED for ever, which does not mean that they are switched off."""


class Condition(NamedTuple):
    """One condition of a predicate: the end of a job or of a crawler in a wanted state."""

    raw: Mapping[str, Any]
    job: str
    """The watched job; "" where it is a crawler or cannot be read."""
    crawler: str
    state: str
    """The wanted end, such as SUCCEEDED; "" where AWS returned none."""
    is_readable: bool
    """Whether it names one job or one crawler, a state, and no operator but EQUALS."""

    @classmethod
    def of(cls, raw: object) -> Condition:
        """From an entry of Predicate.Conditions; one that is no object is kept as one that cannot be read."""
        entry: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        job, crawler = _text(entry, "JobName"), _text(entry, "CrawlerName")
        state = _text(entry, "State") if job else _text(entry, "CrawlState") or _text(entry, "State")
        is_equality = entry.get("LogicalOperator") in (None, "EQUALS")
        return cls(entry, job, crawler, state, bool(job) != bool(crawler) and bool(state) and is_equality)

    @property
    def watches_job(self) -> bool:
        """Whether runs of a job tell if it is met."""
        return self.is_readable and bool(self.job)


class Action(NamedTuple):
    """What a trigger starts: a job or a crawler; both "" where it cannot be read. Its Arguments may hold secrets."""

    raw: Mapping[str, Any]
    job: str
    crawler: str

    @classmethod
    def of(cls, raw: object) -> Action:
        """From an entry of Actions; one that is no object starts nothing that is known."""
        entry: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        return cls(entry, _text(entry, "JobName"), _text(entry, "CrawlerName"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as of now; texts are "" where AWS did not return them. `raw` is never edited."""

    raw: Mapping[str, Any] = field(repr=False)
    name: str
    workflow: str
    type: str
    """SCHEDULED, CONDITIONAL, ON_DEMAND, EVENT, or what AWS adds."""
    state: str
    schedule: str
    """AWS's text, such as cron(0 2 * * ? *)."""
    logical: str
    """AND or ANY; a predicate of one condition may lack it."""
    conditions: tuple[Condition, ...]
    actions: tuple[Action, ...]

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Trigger:
        """From an entry of GetTriggers; whatever it lacks or has otherwise than documented is no error."""
        predicate = raw.get("Predicate")
        predicate = predicate if isinstance(predicate, dict) else {}
        return cls(
            raw,
            _text(raw, "Name"),
            _text(raw, "WorkflowName"),
            _text(raw, "Type"),
            _text(raw, "State"),
            _text(raw, "Schedule"),
            _text(predicate, "Logical"),
            tuple(map(Condition.of, _entries(predicate, "Conditions"))),
            tuple(map(Action.of, _entries(raw, "Actions"))),
        )

    @property
    def jobs(self) -> tuple[str, ...]:
        """The jobs that it starts, each once."""
        return _each_once(action.job for action in self.actions)

    @property
    def watched_jobs(self) -> tuple[str, ...]:
        """The jobs whose ends it listens for, each once."""
        return _each_once(condition.job for condition in self.conditions)

    @property
    def is_any(self) -> bool:
        """Whether one met condition is enough."""
        return self.logical == "ANY"

    @property
    def has_known_logic(self) -> bool:
        """Whether it is told how several conditions work together."""
        return self.logical in ("AND", "ANY") or (not self.logical and len(self.conditions) == 1)

    @property
    def activity(self) -> Activity:
        """Whether it fires by itself, as of now. What is started from outside is never called inactive."""
        if self.state == "ACTIVATED" or self.type in STARTED_FROM_OUTSIDE:
            return Activity.ACTIVE
        return Activity.INACTIVE if self.state in INACTIVE_STATES else Activity.UNKNOWN

    @property
    def oddities(self) -> tuple[str, ...]:
        """What of it cannot be read, a sentence each, to be shown beside it."""
        return (
            *(f"AWS returned no {member}" for member in ("Name", "Type", "State") if not _text(self.raw, member)),
            *(f"{member} is not a list" for member, value in self._lists() if not isinstance(value, list)),
            *(
                f"condition {place} cannot be read"
                for place, condition in enumerate(self.conditions, 1)
                if not condition.is_readable
            ),
            *(
                f"action {place} names neither a job nor a crawler"
                for place, action in enumerate(self.actions, 1)
                if not (action.job or action.crawler)
            ),
        )

    def _lists(self) -> Iterable[tuple[str, object]]:
        if "Actions" in self.raw:
            yield "Actions", self.raw["Actions"]
        predicate = self.raw.get("Predicate")
        if isinstance(predicate, dict) and "Conditions" in predicate:
            yield "Conditions", predicate["Conditions"]


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _entries(of: Mapping[str, Any], name: str) -> list[Any]:
    value = of.get(name)
    return value if isinstance(value, list) else []


def _text(of: Mapping[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""
