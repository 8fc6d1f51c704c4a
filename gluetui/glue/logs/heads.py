"""The heads that log records begin with, in every form that AWS Glue's versions and scripts were seen to write."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

MOST_READ = 300
"""Characters in which a head must stand; what comes after them never changes whether there is one."""

_MOST_OF_JSON = 4_000
"""Characters of a line of JSON in which its level is looked for."""

TRACEBACK = "Traceback (most recent call last):"

ALARMING = frozenset({"ERROR", "FATAL"})
"""Levels of a record that reports a failure."""

_NAMES = {"WARNING": "WARN", "CRITICAL": "FATAL", "SEVERE": "ERROR", "EMERGENCY": "FATAL", "ERR": "ERROR"}
"""Levels that have another name in log4j."""

_LEVEL = r"(?P<level>TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|SEVERE|CRITICAL|FATAL)"
_ANSI = r"(?:\x1b\[[\d;]*m)*"
_DAY = r"(?:\d{4}-\d\d-\d\d|\d{4}/\d\d/\d\d|\d\d/\d\d/\d\d)"
_TIME = rf"{_DAY}[T ]\d\d:\d\d:\d\d(?:[.,:]\d{{1,9}})?(?:Z|[ \t]?[+-]\d\d:?\d\d| UTC)?"
_LOGGER = r"(?P<logger>[\w$.-]+)"
_WHERE = r"(?: \([\w.$<> ]{0,80}:[\w$<>]{0,80}\(\d{0,9}\)\))?(?::\d{1,9})?"
_END = r"(?:[ \t]|(?=[\r\n])|\Z)"

_TIMED_FORMS = tuple(
    re.compile(rf"{_ANSI}\[?{_TIME}\]?{_ANSI}{rest}")
    for rest in (
        rf"[ \t]+{_ANSI}\[?{_LEVEL}\]?{_ANSI}[ \t]+(?:\[[^\]\n]{{0,80}}\][ \t]+)?{_LOGGER}{_WHERE}(?::| -){_END}",
        rf"(?=[ \t]+[-|] [\w$.-]+ [-|] {_LEVEL}[ \t])[ \t]+[-|] {_LOGGER} [-|] [A-Z]+[ \t]+[-|]{_END}",
        rf"[^\n]{{0,80}}?(?<![\w.]){_LEVEL}(?![\w.])[\]:| \t-]*(?P<logger>)",
        r"(?P<level>)(?P<logger>)",
    )
)
"""Heads that begin with their time, the exact forms first; after them those that tell the level alone, or nothing."""

_LEVEL_FIRST = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ANSI}{_LEVEL}{_ANSI}[\t ]+{_TIME}[\t ]\d{{1,9}}[\t ]{_LOGGER}[\t ](?:\[[^\]\n]{{0,80}}\][\t ])?",
        rf"{_ANSI}\[?{_LEVEL}\]?{_ANSI}[\t ]+\[?{_TIME}\]?[\t ]*",
        rf"{_ANSI}{_LEVEL}{_ANSI}:{_LOGGER}:",
        rf"{_ANSI}(?:\[{_LEVEL}\]|{_LEVEL.replace('?P<level>', '?P<level_>')}(?::| -| \|)){_ANSI}(?:\s|\Z)",
    )
)
"""Heads that begin with their level: Glue 5.0's start-up, Python's default, pip."""

_CLOCK = re.compile(rf"\[?\d\d:\d\d:\d\d(?:[.,]\d{{1,9}})?\]?\s+\[?{_LEVEL}\]?(?![\w.])\s*(?:{_LOGGER}(?::| -)\s)?")
"""A time without a day counts with its level only: a script prints such times too."""

_UNTIMED = re.compile(r"LAUNCH (?P<level>ERROR) \||Traceback \(most recent call last\):|Container: container_")

_JSON = re.compile(r'\{\s*"')
_JSON_LEVEL = re.compile(
    r'"(?:level|levelname|level_name|log_?level|severity|lvl)"\s*:\s*"(?P<level>[A-Za-z]{2,10})"', re.IGNORECASE
)
_JSON_LOGGER = re.compile(r'"(?:logger|logger_?name|name)"\s*:\s*"(?P<logger>[^"\n]{1,100})"')


_DATED = re.compile(rf"{_ANSI}\[?{_DAY}[T ]|{_ANSI}{_LEVEL}{_ANSI}[\t ]{_DAY}[T ]")
_QUOTING = frozenset(":'\"([=`")
"""What a line has before a time or a trace that it quotes."""


class Head(NamedTuple):
    """The head of a record."""

    level: str | None
    """As log4j names it (WARN, FATAL, …), or None where the head says none."""
    logger: str
    """"" where the head names none."""
    length: int
    """Characters until the record's own text begins."""
    is_timed: bool


def head_of(text: str, at: int = 0) -> Head | None:
    """The head that stands at a place of a text, or None; decided by the next MOST_READ characters of its line."""
    first = text[at : at + 1]
    if not first or first in " \t\n\r" or first.islower():
        return None
    end = at + MOST_READ
    if first in "0123456789[\x1b":
        for form in _TIMED_FORMS:
            found = form.match(text, at, end)
            if found:
                return _timed(*found.groups(), found.end() - at)
    line = text[at:end].partition("\n")[0].rstrip("\r")
    return _json_head(line) if first == "{" else _head(line)


def begins_record(text: str, line_at: int, at: int) -> bool:
    """Whether a record begins at `at`, in the middle of a line: where an event or what follows a `\\r` begins.

    An event may also begin within a head, or with a time or a trace that the line itself tells of.
    """
    if not text[at : at + 1].strip() or text[at : at + 1].islower():
        return False
    before = text[at - 1]
    if text.startswith("{", at):
        return before == "}" and head_of(text, at) is not None
    if _UNTIMED.match(text, at):
        return before == "\r" or not (before.isspace() or before in _QUOTING)
    if before in _QUOTING or not _DATED.match(text, at):
        return False
    head, around = head_of(text, at), head_of(text, line_at)
    return head is not None and head.level is not None and (around is None or line_at + around.length <= at)


def level_of_json(line: str) -> str | None:
    """The level that a line of JSON says, however late it says it."""
    found = _JSON_LEVEL.search(line, 0, _MOST_OF_JSON)
    return _name(found["level"]) if found else None


def _head(line: str) -> Head | None:
    for form in _LEVEL_FIRST:
        found = form.match(line)
        if found:
            groups = found.groupdict()
            level = groups["level"] or groups.get("level_") or ""
            return Head(_name(level), groups.get("logger") or "", found.end(), is_timed=form in _LEVEL_FIRST[:2])
    found = _CLOCK.match(line)
    if found:
        return Head(_name(found["level"]), found["logger"] or "", found.end(), is_timed=True)
    found = _UNTIMED.match(line)
    if found:
        return Head(found["level"], "", 0, is_timed=False)
    return None


def _json_head(line: str) -> Head | None:
    level = _JSON_LEVEL.search(line) if _JSON.match(line) else None
    if level is None:
        return None
    logger = _JSON_LOGGER.search(line)
    return Head(_name(level["level"]), logger["logger"] if logger else "", 0, is_timed=False)


@lru_cache(maxsize=1024)
def _timed(level: str, logger: str, length: int) -> Head:
    """A log has few heads that differ in more than their time."""
    return Head(_name(level), logger, length, True)


@lru_cache(maxsize=128)
def _name(level: str) -> str | None:
    return _NAMES.get(level.upper(), level.upper()) or None
