"""The whole journey in a real terminal, on the demo: pick, read, expand, drill, go back, copy, quit."""

from __future__ import annotations

import base64
import json
import re

import pytest

from tests.pty.terminal import Terminal, gluetui


def copied(terminal: Terminal) -> str:
    """What was sent to the terminal's clipboard last."""
    sent = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.written)
    return base64.b64decode(sent[-1]).decode() if sent else ""


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
def test_from_a_job_to_the_run_that_failed_and_back(size: tuple[int, int]) -> None:
    with gluetui("--demo", size=size) as terminal:
        terminal.wait_for("cleanup-failed-night", "ingest-orders")
        terminal.press("/", *"cleanup", "enter")
        terminal.wait_for("/cleanup", "cleanup-failed-night")
        terminal.press("enter")
        # The job's only run is opened with it.
        terminal.wait_for("JobRunState", "StartedOn", "c Copy field")
        terminal.press("/", *"predecessor", "enter")
        terminal.wait_for("PredecessorRuns", "alert-on-failure")
        terminal.press("esc")
        # An escape that another key follows at once is read as alt and that key.
        terminal.wait(lambda: "/predecessor" not in terminal.text, "the filter to close")
        terminal.press("4")
        terminal.wait_for("2 before")
        terminal.press("space")
        terminal.wait_for("stage-orders", "alert-on-failure", "1 before")
        for _ in range(3):
            if "›├╴ ▸ ✓ alert-on-failure" not in terminal.text and "›└╴ ▸ ✓ alert-on-failure" not in terminal.text:
                before = terminal.text
                terminal.press("j")
                terminal.wait(lambda before=before: terminal.text != before, "the cursor to move")  # type: ignore[misc]
        terminal.press("l")
        terminal.wait_for("curate-sales", "failed")
        terminal.press("j", "enter")
        terminal.wait(lambda: "› ▸ ✗ curate-sales" in terminal.text, "the failed run as the root of the tree")
        terminal.press("3")
        terminal.wait_for("ErrorMessage", "curate-sales")
        terminal.press("y")
        terminal.wait(lambda: "curate-sales" in copied(terminal), "the copy")
        answer = json.loads(copied(terminal))
        assert answer["JobRun"]["JobRunState"] == "FAILED"
        assert {each["JobName"] for each in answer["JobRun"]["PredecessorRuns"]} == {
            "stage-orders",
            "build-customer-360",
        }
        terminal.press("[", "y")
        terminal.wait(lambda: "cleanup-failed-night" in copied(terminal), "the copy of the run before")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored
