"""A log without its run's secrets, those that are cut by the border between two events too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gluetui.glue.logs.event import Event
from gluetui.glue.secrets.masks import Masks

_BLOCK = 65_536
"""Characters that are masked at a time."""

_NEAR = 4096
"""Characters on either side of a block's end in which a secret is looked for that is cut by it."""


def masked_events(events: Iterable[Event], masks: Masks) -> Iterator[Event]:
    """The events of a stream with their secrets masked; those between which a secret is cut are given as one."""
    for block in _blocks(events, masks):
        whole = _text(block)
        yield from _masked(block, whole, masks.apply(whole), masks)


def _blocks(events: Iterable[Event], masks: Masks) -> Iterator[list[Event]]:
    """The events in parts whose ends cut no secret."""
    block: list[Event] = []
    ahead: list[Event] = []
    size = size_ahead = 0
    for event in events:
        if size < _BLOCK:
            block.append(event)
            size += len(event.message)
            continue
        ahead.append(event)
        size_ahead += len(event.message)
        if size_ahead < _NEAR:
            continue
        if _is_apart(block, ahead, masks):
            yield block
            block, size = ahead, size_ahead
        else:
            block += ahead
        ahead, size_ahead = [], 0
    yield block + ahead


def _is_apart(before: Sequence[Event], after: Sequence[Event], masks: Masks) -> bool:
    left, right = _text(before)[-_NEAR:], _text(after)[:_NEAR]
    return masks.apply(left + right) == masks.apply(left) + masks.apply(right)


def _masked(block: list[Event], whole: str, shown: str, masks: Masks) -> list[Event]:
    """The events of a text that is shown so: halved as long as there is a border that cuts no secret."""
    if shown == whole:
        return block
    middle = len(block) // 2
    for border in sorted(range(1, len(block)), key=lambda each: abs(each - middle)):
        left, right = _text(block[:border]), _text(block[border:])
        left_shown, right_shown = masks.apply(left), masks.apply(right)
        if left_shown + right_shown == shown:
            before = _masked(block[:border], left, left_shown, masks)
            return before + _masked(block[border:], right, right_shown, masks)
    return [block[0]._replace(message=shown)]


def _text(events: Sequence[Event]) -> str:
    return "".join(event.message for event in events)
