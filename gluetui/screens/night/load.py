"""One night that is loaded, or being loaded."""

from __future__ import annotations

from typing import NamedTuple

from gluetui.glue.night.asking import Asking
from gluetui.glue.night.night import Night


class NightLoad(NamedTuple):
    """A night, and which of its jobs are still to be asked."""

    night: Night
    asking: Asking
    is_saved: bool = False
    """Whether it is as a file holds it, so that nothing is asked."""
