"""The state of one load: the wait for an answer, the error in its stead, and the age of the last answer."""

from __future__ import annotations

from datetime import datetime
from time import monotonic
from typing import Protocol

from gluetui.glue.errors.error import AwsError


class LoadShown(Protocol):
    """A view of a load, such as a pane."""

    def load_changed(self) -> None:
        """Show the load as it is now."""


class Load:
    """Kept by a pane, or by the store that a loader loads into; every view that shows it follows it."""

    def __init__(self) -> None:
        self.text = ""
        """Words for the wait, such as "loading jobs"; "" while there is none."""
        self.is_quiet = False
        """Whether the wait takes no line of its own."""
        self.retry = ""
        """Words for the further try of the call, such as "throttled, retrying 2/3"."""
        self.since = 0.0
        """When the wait began, by `monotonic`."""
        self.error: AwsError | None = None
        self.failures = 0
        """How often in a row it failed."""
        self.is_in_banner = False
        """Whether the banner gives the error's cause."""
        self.what_next = ""
        """Words for the try that comes by itself after the error; "" where the user decides."""
        self.arrived_at: datetime | None = None
        """When AWS gave the last answer; None before the first one."""
        self._views: list[LoadShown] = []

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer."""
        return bool(self.text)

    @property
    def waited(self) -> str:
        """The wait in words, with its seconds and its further try: "loading jobs… 3 s"."""
        seconds = int(monotonic() - self.since)
        waited = f"{self.text}…" + (f" {seconds} s" if seconds else "")
        return " · ".join(filter(None, (waited, self.retry)))

    def wait_for(self, text: str, *, quietly: bool = False) -> None:
        """Begin to wait for an answer, until `arrived`, `fail` or `give_up`."""
        self.error = None
        self.text, self.is_quiet, self.retry = text, quietly, ""
        self.since = monotonic()
        self._post_change()

    def say_progress(self, text: str) -> None:
        """Put the wait in other words, to be shown when a view is next brought up to date; its seconds go on."""
        self.text = text

    def retrying(self, how: str) -> None:
        """Show the further try of the call, if there is still a wait."""
        if self.text:
            self.retry = how
            self._post_change()

    def arrived(self, at: datetime) -> None:
        """End the wait: the answer is there, which AWS gave `at` that time."""
        self.text = ""
        self.error = None
        self.failures = 0
        self.arrived_at = at
        self._post_change()

    def renewed(self, at: datetime) -> None:
        """Note a newer answer that nothing waited for, which AWS gave `at` that time."""
        self.arrived_at = at
        self._post_change()

    def fail(self, error: AwsError, *, is_in_banner: bool = False, then: str = "") -> None:
        """End the wait without an answer: runs that were loaded before stay, and views show their age.

        With `is_in_banner` the banner gives the cause; `then` says which try comes by itself, if one does.
        """
        self.failures += error is not self.error
        self.text = ""
        self.error, self.is_in_banner, self.what_next = error, is_in_banner, then
        self._post_change()

    def give_up(self) -> None:
        """Wait no more and forget the error, since the user went elsewhere; the last answer keeps its age."""
        self.text = ""
        self.error = None
        self.failures = 0
        self._post_change()

    def show_in(self, view: LoadShown) -> None:
        """Have a view follow the load from now on."""
        self._views.append(view)

    def hide_from(self, view: LoadShown) -> None:
        """Have a view follow it no more."""
        if view in self._views:
            self._views.remove(view)

    def _post_change(self) -> None:
        for view in tuple(self._views):
            view.load_changed()
