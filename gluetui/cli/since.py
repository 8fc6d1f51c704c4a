"""The option that says how far back a person asks."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from gluetui.text.moments import moment


def read_since(context: click.Context, option: click.Parameter, value: str | None) -> datetime | None:
    """The callback of an option."""
    if value is None:
        return None
    read = moment(value, datetime.now(UTC))
    if read is None:
        raise click.BadParameter(f"{value!r} is neither a span such as 2d, 12h or 1h30m nor a date such as 2026-11-20.")
    return read
