"""gluetui.glue.listing.definition: a job's present definition beside two of its runs."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.listing.definition import last_changed, present_values
from tests.glue.listing.compared import DAY, START, a_run


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        (START - 1, "before"),
        (START, "before"),
        (START + 1, "between"),
        (START + DAY, "between"),
        (START + DAY + 1, "since"),
        ("2027-01-01T00:00:00Z", "since"),
        ("soon", "not asked"),
        (None, "not asked"),
    ],
)
def test_when_the_definition_was_last_changed(changed: object, word: str) -> None:
    job = {"LastModifiedOn": changed}
    assert last_changed(job, a_run(0), a_run(1)) == last_changed(job, a_run(1), a_run(0)) == word
    assert last_changed(job, a_run(0), a_run(1, StartedOn=None)) == "not asked"


def test_what_the_definition_says_otherwise_than_the_run() -> None:
    job: dict[str, Any] = {
        "Name": "orders",
        "Command": {"Name": "glueetl", "ScriptLocation": "s3://code/orders.py"},
        "GlueVersion": "auto",
        "NumberOfWorkers": 10,
        "MaxCapacity": 10,
        "MaxRetries": 2,
        "DefaultArguments": {"--a": "1", "--b": "2", "--c": "3"},
        "SourceControlDetails": {"AuthToken": "hunter2"},
    }
    run = a_run(0, GlueVersion="5.0", NumberOfWorkers=10, MaxCapacity=10.0, Arguments={"--a": "9", "--b": "2"})
    assert [tuple(each) for each in present_values(job, run)] == [
        ("Command.ScriptLocation", None, "s3://code/orders.py"),
        ("GlueVersion", "5.0", "auto"),
        ("DefaultArguments.--a", "9", "1"),
    ]


@pytest.mark.parametrize("job", [{}, {"Command": "odd", "DefaultArguments": ["odd"], "LastModifiedOn": {}}])
def test_an_odd_definition_says_nothing(job: dict[str, Any]) -> None:
    assert list(present_values(job, a_run(0, Arguments={"--a": "1"}))) == []
