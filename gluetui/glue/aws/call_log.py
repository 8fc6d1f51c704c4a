"""The log of calls, where the user asks for one: operation, duration, end of each; no bodies, no secrets."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from gluetui.glue.errors.error import AwsError
from gluetui.glue.secrets.redaction import redacted

Client = TypeVar("Client")
Ask = Callable[[Any, str, str, Mapping[str, Any]], dict[str, Any]]
"""A method's `(self, service, operation, parameters)`."""

_LONGEST_VALUE = 300
"""Characters of one word: names of jobs and codes are shorter."""

_log: int | None = None
"""The file's descriptor while there is a log: a line is one write, from any thread."""


def start(path: Path) -> None:
    """Log to a file from now on, for the whole process: a new one, or one of this user's own, mode 0600.

    Raises: OSError where it cannot be written or must not be.
    """
    global _log
    opened = _opened(path)
    stop()
    _log = opened


def stop() -> None:
    """Log no more."""
    global _log
    file, _log = _log, None
    if file is not None:
        os.close(file)


def note(event: str, text: str) -> None:
    """One line of something else than a call: a word, then any text."""
    if _log is not None:
        _write([event, _visible(text)])


def logged(ask: Ask) -> Ask:
    """For Aws's method that makes one call or raises AwsError."""

    @wraps(ask)
    def logging(aws: Any, service: str, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        if _log is None:
            return ask(aws, service, operation, parameters)
        began = time.monotonic()
        try:
            answer = ask(aws, service, operation, parameters)
        except AwsError as error:
            _write([*_call(aws, service, operation, parameters), _since(began), *_failed(error)])
            raise
        _write([*_call(aws, service, operation, parameters), _since(began), "ok", *_answered(answer)])
        return answer

    return logging


def logged_connection(connect: Callable[[Any, str], Client]) -> Callable[[Any, str], Client]:
    """Logs Aws's method that makes a service's client; where it fails, the call that needed it is logged as failed."""

    @wraps(connect)
    def logging(aws: Any, service: str) -> Client:
        began = time.monotonic()
        client = connect(aws, service)
        if _log is not None:
            _write([f"{service}:connected", *_whose(aws), _since(began)])
        return client

    return logging


def _opened(path: Path) -> int:
    common = os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(path, common | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        file = os.open(path, common | os.O_NONBLOCK)
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        os.close(file)
        raise PermissionError(1, "not a file of your own", str(path))
    os.fchmod(file, 0o600)
    return file


def _write(words: list[str]) -> None:
    global _log
    file = _log
    if file is None:
        return
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    try:
        os.write(file, (" ".join([now, *words]) + "\n").encode("utf-8", "backslashreplace"))
    except OSError:
        _log = None  # A full disk costs the rest of the log, and nothing else.


def _call(aws: Any, service: str, operation: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    yield f"{service}:{operation}"
    yield from _whose(aws)
    for name, member in (("job", "JobName"), ("run", "RunId")):
        if member in parameters:
            yield f"{name}={_word(parameters[member])}"


def _whose(aws: Any) -> Iterator[str]:
    if aws.is_offline:
        yield f"offline={_word(aws.source)}"
        return
    yield "keys=environment" if aws.origins.is_of_environment else f"profile={_word(aws.profile or 'default')}"
    yield f"region={_word(aws.region or '-')}"


def _since(began: float) -> str:
    return f"{round((time.monotonic() - began) * 1000)}ms"


def _answered(answer: Mapping[str, Any]) -> Iterator[str]:
    received = _mapping(answer, "ResponseMetadata")
    size = _mapping(received, "HTTPHeaders").get("content-length")
    if size is not None:
        yield f"bytes={_word(size)}"
    lists = ((name, value) for name, value in answer.items() if isinstance(value, list) and name.isalpha())
    yield from (f"{_word(name)}={len(value)}" for name, value in lists)
    yield from _tries(received)


def _failed(error: AwsError) -> Iterator[str]:
    """The kind, and AWS's code or the exception's class: a message may hold anything."""
    cause = error.__cause__
    said = _mapping(vars(cause or error), "response")
    yield "failed"
    yield f"kind={_word(error.kind.name.lower())}"
    yield f"code={_word(error.code)}"
    yield from _tries(_mapping(said, "ResponseMetadata"))


def _tries(received: Mapping[str, Any]) -> Iterator[str]:
    retries = received.get("RetryAttempts")
    if isinstance(retries, int):
        yield f"tries={retries + 1}"


def _mapping(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A member that is a mapping; {} where it is anything else, for the answer is AWS's."""
    value = holder.get(name)
    return value if isinstance(value, Mapping) else {}


def _word(value: object) -> str:
    """One word of a line, in quotes where it would be taken for several."""
    text = _visible(str(value)[:_LONGEST_VALUE])
    return text if text and not set(text) & set(' "=') else '"' + text.replace('"', '\\"') + '"'


def _visible(text: str) -> str:
    """Without credentials, on one line, what cannot be seen as its escape."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in redacted(text))
