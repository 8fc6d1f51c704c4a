"""The bundled example: a saved file that ships with the program."""

from __future__ import annotations

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot

DEMO = "the demo"
"""Its name within a sentence."""


def demo() -> Glue:
    """A Glue that answers from it; it is read at the first call."""
    return Glue(Aws(open_snapshot=Snapshot.demo, source=DEMO))
