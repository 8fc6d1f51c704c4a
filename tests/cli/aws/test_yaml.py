"""`--output yaml`: the AWS CLI's form, and the same data for every reader of YAML."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gluetui.cli.aws.yaml import yaml_text

LONG = "word " * 20 + "end"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", '"a"'),
        (None, "null"),
        (1.5, "1.5"),
        ([], "[]"),
        ({"b": 1, "a": True}, "a: true\nb: 1"),
        ({"a": {}, "b": [], "c": None}, "a: {}\nb: []\nc: null"),
        ({"a": {"b": "c"}}, "a:\n  b: c"),
        ({"a": ["b", {"c": 1, "d": 2}, ["e"]]}, "a:\n- b\n- c: 1\n  d: 2\n- - e"),
        (
            {"--a": "s3://b/k", "d": "2026-11-20", "n": "12", "y": "yes"},
            "--a: s3://b/k\nd: '2026-11-20'\n'n': '12'\n'y': 'yes'",
        ),
        ({"a": "it's"}, "a: it's"),
        ({"a": "'x'"}, "a: '''x'''"),
        ({"a": "b: c"}, "a: 'b: c'"),
        ({"a": "one\ntwo"}, "a: 'one\n\n  two'"),
        ({"a": " x"}, "a: ' x'"),
        ({"a": "x\x1b[2J"}, 'a: "x\\u001b[2J"'),
        ({"a": "日本語"}, "a: 日本語"),
        ({"a": "😀"}, 'a: "\\U0001F600"'),
        (
            {"a": LONG},
            "a: " + "word " * 15 + "word\n  word word word word end",
        ),
    ],
)
def test_it_is_in_block_style_with_quotes_where_they_are_needed(value: Any, text: str) -> None:
    assert yaml_text(value) == text


_WORDS = st.sampled_from(
    ["a", ":", "#", "-", "?", " ", "  ", "\n", "'", '"', "{", "]", ",", "&", "*", "!", "%", "@", "~"]
)
_TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
    | st.lists(_WORDS, max_size=60).map("".join)
    | st.sampled_from(
        ["yes", "No", "on", "null", "~", "1e5", "0x1f", "1:30", "12_3", ".5", "=", "<<", "---", "...", LONG]
    )
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_TEXTS.filter(lambda text: len(text) < 100), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(_VALUES)
def test_another_reader_reads_the_same_data(value: Any) -> None:
    assert yaml.safe_load(yaml_text(value)) == value
