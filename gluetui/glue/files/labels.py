"""The job that a text names with a label, a quote or an ARN: in sentences, in lists of fields, in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from gluetui.glue.files.pasted import RUN_ID
from gluetui.glue.files.prose import PROSE, TELLING
from gluetui.glue.files.run_reference import Naming

_QUOTED = (
    r"""(?:"(?P<q1>[^"\r\n]{1,255}+)"|`(?P<q2>[^`\r\n]{1,255}+)`|\*{1,2}(?P<q3>[^*\r\n]{1,255}+)\*{1,2}"""
    r"""|\u201c(?P<q4>[^\u201c\u201d\r\n]{1,255}+)\u201d"""
    r"""|\u201e(?P<q5>[^\u201c\u201d\u201e\r\n]{1,255}+)[\u201c\u201d]"""
    r"""|\u00ab ?(?P<q6>[^\u00ab\u00bb\r\n]{1,255}+)\u00bb"""
    r"""|'(?P<q7>(?:[^'\r\n]|'(?=\w)){1,255}+)'(?!\w)"""
    r"""|\u2018(?P<q8>(?:[^\u2018\u2019\r\n]|\u2019(?=\w)){1,255}+)\u2019)"""
)
_LABEL = r"(?:(?:aws[ _-]?)?glue[ _-]?)?job[ _-]?name"
_SIGN = r"[ \t]*[\"'`*_)\]\u201c\u201d\u2019\u00bb]{0,4}[ \t]*(?::{1,2}|=>?|\uff1a)[*_]{0,3}[ \t]*"
_LABELLED = re.compile(
    rf"(?:(?<![a-zA-Z]){_LABEL}|(?:^|[|>*\-\u2022][ \t]*)[*_`]{{0,3}}(?:aws[ ])?(?:glue[ ])?job)"
    rf"{_SIGN}(?P<value>[^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL_ALONE = re.compile(rf"(?:the )?{_LABEL}", re.IGNORECASE)
_JOB = re.compile(r"\bjob\b", re.IGNORECASE)
_QUOTED_BEHIND = re.compile(rf"[:,]?\s+(?:(?:named|called)\s+)?{_QUOTED}", re.IGNORECASE)
_QUOTED_BEFORE = re.compile(rf"(?<![\w\"'`*]){_QUOTED}\s+(?:aws\s+)?(?:glue\s+)?$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bglue\s+job:?\s+(?=[\w.-]*[a-z])(?![a-z]+(?:-[a-z]+){1,3}-\d\b)(?P<name>[\w.-]*[\d_-][\w.-]*)"
    r"[,;:]?\s+\(?(?:job\s+)?run(?:[ _-]?id)?\s*[:=#]?\s*[\"'`*(]{0,2}jr_",
    re.IGNORECASE,
)
"""One word between "Glue job" and "run jr_…" is the whole name: no plain word, date or Region."""

_QUOTED_VALUE = re.compile(_QUOTED)
_OTHER_LABEL = (
    r"(?:(?:glue[ _-]?)?(?:job[ _-]?)?run(?:[ _-]?id)?|(?:job[ _-]?)?(?:run[ _-]?)?(?:state|status)|id|region|account"
    r"|started?(?:[ _-]?on)?|error(?:[ _-]?message)?|message|duration|attempt|severity|trigger|workflow"
    r"|env(?:ironment)?|time)"
)
_RUN_LABEL = r"(?:with\s+|and\s+)?(?:(?:glue\s+)?(?:job\s*)?run(?:[ _-]?id)?\s*[:=(#]?\s*)?"
_ENDS = re.compile(
    rf"[ \t]*[|\u2502\u2503\u2022\u00b7\t]"
    rf"|[,;]?\s+[*_\"'`]{{0,3}}(?:{_OTHER_LABEL}[*_\"'`]{{0,3}}\s*[:=]|\w{{1,40}}[:=])"
    rf"|\s*[,;:(\[\u2013\u2014-]*\s*{_RUN_LABEL}[\"'`*(]*jr_"
    rf"|[,;]\s+(?:{_OTHER_LABEL})\b",
    re.IGNORECASE,
)
"""Where the value of a label ends: at the next cell, the next label, the run's id."""

_DECORATION = " \t*_`"
_CELLS = re.compile(r"[|\u2502\u2503\t]")
_MOST_LINES = 400
_MOST_JOBS = 60
"""Places of the word "job" beside which a quote is looked for."""


def from_labels(text: str) -> Naming:
    """The job that a label or a quote names: the first that is believed, else the first that is left open."""
    left_open = ""
    for naming in (*_fields(text), *_tables(text)):
        if naming.job_name:
            return naming
        left_open = left_open or naming.rest
    between = _BETWEEN.search(text)
    named = next(_quoted(text), between["name"] if between else "")
    return Naming(named) if named and not named.startswith("jr_") else Naming("", left_open)


def _quoted(text: str) -> Iterator[str]:
    """Names in quotes beside the word "job"."""
    for job in islice(_JOB.finditer(text), _MOST_JOBS):
        behind = _QUOTED_BEHIND.match(text, job.end())
        before = None if behind else _QUOTED_BEFORE.search(text[max(0, job.start() - 300) : job.start()])
        for found in (behind, before):
            if found is not None and _is_name(_inside(found)):
                yield _inside(found)


def _fields(text: str) -> Iterator[Naming]:
    """Labels with their values behind them, or on the line below."""
    for found in _LABELLED.finditer(text):
        value = found["value"].lstrip(" \t")
        if value.strip(_DECORATION):
            yield _value(value)
        else:
            yield _value(_below(text, found.end()))
    lines = text.split("\n")[:_MOST_LINES]
    for place, line in enumerate(lines):
        if _LABEL_ALONE.fullmatch(line.strip(f"{_DECORATION}#>\r-")):
            yield _value(_below("\n".join(lines[place + 1 :][:4]), 0))


def _below(text: str, start: int) -> str:
    """The next line that is not empty; "" where that is a label itself."""
    line = next((each for each in text[start : start + 1_000].splitlines() if each.strip()), "")
    is_label = _LABELLED.match(line) or re.match(rf"[*_\s]*{_OTHER_LABEL}[*_\s]*(?:[:=]|$)", line, re.IGNORECASE)
    return "" if is_label else line


def _value(text: str) -> Naming:
    """The name that a label's value is, or begins with."""
    quoted = _QUOTED_VALUE.match(text)
    if quoted:
        name = _inside(quoted)
        return Naming(name) if _is_name(name) else Naming()
    if text.startswith(('"', "'", "`")):
        return Naming()
    end = _ENDS.search(text)
    value = (text[: end.start()] if end else text).strip(" \t*`,;\r")
    words = value.split()
    if not value or not _is_name(value) or value[0] in "({[<$":
        return Naming()
    is_sure = not re.search(r"[,;]|[.!?](?:\s|$)", value) and not _goes_on(words)
    if is_sure and (len(words) > 1 or value.lower() not in PROSE):
        return Naming(value)
    return Naming("", text.strip())


def _goes_on(words: list[str]) -> bool:
    """Whether words behind a name may be no part of it: what its job did, a remark in brackets, a sign."""
    plain = [re.sub(r"^\W+|\W+$", "", word).lower() for word in words[1:]]
    return bool(plain) and (
        not TELLING.isdisjoint(plain) or not plain[-1] or re.search(r"[)\]}:]$", words[-1]) is not None
    )


def _is_name(text: str) -> bool:
    text = text.strip()
    return bool(text) and not RUN_ID.search(text) and not re.fullmatch(r"\$.*|%\w+%|<.*>|\{.*\}|\W+", text)


def _inside(found: re.Match[str]) -> str:
    return next((value for value in found.groupdict().values() if value), "").strip()


def _tables(text: str) -> Iterator[Naming]:
    """Cells below a label in a table's head, or beside a label in a table of two columns."""
    rows = [_cells(line) for line in text.split("\n")[:_MOST_LINES] if _CELLS.search(line)]
    for place, cells in enumerate(rows):
        column = next((index for index, cell in enumerate(cells) if _LABEL_ALONE.fullmatch(cell)), None)
        if column is None:
            continue
        if len(cells) == 2 and column == 0 and not re.fullmatch(rf"(?:{_OTHER_LABEL})", cells[1], re.IGNORECASE):
            yield Naming(cells[1]) if _is_name(cells[1]) else Naming()
            continue
        below = [
            row for row in rows[place + 1 :] if len(row) == len(cells) and not re.fullmatch(r"[\s:+-]*", row[column])
        ]
        row = next((row for row in below if any(RUN_ID.search(cell) for cell in row)), below[0] if below else None)
        if row is not None and _is_name(row[column]):
            yield Naming(row[column])


def _cells(line: str) -> list[str]:
    stripped = line.strip()
    edge = "|\u2502\u2503"
    inside = stripped[1:] if stripped[:1] in edge and stripped else stripped
    inside = inside[:-1] if inside[-1:] and inside[-1:] in edge else inside
    return [cell.strip(_DECORATION) for cell in _CELLS.split(inside)]
