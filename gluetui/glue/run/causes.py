"""Where Spark, Java, Py4J, pip and Python name a cause of a failure, and how much each of those causes says.

A text has a chain of causes, and the innermost that tells something is the one to show: what stands around it only
says that something failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple


class Says(IntEnum):
    """How much a text says of why something failed."""

    NOTHING = 0
    """It announces what follows, or was cut off before it said anything."""

    SYMPTOM = 1
    """It says that something failed: "Task failed while writing rows"."""

    CLEAN_UP = 2
    """What failed while the program ended after another failure: "Filesystem closed"."""

    CLASS = 3
    """An exception's class without a message: "NullPointerException"."""

    CAUSE = 4


class Named(NamedTuple):
    """One cause that a text names, and where."""

    at: int
    text: str


_END = r"(?=\n|\s+Caused by: |\s+at [\w.$<>]+\([\w.]+:\d+\)|\s*Driver stacktrace:|\Z)"
"""Where a cause ends: also in a text whose lines were joined."""

CAUSED_BY = re.compile(rf"(?:^|(?<=\s))Caused by: ([^\n]*?){_END}", re.MULTILINE)
LOST_TASK = re.compile(rf"\bLost task [\d.]+ in stage [\d.]+ \(TID \d+[^\n]{{0,300}}?\): ([^\n]*?){_END}", re.MULTILINE)
_USER_CLASS = re.compile(rf"^Exception in User Class: ([^\n]*?){_END}", re.MULTILINE)
CALLING = re.compile(rf"\bAn error occurred while calling [\w:$.]+?\.?\s+(?::\s*)?([^\n]*?){_END}", re.MULTILINE)
"""Py4J's, of what Java threw."""

EXECUTOR_LOST = re.compile(
    rf"\b(?:ExecutorLostFailure\b|Lost executor \d)[^\n]{{0,300}}?\bReason: ([^\n]*?){_END}", re.MULTILINE
)
_NAMING = (
    CAUSED_BY,
    LOST_TASK,
    EXECUTOR_LOST,
    re.compile(rf"\b[Mm]ost recent failure reason: ([^\n]*?){_END}", re.MULTILINE),
    _USER_CLASS,
    CALLING,
)
"""Each names a cause in its group. What is named later in a text lies further in."""

_SCRIPT_NEVER_RAN = re.compile(r"\bLAUNCH ERROR\b|\bBootstrapping failed\b")
_PIP = re.compile(r"^[ \t]*ERROR: ([^\n]+)", re.MULTILINE)
"""pip's complaint, of a run whose script was never started."""

_TRACEBACK = re.compile(r"\bTraceback \(most recent call last\):")
_RAISED = re.compile(
    r"^(?: +\| )?([\w.]+: .+|[\w.]*(?:Error|Exception|Exit|Interrupt|Warning|Iteration):?)[ \t]*$", re.MULTILINE
)
"""The line that ends a Python traceback: a class, mostly with a message, not indented."""

_DIRECT_CAUSE = "was the direct cause of the following exception"

_PACKAGE = r"(?:[a-z_][\w$]*\.)+"
_CLASS = re.compile(rf"(?:{_PACKAGE})?([A-Z_][\w$]*)(?:\s?:(?:\s+|$)|$)")
"""The class that a cause begins with; its message follows."""

_INNER = re.compile(rf"{_PACKAGE}[A-Z][\w$]*(?:Exception|Error|Failure)\s?:")
"""The class of another exception at the beginning of a message: the outer one only wraps it."""

_EXCEPTION = re.compile(rf"{_PACKAGE}(?=[A-Z][\w$]*(?:Exception|Error|Failure|Fault|Exit|Interrupt|Throwable)\b)")
_CUT_OFF = re.compile(r"(?:[a-z_][\w$]*\.){2,}[\w$]*$")
"""The beginning of a class's name, where AWS cut the text."""

_ANNOUNCES = re.compile(
    r"['\"]?Traceback \(most recent|An error occurred while calling\b|An exception was thrown from the Python worker"
    r"|Error Category: |Error from Python:?$"
)
_SYMPTOMS = re.compile(
    r"(?:\[[A-Z_.]+\] )?(?:Task failed while writing rows|Failed to execute user.defined function"
    r"|Encountered error while reading file|Job aborted due to stage failure: (?:Task \d|\w*Stage \d|Aborting)"
    r"|ExecutorLostFailure \(|Remote RPC client disassociated\b|Writing job aborted"
    r"|Error while (?:reading|processing|executing) )"
)
"""Symptoms that name a file or a function, which do not say why; others are found by `_WORDS_OF_FAILING`."""

