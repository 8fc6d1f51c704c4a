"""The runs that a run led to, level by level, as a lineage whose links go to the runs that followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from gluetui.glue.lineage.graph import Lineage, Link
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.triggers.asking import Wanted
from gluetui.glue.triggers.finding import Certainty
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.report import Answers
from gluetui.glue.triggers.set_off import Effects, effects_of

NOTHING_FOLLOWED = "No run followed that its triggers are known to have started."


class Downstream:
    """What followed a run; the answers are another's, nothing is fetched from here."""

    def __init__(self, index: TriggerIndex, root: JobRun, answers: Answers, now: Callable[[], datetime]) -> None:
        self._index = index
        self.answers = answers
        self._now = now
        self._effects: dict[RunKey, Effects] = {}
        self._over: set[RunKey] = set()
        """Runs that were over when it was found out what followed them."""
        self.probable: set[RunKey] = set()
        """Runs that probably followed: nothing proves it, and nothing else is likely."""
        self.lineage = Lineage(root.key, self._followers)
        self.lineage.add(root, key=root.key)

    def follow(self, keys: Iterable[RunKey]) -> Wanted:
        """Take in what followed some runs of the lineage. Returns: what is lacking for it."""
        jobs, runs = set[str](), set[RunKey]()
        for key in keys:
            run = self.lineage.get(key) or self.answers.listed(key)
            if run is None:
                runs.add(key)
                continue
            effects, lacking = self.answers.follow(effects_of(self._index, run, self._now()))
            if any(lacking):
                jobs |= lacking.jobs
                runs |= lacking.runs
            else:
                self._take(run, effects)
        return Wanted(frozenset(jobs), frozenset(runs - self.answers.runs.keys()))

    def renew(self, run: JobRun) -> None:
        """Take in a newer answer about a run."""
        self.lineage.add(run, key=run.key)

    def why_none(self, run: JobRun) -> str:
        """Why no run followed a run."""
        effects = self._effects.get(run.key)
        if effects is None or not (effects.text or effects.set_off):
            return NOTHING_FOLLOWED
        return effects.text or f"{NOTHING_FOLLOWED} {'; '.join(each.text for each in effects.set_off)}"

    def _take(self, run: JobRun, effects: Effects) -> None:
        self._effects[run.key] = effects
        self._over |= {run.key} if run.is_final else set()
        for each in effects.set_off:
            follower = self.answers.listed(each.run)
            if each.run is None:
                continue
            if each.certainty is Certainty.PROBABLE:
                self.probable.add(each.run)
            if follower is not None and self.lineage.get(each.run) is None:
                self.lineage.add(follower, key=each.run)
        self.lineage.add(run, key=run.key)

    def _followers(self, run: JobRun) -> Sequence[Link] | None:
        effects = self._effects.get(run.key)
        # Before its end nothing follows from a run: once it is over that is found out anew.
        if effects is None or (run.is_final and run.key not in self._over):
            return None
        return [Link(*each.run) for each in effects.set_off if each.run is not None]
