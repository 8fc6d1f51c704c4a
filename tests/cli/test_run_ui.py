"""What commands print on a terminal: tables and a tree, in colour, that lose nothing of an id and let nothing act."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from rich.cells import cell_len

from gluetui.cli.tables import TreeRow
from gluetui.cli.tree_lines import tree_lines
from gluetui.glue.files.snapshot import Snapshot
from gluetui.text.lines import Span
from tests.cli.conftest import Printed, key_of, lines_of
from tests.conftest import NOW
from tests.pty.terminal import gluetui
from tests.server import GlueServer, Reply
from tests.values import EVIL

FAILED = key_of(Snapshot.demo(NOW), "curate-sales", "FAILED")


def test_runs_are_a_table_with_a_heading_and_whole_ids(printed: Printed) -> None:
    size = (150, 20)
    heading, *rows = lines_of(printed("runs", "curate-sales", "--demo", "--limit", "3", size=size), size)
    assert heading.split()[:2] == ["state", "started"]
    assert rows[0].index(FAILED.run_id) == heading.index("run id")
    assert rows[1].startswith("  Container killed by YARN")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_an_id_is_whole_in_a_terminal_of_any_width(printed: Printed, width: int) -> None:
    assert FAILED.run_id.encode() in printed("runs", "curate-sales", "--demo", "--limit", "3", size=(width, 30))


def test_a_run_is_a_table_by_sections(printed: Printed) -> None:
    size = (120, 90)
    lines = lines_of(printed("show", *FAILED, "--demo", size=size), size)
    assert "Time" in lines
    assert any(line.startswith("ExecutionTime") and "1h 4m 24s  (3864 s)" in line for line in lines)


def test_an_id_that_has_no_room_beside_its_run_stands_whole_below_it(printed: Printed) -> None:
    size = (80, 30)
    heading, first, below, *_ = lines_of(printed("runs", "curate-sales", "--demo", "--limit", "3", size=size), size)
    assert "run id" not in heading and heading.index("trigger") == first.index("staging-done")
    assert below == FAILED.run_id


def test_the_width_is_the_terminals_own(printed: Printed) -> None:
    """With no variable that says it, in a process of its own."""
    size = (80, 30)
    asked = ("runs", "curate-sales", "--demo", "--limit", "3")
    # The demo ends now, whenever that is.
    expected = re.sub(r"\d", "0", "\n".join(lines_of(printed(*asked, size=size), size)))
    with gluetui(*asked, size=size) as terminal:
        assert terminal.wait_exit() == 0
        terminal.read(0.1)
        assert re.sub(r"\d", "0", terminal.text.rstrip()) == expected


def test_the_tree_is_drawn_with_branches_beneath_a_heading(printed: Printed) -> None:
    size = (200, 30)
    heading, root, *lines = lines_of(printed("tree", *FAILED, "--demo", size=size), size)
    assert root.startswith("curate-sales ")
    assert root.index("✗ failed") == heading.index("state")
    assert root.index(FAILED.run_id) == heading.index("run id")
    assert lines[0].startswith("├╴build-customer-360")
    assert any(line.startswith("  └╴ingest-payments") for line in lines)


@pytest.mark.parametrize("width", [80, 120])
def test_the_tree_keeps_to_the_width_with_each_id_whole_below_its_run(printed: Printed, width: int) -> None:
    size = (width, 40)
    heading, root, below, *lines = lines_of(printed("tree", *FAILED, "--demo", size=size), size)
    assert root.index("✗ failed") == heading.index("state")
    assert below == f"│ {FAILED.run_id}"
    assert "Container killed by YARN" in (root if width == 120 else lines.pop(0))
    assert lines[1].startswith("│ │ jr_") and not lines[1].endswith("…")


@pytest.mark.parametrize("width", [1, 12, 40, 80, 300])
@pytest.mark.parametrize("depths", [[0], [0, 1, 2, 3, 2, 1], list(range(60))])
def test_no_line_of_a_tree_is_wider_than_the_terminal(width: int, depths: list[int]) -> None:
    texts = ("漢" * 30, "? quantum" * 5, "2026-11-22 01:20:09 UTC", "1h04m", "", "jr_" + "0" * 64, "x" * 300)
    rows = [TreeRow(depth, tuple(map(Span, texts))) for depth in depths]
    lines = ["".join(span.text for span in line) for line in tree_lines(rows, width)]
    assert len(lines) > len(rows)
    assert max(map(cell_len, lines)) <= width


def test_json_is_json_on_a_terminal_too(printed: Printed) -> None:
    written = printed("show", *FAILED, "--demo", "--json", size=(4000, 90))
    assert json.loads(written)["JobRun"]["Id"] == FAILED.run_id


@pytest.mark.parametrize("name", ["jobs", "runs", "show", "tree", "get-job-run"])
def test_a_hostile_answer_does_nothing_to_the_terminal(
    printed: Printed, server: GlueServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: dict[str, Any] = {
        "JobName": EVIL,
        "Id": EVIL,
        "JobRunState": EVIL,
        "ErrorMessage": EVIL,
        "TriggerName": EVIL,
        EVIL: EVIL,
    }
    run = {**run, "PredecessorRuns": [{"JobName": EVIL, "RunId": EVIL}], "Arguments": {EVIL: EVIL}}
    server.fault = lambda _: Reply(200, json.dumps({"JobRun": run, "JobRuns": [run], "JobNames": [EVIL]}).encode())
    names = {"jobs": [], "runs": ["a"], "get-job-run": ["--job-name", "a", "--run-id", "b"]}.get(name, ["a", "b"])
    monkeypatch.setenv("NO_COLOR", "1")
    written = printed(name, *names, "--endpoint-url", server.url, size=(300, 60)).decode()
    # Bold and dim are no colours, so they stay.
    left = written.replace("\r\n", "\n").replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "")
    left = left.replace("\x1b[1;4m", "")
    assert "end" in left
    assert not {character for character in left if not character.isprintable() and character != "\n"}
