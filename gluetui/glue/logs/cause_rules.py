"""What a record says of why its run failed: the rules, best evidence first.

Their order and forms are those of logs of real runs. A rule reads one record; what speaks against it in the others
is for `cause` to see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from gluetui.glue.logs.heads import ALARMING, TRACEBACK, head_of
from gluetui.glue.logs.records import Record
from gluetui.glue.logs.telling import NOWHERE, SCRIPT_FILE, Place, script_place, telling_line

_QUIET = frozenset({"INFO", "DEBUG", "TRACE", "NOTICE"})

LOST_FOR_GOOD = "most recent failure: Lost task"
"""Spark's words for a task whose loss ended its stage."""


class Finding(NamedTuple):
    """What a rule read in a record."""

    text: str
    """The line that tells the cause."""
    reason: str
    """All that is said of it."""
    place: Place = NOWHERE


class Rule(NamedTuple):
    """One kind of evidence."""

    name: str
    find: Callable[[Record], Finding | None]


_NO_ALARM = re.compile(
    r"AnalyzerLogHelper|FailureAnalysisRules|\bdrools\b|getResourceAsStream|SLF4J: |SyntaxWarning: "
    r"|-XX:OnOutOfMemoryError=|STDError Stream ERROR"
)
"""What the first line of a record says that is written in runs that succeed too."""

_LOG_UPLOAD = re.compile(
    r"\b(?:upload|push)\w*\b.{0,60}\blogs?\b|\blogs?\b.{0,40}\bupload|Log(?:Pusher|Uploader)|spark-?event-?logs",
    re.IGNORECASE,
)
_DENIED = re.compile(r"Access ?Denied|\b403\b")

_NO_ALARM_ANYWHERE = re.compile(r"StacklessClosedChannelException")

_ANALYSIS = "[Glue Exception Analysis]"
_ANALYSIS_EVENT = re.compile(r'"Event"\s*:\s*"(?:GlueETLJobExceptionEvent|GlueExceptionAnalysisJobFailed)"')
_REASON = re.compile(r'"Failure Reason"\s*:\s*"((?:[^"\\]|\\.)*)', re.DOTALL)
_FILE_AND_LINE = re.compile(
    r'"File Name"\s*:\s*"(?P<file>[^"]*)"[^{}]*?"Line Number"\s*:\s*(?P<line>\d{1,9})'
    r'|"Line Number"\s*:\s*(?P<line_>\d{1,9})[^{}]*?"File Name"\s*:\s*"(?P<file_>[^"]*)"'
)
_LAST_LINE = re.compile(r'"Last Executed Line number"\s*:\s*"?(\d{1,9})')
_SCRIPT = re.compile(r'"script"\s*:\s*"([^"\\]+)"')

_LAUNCH = re.compile(r"LAUNCH ERROR \|\s*(?P<said>[^\n]*)|Bootstrapping failed[^\n]*")
_INSTALLING = re.compile(
    r"(?-i:\bERROR: )(?!pip's dependency resolver)(?P<pip>[^\n]+)"
    r"|(?P<download>\bfatal error: [^\n]+|\bdownload failed: [^\n]+"
    r"|\b(?:error|couldn't|could not|cannot|failed to|unable to|failure) (?:while )?download\w*\b[^\n]*)",
    re.IGNORECASE,
)

_LAUNCHER = re.compile(r"Error from Python:|Exception in User Class:|Original failureReason:")

_EXCEPTION = re.compile(r"(?:[\w$]+\.)+[A-Z][\w$]*(?::|$)")

_IN_THREAD = re.compile(r'^Exception in thread "[^"]*" ')

_KILLED = re.compile(
    r"Container killed by YARN for exceeding (?:\w+ )?memory limits|running beyond (?:physical|virtual) memory limits"
    r"|^(?:Exception in thread \"[^\"\n]*\" )?java\.lang\.OutOfMemoryError:|\bNo space left on device"
    r"|\b[Ee]xit(?:ed)?(?: with)?(?: a)?(?: non-zero)?(?: exit)? (?:code|status):? ?(?P<code>137|143|10)\b",
    re.MULTILINE,
)
_REFUSED = re.compile(
    r"is not authorized to perform: \S+|Insufficient Lake Formation permission|Slow Down \(.{0,200}\b503"
    r"|Communications link failure|No route to host|\btimed out\b"
)


def is_alarm(record: Record) -> bool:
    """Whether a record may tell a cause: not where succeeded runs have it too."""
    first = record.text.partition("\n")[0]
    if _ANALYSIS in first:
        return True
    if _LOG_UPLOAD.search(first) and _DENIED.search(record.text):
        return False
    return not (_NO_ALARM.search(first) or _NO_ALARM_ANYWHERE.search(record.text))


