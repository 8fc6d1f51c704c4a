"""The predecessor graph as data: runs, the links between them, and retry chains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.run.attempts import ATTEMPT
from gluetui.glue.run.attempts import numbered as numbered
from gluetui.glue.run.run import JobRun, RunKey

if TYPE_CHECKING:
    from gluetui.glue.errors.error import AwsError

Status = Literal["unknown", "loading", "loaded", "failed"]
"""How much is known of a run; "failed" says that its answer could not be had, not that the run failed."""

_UNKNOWN_RANK = (3, 0.0)


class Link(NamedTuple):
    """One entry of PredecessorRuns as AWS gave it; a member that was not returned is ""."""

    job_name: str
    run_id: str

    @property
    def key(self) -> RunKey | None:
        """The run that it names, or None for an incomplete entry."""
        return RunKey(self.job_name, self.run_id) if self.job_name and self.run_id else None


class _Facts(NamedTuple):
    """The facts of a run that are needed again and again, read once when it arrives."""

    rank: tuple[int, float]
    started: datetime | None
    completed: datetime | None
    previous: RunKey | None
    attempt: int


LinksOf = Callable[[JobRun], Sequence[Link] | None]
"""The runs that an answer about a run links it to, as far as they are known by then; None where they are not."""


class Lineage:
    """All that is known of the runs before one run; answers are fed in, nothing is fetched from here."""

    def __init__(self, root: RunKey, links_of: LinksOf | None = None) -> None:
        """With `links_of` the lineage is of other links than to predecessors, such as to the runs that followed."""
        self.root = root
        self._links_of: LinksOf = links_of or predecessors_of
        self._runs: dict[RunKey, JobRun] = {}
        self._facts: dict[RunKey, _Facts] = {}
        self._links: dict[RunKey, tuple[Link, ...]] = {}
        self._errors: dict[RunKey, AwsError] = {}
        self._wanted: set[RunKey] = set()
        self._latest: dict[RunKey, RunKey] = {}
        self.answers = 0
        """How many answers were taken in: what was worked out before another one is of an earlier state."""
        self._note_attempt(root)

    def add(self, run: JobRun, *, key: RunKey | None = None) -> None:
        """Take in an answer; `key` is what was asked for, should the answer itself lack its name or id.

        A run from a listing brings its facts but no links, and never replaces a final run's.
        An entry of PredecessorRuns once seen stays, so that no row moves on a refresh.
        """
        key = key or run.key
        self.answers += 1
        known = self._runs.get(key)
        if run.asked_predecessors or known is None or not known.is_final:
            self._runs[key] = run
            self._facts[key] = _facts(run, key)
        self._note_attempt(key)
        found = self._links_of(run)
        if found is not None:
            self._wanted.discard(key)
            self._errors.pop(key, None)
            links = _merged(self._links.get(key, ()), found)
            self._links[key] = links
            for link in links:
                if link.key is not None:
                    self._note_attempt(link.key)
        elif self._links_of is not predecessors_of:  # They are to be found out anew; a listing says nothing of them.
            self._links.pop(key, None)

    def fail(self, key: RunKey, error: AwsError) -> None:
        """Note that a run's answer could not be had; what was known of it before stays."""
        self.answers += 1
        self._wanted.discard(key)
        self._errors[key] = error

    def want(self, key: RunKey) -> None:
        """Note that a run is being fetched, for the first time or again after an error."""
        self._errors.pop(key, None)
        self._wanted.add(key)

    def unwant(self, key: RunKey) -> None:
        """Note that fetching was given up before an answer came."""
        self._wanted.discard(key)

    def get(self, key: RunKey) -> JobRun | None:
        """The run itself as far as it is known; None where it was neither answered nor listed."""
        return self._runs.get(key)

    def error(self, key: RunKey) -> AwsError | None:
        """Why the last attempt to fetch the run failed; a run loaded earlier can have one too."""
        return self._errors.get(key)

    def unreached(self) -> list[RunKey]:
        """The runs that could not be asked for, for reasons that are not theirs."""
        return [key for key, error in self._errors.items() if error.kind in SESSION_WIDE]

    def status(self, key: RunKey) -> Status:
        """Loaded once its links are known, also while a refresh is on its way or has failed."""
        if key in self._links:
            return "loaded"
        if key in self._wanted:
            return "loading"
        return "failed" if key in self._errors else "unknown"

    def links(self, key: RunKey) -> tuple[Link, ...] | None:
        """The entries of PredecessorRuns in AWS's order, each run once; None where not known yet."""
        return self._links.get(key)

    def is_expandable(self, key: RunKey) -> bool:
        """Whether something is known to lie behind a run: a predecessor, or an earlier attempt."""
        return bool(self._links.get(key)) or self.previous(key) is not None

    def started(self, key: RunKey) -> datetime | None:
        """When a run started, where that is known."""
        facts = self._facts.get(key)
        return facts.started if facts else None

    def completed(self, key: RunKey) -> datetime | None:
        """When a run ended, where that is known."""
        facts = self._facts.get(key)
        return facts.completed if facts else None

    def gap(self, key: RunKey) -> float | None:
        """Seconds from the end of the last predecessor to the run's start.

        None where one of these times is not known, or where they are out of order.
        """
        started = self.started(key)
        links = self._links.get(key)
        if started is None or not links:
            return None
        ends: list[datetime] = []
        for link in links:
            ended = self.completed(link.key) if link.key is not None else None
            if ended is None:
                return None
            ends.append(ended)
        seconds = (started - max(ends)).total_seconds()
        return seconds if seconds >= 0 else None

    def rank(self, key: RunKey | None) -> tuple[int, float]:
        """The order of siblings: failed, finished (last finisher first), live, not known."""
        facts = self._facts.get(key) if key is not None else None
        return facts.rank if facts else _UNKNOWN_RANK

    def ordered(self, links: Iterable[Link]) -> list[Link]:
        """Links in display order; those of which nothing is known keep AWS's order at the end."""
        return sorted(links, key=lambda link: self.rank(link.key))

    def previous(self, key: RunKey) -> RunKey | None:
        """The attempt before, by PreviousRunId where the run is known, else by the form of its id."""
        facts = self._facts.get(key)
        return facts.previous if facts else _previous_by_id(key)

    def earlier(self, key: RunKey) -> tuple[RunKey, ...]:
        """The attempts before this one, latest first, whether fetched or not."""
        chain: dict[RunKey, None] = {}
        before = self.previous(key)
        while before is not None and before != key and before not in chain:
            chain[before] = None
            before = self.previous(before)
        return tuple(chain)

    def attempts(self, key: RunKey) -> tuple[RunKey, ...]:
        """All known attempts of the run that this is an attempt of, latest first."""
        latest = self._latest.get(RunKey(key.job_name, numbered(key.run_id)[0]), key)
        chain = (latest, *self.earlier(latest))
        return chain if key in chain else (key, *self.earlier(key))

    def attempt_number(self, key: RunKey) -> int:
        """0 for a first attempt: Attempt where AWS returned one above 0, else what the id says."""
        facts = self._facts.get(key)
        return facts.attempt if facts else numbered(key.run_id)[1]

    def walk(self, start: RunKey | None = None) -> Iterator[RunKey]:
        """Every run known to lie behind a run, the root by default, and that run, each once, in display order."""
        seen: set[RunKey] = set()
        stack = [(start or self.root, False)]
        while stack:
            key, is_attempt = stack.pop()
            if key in seen:
                continue
            seen.add(key)
            yield key
            links = self.ordered(self._links.get(key, ()))
            behind = [(link.key, False) for link in links if link.key is not None]
            # An attempt's earlier attempts are on the stack already, put there by the latest one.
            attempts = [] if is_attempt else [(before, True) for before in self.earlier(key)]
            stack.extend(reversed(attempts + behind))

    def seen_from(self, key: RunKey) -> Lineage:
        """The same lineage as seen from another run than the root."""
        seen = Lineage(key, self._links_of)
        for each in self.walk(key):
            run = self.get(each)
            if run is not None:
                seen.add(run, key=each)
        return seen

    def frontier(self) -> list[RunKey]:
        """The runs that expanding everything has to ask for next: neither known, on their way, nor failed."""
        return [key for key in self.walk() if self.status(key) == "unknown"]

    def _note_attempt(self, key: RunKey) -> None:
        first_id, attempt = numbered(key.run_id)
        if attempt:
            first = RunKey(key.job_name, first_id)
            known = self._latest.get(first)
            if known is None or attempt > numbered(known.run_id)[1]:
                self._latest[first] = key


