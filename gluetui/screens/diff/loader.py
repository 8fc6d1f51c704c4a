"""Loads the two runs that are compared: the partner is looked for page by page, the job's definition asked for last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from gluetui.glue.errors.error import AwsError
from gluetui.glue.listing.comparing import Comparison, compare
from gluetui.glue.listing.partner import PartnerSearch
from gluetui.glue.run.fields import Field
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.run_differences import RunDifferences
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.job_runs import JobRuns
from gluetui.session.work import Stoppable
from gluetui.text.differences import definition_lines, difference_texts, looked_through, no_partner

CHOSEN = "chosen"


class Partner(NamedTuple):
    """The run to compare with, and how it was come by, as a phrase."""

    key: RunKey
    run: JobRun
    how: str


class DiffLoader:
    """Makes no call for a run or a page that the session has; a search that was stopped goes on where it ended."""

    def __init__(self, screen: SessionScreen, pane: RunDifferences, key: RunKey, against: RunKey | None) -> None:
        """Without `against` the run is compared with its last success."""
        self._screen = screen
        self._session = screen.session
        self._pane = pane
        self.key = key
        self._against = against
        self._how = "the marked run" if against is not None else ""
        self._search: PartnerSearch | None = None
        self._work: Stoppable | None = None

    def begin(self) -> None:
        """Load both runs and compare them."""
        self._work = self._screen.start_work(self._load, group="compare", exclusive=True)

    def compare_with(self, other: RunKey) -> None:
        """Compare with a run that the user chose."""
        self._against, self._how = other, CHOSEN
        self._pane.clear()
        self.begin()

    def again(self) -> None:
        """Compare anew: a run that is not over, and the job's definition, are asked for once more."""
        self._session.definitions.forget(self.key.job_name)
        self.begin()

    @property
    def is_searching(self) -> bool:
        """Whether runs are still being asked for."""
        return self._pane.is_waiting and self._work is not None and not self._work.is_finished

    def stop(self) -> None:
        """Ask for no further page."""
        if self._work is not None:
            self._work.cancel()
        far = f"{looked_through(self._search, self._session.clock.zone)}. " if self._search is not None else ""
        goes_on, picks = self._pane.key_of("browse.refresh"), self._pane.key_of("diff.partner")
        self._pane.load.give_up()
        self._pane.say_empty(f"Stopped: {far}{goes_on} goes on, {picks} compares with another run.")

    @property
    def job(self) -> JobRuns:
        """The loaded runs of the job."""
        return self._session.job_runs.setdefault(self.key.job_name, JobRuns(self.key.job_name))

    # The work.

    async def _load(self) -> None:
        pane, session = self._pane, self._session
        pane.wait_for("loading the run")
        try:
            fields = await session.ask(session.glue.fields)
            run = await self._run(self.key)
            partner = await self._partner(run)
        except AwsError as error:
            self._screen.fail(error, self.begin, pane.load)
            return
        if partner is None:
            assert self._search is not None
            picks = f"{pane.key_of('diff.partner')} compares with another run."
            pane.say_empty(f"{no_partner(self._search, session.clock.zone)}\n{picks}")
            pane.arrived()
            return
        comparison = await self._compared(partner, run, fields)
        definition = await session.definitions.beside(comparison)
        told = await session.machine.ask(definition_lines, definition, comparison, session.clock.zone)
        pane.show_definition(definition, told)

    async def _compared(self, partner: Partner, run: JobRun, fields: Sequence[Field]) -> Comparison:
        """Compare the two beside the event loop, as their arguments may be long, and show them."""
        session, pane = self._session, self._pane
        keys, now, loaded = (partner.key, self.key), session.clock.now(), self.job.loaded[:_NEIGHBOURS]
        work = partial(compare, partner.run, run, fields, now=now, loaded=loaded, keys=keys)
        comparison = await session.machine.ask(work)
        texts = await session.machine.ask(difference_texts, comparison, session.clock.zone, with_equal=True)
        pane.show(comparison, texts, partner.how)
        pane.arrived()
        self._screen.refresh_keys()
        return comparison

    async def _run(self, key: RunKey) -> JobRun:
        """A run as the session has it, else by one call."""
        known = self._session.known
        run = known.whole(key) or known.get(key)
        if run is None and (place := self.job.loaded.find(key)) is not None:
            run = self.job.loaded[place]
        is_whole = run is not None and (run.is_final or self._session.aws.is_offline)
        return run if run is not None and is_whole else await known.run(key, refresh=True, retrying=self._pane.load)

    async def _partner(self, run: JobRun) -> Partner | None:
        if self._against is not None:
            return Partner(self._against, await self._run(self._against), self._how)
        if self._search is None or self._search.run.key != run.key:
            self._search = PartnerSearch(run)
            self._search.add(self.job.loaded)
        search = self._search
        while search.is_of_use and search.found is None and self._has_more:
            far = f"{looked_through(search, self._session.clock.zone)} · " if search.looked_through else ""
            self._pane.load.wait_for(f"looking for its last success: {far}{self._pane.key_of('diff.escape')} stops")
            search.add(await self._next_page())
        if search.found is None:
            return None
        return Partner(search.found.key, search.found, "its last success")

    @property
    def _has_more(self) -> bool:
        """Whether the job has runs that are not loaded, as far as is known."""
        return self.job.has_more or (self.job.load.arrived_at is None and not self.job.loaded)

    async def _next_page(self) -> tuple[JobRun, ...]:
        """The next page of the job's runs, which its list has from now on too."""
        token = self.job.next_token
        page = await self._session.known.page(self.key.job_name, token, retrying=self._pane.load)
        if token == self.job.next_token:
            self._session.known.add_page(self.key.job_name, page, token)
        return tuple(page.items)


_NEIGHBOURS = 40
"""Loaded runs by which it is seen what changes every run."""