def body_of(record: Record) -> str:
    """A record's own text, without its head."""
    head = head_of(record.text)
    return record.message[head.length :] if head else record.message


def installing_line(record: Record) -> str:
    """pip's complaint, or a download's that failed; "" where the record holds none."""
    text = record.message
    if "ERROR: " not in text and "ownload" not in text and "fatal error" not in text:
        return ""  # most records, told apart cheaply
    found = list(_INSTALLING.finditer(text))
    return (found[-1]["pip"] or found[-1]["download"] or "").strip() if found else ""


def _analysis(record: Record) -> Finding | None:
    if _ANALYSIS not in record.text or not _ANALYSIS_EVENT.search(record.text):
        return None
    document = record.text.partition(_ANALYSIS)[2]
    reason = _unescaped(found[1]) if (found := _REASON.search(document)) else ""
    text = telling_line(reason) or _first_line(reason)
    return Finding(text, reason, _analysed_place(document, reason)) if text else None


def _analysed_place(document: str, reason: str) -> Place:
    named = _SCRIPT.search(document)
    for each in _FILE_AND_LINE.finditer(document):
        file = SCRIPT_FILE.search(each["file"] or each["file_"] or "")
        if file:
            return Place(file["script"], int(each["line"] or each["line_"]))
    last = _LAST_LINE.search(document)
    within = script_place(reason)
    if last is None:
        return within
    return Place(within.script or (named[1] if named else None), int(last[1]))


def _launch(record: Record) -> Finding | None:
    found = _LAUNCH.search(record.text)
    if found is None:
        return None
    return Finding((found["said"] or found[0]).strip(), record.message)


def _launcher(record: Record) -> Finding | None:
    found = _LAUNCHER.search(record.text)
    return _of_trace(record.message[found.end() :]) if found else None


def _trace(record: Record) -> Finding | None:
    text = record.text
    if LOST_FOR_GOOD in text:
        return _of_trace(record.message)
    is_loud = record.level in ALARMING or record.level is None
    if not is_loud or not (TRACEBACK in text or "\n\tat " in text or "\nCaused by: " in text):
        return None
    return _of_trace(body_of(record), raised_first=TRACEBACK not in text)


def _of_trace(text: str, *, raised_first: bool = True) -> Finding | None:
    line = telling_line(text) or (_exception_line(text) if raised_first else "")
    return Finding(line, text.strip("\n"), _place_of(line, text)) if line else None


def _place_of(line: str, text: str) -> Place:
    """The script's frame that stands next before a line, else the last one."""
    before = script_place(text[: max(text.find(line), 0)])
    return before if before.line is not None else script_place(text)


def _exception_line(text: str) -> str:
    """The first line that can be an exception, of a trace that names no cause within."""
    lines = [_IN_THREAD.sub("", line.strip()) for line in text.split("\n") if line.strip()]
    return next(filter(_EXCEPTION.match, lines), lines[0] if lines else "")


def _killed(record: Record) -> Finding | None:
    found = _KILLED.search(record.text)
    if found is None or (found["code"] == "10" and "python-jobs" not in record.stream.group):
        return None
    return _of_line(record, found)


def _refused(record: Record) -> Finding | None:
    found = None if record.level in _QUIET or record.level == "WARN" else _REFUSED.search(record.text)
    return _of_line(record, found) if found else None


def _of_line(record: Record, found: re.Match[str]) -> Finding:
    """The line in which something was found, without a head."""
    text = record.text
    start = text.rfind("\n", 0, found.start()) + 1
    line = text[start:].partition("\n")[0].rstrip("\r")
    if start == 0:
        line = body_of(record).partition("\n")[0]
    return Finding(telling_line(line) or line.strip(), record.message, script_place(text))


RULES = (
    Rule("glue-exception-analysis", _analysis),
    Rule("launch-error", _launch),
    Rule("process-launcher", _launcher),
    Rule("trace", _trace),
    Rule("killed", _killed),
    Rule("refused", _refused),
)
"""Best evidence first."""

LAUNCH_ERROR = 1
"""Its place among the rules: the script never ran, so nothing in the script is the cause."""

PROCESS_LAUNCHER = 2
"""Its place among the rules, the last by which Glue itself says that the script has failed."""


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def _unescaped(text: str) -> str:
    """A JSON string's content, which may be cut in the middle of an escape."""
    for end in range(len(text), max(len(text) - 7, -1), -1):
        try:
            value: Any = json.loads(f'"{text[:end]}"', strict=False)
        except ValueError:
            continue
        return str(value)
    return text
