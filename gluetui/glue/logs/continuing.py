"""Which lines go on with the record before them: stack traces, tracebacks, and what is indented."""

from __future__ import annotations

import re
from enum import Enum, auto

from gluetui.glue.logs.heads import TRACEBACK, Head

MOST_UNCERTAIN_LINES = 60
"""Lines after which it no longer matters where one began to read; see RecordReader."""

_MOST_OF_A_MESSAGE = 50
"""Unindented lines that an exception's message may have before its first frame."""

_WORDS_OF_TRACES = re.compile(
    r"Caused by: |Suppressed: |Driver stacktrace:|JVM stacktrace:|\.\.\. \d+ more|: (?:[a-z_][\w$]*\.)+[A-Z]"
    r"|During handling of the above exception|The above exception was the direct cause"
)
_CHAINS = re.compile(
    r"During handling of the above exception|The above exception was the direct cause"
    r"|[^\n]*\b(?:stack ?trace|[Tt]raceback) below[.:]*\s*$"
)
"""After such a line a traceback goes on with the record."""

_EXCEPTION = re.compile(r"(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Failure|Throwable)(?::|\s*$)")
_PLAN = re.compile(
    r"[+:]- |'[A-Z]\w+|== SQL|-*\^\^\^|!?(?:Project|Relation|Aggregate|Filter|SubqueryAlias|Join) ?\[|['\"]\s*$"
)
"""Lines of a query or its plan in the message of an AnalysisException, or the end of a quoted traceback."""

_CLOSING = re.compile(r"[}\])]+[,;]?\s*$")
_FRAME = re.compile(r"\s+at [\w$.<>/]+\(")


class _Inside(Enum):
    NOTHING = auto()
    PYTHON = auto()
    """A traceback whose last line, which is not indented, is to come."""
    MESSAGE = auto()
    """An exception's message, before its first frame."""
    TRACE = auto()
    """A trace that may be over."""


_NOTHING = _Inside.NOTHING
_TRACEBACK_BEGINS = "Traceback (most"


class Continuing:
    """Tells, line by line, whether a line belongs to the record that began last."""

    __slots__ = ("_chained", "_head", "_inside", "_message_lines", "_was_indented")

    def __init__(self) -> None:
        self.begin("", 0, 0, None)

    def begin(self, text: str, start: int, end: int, head: Head | None) -> None:
        """A record begins with this line of a text."""
        self._head = head
        self._inside = _NOTHING
        if text.find(_TRACEBACK_BEGINS, start, end) >= 0:
            if text[start:end].rstrip().endswith(TRACEBACK):
                self._inside = _Inside.PYTHON
            if text.startswith(TRACEBACK, start):
                self._head = None  # it may not be followed by another, as a logged error may
        self._message_lines = 0
        self._chained = self._was_indented = False

    def goes_on(self, text: str, start: int, end: int, head: Head | None) -> bool:
        """Whether the line is one of the record's; the next line is judged by it then."""
        if head is not None and not text.startswith(TRACEBACK, start):
            return False
        line = text[start:end]
        takes = self._is_part(line) if head is None else self._takes_traceback()
        if takes:
            self._note(line)
        return takes

    def _may_have_trace(self) -> bool:
        head = self._head
        if head is None:
            return False
        return head.level in ("WARN", "ERROR", "FATAL") or (head.level is None and head.is_timed)

    def _takes_traceback(self) -> bool:
        return self._chained or (self._inside is _NOTHING and self._may_have_trace())

    def _is_part(self, line: str) -> bool:
        if not line.strip():
            return self._head is not None or self._inside is not _NOTHING
        if line[0] in " \t" or self._inside is _Inside.PYTHON or _WORDS_OF_TRACES.match(line):
            return True
        if self._inside is _Inside.MESSAGE:
            return self._message_lines < _MOST_OF_A_MESSAGE
        if self._inside is _Inside.TRACE and _PLAN.match(line):
            return True
        if self._was_indented and _CLOSING.match(line):
            return True
        return self._inside is _NOTHING and _EXCEPTION.match(line) is not None and self._may_have_trace()

    def _note(self, line: str) -> None:
        is_blank = not line.strip()
        is_indented = line[:1] in (" ", "\t")
        if line.rstrip().endswith(TRACEBACK):
            self._inside = _Inside.PYTHON
        elif self._inside is _Inside.PYTHON:
            if not is_indented and not is_blank:
                self._inside = _Inside.TRACE
        elif line.startswith('  File "'):
            self._inside = _Inside.PYTHON  # as Ray puts one traceback into another
        elif _FRAME.match(line) or _WORDS_OF_TRACES.match(line):
            self._inside = _Inside.TRACE
        elif self._inside is _Inside.MESSAGE:
            self._message_lines += 1
        elif self._inside is _Inside.NOTHING and not is_indented and not is_blank and _EXCEPTION.match(line):
            self._inside = _Inside.MESSAGE
        if not is_blank:
            self._chained = _CHAINS.match(line) is not None
            self._was_indented = is_indented
