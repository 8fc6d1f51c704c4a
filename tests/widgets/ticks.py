"""The intervals of a widget, which tick when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widget import Widget


class Tick:
    """One interval, as much of Textual's timer as widgets use."""

    def __init__(self, ticks: Ticks, seconds: float, call: Callable[[], Any]) -> None:
        self._ticks = ticks
        self.seconds = seconds
        self.call = call

    def stop(self) -> None:
        self._ticks.running.remove(self)


class Ticks:
    """Stands for `set_interval` of one widget."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, widget: Widget) -> None:
        self.running: list[Tick] = []
        monkeypatch.setattr(widget, "set_interval", self._set_interval)

    @property
    def seconds(self) -> list[float]:
        """Between two ticks, of each interval that is running."""
        return [tick.seconds for tick in self.running]

    def pass_one(self) -> None:
        """Let the time of each come once."""
        for tick in list(self.running):
            tick.call()

    def _set_interval(self, seconds: float, call: Callable[[], Any]) -> Tick:
        tick = Tick(self, seconds, call)
        self.running.append(tick)
        return tick
