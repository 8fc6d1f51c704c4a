"""Answers out of a saved file, as the service would send them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Answer = tuple[int, Mapping[str, Any]]
"""HTTP status and JSON body."""

Operation = Callable[[Mapping[str, Any]], Answer]
"""Answers one operation's parameters."""


def page(name: str, items: list[Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The page of a list that was asked for."""
    start = int(asked.get("NextToken", 0))
    end = start + asked.get("MaxResults", len(items))
    answer: dict[str, Any] = {name: items[start:end]}
    if end < len(items):
        answer["NextToken"] = str(end)
    return answer


def not_found(message: str) -> Answer:
    """The error for what is not there."""
    return 400, {"__type": "EntityNotFoundException", "Message": message}
