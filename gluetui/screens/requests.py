"""What a screen asks of the app for the sake of another one: screens do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gluetui.glue.night.night import Night
    from gluetui.glue.run.run import JobRun, RunKey
    from gluetui.glue.run.window import Window


class NightRequested(Message):
    """The user asks for the board of the night, as it was left."""


class NightActionRequested(Message):
    """The user asks for an action on a night; `action` is a method of the app's NightActions."""

    def __init__(self, action: str, night: Night, triggers_error: str) -> None:
        super().__init__()
        self.action = action
        self.night = night
        self.triggers_error = triggers_error


class Asked(NamedTuple):
    """What the user asks why about: a run, or a job in a window."""

    job: str
    run: RunKey | None = None
    window: Window | None = None
    """None for a run, and for a job in the last 24 hours."""
    kept: Callable[[str], Sequence[JobRun]] | None = None
    """Gives the runs of a job that were on in the window and that the screen has; none where it has none."""


class WhyRequested(Message):
    """The user asks why a run came, or why a job did not run."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked


class OpenRequested(Message):
    """The user opens a run, or the runs of a job, that another screen named."""

    def __init__(self, job_name: str, run: RunKey | None) -> None:
        super().__init__()
        self.job_name = job_name
        self.run = run


class JobRequested(Message):
    """The user asks for a run on the main screen, or for the runs of a job where there is no run."""

    def __init__(self, job_name: str, run: RunKey | None) -> None:
        super().__init__()
        self.job_name = job_name
        self.run = run
