"""`gluetui tree JOB RUN_ID --timeline`: bars on a terminal, numbers in a pipe, one object as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rich.cells import cell_len

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from tests.cli.conftest import Command, Printed, key_of, lines_of
from tests.server import Call, GlueServer, Reply, refusal

ROOT = "cleanup-failed-night"


@pytest.fixture
def root(demo: Snapshot) -> RunKey:
    return key_of(demo, ROOT)


def drawn(printed: Printed, root: RunKey, width: int, *more: str) -> list[str]:
    size = (width, 40)
    return lines_of(printed("tree", *root, "--timeline", "--demo", *more, size=size), size)


def test_as_json_it_is_the_object_of_the_path(served: Command, root: RunKey) -> None:
    found = json.loads(served("tree", *root, "--timeline", "--json").stdout)
    assert list(found) == ["path", "wall_s", "waited_s", "at_least", "nodes"]
    assert [each["JobName"] for each in found["path"]][-2:] == ["alert-on-failure", ROOT]
    assert found["path"][0]["JobName"] == "ingest-clickstream"
    assert sum(each["ran_s"] + each["gap_s"] for each in found["path"]) == pytest.approx(found["wall_s"])
    assert found["at_least"] is False
    saves = {each["JobName"]: each["saves_s"] for each in found["nodes"]}
    assert saves["ingest-clickstream"] > saves["build-customer-360"] > 0


def test_only_the_jobs_on_the_path_are_asked_what_they_usually_take(
    served: Command, server: GlueServer, root: RunKey
) -> None:
    served("tree", *root, "--timeline")
    asked = server.asked_for("GetJobRuns", "JobName")
    assert len(asked) == len(set(asked))
    assert "stage-orders" not in asked and "ingest-clickstream" in asked


def test_a_pipe_gets_the_numbers_and_the_sentences(served: Command, root: RunKey) -> None:
    *rows, path, said = served("tree", *root, "--timeline").stdout.splitlines()
    cells = rows[0].split("\t")
    assert (cells[0], cells[7 + 1]) == (ROOT, "critical")
    assert path.startswith("critical path: 5 runs = ")
    assert said.startswith("ingest-clickstream took 1h 3m 33s over its usual; at its usual the end is ")


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_terminal_gets_bars_that_fill_it_and_whole_names(printed: Printed, root: RunKey, width: int) -> None:
    lines = drawn(printed, root, width)
    assert all(cell_len(line) <= width for line in lines)
    bars = next(line for line in lines if "ingest-clickstream" in line)
    assert bars.startswith("✓*") and "████" in bars and "critical" in bars
    assert "▒▒" in next(line for line in lines if "ingest-customers" in line)
    assert ":00" in lines[1]
    names = ("build-customer-360", "ingest-clickstream", "alert-on-failure")
    assert all(any(name in line for line in lines[2:12]) for name in names)


def test_below_80_columns_there_are_no_bars_but_all_names(printed: Printed, root: RunKey) -> None:
    lines = drawn(printed, root, 79)
    assert not any(sign in line for line in lines for sign in "█▒▓░")
    assert any("✓*" in line and "ingest-clickstream" in line and "1h47m" in line for line in lines)
    assert any("wide" not in line and "cleanup-failed-night" in line for line in drawn(printed, root, 34))


def test_a_run_without_predecessors_has_its_bar_and_the_reason_whole(printed: Printed, demo: Snapshot) -> None:
    lines = drawn(printed, key_of(demo, "ingest-orders"), 90)
    assert "█████" in next(line for line in lines if line.startswith("✓*"))
    assert "only a crawler in its condition." in " ".join(lines)


def test_a_hostile_chain_prints_no_control_byte(served: Command, server: GlueServer) -> None:
    evil = "\x1b]0;x\x07\u202e\n"
    run = {"JobName": evil, "Id": evil, "JobRunState": evil, "StartedOn": 1, "PredecessorRuns": [{"JobName": evil}]}
    server.fault = lambda _: Reply(200, json.dumps({"JobRun": run, "JobRuns": [run]}).encode())
    for options in ([], ["--json"]):
        done = served("tree", "a", "jr_1", "--timeline", *options)
        assert done.stdout and not set("\x1b\x07\u202e") & set(done.stdout)


def test_a_terminal_without_utf_8_gets_ascii(printed: Printed, root: RunKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    lines = drawn(printed, root, 120)
    assert all(line.isascii() for line in lines)
    assert "#####" in next(line for line in lines if "ingest-clickstream" in line)
    assert "==" in next(line for line in lines if "ingest-customers" in line)


def gone(call: Call) -> Reply | None:
    is_it = call.operation == "GetJobRun" and call.asked["JobName"] == "ingest-clickstream"
    return refusal("EntityNotFoundException", "Job Run not found") if is_it else None


def test_a_path_over_a_run_that_is_gone_says_at_least(served: Command, server: GlueServer, root: RunKey) -> None:
    server.fault = gone
    done = served("tree", *root, "--timeline")
    assert done.exit_code == 0
    assert "critical path: at least" in done.stdout
    found: dict[str, Any] = json.loads(served("tree", *root, "--timeline", "--json").stdout)
    assert found["at_least"] is True
    (node,) = (each for each in found["nodes"] if each["JobName"] == "ingest-clickstream")
    assert (node["slack_s"], node["saves_s"]) == (None, None)


def test_what_usual_durations_are_may_be_denied(served: Command, server: GlueServer, root: RunKey) -> None:
    server.fault = lambda call: refusal("AccessDeniedException", "no") if call.operation == "GetJobRuns" else None
    done = served("tree", *root, "--timeline")
    assert done.exit_code == 0
    assert "cannot be held against a usual duration" in done.stdout


def test_to_a_depth_the_path_is_at_least_so_long(served: Command, root: RunKey) -> None:
    assert "critical path: at least 2 runs" in served("tree", *root, "--timeline", "--depth", "1").stdout
