"""gluetui.glue.aws.source: a sentence about an answer names who gave it."""

from __future__ import annotations

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.aws.source import source_named
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.snapshot import Snapshot


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("file orders.json", "the file orders.json"),
        ("file 2 files", "the file 2 files"),
        ("3 files", "the 3 files"),
        ("stdin", "standard input"),
        ("the demo", "the demo"),
    ],
)
def test_a_source_has_a_name_for_sentences(shown: str, name: str) -> None:
    glue = Glue(Aws(open_snapshot=lambda: Snapshot([]), source=shown))
    assert glue.source == source_named(shown)
    assert glue.source.no_jobs == f"There are no Glue jobs in {name}."
    assert glue.source.no_runs == f"There are no runs of this job in {name}."
    assert glue.source.more == f"more in {name}"
    with pytest.raises(AwsError, match=f"There is no job named orders in {name}"):
        glue.runs("orders")


def test_only_aws_itself_is_said_to_say_something() -> None:
    source = Glue(Aws(region="eu-west-1")).source
    assert source.is_aws
    assert source.no_jobs.startswith("AWS says")
    assert source.no_runs.startswith("AWS says")
    assert source.more == "more on AWS"
