"""What can be told of a field: its documentation, type, unit and allowed values, and what this run has there."""

from __future__ import annotations

from gluetui.text.run_fields import ARGUMENT, RunField
from gluetui.text.safe import one_line
from gluetui.text.wrapping import wrapped

_WIDTH = 76
"""Cells of a line: it fits the narrowest screen."""


def field_help(shown: RunField) -> str:
    """A few paragraphs; the documentation is that of the installed botocore."""
    field = shown.field
    facts = [("type", "argument" if field.kind == ARGUMENT else field.kind), ("unit", field.unit)]
    if field.choices:
        facts.append(("values today", ", ".join(field.choices)))
    known = [f"{name + ':':<14}{line}" for name, text in facts if text for line in [text]]
    parts = [
        one_line(field.name),
        "\n".join(line for fact in known for line in wrapped(fact, _WIDTH)),
        "\n".join(wrapped(field.help or "The model has no documentation for it.", _WIDTH)),
        "This run:\n" + "\n".join(wrapped(shown.shown.line[:2000], _WIDTH)),
    ]
    return "\n\n".join(parts)
