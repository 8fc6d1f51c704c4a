"""What a screen asks of the app for the sake of another one: screens do not know each other."""

from __future__ import annotations

from textual.message import Message

from gluetui.glue.run.run import RunKey


class NightRequested(Message):
    """The user asks for the board of the night, as it was left."""


class JobRequested(Message):
    """The user asks for a run on the main screen, or for the runs of a job where there is no run."""

    def __init__(self, job_name: str, run: RunKey | None) -> None:
        super().__init__()
        self.job_name = job_name
        self.run = run
