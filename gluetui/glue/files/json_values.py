"""The JSON values in a file that the user hands over: one document, or several one after the other (JSON lines)."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from gluetui.glue.files.lenient import lenient_value
from gluetui.glue.secrets.redaction import redacted

EXPECTED = "JSON as `aws glue get-job-run` or get-job-runs prints it"

LARGEST = 512 * 1024 * 1024
"""Bytes of a compressed file's content that are read."""

MOST_LEFT_OUT = 100
"""Unreadable lines of a file that are left out: one with more is no file of JSON lines."""

_MAY_NAME_A_RUN = re.compile(r"job_?name|job_?run_?id|jr_[0-9a-f]{64}", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]*")
_NEXT_VALUE = re.compile(r"\n(?=[{\[])")
_LINE_END = re.compile(r"[ \t\r]*(?:\n|$)")
_GZIP = b"\x1f\x8b\x08"
_FILE_KINDS = {
    b"\x1f\x8b": "a damaged gzip file",
    b"PK\x03\x04": "a zip file: unpack it first",
    b"BZh": "a bzip2 file: unpack it first",
    b"\xfd7zXZ": "an xz file: unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd file: unpack it first",
    b"SQLite format 3": "an SQLite file",
    b"PAR1": "a Parquet file",
}
_OTHER_OUTPUTS = (
    (
        re.compile(
            r"(?:---\s+)?(?:- )?(?:(?:JobRuns?|events):(?:\s|$)"
            r"|(?:AllocatedCapacity|Arguments|Attempt):[^\n]*\n(?:[^\n]*\n){0,300}?[ -]*JobRunState:)"
        ),
        "YAML: the AWS CLI prints JSON with `--output json`",
    ),
    (re.compile(r"<(?:[!?]|\w+\s*>|html)"), "a web page or XML"),
    (
        re.compile(r"JOBRUNS?\t|EVENTS\t|[bf]/\d{20,}(?:/s)?\s"),
        "the AWS CLI's text: it prints JSON with `--output json`",
    ),
    (
        re.compile(r"[-+]{10,}\r?\n\|\s*(?:GetJobRuns?|JobRuns?|GetLogEvents|FilterLogEvents)\s*\|"),
        "a table: the AWS CLI prints JSON with `--output json`",
    ),
)
_PRINTED = (
    (re.compile(r"'"), "what Python prints of a dict: json.dumps(…, default=str) writes JSON"),
    (re.compile(r"[A-Za-z_$][\w$]*\s*:"), "what JavaScript prints of an object: JSON.stringify(…) writes JSON"),
)
"""How a member of what is nearly JSON begins, and what writes JSON in its place."""

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


def json_values(name: str, content: bytes, left_out: list[UnreadableDocument] | None = None) -> Iterator[object]:
    """Each value by itself, so that a long file of JSON lines is never held decoded as a whole.

    With `left_out`, lines that cannot be read are put there, and those behind them are read all the same.
    Raises: UnreadableDocument, once the values before the unreadable place were given out.
    """
    text = text_of(name, content)
    del content
    yield from values_in(name, text, left_out)


def values_in(name: str, text: str, left_out: list[UnreadableDocument] | None = None) -> Iterator[object]:
    """The same of a text."""
    decode = json.JSONDecoder().raw_decode
    first = position = _after_space(text, 0)
    if position == len(text):
        raise UnreadableDocument(name, "nothing")
    has_value = False
    while position < len(text):
        try:
            value, end = decode(text, position)
            if not isinstance(value, dict | list) and not _LINE_END.match(text, end):
                # A number or a quote that a sentence or a line of a log begins with.
                raise json.JSONDecodeError("Extra data", text, position)
        except (ValueError, RecursionError) as error:
            nearly, end = _nearly_json(text, position, is_first=position == first)
            if not nearly:
                fault = _fault(name, text, position, error, is_first=position == first)
                following = _NEXT_VALUE.search(text, position)
                goes_on = left_out is not None and len(left_out) < MOST_LEFT_OUT and (has_value or following)
                if left_out is None or not goes_on:
                    raise fault from None
                left_out.append(fault)
                position = following.end() if following else len(text)
                continue
            value = nearly[0]
        yield value
        has_value, position = True, _after_space(text, end)


def inner_json(text: str) -> object:
    """The JSON that a string holds where it may name a run, as Step Functions' Cause and SNS messages do; else None."""
    if text.lstrip()[:1] not in ("{", "[", '"') or not _MAY_NAME_A_RUN.search(text):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def whole_value(text: str) -> object:
    """The one value that a text is, as JSON or nearly; None for any other text."""
    for read in (json.loads, lenient_value):
        with suppress(ValueError, RecursionError):
            return read(text)
    return None


def other_format(text: str, position: int = 0) -> str:
    """The format that is not JSON in which a text begins, and what to do about it; "" for any other text."""
    return next((kind for start, kind in _OTHER_OUTPUTS if start.match(text, position)), "")


def _nearly_json(text: str, position: int, *, is_first: bool) -> tuple[list[object], int]:
    """The value of the whole text, or of this line, where it is nearly JSON, and its end; an empty list for none."""
    if is_first:
        with suppress(ValueError):
            return [lenient_value(text[position:])], len(text)
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    with suppress(ValueError):
        return [lenient_value(text[position:end])], end
    return [], position


def _fault(
    name: str, text: str, position: int, error: ValueError | RecursionError, *, is_first: bool
) -> UnreadableDocument:
    if isinstance(error, json.JSONDecodeError):
        found = _found(text, error, is_first=is_first and error.pos == position)
        return UnreadableDocument(name, found, line=error.lineno, column=error.colno)
    found = "JSON nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    return UnreadableDocument(name, found, line=line, column=column)


def text_of(name: str, content: bytes) -> str:
    """UTF-8, or UTF-16 as PowerShell's `>` writes it; unpacked where it is compressed by gzip.

    Raises: UnreadableDocument for what is no text.
    """
    content = _unpacked(name, content)
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


def _unpacked(name: str, content: bytes) -> bytes:
    """The content of a gzip file, which may be several packed ones behind one another, up to a bound."""
    parts: list[bytes] = []
    left = LARGEST
    while content.startswith(_GZIP):
        unpacking = zlib.decompressobj(wbits=31)
        try:
            parts.append(unpacking.decompress(content, left))
        except zlib.error:
            raise UnreadableDocument(name, _FILE_KINDS[b"\x1f\x8b"]) from None
        left -= len(parts[-1])
        if left <= 0:
            raise UnreadableDocument(name, f"a gzip file of more than {LARGEST // 1024**2} MB: unpack it first")
        if not unpacking.eof:
            raise UnreadableDocument(name, "a gzip file that is cut off")
        content = unpacking.unused_data.lstrip(b"\0")
    return b"".join(parts) if parts else content


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _found(text: str, error: json.JSONDecodeError, *, is_first: bool) -> str:
    """A description of the text in place of JSON; within JSON its text is not quoted, for it may be a secret."""
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return "JSON that is cut off"
    if not is_first:
        printed = next((kind for start, kind in _PRINTED if start.match(text, error.pos)), "")
        return printed if printed and "property name" in error.msg else f"broken JSON ({error.msg})"
    other = other_format(text, error.pos)
    if other:
        return other
    start = redacted(text[error.pos : error.pos + 400].partition("\n")[0].rstrip())
    return f'text that begins with "{start[:_EXCERPT]}"'
