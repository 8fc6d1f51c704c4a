"""What the last runs of a job say: of the newest alone whether it failed or goes on."""

from __future__ import annotations

import pytest

from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT, LastRuns
from gluetui.glue.run.run import JobRun


@pytest.mark.parametrize(
    ("states", "is_failed", "is_live"),
    [
        (("FAILED", "SUCCEEDED"), True, False),
        (("TIMEOUT",), True, False),
        (("SUCCEEDED", "FAILED"), False, False),
        (("RUNNING", "FAILED"), False, True),
        (("A-NEW-STATE",), False, True),
        ((), False, False),
    ],
)
def test_the_newest_run_decides(states: tuple[str, ...], is_failed: bool, is_live: bool) -> None:
    last = LastRuns(states, None)
    assert (last.is_failed, last.is_live) == (is_failed, is_live)


def test_of_a_longer_list_the_first_few_are_kept() -> None:
    runs = [JobRun({"JobRunState": "FAILED", "StartedOn": number}) for number in range(LAST_RUNS_COUNT + 3)]
    last = LastRuns.of(runs)
    assert len(last.states) == LAST_RUNS_COUNT
    assert last.started == runs[0].started
