"""The facts that AWS Glue and Spark bury in an ErrorMessage: its category, the line of the script and the cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

READ_CHARACTERS = 65_536
"""Characters looked at; a cause that comes later is found in the whole text by its reader."""

_HEAD = re.compile(r"\s*Error Category: (?P<category>[^;\n]{1,80}); Failed Line Number: (?P<line>\d{1,9});[ \t]*")
"""How Glue begins the message of a failed Spark script (recorded answers)."""

_EXECUTOR_LOST = re.compile(r"\b(?:ExecutorLostFailure\b|Lost executor \d)[^\n]{0,300}?\bReason: ([^\n]+)")
_TASK_LOST = re.compile(r"\bmost recent failure: Lost task [^\n]{0,300}?\(TID \d+\)[^\n]{0,300}?\): ([^\n]+)")
_CAUSED_BY = re.compile(r"^[ \t]*Caused by: ([^\n]+)", re.MULTILINE)
_PY4J = re.compile(r"\bAn error occurred while calling [\w:$.]+?\.?\s+(?::\s*)?([^\n]+)")
"""Where Spark, Java and Py4J name a cause. Of several the last is the innermost."""

_TRACEBACK = re.compile(r"^[ \t|+]*Traceback \(most recent call last\):", re.MULTILINE)
_RAISED = re.compile(r"^(?:[\w.]+: .+|[\w.]*(?:Error|Exception|Exit|Interrupt|Warning))$", re.MULTILINE)
"""The line that ends a Python traceback: a class, mostly with a message, not indented."""

_CLASS_ALONE = re.compile(r"[\w.$]+:?")
_SAYS_LITTLE = re.compile(
    r"Traceback \(most recent|An error occurred while calling|Error Category: "
    r"|[\w.]*Py4J\w*Error:?\s*(?:$|An error occ)"
)
"""First lines that only announce what follows."""


class ErrorParts(NamedTuple):
    """Each part as it stands in the message, or "" where the message has none."""

    category: str = ""
    line: str = ""
    cause: str = ""


@lru_cache(maxsize=64)
def error_parts(message: str) -> ErrorParts:
    """The parts that a message is known to have; a cause that says no more than the first line is none."""
    text = message[:READ_CHARACTERS].replace("\r\n", "\n")
    head = _HEAD.match(text)
    body = text[head.end() :] if head else text
    first = body.strip().partition("\n")[0].strip()
    cause = next((each for each in _causes(body) if not _CLASS_ALONE.fullmatch(each)), "")
    if not cause and _SAYS_LITTLE.match(first):
        cause = next(_causes(body), "")  # A bare class is more than nothing at all.
    if not cause and head:
        cause = first
    if cause == message.strip():
        cause = ""
    return ErrorParts(head["category"].strip() if head else "", head["line"] if head else "", cause)


def _causes(text: str) -> Iterator[str]:
    """The lines that may be the cause, the likeliest first."""
    for pattern in (_EXECUTOR_LOST, _TASK_LOST, _CAUSED_BY):
        for found in reversed(pattern.findall(text)):
            yield from _inner(found)
    for found in reversed(_PY4J.findall(text)):
        yield from _inner(found)
    tracebacks = list(_TRACEBACK.finditer(text))
    if tracebacks:
        raised = _RAISED.search(text, tracebacks[-1].end())
        if raised:
            yield raised[0].strip()


def _inner(found: str) -> Iterator[str]:
    """A cause, but not one that is itself only an announcement."""
    cause = found.strip()
    if cause and not _SAYS_LITTLE.match(cause):
        yield cause
