"""What a screen asks of the app for the sake of another one: screens do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from gluetui.glue.night.night import Night
    from gluetui.glue.run.run import RunKey


class NightRequested(Message):
    """The user asks for the board of the night, as it was left."""


class NightActionRequested(Message):
    """The user asks for an action on a night; `action` is a method of the app's NightActions."""

    def __init__(self, action: str, night: Night, triggers_error: str) -> None:
        super().__init__()
        self.action = action
        self.night = night
        self.triggers_error = triggers_error


class JobRequested(Message):
    """The user asks for a run on the main screen, or for the runs of a job where there is no run."""

    def __init__(self, job_name: str, run: RunKey | None) -> None:
        super().__init__()
        self.job_name = job_name
        self.run = run
