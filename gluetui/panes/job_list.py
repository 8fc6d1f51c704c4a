"""The jobs of the account, by name, each with how its last runs went."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from gluetui.commands import bindings
from gluetui.glue.errors.error import AwsError
from gluetui.glue.listing.last_runs import LastRuns, LastRunsOfJobs, Unchecked
from gluetui.glue.run.run import RunKey, cut_short
from gluetui.text.job_row import failed_count, heading, name_line, none_failed, row
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import one_line
from gluetui.text.states import failed_of
from gluetui.text.telling import Neighbours
from gluetui.text.times import Clock
from gluetui.text.words import WordIndex
from gluetui.widgets.item_pane import ItemPane
from gluetui.widgets.rows import Step


class Question(NamedTuple):
    """What the user is asked above the jobs."""

    text: str = ""
    candidates: frozenset[str] = frozenset()
    """The jobs among which the user chooses; none where it may be any."""

    def leaves(self, places: Sequence[int], names: Sequence[str]) -> Sequence[int]:
        """The places of the names that may be the answer."""
        return [place for place in places if names[place] in self.candidates] if self.candidates else places

    def lines(self, width: int, escape: str) -> list[Line]:
        """The question, and by which key all jobs are shown again."""
        rest = f" {escape} shows all jobs." if self.candidates else ""
        return [[Span(line, "key")] for line in wrapped(self.text + rest, width)] if self.text else []


class JobList(ItemPane[str]):
    """Job names in AWS's order; posts Selected when the user wants a job's runs."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("jobs")]
    noun = "job"

    class FailedToggled(Message):
        """The user asked for the failed jobs only, or for all of them again."""

    def __init__(
        self, clock: Clock | None = None, last_runs: LastRunsOfJobs | None = None, *, shows_statuses: bool = False
    ) -> None:
        super().__init__("1 Jobs", id="jobs", clock=clock)
        self.last_runs = last_runs or LastRunsOfJobs()
        self.shows_statuses = shows_statuses
        """Whether there are columns beside the names."""
        self.seen: frozenset[str] = frozenset()
        """Jobs that runs name and AWS did not list."""
        self.only_failed = False
        self.checks_since: datetime | None = None
        """For `only_failed`: answers from before then count as none."""
        self.is_checking = False
        """Whether the jobs without a known state are being looked up, for `only_failed`."""
        self._remark = ""
        self._question = Question()
        self._names = WordIndex()
        self._errors = Neighbours(lambda entries: map(self._error_of, self._shown[entries.start : entries.stop]))

    # Set by the loaders.

    def offer_seen(self, names: Iterable[str]) -> None:
        """Show jobs that runs name, behind those that AWS listed."""
        listed = [name for name in self.items if name not in self.seen]
        seen = frozenset(names).difference(listed)
        if seen == self.seen:
            return
        self.seen = seen
        self.replace_items([*listed, *sorted(self.seen)], has_more=self.has_more)

    def show_listed(self, names: Iterable[str], *, has_more: bool) -> None:
        """Show the jobs that AWS listed, and no others."""
        self.seen = frozenset()
        self.replace_items(names, has_more=has_more)

    def replace_items(self, names: Iterable[str], *, has_more: bool) -> None:
        """Show other jobs; the cursor stays on its job if that is among them."""
        stay_on = self.current
        self._names.clear()
        self._show_added(names, has_more, stay_on)

    def add_items(self, names: Iterable[str], *, has_more: bool) -> None:
        """Show one more page."""
        self._show_added(names, has_more, self.current)

    def _show_added(self, names: Iterable[str], has_more: bool, stay_on: Hashable | None) -> None:
        self._names.add(names)
        self.items, self.has_more = self._names.texts, has_more
        self._show_matching(stay_on)

    def show_status(self, name: str, status: LastRuns | AwsError) -> None:
        """Show a job's last runs, or the error in their stead."""
        self.last_runs.learn(name, status)
        self.status_changed(name)

    def status_changed(self, name: str) -> None:
        """Show what is known anew of a job's last runs; only its line is drawn, unless it comes or goes."""
        self._errors.forget()
        if self.only_failed and self.last_runs.has_failed(name) != (self.find(name) is not None):
            self._show_matching(self.current)
        elif self.only_failed:
            self.refresh_count()
        self.redraw(name)

    def redraw(self, name: str) -> None:
        """Draw a job's line again if it is in sight."""
        for index, each in enumerate(self.in_sight):
            if each == name:
                self.refresh_entry(self.top + index)
        if name == self.item:
            self.refresh_keys()

    def set_remark(self, remark: str) -> None:
        """Show a quiet line above the jobs; "" takes it away."""
        if remark != self._remark:
            self._remark = remark
            self._tick()

    def ask(self, question: str, candidates: Iterable[str] = ()) -> None:
        """Show a question above the jobs and, where some are named, its candidates only; "" takes both away."""
        self._question = Question(question, frozenset(candidates))
        self._show_matching(self.current)

    def refresh_count(self) -> None:
        """Bring the count up to date, or the reason why the list is empty."""
        if self.hit_count:
            self.update_subtitle()
            self.refresh_keys()
        else:
            self._tick()

    def show_only_failed(self, only: bool) -> None:
        """Leave only the jobs whose last run is known to have failed, or show all again."""
        self.only_failed = only
        self.shows_statuses = self.shows_statuses or only
        self.border_title = Content(f"{self.title} · last run failed" if only else self.title)
        self._show_matching(self.current)
        self.post_message(self.Highlighted(self))
        self.post_message(self.FailedToggled())

    @property
    def matching(self) -> int:
        """How many jobs the typed filter leaves, failed or not."""
        return len(self._names.hits)

    def matching_at(self, index: int) -> str:
        """One of the jobs that the typed filter leaves."""
        return self.items[self._names.hits[index]]

    @property
    def unchecked(self) -> Unchecked:
        """How many of the jobs that the filter leaves were not looked up, and how old the answers are."""
        return self.last_runs.unchecked([self.items[index] for index in self._names.hits], self.checks_since)

    def _show_matching(self, stay_on: Hashable | None) -> None:
        self._narrow()
        self.changed(stay_on)

    def _narrow(self) -> None:
        """Of the jobs that the typed filter leaves, keep the failed ones where only those are shown."""
        hits, has_failed = self._question.leaves(self._names.hits, self.items), self.last_runs.has_failed
        self._shown = [index for index in hits if has_failed(self.items[index])] if self.only_failed else hits
        self._errors.forget()

    def _error_of(self, index: int) -> str:
        return one_line(self.last_runs.error(self.items[index]))

    # As a subclass of Rows.

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if not self.shows_statuses:
            idle |= {"find_failed"}
        return idle if self.items or self.only_failed else idle | {"toggle_failed"}

    @property
    def reasons(self) -> Mapping[str, str]:
        if self.shows_statuses:
            return {}
        return {"find_failed": f"Which jobs failed was not looked up: {self.key_of('jobs.failed')} looks it up."}

    @property
    def key_titles(self) -> Mapping[str, str]:
        titles = {**super().key_titles, "find_failed": "Next failed"}
        return {**titles, "toggle_failed": "All jobs"} if self.only_failed else titles

    @property
    def last_run(self) -> RunKey | None:
        """The last run of the job under the cursor; None where its line does not show it."""
        name = self.item
        if name is None or not self.shows_statuses:
            return None
        status = self.last_runs.known.get(name)
        return RunKey(name, status.run_id) if isinstance(status, LastRuns) and status.run_id else None

    def cursor_moved(self) -> None:
        super().cursor_moved()
        self.refresh_keys()

    def typed_entry(self, text: str) -> Line | None:
        is_whole = not (self.has_more or self.is_waiting or self.error is not None)
        if self.only_failed or (is_whole and self.item_count) or text in self._names:
            return None
        return [Span("open job "), Span(one_line(text), "name"), Span(" …")]

    def identity(self, entry: int) -> Hashable:
        return self.item_at(entry) if entry < self.item_count else self.Typed

    def find(self, identity: Hashable) -> int | None:
        return self._names.entry(identity, self._shown)

    def apply_filter(self) -> None:
        self._names.narrow(self.filter_text)
        self._narrow()

    @property
    def leaving(self) -> list[Step]:
        narrowed = (
            (bool(self._question.candidates), partial(self.ask, self._question.text)),
            (self.only_failed, partial(self.show_only_failed, False)),
        )
        return [Step("All jobs", act) for is_narrowed, act in narrowed if is_narrowed]

    @property
    def count_text(self) -> str:
        if self._question.candidates and not self.only_failed:
            return f"{self.item_count:,} of {len(self.items):,} jobs"
        if not self.only_failed:
            return super().count_text
        stops = f"{self.key_of('browse.escape')} stops" if self.is_checking else ""
        more = self.more if self.has_more else ""
        return failed_count(self.item_count, self.matching, self.unchecked, more=more, stops=stops)

    @property
    def why_nothing(self) -> str:
        if not self.only_failed or not self.matching:
            return super().why_nothing
        said = none_failed(self.matching, self.unchecked, self.age_text)
        return f"{said}\n{self.key_of('jobs.failed')} shows all jobs." if self.filter_text else said

    def fixed_lines(self, width: int) -> list[Line]:
        asked = self._question.lines(width, self.key_of("browse.escape"))
        note = [[Span(line, "dim")] for line in wrapped(one_line(self._remark), width)] if self._remark else []
        return [*asked, *note, *super().fixed_lines(width)]

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(heading(width, has_errors=self.only_failed)) if self.shows_statuses else None

    def draw(self, line: int, width: int) -> Line:
        if line >= self.item_count:
            return self.typed_entry(self.typed) or []
        name = self.item_at(line)
        status, is_asked = self.last_runs.known.get(name), name in self.last_runs.asked
        is_seen = name in self.seen
        if not self.shows_statuses or (is_seen and status is None and not is_asked):
            return name_line(name, width, self.filter_text, is_seen=is_seen)
        among = self._errors.of(line) if self.only_failed else None
        return row(name, status, width, self.filter_text, is_asked=is_asked, now=self.clock.now(), among=among)

    def go_to_failed(self) -> str:
        """Go to the next job whose last run failed, or to the first one again. Returns: which of how many it is."""
        names = [self.item_at(entry) for entry in range(self.item_count)]
        failed = [entry for entry, name in enumerate(names) if self.last_runs.has_failed(name)]
        states = map(self.last_runs.last_state, names)
        unknown = self.last_runs.unchecked(names).unknown
        among = f", {unknown:,} not looked up" if unknown else ""
        return failed_of(self.go_to_next(failed), len(failed), self.noun, cut_short(states), among=among)

    def action_toggle_failed(self) -> None:
        self.show_only_failed(not self.only_failed)
