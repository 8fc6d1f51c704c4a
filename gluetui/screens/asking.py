"""What whoever loads something is given by its screen: how to await a call, to work beside the UI, to show an error."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from gluetui.glue.errors.error import AwsError
from gluetui.widgets.pane import Pane

Answer = TypeVar("Answer")

Work = Callable[[], Coroutine[Any, Any, None]]
"""Makes a coroutine when it begins: one that is given up before that must not be there to be never awaited."""


class Ask(Protocol):
    """Awaits a blocking call."""

    def __call__(self, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Coroutine[Any, Any, Answer]: ...


class Stoppable(Protocol):
    """A worker of Textual's."""

    @property
    def is_finished(self) -> bool:
        """Whether it came to its end, or was given up."""

    def cancel(self) -> object:
        """Give it up."""


class Start(Protocol):
    """Does work beside the UI; with `exclusive` what is under way in the same `group` is given up."""

    def __call__(self, work: Work, *, group: str, exclusive: bool = False) -> Stoppable: ...


class Fail(Protocol):
    """Shows an error in the panes that it concerns; `again` asks for the same once more."""

    def __call__(self, error: AwsError, again: Callable[[], object], *panes: Pane) -> None: ...
