"""A saved file: whole or not there, its owner's alone, masked unless asked for raw, harmless to look at."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.files import saving
from gluetui.glue.files.documents import read_documents
from gluetui.glue.files.saving import copy_name, document, file_name, save
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import DOTS
from tests.conftest import NOW


def a_run(job: str = "orders", run_id: str = "jr_1", **members: Any) -> JobRun:
    raw = {"JobName": job, "Id": run_id, "JobRunState": "FAILED", "PredecessorRuns": [], **members}
    return JobRun(raw, asked_predecessors=True)


def test_a_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = save([a_run()], directory=tmp_path / "new" / "place", now=NOW, masked=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.parent == tmp_path / "new" / "place"


def test_a_file_that_cannot_be_finished_is_not_there_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save([a_run()], directory=tmp_path, now=NOW, masked=True)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    paths = [save([a_run(Attempt=number)], directory=tmp_path, now=NOW, masked=True) for number in range(3)]
    assert len(set(paths)) == 3
    assert [json.loads(path.read_text())["JobRuns"][0]["Attempt"] for path in paths] == [0, 1, 2]


def test_the_name_tells_job_run_and_time() -> None:
    long_id = "jr_3d888acaf38939653452dcfe972966c87b6b325c6d44d91f629406d03c79c3f4"
    assert file_name([a_run("load orders", long_id)], now=NOW, masked=True) == (
        "load_orders-jr_3d888aca-20261120T023000Z.json"
    )
    retry = [a_run("load", f"{long_id}_attempt_2"), a_run()]
    assert file_name(retry, now=NOW, masked=False) == "load-jr_3d888aca-attempt_2-20261120T023000Z-chain-raw.json"


@given(job=st.text(), run_id=st.text())
def test_no_name_of_a_job_leaves_the_directory_or_the_limits_of_a_file_system(job: str, run_id: str) -> None:
    name = file_name([a_run(job, run_id)], now=NOW, masked=False)
    assert Path(name).name == name
    assert not name.startswith((".", "-"))
    assert len(os.fsencode(name)) <= 255
    assert name.isprintable()


def test_secrets_are_masked_in_every_run_of_a_chain_and_the_chain_holds() -> None:
    root = a_run(
        "report",
        ErrorMessage="could not sign in with hunter2hunter2",
        PredecessorRuns=[{"JobName": "load-prod", "RunId": "jr_0"}],
    )
    before = a_run("load-prod", "jr_0", Arguments={"--db_password": "hunter2hunter2", "--token": "prod"})
    text = document([root, before], masked=True)
    assert "hunter2hunter2" not in text
    assert text.count(DOTS) >= 2
    found = read_documents([("saved", text.encode())])
    assert [JobRun(run).key for run in found.runs] == [root.key, before.key]
    assert found.runs[0]["PredecessorRuns"] == root.raw["PredecessorRuns"]
    assert "hunter2hunter2" in document([root, before], masked=False)


def test_it_says_of_which_runs_the_predecessors_were_asked_for() -> None:
    listed = JobRun(a_run("load", "jr_0").raw)
    untold = JobRun({"JobName": "old", "Id": "jr_2"}, asked_predecessors=True)
    found = read_documents([("saved", document([a_run(), listed, untold], masked=True).encode())])
    assert found.not_asked == {RunKey("load", "jr_0"), RunKey("old", "jr_2")}
    assert found.start == RunKey("orders", "jr_1")


def test_nothing_in_a_file_acts_on_a_terminal_and_all_of_it_comes_back() -> None:
    hostile = "\x1b]52;c;x\x07 \x9b2J \u202e \u200b \ufeff \x7f \ud800 é 🎉"
    text = document([a_run(ErrorMessage=hostile)], masked=False)
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "é 🎉" in text
    assert json.loads(text)["JobRuns"][0]["ErrorMessage"] == hostile


def test_there_must_be_a_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no run"):
        save([], directory=tmp_path, now=NOW, masked=True)


@pytest.mark.parametrize(
    ("job", "run_id", "kind", "expected"),
    [
        ("load orders", "jr_" + "0123456789abcdef" * 4, "Run id", "load_orders-jr_01234567-Run_id"),
        ("load", "jr_3d888aca" + "0" * 56 + "_attempt_2", "JSON", "load-jr_3d888aca-attempt_2-JSON"),
        ("../../etc", "/", "--password", "_.._etc-_-password"),
        ("größe", "jr_1", "Incident note (Markdown)", "größe-jr_1-Incident_note_Markdown_"),
        ("\x1b[31m", "\n", "\u202e", "_31m-_-_"),
        ("j" * 255, "jr_1", "k" * 500, f"{'j' * 48}-jr_1-{'k' * 48}"),
    ],
)
def test_a_copied_text_is_named_after_its_run_and_what_it_is(job: str, run_id: str, kind: str, expected: str) -> None:
    assert copy_name(RunKey(job, run_id), kind) == expected


@pytest.mark.parametrize(("kind", "expected"), [("What went wrong", "What_went_wrong"), ("", "text"), ("..", "text")])
def test_a_copied_text_that_is_of_no_run_is_named_after_what_it_is(kind: str, expected: str) -> None:
    assert copy_name(None, kind) == expected
