"""The facts that AWS Glue and Spark bury in an ErrorMessage: its category, the line of the script and the cause."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from gluetui.glue.run.causes import Says, named_causes, says, short

READ_CHARACTERS = 65_536
"""Characters looked at; a cause that comes later is found in the whole text by its reader."""

_HEAD = re.compile(
    r"\s*Error Category: (?P<category>[^;\n]{1,80})(?:; Failed Line Number: (?P<line>\d{1,9})|(?<=[A-Z]_ERROR));[ \t]*"
)
"""How Glue begins the message of a failed Spark script (recorded answers); not every failure has a line."""


class ErrorParts(NamedTuple):
    """Each part as it stands in the message, or "" where the message has none."""

    category: str = ""
    line: str = ""
    cause: str = ""
    """Of the causes that tell most the innermost, without its class's package."""


@lru_cache(maxsize=64)
def error_parts(message: str) -> ErrorParts:
    """The parts that a message is known to have; a cause that says no more than the first line is none."""
    text = message[:READ_CHARACTERS].replace("\r\n", "\n")
    head = _HEAD.match(text)
    body = text[head.end() :] if head else text
    first = body.strip().partition("\n")[0].strip()
    causes = named_causes(body)
    # Of causes that say as much the last is the innermost.
    cause = max(reversed(causes), key=says, default="")
    if says(cause) < min(says(first) + 1, Says.CAUSE):
        cause = ""
    if not cause and head:
        cause = short(first)
    if cause == message.strip():
        cause = ""
    return ErrorParts(head["category"].strip() if head else "", (head["line"] or "") if head else "", cause)


def telling_text(message: str) -> str:
    """The one line that says most: the cause, else the first line, its exception without a package."""
    return error_parts(message).cause or short(message.strip().partition("\n")[0].rstrip())
