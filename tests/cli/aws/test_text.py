"""`--output text`: each row is what the AWS CLI 2.9 was seen to print."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.cli.aws.text import text_lines


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("a", ["a"]),
        (None, ["None"]),
        (True, ["True"]),
        (10.0, ["10.0"]),
        ([], []),
        ({}, []),
        (["a", 1], ["a\t1"]),
        ([["a", "b"], ["c"]], ["a\tb", "c"]),
        ([["a"], "b"], ["b", "a"]),
        ({"b": 1, "a": "x"}, ["x\t1"]),
        ({"Run": {"b": 1, "a": "x"}}, ["RUN\tx\t1"]),
        ({"Names": ["a", "b"]}, ["NAMES\ta", "NAMES\tb"]),
        ({"Empty": {}, "None": []}, []),
        ({"Runs": [{"Id": "1"}, {"State": "x", "Id": "2"}]}, ["RUNS\t1\t", "RUNS\t2\tx"]),
        ({"R": {"Id": "1", "Args": {"--b": "y", "--a": "x"}, "Of": [{"J": "j"}]}}, ["R\t1", "ARGS\tx\ty", "OF\tj"]),
        ({"R": [{"Id": "1", "Of": {"J": "j"}}, {"Id": "2"}]}, ["R\t1", "OF\tj", "R\t2"]),
        ([{"Id": "1"}, {"Id": "2"}], ["1", "2"]),
    ],
)
def test_cells_are_apart_by_a_tab_in_the_order_of_their_names(value: Any, lines: list[str]) -> None:
    assert list(text_lines(value)) == lines
