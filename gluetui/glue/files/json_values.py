"""The JSON values in a file that the user hands over: one document, or several one after the other (JSON lines)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from gluetui.glue.secrets.redaction import redacted

EXPECTED = "JSON as `aws glue get-job-run` or get-job-runs prints it"

_SPACE = re.compile(r"[ \t\r\n]*")
_FILE_KINDS = {b"\x1f\x8b": "a gzip file", b"PK\x03\x04": "a zip file", b"SQLite format 3": "an SQLite file"}
_EXCERPT = 40
"""Characters that the message quotes of a text that is no JSON at all: enough to recognise it by."""


class UnreadableDocument(Exception):
    """Input that cannot be read as runs; its message is one line that may hold control characters of the input."""

    def __init__(self, name: str, found: str, *, line: int = 0, column: int = 0) -> None:
        """`line` and `column` count from 1; 0 where the whole input is meant."""
        place = f"{name}, line {line}, column {column}" if line else name
        super().__init__(f"{place}: expected {EXPECTED}, found {found}")
        self.name = name
        self.found = found
        self.line = line
        self.column = column


def json_values(name: str, content: bytes) -> Iterator[object]:
    """Each value by itself, so that a long file of JSON lines is never held decoded as a whole.

    Raises: UnreadableDocument, once the values before the unreadable place were given out.
    """
    text = _text(name, content)
    del content
    decode = json.JSONDecoder().raw_decode
    first = position = _after_space(text, 0)
    if position == len(text):
        raise UnreadableDocument(name, "nothing")
    while position < len(text):
        try:
            value, end = decode(text, position)
        except json.JSONDecodeError as error:
            found = _found(text, error, is_first=error.pos == first)
            raise UnreadableDocument(name, found, line=error.lineno, column=error.colno) from None
        except (ValueError, RecursionError) as error:
            found = "JSON nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
            line, column = _line_and_column(text, position)
            raise UnreadableDocument(name, found, line=line, column=column) from None
        yield value
        position = _after_space(text, end)


def inner_json(text: str) -> object:
    """The JSON that a string holds where it may name a run, as Step Functions' Cause and SNS messages do; else None."""
    if text.lstrip()[:1] not in ("{", "[", '"') or not ("JobName" in text or "jobRunId" in text):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _text(name: str, content: bytes) -> str:
    """UTF-8, or UTF-16 as PowerShell's `>` writes it."""
    kind = next((kind for start, kind in _FILE_KINDS.items() if content.startswith(start)), "")
    if kind:
        raise UnreadableDocument(name, kind)
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        found = f"a byte that is not {encoding.removesuffix('-sig')}"
        raise UnreadableDocument(name, found, line=line, column=column) from None


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _found(text: str, error: json.JSONDecodeError, *, is_first: bool) -> str:
    """A description of the text in place of JSON; within JSON its text is not quoted, for it may be a secret."""
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return "JSON that is cut off"
    if not is_first:
        return f"broken JSON ({error.msg})"
    if text.startswith("<", error.pos):
        return "a web page or XML"
    start = redacted(text[error.pos : error.pos + 400].partition("\n")[0].rstrip())
    return f'text that begins with "{start[:_EXCERPT]}"'


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
