"""Errors side by side: what tells one from the others is seen; one that has room, or no other like it, stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.text.telling import NONE_BESIDE, Neighbours, Telling

TABLES = ("crm.accounts", "crm.contacts", "erp.invoices_2026")
MISSING = [f"AnalysisException: Table or view not found in the catalog of the lake: {table}" for table in TABLES]
DENIED = [f"Access Denied when calling PutObject for the day that was asked for on bucket {name}" for name in "abc"]
SYNTAX = [f"Syntax error at or near {word} in the query of step load" for word in ("SELEKT", "FORM")]
TIMED_OUT = [f"Connect to {host}.internal.example.net:5432 timed out" for host in ("orders", "billing")]


@pytest.mark.parametrize(
    ("text", "among", "width", "shown"),
    [
        (MISSING[0], MISSING, 30, "…of the lake: crm.accounts"),
        (MISSING[2], MISSING, 30, "…the lake: erp.invoices_2026"),
        (MISSING[1], MISSING, 8, "…contac…"),
        (DENIED[1], DENIED, 40, "…the day that was asked for on bucket b"),
        (SYNTAX[0], SYNTAX, 28, "…SELEKT in the query of ste…"),
        (TIMED_OUT[0], TIMED_OUT, 20, "…orders.internal.ex…"),
        ("Zeichen für Zeichen gleich bis hierher: 漢字漢字漢字", ["Zeichen für Zeichen gleich bis hierher: 字"],
         26, "…bis hierher: 漢字漢字漢字"),
    ],
)  # fmt: skip
def test_words_that_another_error_begins_with_too_are_cut_as_far_as_lets_the_difference_be_seen(
    text: str, among: list[str], width: int, shown: str
) -> None:
    assert Telling([*among, "Something else altogether went wrong"]).shown(text, width) == shown
    assert cell_len(shown) <= width


@pytest.mark.parametrize(
    ("text", "among", "width", "shown"),
    [
        (MISSING[0], MISSING, 90, MISSING[0]),
        (MISSING[0], MISSING[:1] * 5, 20, "Table or view not f…"),
        (TIMED_OUT[0], TIMED_OUT[:1], 20, "Connect to orders.i…"),
        ("Task lost on ip-10-2-33-4 with nothing said", ["Task lost on ip-10-2-33-5 with nothing said"], 20,
         "Task lost on ip-10-…"),
        ("Denied (request 4f8a2c91bb1d7e)", ["Denied (request 9d1e77c2f04ab3)"], 18, "Denied (request 4…"),
        ("Disk is full on the driver", ["Out of memory on the driver"], 12, "Disk is ful…"),
    ],
)  # fmt: skip
def test_an_error_that_has_room_or_differs_at_its_beginning_or_by_an_id_only_keeps_its_beginning(
    text: str, among: list[str], width: int, shown: str
) -> None:
    assert Telling(among).shown(text, width) == shown


def test_a_class_is_given_up_for_its_message_first() -> None:
    text = "DataLakeAccessException: no right to read s3://lake/day"
    assert NONE_BESIDE.shown(text, 60) == text
    assert NONE_BESIDE.shown(text, 32) == "no right to read s3://lake/day"


@given(st.lists(st.text("ab :.é漢", max_size=30), max_size=6), st.integers(1, 30))
def test_no_error_is_wider_than_its_room(texts: list[str], width: int) -> None:
    telling = Telling(texts)
    assert all(cell_len(telling.shown(text, width)) <= width for text in texts)


def test_what_is_compared_depends_on_the_place_in_the_list_and_is_worked_out_once() -> None:
    asked: list[range] = []

    def texts(entries: range) -> list[str]:
        asked.append(entries)
        return [f"error {entry}" for entry in entries]

    errors = Neighbours(texts)
    assert errors.of(0) is errors.of(49)
    assert errors.of(120) is errors.of(149)
    assert [range(entries.start, entries.stop) for entries in asked] == [range(0, 100), range(50, 200)]
    assert all(entry in entries for entry, entries in zip((0, 120), asked, strict=True))
    errors.forget()
    errors.of(0)
    assert len(asked) == 3
