"""The report of a crash: where in the program it happened, the last keys, and nothing that AWS sent."""

from __future__ import annotations

import errno
import os
import platform
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

from gluetui import __version__
from gluetui.glue.secrets.redaction import redacted
from gluetui.local.folders import NO_HOME, state_folder
from gluetui.text.safe import one_line

KEPT_REPORTS = 30
"""Reports that stay in the folder; older ones are deleted."""

_MOST_FRAMES = 40
"""Frames of one error: the last ones of a recursion's thousand are enough."""

_MOST_ERRORS = 10
"""Errors of one crash: its causes, and the members of groups."""

_NAMING_CODE_ONLY = frozenset(
    {AttributeError, IndexError, ImportError, ModuleNotFoundError, NameError, NotImplementedError, RecursionError}
    | {TypeError, UnboundLocalError, ZeroDivisionError}
)
"""Exceptions whose messages name code and types only; any other message may hold a value, and so a secret."""


def write_report(error: BaseException, *, keys: Sequence[str]) -> Path:
    """Write a report that only its owner can read, and say where; `keys` were pressed last, oldest first.

    Raises:
        OSError: There is no place to write it.
    """
    place = state_folder()
    if place is None:
        raise FileNotFoundError(errno.ENOENT, NO_HOME)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = "\n".join(map(one_line, redacted("\n".join(_lines(error, keys))).split("\n"))) + "\n"
    path, file = _new_file(place, datetime.now(UTC))
    with os.fdopen(file, "w", encoding="utf-8") as report:
        report.write(text)
    for old in sorted(place.glob("crash-*.txt"))[:-KEPT_REPORTS]:
        old.unlink(missing_ok=True)
    return path


def reported(error: BaseException, *, keys: Sequence[str] = ()) -> str:
    """Write a report if there is a place for it; one line that says where, or why not."""
    try:
        return f"A report without values or secrets is in {write_report(error, keys=keys)}"
    except OSError as refusal:
        return f"No report could be written ({refusal.strerror})."


def _new_file(place: Path, now: datetime) -> tuple[Path, int]:
    """A file that was not there before, named so that an older one sorts before it."""
    while True:
        path = place / f"crash-{now:%Y%m%dT%H%M%S.%fZ}.txt"
        try:
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            now += timedelta(microseconds=1)


def _lines(error: BaseException, keys: Sequence[str]) -> Iterator[str]:
    yield "gluetui met a bug in itself. This report leaves values out: neither AWS's answers nor secrets are in it."
    yield ""
    yield from _versions()
    yield ""
    yield "Last keys, newest last:"
    yield from (f"  {key}" for key in keys)
    for each in _errors(error):
        yield ""
        yield _headline(each)
        yield from _frames(each)


def _versions() -> Iterator[str]:
    """The versions of the program and its libraries, without importing one, for that may be what failed."""
    from importlib.metadata import PackageNotFoundError, version

    yield f"gluetui {__version__}"
    yield f"Python {platform.python_version()}, {sys.platform}"
    for name in ("textual", "rich", "botocore"):
        if name in sys.modules:
            try:
                yield f"{name} {version(name)}"
            except PackageNotFoundError:
                yield f"{name} of an unknown version"


def _errors(error: BaseException) -> list[BaseException]:
    """The error, what it was raised from, and the members of a group; each once."""
    errors: list[BaseException] = []
    ahead: list[BaseException | None] = [error]
    while ahead and len(errors) < _MOST_ERRORS:
        each = ahead.pop(0)
        if each is None or any(each is known for known in errors):
            continue
        errors.append(each)
        ahead += [each.__cause__ or (None if each.__suppress_context__ else each.__context__)]
        if isinstance(each, BaseExceptionGroup):
            ahead += each.exceptions
    return errors


def _headline(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if kind in _NAMING_CODE_ONLY:
        return f"{name}: {error}"
    return f"{name} (its message is left out, for it may hold values)"


def _frames(error: BaseException) -> Iterator[str]:
    """The lines of code that led to an error, outermost first, without values."""
    for frame in traceback.extract_tb(error.__traceback__, limit=-_MOST_FRAMES):
        # The start of the path often holds the user's name.
        yield f"  {'/'.join(PurePath(frame.filename).parts[-3:])}:{frame.lineno} in {frame.name}"
        if frame.line:
            yield f"    {frame.line}"