_CLEAN_UP = re.compile(
    r"(?:This |The )?[Cc]onnection (?:has been |is |was )?(?:already )?closed|Stream (?:is )?closed|Filesystem closed"
    r"|.{0,80}\bSparkContext (?:was|has been) (?:shut ?down|stopped)|Cannot call methods on a stopped SparkContext"
    r"|TaskKilled\b|.{0,200}\brejected from \S*ThreadPoolExecutor|'NoneType' object has no attribute 'close'"
)
_CODE_THAT_TELLS = re.compile(r"\b(?:exit(?:ed)?|status|code)\D{0,20}\b(?:10|137|143|40[134]|503)\b", re.IGNORECASE)
"""Exit codes of a process that ran out of memory or was killed, and HTTP statuses."""

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_OF_FAILING = frozenset(
    {
        "a", "above", "abort", "aborted", "aborting", "all", "an", "and", "at", "attempt", "attempts",
        "awaitresult", "been", "below", "by", "can", "cannot", "cause", "caused", "check", "code", "command",
        "complete", "completed", "could", "data", "detail", "details", "did", "driver", "due", "during",
        "encountered", "error", "errors", "etl", "etljob", "exception", "exceptions", "execute", "executed",
        "executing", "execution", "exit", "exited", "fail", "failed", "failing", "fails", "failure",
        "following", "for", "from", "glue", "has", "have", "in", "info", "information", "internal",
        "invocation", "is", "it", "its", "job", "jobs", "load", "loading", "log", "logs", "look", "main",
        "message", "more", "most", "non", "not", "occurred", "of", "on", "one", "or", "output", "pipeline",
        "please", "problem", "process", "processing", "program", "query", "reason", "recent", "records",
        "refer", "result", "returned", "row", "rows", "run", "running", "script", "see", "service", "something",
        "spark", "stage", "stages", "status", "step", "stopped", "task", "tasks", "terminated", "the", "this",
        "thrown", "time", "times", "to", "trying", "unable", "unexpected", "unknown", "user", "was", "wasn",
        "went", "were", "while", "with", "worker", "write", "writing", "wrong", "your", "zero",
    }
)  # fmt: skip
"""Words of which a text says no more than that something failed."""

_CLASSES_OF_FAILING = frozenset(
    {
        "AirflowException", "BaseException", "CalledProcessError", "CompletionException", "Error", "Exception",
        "ExecutionException", "Failure", "GlueException", "IOException", "InvocationTargetException",
        "JobFailedException", "Py4JError", "Py4JJavaError", "PythonException", "QueryExecutionException",
        "RuntimeError", "RuntimeException", "SparkException", "SparkUpgradeException", "SystemExit",
        "Throwable", "UndeclaredThrowableException",
    }
)  # fmt: skip
"""Classes that by themselves say no more either."""

_MOST_READ = 1_000
"""Characters of a cause by which it is judged."""


def named_causes(text: str) -> list[str]:
    """The causes that a text names, the innermost last, each with its class but not its package."""
    found = [Named(each.start(1), each[1]) for naming in _NAMING for each in naming.finditer(text)]
    if _SCRIPT_NEVER_RAN.search(text):
        found += (Named(each.start(1), each[1]) for each in _PIP.finditer(text))
    found += raised(text)
    shown = (short(_unwrapped(each.text.strip()), is_class=True) for each in sorted(found))
    return [each for each in shown if each]


def says(cause: str) -> Says:
    """How much a cause says."""
    cause = cause.strip()[:_MOST_READ]
    head = _CLASS.match(cause)
    message = cause[head.end() :].strip() if head else cause
    if head and message in ("null", "None"):
        message = ""  # as Java and Python print an exception without a message
    if _ANNOUNCES.match(message) or (not head and _CUT_OFF.match(message)):
        return Says.NOTHING
    if _CLEAN_UP.match(message):
        return Says.CLEAN_UP
    if _SYMPTOMS.match(message):
        return Says.SYMPTOM
    if _CODE_THAT_TELLS.search(message) or not {word.lower() for word in _WORD.findall(message)} <= _WORDS_OF_FAILING:
        return Says.CAUSE
    if head and head[1] not in _CLASSES_OF_FAILING:
        return Says.CLASS if message or re.search(r"(?:Exception|Error|Failure|Interrupt)$", head[1]) else Says.NOTHING
    return Says.SYMPTOM if message else Says.NOTHING


def short(cause: str, *, is_class: bool = False) -> str:
    """The text without its class's package; where it may begin otherwise than with a class, an exception's only."""
    head = _CLASS.match(cause)
    if is_class and head:
        return cause[head.start(1) :]
    package = _EXCEPTION.match(cause)
    return cause[package.end() :] if package else cause


def without_class(cause: str) -> str:
    """The message alone, where it tells the cause by itself: for a place that has no room for both."""
    head = _CLASS.match(cause)
    message = cause[head.end() :].strip() if head else ""
    return message if len(_WORD.findall(message)) > 1 and says(message) is Says.CAUSE else cause


def _unwrapped(cause: str) -> str:
    """The exception within, of one whose message is another exception."""
    head = _CLASS.match(cause)
    while head and _INNER.match(cause, head.end()):
        cause = cause[head.end() :]
        head = _CLASS.match(cause)
    return cause


def raised(text: str) -> Iterator[Named]:
    """What Python's tracebacks end with. One that was the direct cause of the next lies further in than that."""
    tracebacks = [each.end() for each in _TRACEBACK.finditer(text)]
    chain: list[tuple[int, str]] = []
    for start, end in pairwise([*tracebacks, len(text)]):
        raised = _RAISED.search(text, start, end)
        if raised is None:
            continue
        chain.append((raised.start(1), raised[1]))
        if _DIRECT_CAUSE not in text[raised.end() : end]:
            yield from _inside_out(chain)
            chain = []
    yield from _inside_out(chain)


def _inside_out(chain: list[tuple[int, str]]) -> Iterator[Named]:
    """Causes at each other's places, the first one last."""
    places = [place for place, _ in chain]
    return (Named(place, raised) for place, (_, raised) in zip(places, reversed(chain), strict=True))
