"""How the loading of one thing stands: what is waited for, what went wrong, and how old is what came."""

from __future__ import annotations

from datetime import datetime
from time import monotonic
from typing import Protocol

from gluetui.glue.errors.error import AwsError


class LoadShown(Protocol):
    """A view of a load."""

    def load_changed(self) -> None:
        """Show how the load stands now."""


class Load:
    """Kept by the loader, or by the store that it loads into; every pane that shows it follows it."""

    def __init__(self) -> None:
        self.text = ""
        """What is waited for; "" while nothing is."""
        self.is_quiet = False
        """Whether the wait takes no line of its own."""
        self.retry = ""
        """How AWS is being asked again for what is waited for."""
        self.since = 0.0
        """When the wait began, by `monotonic`."""
        self.error: AwsError | None = None
        self.failures = 0
        """How often in a row it failed."""
        self.is_in_banner = False
        """Whether the banner says why it failed."""
        self.what_next = ""
        """What happens by itself after the failure; "" where the user decides."""
        self.arrived_at: datetime | None = None
        """When AWS gave what is loaded; None before it gave anything."""
        self._views: list[LoadShown] = []

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is waited for."""
        return bool(self.text)

    @property
    def waited(self) -> str:
        """What is waited for, since when, and how it is being tried again: "loading jobs… 3 s"."""
        seconds = int(monotonic() - self.since)
        waited = f"{self.text}…" + (f" {seconds} s" if seconds else "")
        return " · ".join(filter(None, (waited, self.retry)))

    def wait_for(self, text: str, *, quietly: bool = False) -> None:
        """An answer is waited for, until `arrived`, `fail` or `give_up`."""
        self.error = None
        self.text, self.is_quiet, self.retry = text, quietly, ""
        self.since = monotonic()
        self._post_change()

    def say_progress(self, text: str) -> None:
        """Say how far the wait has come, whenever a pane is brought up to date; its seconds go on."""
        self.text = text

    def retrying(self, how: str) -> None:
        """Say how AWS is being asked again, where an answer is waited for."""
        if self.text:
            self.retry = how
            self._post_change()

    def arrived(self, at: datetime) -> None:
        """The answer is there; AWS gave it `at` that time."""
        self.text = ""
        self.error = None
        self.failures = 0
        self.arrived_at = at
        self._post_change()

    def fail(self, error: AwsError, *, is_in_banner: bool = False, then: str = "") -> None:
        """There is no answer; what was loaded before stays, and its age is told.

        With `is_in_banner` the banner says why; `then` is what happens next, if it is not up to the user.
        """
        self.failures += error is not self.error
        self.text = ""
        self.error, self.is_in_banner, self.what_next = error, is_in_banner, then
        self._post_change()

    def give_up(self) -> None:
        """Wait no more and forget the failure, since the user went elsewhere; what was loaded keeps its age."""
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
