"""gluetui.glue.run.fields: the catalogue is the model's, and nothing new in the model or an answer is lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.fields import DERIVED, OTHER, SECTIONS, UNITS, catalogue, title, unlisted

MODEL: Any = botocore.session.get_session().get_service_model("glue").shape_for("JobRun")
CATALOGUE = catalogue(MODEL)
BY_NAME = {field.name: field for field in CATALOGUE}


def model_with(**members: Any) -> Any:
    return SimpleNamespace(members={**MODEL.members, **members})


def test_every_member_of_the_model_is_in_the_catalogue_once() -> None:
    names = [field.name for field in CATALOGUE if field.kind != DERIVED]
    assert sorted(names) == sorted(MODEL.members)
    assert len(names) >= 30


def test_every_name_of_our_tables_exists_in_the_installed_model() -> None:
    derived = {field.name for field in CATALOGUE if field.kind == DERIVED}
    assert {name for names in SECTIONS.values() for name in names} - derived <= set(MODEL.members)
    assert set(UNITS) - derived <= set(MODEL.members)
    assert len(derived) == 5


def test_fields_come_by_section_in_the_order_that_a_person_asks() -> None:
    order = list(SECTIONS)
    assert [field.section for field in CATALOGUE] == sorted((field.section for field in CATALOGUE), key=order.index)
    assert CATALOGUE[0].name == "JobRunState"


def test_a_field_says_what_the_model_says() -> None:
    field = BY_NAME["JobRunState"]
    assert (field.title, field.kind, field.section) == ("Job run state", "string", "Outcome")
    assert {"RUNNING", "FAILED", "EXPIRED"} <= set(field.choices)
    assert field.help.startswith("The current state of the job run.")
    assert (BY_NAME["Timeout"].unit, BY_NAME["ExecutionTime"].unit) == ("min", "s")
    assert BY_NAME["Id"].choices == ()
    assert "<" not in "".join(each.help for each in CATALOGUE).replace("<=", "")


def test_a_member_that_the_model_gains_tomorrow_is_under_other() -> None:
    tomorrow = SimpleNamespace(type_name="timestamp", documentation="<p>When it was <code>queued</code>.</p>")
    field = catalogue(model_with(QueuedOn=tomorrow))[-1]
    assert (field.name, field.title, field.kind, field.section) == (
        "QueuedOn",
        "Queued on",
        "timestamp",
        OTHER,
    )
    assert field.help == "When it was queued."


def test_a_member_that_the_model_loses_is_no_error() -> None:
    without = {name: member for name, member in MODEL.members.items() if name != "Timeout"}
    names = [field.name for field in catalogue(SimpleNamespace(members=without))]
    assert "Timeout" not in names
    assert [field.name for field in unlisted({"Timeout": 5}, catalogue(SimpleNamespace(members=without)))] == [
        "Timeout"
    ]


def test_a_member_that_only_the_answer_has_is_under_other() -> None:
    raw = {"Id": "jr_1", "Tomorrow": {"a": 1}, "n": 1, "d": 0.5, "b": True, "l": [], "s": "x", "z": None}
    fields = unlisted(raw, CATALOGUE)
    assert [(field.name, field.kind) for field in fields] == [
        ("Tomorrow", "map"),
        ("n", "integer"),
        ("d", "double"),
        ("b", "boolean"),
        ("l", "list"),
        ("s", "string"),
        ("z", "null"),
    ]
    assert {field.section for field in fields} == {OTHER}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DPUSeconds", "DPU seconds"),
        ("StartedOn", "Started on"),
        ("Id", "Id"),
        ("JobRunQueuingEnabled", "Job run queuing enabled"),
        ("SomeDPU", "Some DPU"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_a_title_is_the_name_in_words(name: str, words: str) -> None:
    assert title(name) == words


@given(st.text())
def test_any_name_has_a_title_with_all_its_letters(name: str) -> None:
    assert len(title(name).replace(" ", "")) >= len(name.replace(" ", ""))


def test_a_member_named_like_a_derived_field_is_not_lost() -> None:
    assert [field.name for field in unlisted({"workers": 3}, CATALOGUE)] == ["workers"]
