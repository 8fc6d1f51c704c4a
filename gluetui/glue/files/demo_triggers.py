"""The demo's triggers: its schedules are moved as far as its runs are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_DAILY = re.compile(r"cron\((\d+) (\d+) \* \* \? \*\)")


def demo_triggers(by: timedelta) -> Mapping[str, Any]:
    """What demo_triggers.json holds, by the names of SavedTriggers."""
    from importlib.resources import files

    saved: dict[str, Any] = json.loads(files("gluetui").joinpath("demo_triggers.json").read_text("utf-8"))
    return saved | {"Triggers": [_moved(trigger, by) for trigger in saved["Triggers"]]}


def _moved(trigger: dict[str, Any], by: timedelta) -> dict[str, Any]:
    """The trigger with its time of day moved, to the minute, so that it stays before the runs that it started."""
    daily = _DAILY.fullmatch(trigger.get("Schedule", ""))
    if daily is None:
        return trigger
    moved = datetime(2026, 11, 20, int(daily[2]), int(daily[1]), tzinfo=UTC) + by
    return trigger | {"Schedule": f"cron({moved.minute} {moved.hour} * * ? *)"}
