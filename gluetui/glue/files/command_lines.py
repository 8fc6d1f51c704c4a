"""A command line that names a run, read from a text: the AWS CLI's, PowerShell's, gluetui's own, a job's arguments."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from gluetui.glue.files.json_values import inner_json

_OPTION_NAMES = {
    "jobname": "job_name",
    "runid": "run_id",
    "jobrunid": "run_id",
    "region": "region",
    "job": "job_name",
    "run": "run_id",
    "cliinputjson": "input",
}
"""By option, without hyphens and in lower case, the part of a run that it names."""

_NAMING = re.compile(r"(?:^|[\s'\"\[(,])(?:--(?:job[-_]?name|job)\b|-jobname\b|--cli-input-json\b)", re.IGNORECASE)
_CONTINUED = re.compile(r"(?:[\\^`]|(?<=\s)=)[ \t]*\r?\n[ \t>]*")
"""A line that goes on: in sh, in cmd and in PowerShell."""

_CURLY = re.compile(
    "(?<=[\\s=])(?:[\u201c\u201e\u201f]([^\u201c\u201d\n]{0,300})[\u201d\u201c]"
    "|\u00ab ?([^\u00ab\u00bb\n]{0,300}?) ?\u00bb"
    "|[\u2018\u201a\u2039]([^\u2018\n]{0,300}?)[\u2019\u2018\u203a])(?=\\s|$)"
)
_WORD = re.compile(
    r"""\$'(?P<ansi>(?:[^'\\]|\\.)*)'|"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+)|(?P<gap>\s+)""",
    re.DOTALL,
)
_CODE = re.compile(r"`{1,3}([^`\n]*\s--?[a-zA-Z][^`\n]*)`{1,3}")
"""A command line as chat and tickets set it."""

_LIST_OF_WORDS = re.compile(r"""['"]--[A-Za-z_-]+['"]\s*,""")
_LIST_SIGNS = re.compile(r"""\[(?=['"])|(?<=['"])\s*[,\]]""")
_PLACEHOLDER = re.compile(r"\$.*|%\w+%|<.*>|\{.*\}|\[.*\]", re.DOTALL)
"""A variable or a gap to fill in, which is no name."""

_ESCAPED = re.compile(r"\\(x[0-9a-fA-F]{2}|.)", re.DOTALL)


_LONGEST_LINE = 16_384
"""Characters of a command's line that are looked at."""


class Options(NamedTuple):
    """What a command line names; "" for a part that it does not name."""

    job_name: str = ""
    run_id: str = ""
    region: str = ""
    rest: str = ""
    """Words that begin with the job's name, where quotes around it may have been lost."""


def options_in(text: str) -> Options:
    """The options of the first command in a text that names a job; the first of each counts."""
    # An option may stand before the one that names the job: all of the command's line is read.
    joined = _CONTINUED.sub(" ", text) if _NAMING.search(text) else ""
    naming = _NAMING.search(joined)
    if naming is None:
        return Options()
    start = max(joined.rfind("\n", 0, naming.start() + 1) + 1, naming.start() - _LONGEST_LINE // 2)
    end = joined.find("\n", naming.end())
    line = _CODE.sub(r" \1 ", joined[start : end if end > 0 else len(joined)][:_LONGEST_LINE])
    # An apostrophe within a word stays.
    line = _CURLY.sub(lambda found: shlex.quote(found[1] or found[2] or found[3] or ""), line)
    words = list(_words(_LIST_SIGNS.sub(" ", line) if _LIST_OF_WORDS.search(line) else line))
    given = _given(words)
    inside = inner_json(given.get("input", ""))
    if isinstance(inside, dict):
        for part, member in (("job_name", "JobName"), ("run_id", "RunId")):
            given.setdefault(part, inside[member] if isinstance(inside.get(member), str) else "")
    job, run_id, region = (
        # Between single quotes a shell takes it literally.
        "" if _PLACEHOLDER.fullmatch(value) and f"'{value[0]}" not in line else value
        for value in (given.get(part, "") for part in ("job_name", "run_id", "region"))
    )
    more = given.get("more", "")
    return Options("" if more else job, run_id, region, f"{job} {more}" if job and more else "")


def _given(words: list[str]) -> dict[str, str]:
    """The values of the options that name a part of a run; "more": words that follow the job's without quotes."""
    given: dict[str, str] = {}
    for place, word in enumerate(words):
        option, sign, value = word.partition("=")
        part = _OPTION_NAMES.get(option.lstrip("-").replace("-", "").replace("_", "").lower())
        if not part or not option.startswith("-") or part in given:
            continue
        behind = words[place + 1 :]
        given[part] = value if sign else "".join(behind[:1])
        if part == "job_name":
            following = takewhile(lambda each: each[:1].isalnum(), behind if sign else behind[1:])
            given["more"] = " ".join(following)
    return given


def _words(line: str) -> Iterator[str]:
    """The words as a shell takes them; from an apostrophe on that closes nothing, as they are written."""
    try:
        if "$'" not in line:
            yield from shlex.split(line)
            return
    except ValueError:
        pass
    word, is_open = "", False
    place = 0
    while place < len(line):
        found = _WORD.match(line, place)
        if found is None:
            word, is_open, place = word + line[place], True, place + 1
            continue
        place = found.end()
        if found["gap"] is None:
            word, is_open = word + _plain(found), True
        elif is_open:
            yield word
            word, is_open = "", False
    if is_open:
        yield word


def _plain(found: re.Match[str]) -> str:
    """One part of a word without its quotes and escapes."""
    if found["ansi"] is not None:
        written = _ESCAPED.sub(_unescaped, found["ansi"].encode().decode("latin-1"))
        return written.encode("latin-1").decode("utf-8", "replace")
    if found["double"] is not None:
        return re.sub(r'\\(["\\$`])', r"\1", found["double"])
    return found["single"] or re.sub(r"\\(.)", r"\1", found["bare"] or "")


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) == 3:
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r"}.get(code, code)
