"""The files that a command is given: their content, what they hold, and what they are called."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gluetui.cli.exit_codes import USAGE, Failure, complain
from gluetui.glue.files.documents import Documents, UnreadableDocument, read_documents

if TYPE_CHECKING:
    from gluetui.glue.clients.glue import Glue
    from gluetui.glue.run.run import JobRun
    from gluetui.text.times import Clock


def documents_in(files: Sequence[str]) -> Documents:
    """Every run in the named files, merged.

    Raises: Failure, in one line, for a file that is not there or holds no run.
    """
    try:
        return documents_of(contents(files))
    except UnreadableDocument as error:
        raise Failure(str(error), exit_code=USAGE) from None


def documents_of(sources: Iterable[tuple[str, bytes]]) -> Documents:
    """Every run in these sources, each a name and its content, merged. Raises: UnreadableDocument."""
    documents = read_documents(sources)
    for note in documents.notes:
        complain(note)
    return documents


def clock_of(glue: Glue, runs: Iterable[JobRun]) -> Clock:
    """The clock of what is printed. Where a saved run is live it stands at the file's time, and that is said."""
    from gluetui.text.times import Clock, when

    source, clock = glue.source, Clock()
    if source.as_of is None or all(run.is_final for run in runs):
        return clock
    complain(f"As of {when(source.as_of, clock.zone, for_others=True)}, the newest time in {source.name}.")
    return clock.stopped(source.as_of)


def contents(files: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Each file's name and content; "-" is stdin. Raises: Failure, for a file that cannot be read."""
    for name in files:
        try:
            yield ("stdin", sys.stdin.buffer.read()) if name == "-" else (name, Path(name).read_bytes())
        except OSError as error:
            raise Failure(f"{name}: {error.strerror}", exit_code=USAGE) from None


def source_name(files: Sequence[str]) -> str:
    """How the program names the files that it shows: "file orders.json", "stdin" or "2 files"."""
    if len(files) > 1:
        return f"{len(files)} files"
    return "stdin" if files[0] == "-" else f"file {Path(files[0]).name}"
