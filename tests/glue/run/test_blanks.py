"""What surrounds an id that is pasted is no part of it; what stands in it is."""

from __future__ import annotations

import pytest

from gluetui.glue.run.blanks import trimmed


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\u00a0", "\u200b", "\ufeff", "\u3000", "\u2060", "\r\n"])
def test_no_blank_is_a_part_of_a_names_end(blank: str) -> None:
    assert trimmed(f"{blank}a b{blank}{blank}") == "a b"


@pytest.mark.parametrize("text", ["a b", "a\u00a0b", "jr_1", "", "\u00e9", "a\u200bb"])
def test_nothing_within_is_touched(text: str) -> None:
    assert trimmed(text) == text
