"""What the signs and the columns of the lists mean, for the help."""

from __future__ import annotations

from typing import NamedTuple

from gluetui.glue.listing.last_runs import COUNT
from gluetui.text.states import known_looks


class Explained(NamedTuple):
    """A sign, or a column by its name, and a plain sentence."""

    sign: str
    meaning: str


def signs() -> list[Explained]:
    """The states' own, and those beside them."""
    return [*(Explained(f"{look.glyph} {look.word}", look.meaning) for look in known_looks()), *_OTHERS]


_OTHERS = (
    Explained("?", "AWS did not return a state, or one that gluetui does not know."),
    Explained("▸ ▾", "What led to the run is not shown; it is shown below."),
    Explained("╰", "A chain: the only predecessor stands straight below its run."),
    Explained("⤴", "The run is opened at another place of the tree."),
)

COLUMNS = (
    Explained(f"last {COUNT}", "The states of a job's last runs, the newest at the right."),
    Explained("took", "How long the run took, or has taken until now."),
    Explained("2.3×", "So many times the job's usual duration, the median of its runs loaded."),
    Explained("DPU-hours", "What the run used; AWS bills by it."),
    Explained("try", "The attempt, blank for the first: 1 is the first retry."),
    Explained("waited", "From the end of the last predecessor to the start of the run."),
)
