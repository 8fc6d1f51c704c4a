"""gluetui.text.times: the zone of the times, by name."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from gluetui.text.times import Clock
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("zone", "name"), [(UTC, "UTC"), (timezone(timedelta(hours=1), "CET"), "CET"), (timezone(timedelta(hours=1)), "")]
)
def test_the_zone_is_named_where_its_name_is_short(zone: timezone, name: str) -> None:
    assert Clock(lambda: NOW, zone).zone_name == name
