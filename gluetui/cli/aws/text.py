"""`--output text` as the AWS CLI prints it: cells apart by a tab, members in the order of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any


def text_lines(value: Any, *, name: str | None = None, columns: Sequence[str] | None = None) -> Iterator[str]:
    """A value line by line; a line within an object or list begins with its member's `name` in capitals.

    `columns` are the members of which every object of a list has a cell, be it empty.
    """
    if isinstance(value, dict):
        yield from _object_lines(value, name, columns)
    elif isinstance(value, list):
        yield from _list_lines(value, name)
    else:
        yield str(value)


def is_nested(value: Any) -> bool:
    """Whether a value takes lines of its own."""
    return isinstance(value, dict | list)


def _object_lines(value: dict[str, Any], name: str | None, columns: Sequence[str] | None) -> Iterator[str]:
    if columns is None:
        columns = [member for member in sorted(value) if not is_nested(value[member])]
    cells = [str(value.get(member, "")) for member in columns]
    if cells:
        yield "\t".join([name.upper(), *cells] if name is not None else cells)
    for member in sorted(set(value) - set(columns)):
        yield from text_lines(value[member], name=member)


def _list_lines(values: list[Any], name: str | None) -> Iterator[str]:
    objects = [each for each in values if isinstance(each, dict)]
    if objects:
        columns = sorted({member for each in objects for member, value in each.items() if not is_nested(value)})
        for each in values:
            yield from text_lines(each, name=name, columns=columns)
        return
    scalars = [str(each) for each in values if not is_nested(each)]
    if scalars and name is not None:
        yield from (f"{name.upper()}\t{each}" for each in scalars)
    elif scalars:
        yield "\t".join(scalars)
    for each in values:
        if is_nested(each):
            yield from text_lines(each, name=name)
