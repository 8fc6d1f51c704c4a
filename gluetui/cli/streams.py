"""The standard streams, of which each may be closed, full, or something else than the terminal."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TextIO

_UNWRITABLE = frozenset(
    {errno.EAGAIN, errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENODEV, errno.ENOSPC, errno.ENXIO}
)


def open_closed() -> None:
    """Put something in the place of a closed stream: nothing to read, or where writing fails as on a full disk.

    Python has None there, and the next file or connection that is opened would get the stream's number.
    """
    for name, flags, mode in (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        if getattr(sys, name) is None:
            stream = os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8", errors="backslashreplace")
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def refusal_to_print(error: Exception) -> str:
    """Why stdout took no more, if that is what an error says; else ""."""
    # Files are named in their errors, and those on the way to AWS are AwsErrors.
    if not isinstance(error, OSError) or error.filename is not None or error.errno not in _UNWRITABLE:
        return ""
    return "it is closed" if error.errno == errno.EBADF else error.strerror or str(error)


def settle() -> None:
    """Drop what a stream cannot write, on which Python would stumble once more when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _drop(stream)


def _drop(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def terminal_width() -> int | None:
    """The width of the terminal that stdout is, by the terminal itself; None where it is none or does not say."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None
