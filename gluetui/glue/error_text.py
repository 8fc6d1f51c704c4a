"""What AWS Glue and Spark bury in an ErrorMessage: its category, the line of the script and the cause."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEAD = re.compile(r"Error Category: (?P<category>[^;\n]{1,80}); Failed Line Number: (?P<line>\d{1,9});")
"""How Glue begins the message of a failed Spark script (recorded answers)."""

_CAUSES = (
    re.compile(r"\bReason: (?P<cause>[^\n]+)"),
    re.compile(r"^\s*Caused by: (?P<cause>[^\n]+)", re.MULTILINE),
    re.compile(r"\bAn error occurred while calling \w+\.\w+\.?\s+(?P<cause>[^\n]+)"),
)
"""Where Spark, Java and Py4J name a cause, the most telling first; of several the last is the innermost."""

READ = 65_536
"""Characters looked at; a cause that comes later is found in the whole text by its reader."""


class ErrorParts(NamedTuple):
    """Each part as it stands in the message, or "" where the message has none."""

    category: str = ""
    line: str = ""
    cause: str = ""


def picked(message: str) -> ErrorParts:
    """The parts that a message is known to have; a cause that is all of the message is none."""
    text = message[:READ]
    head = _HEAD.search(text)
    cause = next((found[-1].strip() for pattern in _CAUSES if (found := pattern.findall(text))), "")
    return ErrorParts(head["category"].strip() if head else "", head["line"] if head else "", cause)