def no_predecessors_reason(run: JobRun, quoted: Callable[[str], str] = str) -> str:
    """Why a run has no predecessors, as far as its answer shows; `quoted` marks the names in it that AWS sent."""
    if not run.asked_predecessors:
        return "Not asked for yet: a listing of runs never names predecessors."
    if not isinstance(run.raw.get("PredecessorRuns"), list):
        return "Not told: AWS returned no list of predecessors here, as when --predecessors-included was left out."
    trigger = quoted(run.text("TriggerName")) if run.text("TriggerName") else ""
    previous = run.text("PreviousRunId")
    if previous:
        previous = quoted(previous)
        by = f" by trigger {trigger}" if trigger else ""
        return f"No predecessors listed{by}: this is a retry of {previous}, which may tell what started it."
    if trigger:
        return (
            f"No predecessors: trigger {trigger} is a schedule, on-demand or event trigger, "
            "or has only a crawler in its condition."
        )
    return "No predecessors, no trigger: started by hand, by an API caller, Step Functions or Airflow."


def _previous_by_id(key: RunKey) -> RunKey | None:
    first, attempt = numbered(key.run_id)
    if attempt == 0:
        return None
    return RunKey(key.job_name, first if attempt == 1 else f"{first}{ATTEMPT}{attempt - 1}")


def _facts(run: JobRun, key: RunKey) -> _Facts:
    completed = run.completed
    group = 0 if run.is_failed else 1 if run.is_final else 2
    order = -completed.timestamp() if completed else float("inf")
    named = run.text("PreviousRunId")
    previous = RunKey(key.job_name, named) if named and named != key.run_id else _previous_by_id(key)
    return _Facts((group, order), run.started, completed, previous, run.attempt or numbered(key.run_id)[1])


def predecessors_of(run: JobRun) -> list[Link] | None:
    """The entries of PredecessorRuns, each run once; two incomplete entries alike may be two runs."""
    if not run.asked_predecessors:
        return None
    entries = run.raw.get("PredecessorRuns")
    links: list[Link] = []
    seen: set[Link] = set()
    for entry in entries if isinstance(entries, list) else ():
        link = Link(_member(entry, "JobName"), _member(entry, "RunId"))
        if link.key is None or link not in seen:
            links.append(link)
        seen.add(link)
    return links


def _member(entry: object, name: str) -> str:
    value = entry.get(name) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""


def _merged(known: tuple[Link, ...], links: Sequence[Link]) -> tuple[Link, ...]:
    """The known links, and after them the new ones."""
    left = Counter(known)
    fresh: list[Link] = []
    for link in links:
        if left[link]:
            left[link] -= 1
        else:
            fresh.append(link)
    return known + tuple(fresh) if fresh else known
