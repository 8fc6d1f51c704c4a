"""gluetui.text.critical_path: the critical path in words, which say "at least" where some of it is not loaded."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.run.run import JobRun
from gluetui.text.critical_path import headline, numbers, path_text, sentence
from gluetui.text.safe import is_safe
from tests.glue.lineage.chains import NOW, chain, key, ran
from tests.glue.lineage.test_critical_path import NIGHT


def path_of(*runs: JobRun, gone: tuple[str, ...] = (), **more: Any) -> CriticalPath:
    return CriticalPath(chain(*runs, gone=gone), NOW, **more)


def none(job: str) -> None:
    return None


TWO = (ran("a", 100, 200, "b"), ran("b", 0, 90))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (path_of(*NIGHT), "critical path: 4 runs = 2h 7m 6s running + 30s waiting"),
        (path_of(ran("a", 0, 5)), "critical path: 1 run = 5s running"),
        (path_of(TWO[0], gone=("b",)), "critical path: at least 1 run = 1m 40s running"),
        (path_of(ran("a", 100, 200, "b"), ran("b", 0, 103)), "critical path: 2 runs = 3m 23s running"),
        (
            path_of(ran("a", None, 5)),
            "critical path: not known, as AWS did not return when the run began or ended",
        ),
    ],
)
def test_the_headline(path: CriticalPath, words: str) -> None:
    assert headline(path) == words


@pytest.mark.parametrize(
    ("path", "usual", "words"),
    [
        (
            path_of(*NIGHT),
            {"build": 1_277.0},
            "build took 31m 55s over its usual; at its usual the end is 24m 44s earlier, "
            "then payments → stage decides.",
        ),
        (
            path_of(*NIGHT),
            {"customers": 500.0},
            "customers took 35s over its usual; at its usual the end is 35s earlier.",
        ),
        (
            path_of(*TWO[:1], ran("b", 0, 90, "c"), gone=("c",)),
            {"b": 30.0},
            "b took 1m 0s over its usual; at its usual the end is up to 1m 0s earlier.",
        ),
        (path_of(*TWO), {"a": 100.0, "b": 100.0}, "No run on the critical path took longer than its usual."),
        (
            path_of(*TWO),
            {"b": 100.0},
            "1 of 2 runs cannot be held against a usual duration; none of the others took longer.",
        ),
        (
            path_of(*TWO),
            {},
            "2 of 2 runs cannot be held against a usual duration; so nothing is known to be saved.",
        ),
        (
            path_of(ran("a", 100, None, "b"), TWO[1]),
            {"b": 1.0},
            "The run is not over: what a usual duration would save is told at its end.",
        ),
        (path_of(ran("a", None, 5)), {}, ""),
    ],
)
def test_the_sentence(path: CriticalPath, usual: dict[str, float], words: str) -> None:
    assert sentence(path, usual.get) == words


def test_of_many_runs_that_would_decide_the_first_and_the_last_are_named() -> None:
    side = [ran(f"s{n}", 10 * n, 10 * n + 9, *([f"s{n - 1}"] if n else [])) for n in range(6)]
    path = path_of(ran("a", 100, 200, "b", "s5"), ran("b", 0, 99), *side)
    assert "then s0 → … → s5 decides" in sentence(path, {"b": 1.0}.get)


def test_the_numbers_of_a_run() -> None:
    path = path_of(*NIGHT)
    run = path.of(key("build"))
    assert run is not None
    expected = {"waited": "9s", "start-up": "", "ran": "53m12s", "× usual": "2.5×", "slack": "critical"}
    assert numbers(path, run, 1_277.0) == expected | {"saves": "24m44s"}
    stage = path.of(key("stage"))
    assert stage is not None and numbers(path, stage, None)["slack"] == "24m44s"


def test_the_path_as_text_has_a_line_a_run_and_the_waits() -> None:
    text = path_text(path_of(*NIGHT), {"build": 1_277.0}.get, UTC)
    lines = text.splitlines()
    assert lines[0].startswith("critical path: 4 runs") and lines[-1].startswith("build took")
    assert lines[1] == "✓ customers · 1970-01-01 00:00:00 UTC → 1970-01-01 00:08:55 UTC · ran 8m 55s · customers"
    assert lines[2] == "  waited 9s"
    assert "2.5× usual" in lines[3]


def test_hostile_names_stay_in_their_line() -> None:
    evil = {"JobName": "a\x1b[2J\nb", "Id": "jr\u202e"}
    run = JobRun({**ran("a", 0, 100).raw, **evil}, asked_predecessors=True)
    path = path_of(run)
    text = path_text(path, lambda job: 1.0, UTC)
    assert all(is_safe(line) for line in text.splitlines()) and len(text.splitlines()) == 3
