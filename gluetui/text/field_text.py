"""The text of one field's value in its parts, also for a value that no rule can read."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import NamedTuple

from gluetui.text.safe import many_lines, one_line
from gluetui.text.times import size

NOT_RETURNED = "not returned"

CUT_AT = 4096
"""Characters of one value that a pane shows; of the rest only the size is shown."""


class FieldText(NamedTuple):
    """The text shown for one field; every part is safe, only `text` may have several lines.

    `exact` is the raw value with its unit where `text` is not that already, `note` is
    a remark. `role` is "" or "absent" (not returned), "raw" (could not be read as its kind, shown as it
    came), "muted" (deprecated), "bad" (a limit reached), or the role of a state.
    """

    text: str
    exact: str = ""
    note: str = ""
    role: str = ""

    @property
    def span_role(self) -> str:
        """The role of its text as a Span."""
        return {"absent": "dim", "muted": "dim", "raw": "unknown"}.get(self.role, self.role)

    @property
    def line(self) -> str:
        """All of it: "1h 58m 12s (7092 s) · note"."""
        exact = f" ({self.exact})" if self.exact else ""
        return f"{self.text}{exact} · {self.note}" if self.note else self.text + exact


def as_it_came(value: object, *, expected: bool = True) -> FieldText:
    """A value by its own type; `expected` is False for one that could not be read as its field's kind."""
    role = "" if expected else "raw"
    if isinstance(value, str):
        return cut(value, role=role) if value else FieldText('""', note="empty")
    if isinstance(value, Mapping | list | tuple):
        return cut(_as_json(value), role=role)
    return FieldText(number_text(value) if isinstance(value, float) else one_line(_as_json(value)), role=role)


def cut(text: str, *, role: str = "") -> FieldText:
    """A text made safe; of a long one only the beginning and the size, so that drawing costs the same at any length."""
    if len(text) <= CUT_AT:
        return FieldText(many_lines(text), role=role)
    whole = size(len(text.encode("utf-8", "replace")))
    return FieldText(many_lines(text[:CUT_AT]), note=f"… {whole} in all; enter shows the whole value", role=role)


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, indent=2, default=str)
    except (ValueError, TypeError, RecursionError):
        return one_line(value)


def number_text(value: float) -> str:
    """All digits, without an empty fraction: 10.0 is "10"; NaN and infinity as JSON spells them."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return json.dumps(float(value))
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def absent(reason: str = "", *, null: bool = False) -> FieldText:
    """A field that AWS did not return, with the reason where it is known."""
    return FieldText(NOT_RETURNED, "null" if null else "", reason, "absent")


def unknown(reason: str) -> FieldText:
    """A derived field that cannot be worked out."""
    return FieldText("unknown", note=reason, role="absent")
