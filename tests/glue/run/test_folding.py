"""What a search takes for equal, and where it stands in the text itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.folding import folded, folded_with_places

SAME = [
    "Crème brûlée",
    "Ångström",
    "Łódź-żółty",
    "Việt Nam",
    "São Paulo",
    "DÉJÀ-VU",
    "Ελλάδα",
    "straße",
    "ñandú",
    "가나다",
]


@pytest.mark.parametrize("text", SAME)
def test_composed_and_decomposed_accents_are_equal_in_any_case(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(form, text)) == folded(text)
        assert folded(unicodedata.normalize(form, text).upper()) == folded(text.upper())


@pytest.mark.parametrize(("one", "other"), [("e", "é"), ("load", "l0ad"), ("ö", "oe"), ("①", "1"), ("a b", "ab")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text())
def test_each_folded_character_has_a_place_in_the_text(text: str) -> None:
    searched, places = folded_with_places(text)
    assert len(places) == len(searched) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)


def test_a_match_is_marked_where_its_letters_stand() -> None:
    searched, places = folded_with_places("Me\u0301te\u0301o x")
    found = searched.find("téo")
    assert (places[found], places[found + 3]) == (3, 7)
