"""`--output table`: each picture is what the AWS CLI 2.9 was seen to draw."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.cli.aws.table import drawn_table

RUN = {"JobRun": {"Id": "jr_1", "Timeout": 60, "Arguments": {"--a": "x"}, "PredecessorRuns": [{"JobName": "a"}]}}

BESIDE = """\
-----------------------
|      GetJobRun      |
+---------------------+
||      JobRun       ||
|+-------+-----------+|
||  Id   |  Timeout  ||
|+-------+-----------+|
||  jr_1 |  60       ||
|+-------+-----------+|
|||    Arguments    |||
||+---------+-------+||
|||  --a    |  x    |||
||+---------+-------+||
||| PredecessorRuns |||
||+-----------------+||
|||     JobName     |||
||+-----------------+||
|||  a              |||
||+-----------------+||
"""

BELOW = """\
----------------------
|      GetJobRun     |
+-----+--------------+
|  Id |  jr_0123456  |
|  No |  None        |
+-----+--------------+
"""

NESTED = """\
--------------
|  GetJobRun |
+------------+
|     Id     |
+------------+
|  1         |
+------------+
||    Of    ||
|+----+-----+|
||  J |  j  ||
|+----+-----+|
|  GetJobRun |
+------------+
|     Id     |
+------------+
|  2         |
+------------+
"""


@pytest.mark.parametrize(
    ("value", "width", "picture"),
    [
        (RUN, 80, BESIDE),
        ({"Id": "jr_0123456", "No": None}, 20, BELOW),
        ([{"Id": "1", "Of": {"J": "j"}}, {"Id": "2"}], 80, NESTED),
        ("a", 80, "-----------\n|GetJobRun|\n+---------+\n"),
        (["a", "b"], 80, "-----------\n|GetJobRun|\n+---------+\n|  a      |\n|  b      |\n+---------+\n"),
        ([["a", "日本"]], 80, "---------------\n|  GetJobRun  |\n+----+--------+\n|  a |  日本  |\n+----+--------+\n"),
        (None, 80, ""),
        ([], 80, ""),
        ({}, 80, ""),
    ],
)
def test_a_table_has_a_section_for_each_object_and_list(value: Any, width: int, picture: str) -> None:
    drawn = drawn_table("GetJobRun", value, width=width, is_coloured=False)
    assert "".join(f"{line}\n" for line in drawn) == picture


def test_colours_change_no_cell() -> None:
    coloured = "\n".join(drawn_table("GetJobRun", RUN, width=80, is_coloured=True))
    assert "\x1b[1m\x1b[34mjr_1\x1b[0m" in coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[34m"):
        coloured = coloured.replace(code, "")
    assert coloured + "\n" == BESIDE
