"""The demo's triggers and workflow runs: schedules and times are moved as far as its runs are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gluetui.glue.run.run import TIMES

_DAILY = re.compile(r"cron\((\d+) (\d+) \* \* \? \*\)")


def demo_triggers(by: timedelta) -> Mapping[str, Any]:
    """What demo_triggers.json holds, by the names of SavedTriggers."""
    from importlib.resources import files

    saved: dict[str, Any] = json.loads(files("gluetui").joinpath("demo_triggers.json").read_text("utf-8"))
    moved: Mapping[str, Any] = _with_times_moved(saved, by)
    return moved


def _with_times_moved(value: Any, by: timedelta) -> Any:
    """Triggers and workflow runs at whatever depth, with their schedules and times moved."""
    if isinstance(value, list):
        return [_with_times_moved(each, by) for each in value]
    if not isinstance(value, dict):
        return value
    moved = {name: _with_times_moved(each, by) for name, each in _moved(value, by).items()}
    for name in TIMES:
        if name in moved:
            moved[name] = (datetime.fromisoformat(moved[name]) + by).isoformat(timespec="milliseconds")
    return moved


def _moved(trigger: dict[str, Any], by: timedelta) -> dict[str, Any]:
    """The trigger with its time of day moved, to the minute, so that it stays before the runs that it started."""
    daily = _DAILY.fullmatch(trigger.get("Schedule", ""))
    if daily is None:
        return trigger
    moved = datetime(2026, 11, 20, int(daily[2]), int(daily[1]), tzinfo=UTC) + by
    return trigger | {"Schedule": f"cron({moved.minute} {moved.hour} * * ? *)"}
