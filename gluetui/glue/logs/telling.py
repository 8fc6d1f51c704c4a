"""Of a trace in a log: the line that tells why, as it was written, and the place in the run's script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gluetui.glue.run.causes import CALLING, CAUSED_BY, EXECUTOR_LOST, LOST_TASK, Says, raised, says

_FILE = r"/tmp/(?:glue-(?:job|python-scripts)-\w+/)?(?!runscript\.py)(?P<script>[\w.+-]+\.\w+)"
_FRAME = re.compile(rf'File "{_FILE}", line (?P<line>\d{{1,9}})')
SCRIPT_FILE = re.compile(rf"{_FILE}$")
"""The run's script: Glue copies it to /tmp, since 5.0 into a folder of its own."""


class Place(NamedTuple):
    """A line of the run's script."""

    script: str | None
    line: int | None


NOWHERE = Place(None, None)


def telling_line(text: str) -> str:
    """The cause that a text names, with its class and package as written; "" where it names none that says anything.

    Best evidence first: what a task was lost by, the deepest cause, what Py4J hands on, what Python raised. One
    that says more goes before.
    """
    best = max(_named(text), key=says, default="")
    return best if says(best) is not Says.NOTHING else ""


def script_place(text: str) -> Place:
    """The innermost frame of the run's script in a text's last traceback that has one."""
    frames = list(_FRAME.finditer(text))
    return Place(frames[-1]["script"], int(frames[-1]["line"])) if frames else NOWHERE


def _named(text: str) -> Iterator[str]:
    """The causes that a text names, in the order of evidence; of one kind the innermost first."""
    # Why an executor was lost stands within what its task was lost by, and says no less.
    for naming in (EXECUTOR_LOST, LOST_TASK, CAUSED_BY, CALLING):
        for each in reversed(list(naming.finditer(text))):
            yield each[1].strip()
    for named in reversed(list(raised(text))):
        yield named.text.strip()
