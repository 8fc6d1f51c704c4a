"""A run's log as files: the text of one stream in a file, of several in a folder with a file for each."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from gluetui.glue.files.saving import copy_name
from gluetui.glue.logs.event import Stream
from gluetui.glue.run.run import RunKey

_LONGEST_NAME = 120
"""Characters of a file's name: below 255 bytes in any script."""

Texts = Mapping[Stream, Iterable[bytes]]
"""Of each stream its text in pieces, in UTF-8."""


def save_log(
    texts: Texts,
    *,
    directory: Path,
    key: RunKey | None,
    now: datetime,
    masked: bool,
    wrote: Callable[[int], None] = lambda size: None,
) -> Path:
    """Write the streams and return the file, or the folder of several, named after its run; its owner's alone.

    It appears whole or not at all: what `wrote`, which is told the bytes so far, raises ends it.
    Raises: OSError, ValueError for no streams.
    """
    if not texts:
        raise ValueError("no stream to save")
    name = f"{copy_name(key, 'log')}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{'' if masked else '-raw'}"
    folder = Path(tempfile.mkdtemp(dir=directory, prefix=".gluetui-", suffix=".part"))  # mode 0700
    try:
        written = 0
        files = []
        for file_name, pieces in _named(texts):
            files.append(folder / file_name)
            with open(os.open(files[-1], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in pieces:
                    file.write(piece)
                    written += len(piece)
                    wrote(written)
        if len(files) > 1:
            return _moved(folder, directory, name, "")
        return _moved(files[0], directory, name, ".log")
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)


def _named(texts: Texts) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Each stream's file name, by its source and name, each once."""
    taken: set[str] = set()
    for stream, pieces in texts.items():
        safe = re.sub(r"[^\w.-]+", "_", f"{stream.source}-{stream.name}")[:_LONGEST_NAME].strip(".-") or "stream"
        name = next(each for each in (f"{safe}{_suffix(number)}.log" for number in count(1)) if each not in taken)
        taken.add(name)
        yield name, pieces


def _suffix(number: int) -> str:
    return f"-{number}" if number > 1 else ""


def _moved(path: Path, directory: Path, name: str, ending: str) -> Path:
    """The path at a name that is not taken."""
    target = next(each for number in count(1) if not (each := directory / f"{name}{_suffix(number)}{ending}").exists())
    os.replace(path, target)
    return target
