"""How one condition of a trigger stands by the runs of the job that it watches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window, known_end
from gluetui.glue.triggers.asking import Runs, Unanswered
from gluetui.glue.triggers.finding import Certainty, Finding, Kind
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.trigger import Condition, Trigger

FIRES_NOTHING = frozenset({"ERROR", "EXPIRED"})
"""Ends that no condition can listen for."""


class End(NamedTuple):
    """How a condition stands: MET, OTHERWISE, BY_HAND, DID_NOT_RUN, STILL_ON or UNKNOWN."""

    kind: Kind
    text: str
    run: JobRun | None = None

    @property
    def is_unmet(self) -> bool:
        """Whether it is certain that it is not met, now or later."""
        return self.kind in (Kind.OTHERWISE, Kind.BY_HAND, Kind.DID_NOT_RUN)

    def finding(self, trigger: Trigger, condition: Condition, depth: int = 0) -> Finding:
        """The finding that says so."""
        certainty = Certainty.UNKNOWN if self.kind is Kind.UNKNOWN else Certainty.KNOWN
        run = self.run.key if self.run else None
        end = known_end(self.run) if self.run else None
        return Finding(self.kind, self.text, certainty, trigger.name, condition.job, run, end, depth=depth)


def end_of(index: TriggerIndex, trigger: Trigger, condition: Condition, runs: Runs, window: Window) -> End:
    """How a condition stands by the runs that were on in a window."""
    if not condition.is_readable:
        return End(Kind.UNKNOWN, f"a condition of trigger {trigger.name} cannot be read")
    if not condition.job:
        text = f"crawler {condition.crawler} is to end {condition.state}: crawls show only in a workflow's run"
        return End(Kind.UNKNOWN, text)
    if isinstance(runs, Unanswered):
        return End(Kind.UNKNOWN, f"{condition.job} {runs.why}")
    on = last_attempts(window.of(runs))
    counting = [run for run in on if index.may_fire(trigger, run)]
    if not counting:
        elsewhere = ", though it ran in another workflow or outside of one" if on else ""
        return End(Kind.DID_NOT_RUN, f"{condition.job} did not run{elsewhere}")
    return _by_runs(condition, counting)


def _by_runs(condition: Condition, runs: list[JobRun]) -> End:
    """By the last run that met it; else the last run of all counts."""
    job, wanted = condition.job, condition.state
    met = [run for run in runs if run.state == wanted and run.text("TriggerName")]
    if met:
        return End(Kind.MET, f"{job} {wanted}", met[-1])
    last = runs[-1]
    if not last.is_final:
        return End(Kind.STILL_ON, f"{job} is {last.state or 'in a state that AWS did not return'}", last)
    if last.state == wanted:
        return End(Kind.BY_HAND, f"{job} {wanted}, but was started by hand, which sets nothing off", last)
    silent = ", which no condition can listen for" if last.state in FIRES_NOTHING else ""
    instead = "" if wanted == "SUCCEEDED" else f", not {wanted}"
    return End(Kind.OTHERWISE, f"{job} {last.state}{silent}{instead}", last)


def last_attempts(runs: Iterable[JobRun]) -> list[JobRun]:
    """The runs without those that were tried again: the end of the last attempt is what counts."""
    each = list(runs)
    retried = {run.text("PreviousRunId") for run in each} - {""}
    # Attempts that name one another in a circle are no attempts.
    return [run for run in each if run.key.run_id not in retried] or each
