"""`--output yaml` as the AWS CLI prints it: block style, members in the order of their names, long text folded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from gluetui.cli.aws.text import is_nested
from gluetui.glue.files.printed import as_json

_WIDTH = 80
"""Cells of a line from which on a text goes on in the next one, where it has a single space."""

_QUOTED = re.compile(r"""$|[\s,\[\]{}#&*!|>'"%@`]|[-?:](?:\s|$)|---|\.\.\.|.*(?:\s$|:(?:\s|$)|\s\#)""", re.DOTALL)
"""Texts that mean something else in YAML, or lose blanks, where they stand without quotes."""

_OTHER_TYPES = re.compile(
    r"~|<<|=|y|n|yes|no|on|off|true|false|null|none|[-+]?[.\d][\d_,:.]*(?:e[-+]?\d+)?|0[xob][\da-f_]+|\.?inf|\.?nan"
    r"|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?",
    re.IGNORECASE,
)
"""Texts that a reader of YAML 1.1 or 1.2 takes for a number, a time, a truth value or nothing."""

_UNPRINTABLE = re.compile(
    "[^\n\x20-\x7e\xa0-\u00ac\u00ae-\u200a\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufff8\ufffc\ufffd]"
)
"""Characters that only a text in double quotes can hold: as escapes."""


def yaml_text(value: Any) -> str:
    """A document without its last line break. A value by itself is JSON, which is YAML too."""
    if not is_nested(value):
        return as_json(value)
    return "\n".join(_lines(value, "")) or json.dumps(value)


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        for member in sorted(value):
            yield from _entry(f"{indent}{_name(member)}:", value[member], indent)
    else:
        for each in value:
            yield from _item(each, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """A member: what is nested stands below it, a list without a further indent."""
    if not value and is_nested(value):
        yield f"{head} {'{}' if isinstance(value, dict) else '[]'}"
    elif isinstance(value, dict):
        yield head
        yield from _lines(value, indent + "  ")
    elif isinstance(value, list):
        yield head
        yield from _lines(value, indent)
    else:
        yield f"{head} {_scalar(value, indent, column=len(head) + 1)}"


def _item(value: Any, indent: str) -> Iterator[str]:
    """An entry of a list: what is nested begins on the line of its dash."""
    if value and is_nested(value):
        first, *others = _lines(value, indent + "  ")
        yield f"{indent}- {first.removeprefix(indent + '  ')}"
        yield from others
    else:
        yield from _entry(f"{indent}-", value, indent)


def _scalar(value: Any, indent: str, *, column: int = 0) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _UNPRINTABLE.search(value) or " \n" in value or "\n " in value:
        return _escaped(value)
    if "\n" in value or _QUOTED.match(value) or _OTHER_TYPES.fullmatch(value):
        return _folded("'" + value.replace("'", "''") + "'", indent, column)
    return _folded(value, indent, column)


def _name(text: str) -> str:
    """A member's name: on one line, however long."""
    return _escaped(text) if "\n" in text else _scalar(text, "", column=-len(text))


def _folded(text: str, indent: str, column: int) -> str:
    """A text broken at the single spaces behind which its line is full; its own line breaks are doubled."""
    margin = "\n" + indent + "  "
    written = ""
    for number, part in enumerate(re.split(r"(\n+|(?<=[^ \n]) (?=[^ \n']))", text)):
        if number % 2 and part[0] == "\n":
            part = "\n" + part[:-1] + margin
        elif number % 2 and column > _WIDTH:
            part = margin
        written += part
        column = len(part.rpartition("\n")[2]) + (0 if "\n" in part else column)
    return written


def _escaped(value: str) -> str:
    """In double quotes, what cannot be seen as its escape; a character beyond 16 bits as one, not as two halves."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x1_0000 else f"\\U{code:08X}"
