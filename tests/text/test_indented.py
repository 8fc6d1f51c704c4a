"""JSON is indented for reading and nothing else of it changed; what is none stays as it came."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.fields import Field
from gluetui.text.field_text import as_it_came
from gluetui.text.indented import indented, indented_end
from gluetui.text.run_fields import RunField, field_lines, read_text, value_text

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"table":"sales","days":[1,2]}', '{\n  "table": "sales",\n  "days": [\n    1,\n    2\n  ]\n}'),
        ('{"a": 1.10, "a": 1e3, "b": 12345678901234567890}',
         '{\n  "a": 1.10,\n  "a": 1e3,\n  "b": 12345678901234567890\n}'),
        ('["a, b", "{not: this}", "\\"q\\\\"]', '[\n  "a, b",\n  "{not: this}",\n  "\\"q\\\\"\n]'),
        ('{"none": {}, "empty": [ ], "x": [[]]}', '{\n  "none": {},\n  "empty": [],\n  "x": [\n    []\n  ]\n}'),
        (' [{"überall": "漢\\u6f22"}] ', '[\n  {\n    "überall": "漢\\u6f22"\n  }\n]'),
        ('{"password": "••••••••"}', '{\n  "password": "••••••••"\n}'),
    ],
)  # fmt: skip
def test_json_has_a_line_a_member_and_every_token_as_it_came(text: str, shown: str) -> None:
    assert indented(text) == shown


@pytest.mark.parametrize(
    "text",
    ["", "s3://lake/{day}", "{day}", '{"a": ', "[1, 2", "true", "12", '"[1]"', "••••••••", "{'a': 1}", "[" * 9999],
)
def test_what_is_no_json_of_several_parts_stays_as_it_is(text: str) -> None:
    assert indented(text) == text


@given(ANY_JSON)
def test_what_was_indented_is_the_same_json(value: object) -> None:
    text = json.dumps(value)
    assert json.loads(indented(text)) == value
    assert indented(indented(text)) == indented(text)


def test_an_argument_is_read_indented_and_copied_as_it_came() -> None:
    text = '{"source":{"table":"sales"}}'
    field = RunField(Field(name="--config", title="--config", kind="argument"), as_it_came(text), text)
    assert read_text(field) == '{\n  "source": {\n    "table": "sales"\n  }\n}'
    assert value_text(field) == text


@pytest.mark.parametrize("width", [54, 74, 84, 94])
@pytest.mark.parametrize(
    "name",
    ["NumberOfWorkers", "JobRunQueuingEnabled", "ExecutionRoleSessionPolicy", "--enable-continuous-cloudwatch-log",
     "--additional-python-modules-of-the-nightly-load-of-all-customers-of-the-whole-company", "--größe-名前" * 5],
)  # fmt: skip
@pytest.mark.parametrize("value", ["true", "one two " * 30, "one\ntwo"])
def test_a_name_is_whole_at_any_width_that_the_pane_has(name: str, value: str, width: int) -> None:
    field = RunField(Field(name=name, title=name, kind="argument"), as_it_came(value), value)
    lines = ["".join(span.text for span in line if span.role == "name").strip() for line in field_lines(field, width)]
    assert "".join(lines) == name
    shown = " ".join("".join(span.text for span in line if span.role != "name") for line in field_lines(field, width))
    assert shown.split() == value.split()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('[Glue Exception Analysis] {"Event":"x"}', '[Glue Exception Analysis]\n{\n  "Event": "x"\n}'),
        ('took {} of {n} {"a": {"b": 1}}', 'took {} of {n}\n{\n  "a": {\n    "b": 1\n  }\n}'),
        ('{"a": 1}', '{\n  "a": 1\n}'),
        ('[{"a": 1}]', '[\n  {\n    "a": 1\n  }\n]'),
        ("partitions: [1, 2]", "partitions: [1, 2]"),
        ('cut {"a": "b', 'cut {"a": "b'),
        ('glued {"a": 1} next', 'glued {"a": 1} next'),
        ("{" * 3000, "{" * 3000),
        ("", ""),
    ],
    ids=lambda text: text[:20],
)
def test_a_text_that_ends_in_an_object_has_that_a_line_a_member(text: str, shown: str) -> None:
    assert indented_end(text) == shown
