"""gluetui.glue.secrets.assignments: the quick way to a secret's name finds what reading every name finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gluetui.glue.secrets.assignments import assigned
from gluetui.glue.secrets.found import Found
from gluetui.glue.secrets.names import add_rules, literal_rule
from tests.patience import bounded_work

PARTS = (
    *("password", "key", "token", "pat", "path", "api_key", "conn", "auth", "Authorization", "secret-id", "s3", "café"),
    *(" -> ", "->", "=>", " => ", ":=", "==", "--", "-", " ", ", ", ": ", "://", "\n", "\\", '\\"', "]", "[", "(", ")"),
    *(
        '"',
        "'",
        "{",
        "}",
        "=",
        "=abcdef12",
        ": abcdef12",
        "\\u0070ass",
        ".option(",
        "value",
        "name",
        "x" * 250,
        "|",
        "@",
    ),
)
Texts = st.lists(st.sampled_from(PARTS) | st.text(alphabet="pawk=:->\"' .", max_size=3), max_size=12).map("".join)


def by_every_name(text: str) -> list[Found]:
    """A rule of the user's makes any name worth a look."""
    add_rules([literal_rule("no name is like this")])
    try:
        return list(assigned(text))
    finally:
        add_rules(())


@given(Texts)
@example("my.password=abcdef12")
@example("x" * 255 + "-password=abcdef12")
@example("x" * 256 + "-password=abcdef12")
@example("password=pass.key=abcdef12, key-token: abcdef12")
@example("a ->-password=abcdef12 b ->password->abcdef12")
def test_names_with_a_secrets_word_are_all_that_need_to_be_read(text: str) -> None:
    assert list(assigned(text)) == by_every_name(text)


@pytest.mark.parametrize("unit", ["pat", "pat ", "pat=", "-pat", "pat->", "x"])
def test_a_long_text_takes_no_longer_than_it_is_long(unit: str) -> None:
    text = unit * 20_000
    with bounded_work():
        list(assigned(text))
