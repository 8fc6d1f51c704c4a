"""The calls that an answer why wants: what the session knows first, a few at a time, held while AWS throttles."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, LANES
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.asking import Runs, Unanswered, Wanted
from gluetui.glue.triggers.report import Answers
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.lanes import Lanes

Item = str | RunKey
"""A job whose runs are asked for, or a run that is asked for with its predecessors."""

GROUP = "why calls"


class WhyCalls:
    """Fills in answers; `settled` is called once all that was wanted is answered, `failed` for what ails every call."""

    def __init__(
        self,
        screen: SessionScreen,
        kept: Callable[[str], Sequence[JobRun]] | None,
        *,
        is_anew: bool,
        settled: Callable[[], None],
        failed: Callable[[AwsError], None],
    ) -> None:
        """`kept` gives a job's runs that another screen has; `is_anew`: whether nothing that is kept counts."""
        self._kept = kept
        self._is_anew = is_anew
        self._session = screen.session
        self._settled = settled
        self._failed = failed
        self.answers = Answers()
        self._items: deque[Item] = deque()
        self._back_to: Window | None = None
        self._rests = 0
        self._has_failed = False
        self._lanes = Lanes[Item](
            LANES, screen, GROUP, choose=self._choose, serve=self._serve, settled=self._lane_ended
        )

    @property
    def left(self) -> int:
        """Calls that are under way or to be made."""
        return len(self._items) + self._lanes.busy

    def begin(self, wanted: Wanted, back_to: Window | None) -> None:
        """Answer by what is known, and ask AWS for the rest."""
        self._back_to, self._has_failed = back_to, False
        for job in sorted(wanted.jobs):
            runs = self._known(job)
            if runs is None:
                self._items.append(job)
            else:
                self.answers.jobs[job] = runs
        self._items.extend(sorted(wanted.runs))
        if self.left:
            self._lanes.go_on()
        else:
            self._settled()

    def stop(self) -> None:
        """Begin no further call; what is not answered is not known."""
        self._items.clear()

    def _known(self, job: str) -> Runs | None:
        if self._is_anew:
            return None
        kept = self._kept(job) if self._kept is not None else ()
        return kept or self._session.listings.get(job, self._back_to)

    def _choose(self) -> Item | None:
        return self._items.popleft() if self._items else None

    async def _serve(self, item: Item) -> None:
        try:
            if isinstance(item, RunKey):
                self.answers.runs[item] = await self._session.known.run(item, in_background=True)
            else:
                self.answers.jobs[item] = await self._session.listings.read(item, self._back_to)
            self._rests = 0
        except AwsError as error:
            self._refused(item, error)

    def _refused(self, item: Item, error: AwsError) -> None:
        if error.is_session_wide:
            self._items.clear()
            if not self._has_failed:
                self._has_failed = True
                self._failed(error)
            return
        if error.kind is ErrorKind.THROTTLED and self._rests < len(BACK_OFF_SECONDS):
            self._items.append(item)
            if not self._lanes.is_resting:
                self._lanes.rest(BACK_OFF_SECONDS[self._rests])
                self._rests += 1
            return
        self._session.health.note(error)
        unanswered = Unanswered(f"could not be asked: {error.args[0]}")
        if isinstance(item, RunKey):
            self.answers.runs[item] = unanswered
        else:
            self.answers.jobs[item] = unanswered

    def _lane_ended(self) -> None:
        if not self.left and not self._has_failed:
            self._settled()
