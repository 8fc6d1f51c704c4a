"""The account's jobs for all screens of a session: one screen lists them, the others are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from weakref import WeakSet

from gluetui.glue.errors.error import AwsError


class JobsShown(Protocol):
    """A view of the jobs."""

    def jobs_listed(self) -> None:
        """Show the jobs that are known now, or why they are not."""


class KnownJobs:
    """The names that AWS listed, as far as it did; those of an earlier listing stay until a new one is whole."""

    def __init__(self) -> None:
        self.names: Sequence[str] = ()
        self.is_whole = False
        """Whether these are all."""
        self.error: AwsError | None = None
        """Why they could not be listed, if that was tried last and failed."""
        self.ask: Callable[[], None] = lambda: None
        """Has AWS list them anew; set by whoever lists them."""
        self._shown_by: WeakSet[JobsShown] = WeakSet()

    def show_in(self, view: JobsShown) -> None:
        """Tell a view of every change for as long as it lives."""
        self._shown_by.add(view)

    def listed(self, names: Sequence[str], *, is_whole: bool) -> None:
        """Take in all names of the listing under way."""
        if is_whole or not self.is_whole:
            self.names, self.is_whole = tuple(names), is_whole
        self.error = None
        self._tell()

    def failed(self, error: AwsError) -> None:
        """Take in why they could not be listed."""
        self.error = error
        self._tell()

    def _tell(self) -> None:
        for view in list(self._shown_by):
            view.jobs_listed()
