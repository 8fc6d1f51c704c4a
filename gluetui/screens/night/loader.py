"""Loads nights, job by job: what the session knows at once, then what AWS answers, a few calls at a time."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from gluetui.glue.errors.error import AwsError
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.listing.last_runs import LANES
from gluetui.glue.night.asking import NOT_ASKED, Asking, Turn, is_fresh
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.night import Night
from gluetui.glue.run.window import Window
from gluetui.panes.night_board import NightBoard
from gluetui.screens.night.due import DueLoader
from gluetui.screens.night.known import list_jobs, take_known
from gluetui.screens.night.load import NightLoad, NightLoads
from gluetui.screens.night.reading import JobReader
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.lanes import Lanes


class JobCall(NamedTuple):
    """A job to ask AWS about, and the night that it is for."""

    load: NightLoad
    job: str


class NightLoader:
    """Makes one call a job, and further ones only for pages that the window needs; it is told when to stop."""

    def __init__(self, screen: SessionScreen, board: NightBoard) -> None:
        self._screen = screen
        self._session = screen.session
        self._board = board
        self.loads = NightLoads()
        self._load: NightLoad | None = None
        self._lanes = Lanes[JobCall](
            LANES, screen, "night", choose=self._choose, serve=self._serve, settled=self._settle
        )
        self._is_stopped = False
        """Whether the user stopped it."""
        self._is_taking_in = False
        self.due = DueLoader(screen, board)
        self.reader = JobReader(screen.session)
        self._session.health.add_background(self)
        self._session.jobs.show_in(self)

    # What is shown of it.

    @property
    def load(self) -> NightLoad | None:
        """What is being loaded."""
        return self._load

    @property
    def night(self) -> Night | None:
        """The night that is loaded."""
        return self._load.night if self._load is not None else None

    @property
    def is_working(self) -> bool:
        """Whether calls are under way or still to be made, so that stopping stops something."""
        return self._load is not None and not self._load.asking.is_done and not self._is_stopped

    @property
    def is_stopped(self) -> bool:
        """Whether jobs are left that the user did not want to wait for."""
        return self._is_stopped and self._load is not None and bool(self._load.asking.left)

    @property
    def is_resting(self) -> bool:
        """Whether AWS throttled, and no call is made for a while."""
        return self._lanes.is_resting and self.is_working

    @property
    def unreadable(self) -> int:
        """Entries of AWS's answers that were no runs."""
        return sum(self.reader.unreadable.values())

    # Called by the screen.

    def open(self, window: Window, *, renews: bool = False) -> None:
        """Load a window: what is known of it at once, the rest from AWS.

        With `renews` it is the one that is shown, up to now: what is known stays until it is answered anew.
        """
        now = self._session.clock.now()
        load, is_new = self.loads.of(window, now, renews=renews)
        self._load, self._is_stopped = load, False
        load.asking.go_on()
        if renews and not is_new:
            known = load.night.jobs.items()
            load.asking.again([job for job, each in known if not is_fresh(each.as_of, bool(each.live), now)])
        if load.is_saved:
            self._board.show(load.night)
            return
        list_jobs(self._session, load)
        self._board.show(load.night, stays=renews)
        self._screen.start_work(partial(self._begin, load, renews=renews), group="night known", exclusive=True)

    def open_saved(self, night: Night) -> None:
        """Show a night that a file holds, as it was."""
        self._load = self.loads.keep(NightLoad(night, Asking(), is_saved=True))
        self._board.show(night)

    def again(self) -> bool:
        """Go on after a stop, and ask again for jobs that did not answer; False where there is neither."""
        load = self._load
        if load is None:
            return False
        if self._session.jobs.error is not None:
            self._session.jobs.ask()
        failed = list(load.night.errors)
        if not (failed or load.asking.left or self._session.jobs.error is not None):
            return False
        self._is_stopped = False
        load.asking.go_on()
        load.asking.again(failed, Turn.LIVE_OR_FAILED)
        self.due.begin(lambda: self._load, again=True)
        self._lanes.go_on()
        self._board.answered()
        return True

    def stop(self) -> None:
        """Begin no further call."""
        if self._load is not None:
            self._is_stopped = True
            self._load.asking.stop()
            self._board.news_came()

    # As Background of the session's health.

    def hold(self) -> None:
        """Begin no further call until `release`."""
        self._lanes.hold()

    def release(self) -> None:
        """Begin calls again, unless the user stopped them."""
        if self._load is not None and not self._is_stopped:
            self._load.asking.go_on()
        self._lanes.release()

    def ask_again(self) -> None:
        """Go on with the jobs that a fault of the session kept from being asked."""
        self.release()
        self._board.answered()

    def probe(self) -> bool:
        """Have one call under way in spite of `hold`; False if there is none to make."""
        if self._load is None or self._is_stopped:
            return False
        self._load.asking.go_on()
        return self._lanes.pass_one()

    # As a view of the session's jobs.

    def jobs_listed(self) -> None:
        """Ask for the jobs that were listed since."""
        if self._load is not None and not self._load.is_saved:
            list_jobs(self._session, self._load)
            self._lanes.go_on()
            self._board.answered()

    # Which job is next.

    async def _begin(self, load: NightLoad, *, renews: bool) -> None:
        """Take in what the session knows, then ask AWS for the rest."""
        self._is_taking_in = True
        try:
            await take_known(self._session, load)
        finally:
            self._is_taking_in = False
        self._board.news_came()
        self._lanes.go_on()
        self.due.begin(lambda: self._load, again=renews)

    def _choose(self) -> JobCall | None:
        load = self._load
        job = load.asking.next() if load is not None and not self._is_taking_in else None
        return JobCall(load, job) if load is not None and job is not None else None

    # The calls.

    async def _serve(self, call: JobCall) -> None:
        load, job = call
        try:
            found = await self.reader.read(call.job, call.load.night.window)
        except AwsError as error:
            self._refused(load, job, error)
        else:
            load.asking.answered(job)
            self.take(load, found)
        # More lanes may be open than before.
        self._lanes.go_on()

    def take(self, load: NightLoad, found: JobNight) -> None:
        """Take in a job's answer, and show it if its night is shown."""
        load.night.answered(found, self._session.clock.now())
        if load is self._load:
            self._board.answered()
            self.due.news()

    def _refused(self, load: NightLoad, job: str, error: AwsError) -> None:
        rest = load.asking.refused(job, error)
        if rest is not None:
            self._lanes.rest(rest)
        if error.kind in SESSION_WIDE or not load.asking.is_given_up(job):
            self._session.health.note(error)
            self._board.answered()
            return
        self.note(load, job, error)
        self.due.news()
        if load.asking.is_denied:
            for left in load.asking.left:
                load.night.refused(left, NOT_ASKED)

    def note(self, load: NightLoad, job: str, error: AwsError) -> None:
        """Take in why a job did not answer."""
        self._session.health.note(error)
        if error.kind not in SESSION_WIDE:
            load.night.refused(job, error)
        if load is self._load:
            self._board.answered()

    def _settle(self) -> None:
        self._board.answered()
