"""The window that --since and --until give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gluetui.cli.apply_settings import configured

if TYPE_CHECKING:
    from gluetui.glue.run.window import Window
    from gluetui.text.times import Clock


def asked_window(since: str | None, until: str | None, clock: Clock) -> Window:
    """The window that the options give, the last 24 hours without them. Raises: BadParameter."""
    from gluetui.text.windows import LAST_NIGHT, NIGHT, NightHours, UnreadableWindow, last_night, window_between

    now = clock.now()
    try:
        if since is not None and " ".join(since.split()).casefold() == LAST_NIGHT and until is None:
            return last_night(now, clock.zone, NightHours.read(configured().night) or NIGHT)
        return window_between(since, until, now, clock.zone)
    except UnreadableWindow as error:
        raise click.BadParameter(str(error), param_hint="'--since' / '--until'") from None
