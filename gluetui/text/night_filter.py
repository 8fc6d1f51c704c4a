"""The filter of a night's board: the language of the runs, with `job:`; a job is left by any of its runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.packed import SEPARATOR
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.night import Night
from gluetui.glue.run.folding import folded
from gluetui.text.run_filter import KEYS, RunFilter, run_filter

NIGHT_KEYS = ("job:", *KEYS)
"""Every condition, as the user begins to type it."""

_ANY = datetime(1970, 1, 1, tzinfo=UTC)
_TEXTS = frozenset({"", "job", "error"})
"""The conditions that a job without a run can meet."""


class RunsOfJob(LoadedRuns):
    """A job's runs, in whose text the job's name is found too."""

    def searched(self, index: int) -> str:
        # In front of the state, which no condition searches as text.
        return f"{folded(self.job_name)} {super().searched(index)}"


class NightFilter:
    """Read once, and asked for job after job."""

    def __init__(self) -> None:
        self._read: RunFilter = run_filter("", _ANY)
        self._loaded: dict[str, tuple[JobNight, RunsOfJob]] = {}

    def __bool__(self) -> bool:
        return bool(self._read.terms)

    @property
    def remarks(self) -> Sequence[str]:
        """Which words were not applied, and why."""
        return self._read.remarks

    def read(self, text: str, night: Night | None, now: datetime, zone: tzinfo | None) -> None:
        """Read another text."""
        states = {run.state for known in night.jobs.values() for run in known.runs} if night and "state" in text else ()
        self._read = run_filter(text, now, zone, states=states, keys=NIGHT_KEYS)

    def forget(self) -> None:
        """Keep nothing of the jobs of another night."""
        self._loaded.clear()

    def matches(self, night: Night, job: str, *, now: datetime) -> bool:
        """Whether one of a job's runs meets all conditions; of a job without a run what is said of it counts."""
        known = night.jobs.get(job)
        if known is None or not known.runs:
            return self._matches_text(night, job, now)
        runs = self._runs(known)
        return any(self._read.matches(runs, index) for index in range(len(runs)))

    def _runs(self, known: JobNight) -> RunsOfJob:
        kept = self._loaded.get(known.job)
        if kept is None or kept[0] is not known:
            runs = RunsOfJob(known.job)
            runs.add(known.runs)
            kept = self._loaded[known.job] = known, runs
        return kept[1]

    def _matches_text(self, night: Night, job: str, now: datetime) -> bool:
        row, error = night.row(job, now), night.errors.get(job)
        why = row.missing.reason if row is not None and row.missing is not None else str(error) if error else ""
        name, text = folded(job), folded(f"{job}{SEPARATOR}{why}")
        return all(
            (term.key in _TEXTS and term.value in (name if term.key == "job" else text)) != term.is_negated
            for term in self._read.terms
        )
