"""What is known by now of why a run failed, by its log: the search may be under way, over, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.answers import Said
from gluetui.glue.logs.sources import has_insights
from gluetui.glue.run.run import JobRun

if TYPE_CHECKING:  # What reads causes is imported when the first log is looked into.
    from gluetui.glue.logs.cause import Cause
    from gluetui.glue.logs.cause_search import SearchedCause


def is_looked_into(run: JobRun) -> bool:
    """Whether the log of a run is looked into that nobody asked for.

    Of a run that succeeded it is where the job asks for Glue's own analysis, which may have seen a failure.
    """
    return run.is_failed or (run.state == "SUCCEEDED" and has_insights(run))


class KnownCause(NamedTuple):
    """A search for a run's cause; it is under way where it has neither come to an end nor failed."""

    searched: SearchedCause | None = None
    error: AwsError | None = None
    """What every call to CloudWatch Logs met."""
    rest: str = ""
    """Why a search that is under way waits, in words."""
    was_early: bool = False
    """Whether the run had ended so shortly before that its last events may not have been there."""

    @property
    def cause(self) -> Cause | None:
        """Why the run failed, where the search found it."""
        return self.searched.cause if self.searched is not None else None

    @property
    def is_under_way(self) -> bool:
        """Whether the log is still being looked into."""
        return self.searched is None and self.error is None

    @property
    def may_ask_again(self) -> bool:
        """Whether the same search may find more: nothing was found, and not for want of it in the log."""
        if self.is_under_way or self.cause is not None:
            return False
        if self.searched is None or self.searched.throttled is not None or self.was_early:
            return True
        return any(each.said in (Said.DENIED, Said.FAILED) for each in self.searched.answered)
