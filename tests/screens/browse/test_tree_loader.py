"""The predecessor tree through keys, over a loopback Glue: what is fetched, what is shown, how it is stopped."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from gluetui.app.app import GlueTui
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.screens.browse import tree_loader
from tests.screens.seen import shown_in, until
from tests.server import Call, GlueServer, Reply, refusal

START = 1_790_000_000


def run(name: str, *before: str, state: str = "SUCCEEDED", at: int = 0, **members: Any) -> dict[str, Any]:
    """A run `jr_NAME` of job NAME that started `at` minutes, lasted one, and was preceded by these."""
    linked = [{"JobName": each, "RunId": f"jr_{each}"} for each in before]
    return {
        "JobName": name, "Id": f"jr_{name}", "JobRunState": state, "StartedOn": START + 60 * at,
        "CompletedOn": START + 60 * at + 60, "ExecutionTime": 60, "MaxCapacity": 10.0, "WorkerType": "G.1X",
        "PredecessorRuns": linked, **({"TriggerName": "go"} if before else {}), **members,
    }  # fmt: skip


@pytest.fixture
def server() -> Iterator[GlueServer]:
    with GlueServer(Snapshot([])).serving() as serving:
        yield serving


@asynccontextmanager
async def opened(
    server: GlueServer, *runs: dict[str, Any], root: str = "root", size: tuple[int, int] = (160, 45)
) -> AsyncIterator[Pilot[None]]:
    """The app with a run open, the focus on its predecessors."""
    server.snapshot = Snapshot(list(runs))
    app = GlueTui(Glue(Aws(region="eu-west-1", endpoint_url=server.url)), job=root, run=f"jr_{root}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: f"✓ {root}" in tree(pilot) or f"✗ {root}" in tree(pilot))
        await pilot.press("4")
        yield pilot


def tree(pilot: Pilot[Any]) -> str:
    return shown_in(pilot.app, "predecessors")


def asked(server: GlueServer) -> Counter[str]:
    """How often each run was asked for."""
    return Counter(server.asked_for("GetJobRun", "RunId"))


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


def told(pilot: Pilot[Any]) -> list[str]:
    """What toasts say."""
    return [notification.message for notification in pilot.app._notifications]


def here(pilot: Pilot[Any]) -> str:
    """The line under the cursor."""
    return next((line for line in tree(pilot).splitlines() if line.startswith("›")), "")


async def go_to_line(pilot: Pilot[Any], text: str) -> None:
    await pilot.press("home")
    for _ in range(20):
        if text in here(pilot):
            return
        await pilot.press("down")
    raise AssertionError(f"no line with {text!r}:\n{tree(pilot)}")


async def test_the_whole_ancestry_is_fetched_each_run_once(server: GlueServer) -> None:
    runs = [
        run("root", "a", "b", at=30), run("a", "c", at=20), run("b", "c", "d", at=20), run("c", at=10), run("d", at=9),
    ]  # fmt: skip
    async with opened(server, *runs) as pilot:
        assert asked(server) == {"jr_root": 1}
        await pilot.press("E")
        await until(pilot, lambda: "5 runs" in tree_count(pilot))
        assert asked(server) == {f"jr_{name}": 1 for name in ("root", "a", "b", "c", "d")}
        assert tree(pilot).count("⤴") == 1
        await pilot.press("space", "space", "E")
        await pilot.pause()
        assert asked(server).total() == 5


def tree_count(pilot: Pilot[Any]) -> str:
    return str(pilot.app.screen.query_one("#predecessors").border_subtitle)


async def test_esc_stops_calling(server: GlueServer) -> None:
    chain = [run(f"r{n}", f"r{n + 1}", at=1000 - n) for n in range(300)]
    async with opened(server, *chain, root="r0") as pilot:
        server.latency = 0.02
        await pilot.press("E")
        await until(pilot, lambda: "to go · esc stops" in tree_count(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "esc stops" not in tree_count(pilot))
        calls = len(server.calls)
        assert calls < 200
        await asyncio.sleep(0.15)
        assert len(server.calls) <= calls + tree_loader.LANES
        assert pilot.app.is_running


async def test_a_thousand_links_stay_at_the_left_edge(server: GlueServer) -> None:
    chain = [run(f"r{n}", *([f"r{n + 1}"] if n < 999 else []), at=2000 - n) for n in range(1000)]
    async with opened(server, *chain, root="r0") as pilot:
        await pilot.press("E")
        await until(pilot, lambda: "1,000 runs" in tree_count(pilot))
        await pilot.press("end")
        await until(pilot, lambda: "r999" in tree(pilot))
        last = next(line for line in tree(pilot).splitlines() if "r999" in line)
        assert last.index("r999") == next(line for line in tree(pilot).splitlines() if "r998" in line).index("r998")
        assert last.index("r999") < 8
        assert set(asked(server).values()) == {1}


async def test_f_goes_to_the_nearest_failed_run_and_from_the_only_one_back_to_it(server: GlueServer) -> None:
    runs = [
        run("root", "a", "b", at=30), run("a", "c", at=20), run("b", at=20),
        run("c", "d", at=10, state="FAILED", ErrorMessage="no memory left"), run("d", at=5),
    ]  # fmt: skip
    async with opened(server, *runs) as pilot:
        await pilot.press("f")
        await until(pilot, lambda: "›│ ╰▸ ✗ c" in tree(pilot) or "›  ╰▸ ✗ c" in tree(pilot))
        assert "no memory left" in tree(pilot)
        assert "jr_d" not in asked(server)
        await pilot.press("f")
        await until(pilot, lambda: "jr_d" in asked(server) and told(pilot).count("1 of 1 failed run.") == 1)
        assert "✗ c" in next(line for line in tree(pilot).splitlines() if "›" in line)


async def test_f_says_so_where_no_run_failed(server: GlueServer) -> None:
    runs = [run("root", "a", at=30), run("a", "b", at=20, state="STOPPED"), run("b", at=10)]
    async with opened(server, *runs) as pilot:
        await pilot.press("f")
        await until(pilot, lambda: "No failed run among those before root, and 1 stopped." in told(pilot))


async def test_siblings_are_sorted_failed_first_then_last_finisher_first(server: GlueServer) -> None:
    runs = [
        run("root", "early", "late", "broken", at=30), run("early", at=1), run("late", at=20),
        run("broken", at=2, state="FAILED"),
    ]  # fmt: skip
    async with opened(server, *runs) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "4 runs" in tree_count(pilot))
        places = [tree(pilot).index(f" {name} ") for name in ("broken", "late", "early")]
        assert places == sorted(places)


async def test_three_hundred_predecessors_are_usable_at_once_and_narrowed_by_a_filter(server: GlueServer) -> None:
    many = [f"p{n:03}" for n in range(300)]
    runs = [run("root", *many, at=500), *(run(name, at=number) for number, name in enumerate(many))]
    async with opened(server, *runs) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "✓ p299" in tree(pilot))
        await until(pilot, lambda: "301 runs" in tree_count(pilot))
        await pilot.press("slash", *"p29", "enter")
        rows = [line for line in tree(pilot).splitlines() if " p" in line]
        assert len(rows) == 10
        assert "root" in tree(pilot)
        assert set(asked(server).values()) == {1}


GONE = refusal("EntityNotFoundException", "Job Run not found")
DENIED = refusal("AccessDeniedException", "User: x is not authorized to perform: glue:GetJobRun on resource: y")


@pytest.mark.parametrize(
    ("reply", "word", "told"),
    [(GONE, "gone", "No such run"), (DENIED, "denied", "glue:GetJobRun")],
)
async def test_a_run_that_cannot_be_had_says_why_and_can_be_retried_while_its_siblings_go_on(
    server: GlueServer, reply: Reply, word: str, told: str
) -> None:
    runs = [run("root", "good", "odd", at=30), run("good", at=20), run("odd", at=10)]

    def fault(call: Call) -> Reply | None:
        return reply if call.asked.get("RunId") == "jr_odd" else None

    async with opened(server, *runs) as pilot:
        server.fault = fault
        await pilot.press("space")
        await until(pilot, lambda: word in tree(pilot) and "✓ good" in tree(pilot))
        assert told in tree(pilot)
        server.fault = None
        await go_to_line(pilot, "odd")
        await pilot.press("r")
        await until(pilot, lambda: "✓ odd" in tree(pilot))
        assert asked(server)["jr_odd"] == 2
        assert asked(server)["jr_good"] == 1


@pytest.mark.usefixtures("impatient")
async def test_a_throttled_run_is_asked_for_again_by_itself(
    server: GlueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(tree_loader, "sleep", wait)
    refused = 0

    def fault(call: Call) -> Reply | None:
        nonlocal refused
        if call.asked.get("RunId") == "jr_odd" and refused < 3:
            refused += 1
            return refusal("ThrottlingException", "Rate exceeded")
        return None

    async with opened(server, run("root", "odd", at=30), run("odd", at=10)) as pilot:
        server.fault = fault
        await pilot.press("space")
        await until(pilot, lambda: "✓ odd" in tree(pilot))
        assert refused == 3
        assert waits == list(tree_loader.RETRY_SECONDS[: len(waits)]) != []


async def test_cycles_and_incomplete_entries_are_marked_and_not_followed(server: GlueServer) -> None:
    odd = {"PredecessorRuns": [{"JobName": "root", "RunId": "jr_root"}, {"JobName": "nameless"}, {"RunId": "jr_x"}]}
    async with opened(server, run("root", "a", at=30), run("a", at=10, **odd)) as pilot:
        await pilot.press("E")
        await until(pilot, lambda: "↺ cycle" in tree(pilot))
        assert tree(pilot).count("incomplete") == 2
        assert "nameless (run id not returned)" in tree(pilot)
        assert "(job not returned) jr_x" in tree(pilot)
        assert asked(server) == {"jr_root": 1, "jr_a": 1}
        await go_to_line(pilot, "↺")
        await pilot.press("space")
        await until(pilot, lambda: "▾ ✓ root" in here(pilot))


async def test_a_mark_jumps_to_where_the_run_is_shown(server: GlueServer) -> None:
    runs = [run("root", "a", "b", at=30), run("a", "c", at=21), run("b", "c", at=20), run("c", at=10)]
    async with opened(server, *runs) as pilot:
        await pilot.press("E")
        await until(pilot, lambda: "4 runs" in tree_count(pilot))
        await go_to_line(pilot, "⤴")
        await pilot.press("space")
        await pilot.pause()
        assert "✓ c" in here(pilot)
        assert "⤴" not in here(pilot)


async def test_attempts_are_folded_behind_their_retry_and_opened_with_it(server: GlueServer) -> None:
    retry = {"Id": "jr_load_attempt_1", "Attempt": 1, "PreviousRunId": "jr_load"}
    root = run("root", at=30, PredecessorRuns=[{"JobName": "load", "RunId": "jr_load_attempt_1"}])
    first = run("load", at=5, state="FAILED", ErrorMessage="S3 was slow")
    async with opened(server, root, first, run("load", at=10, **retry)) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "after 1 attempt that did not succeed" in tree(pilot))
        assert "load ↻1" in tree(pilot)
        assert "jr_load" not in asked(server)
        await pilot.press("down", "space")
        await until(pilot, lambda: "✗ first attempt" in tree(pilot))
        assert "S3 was slow" in tree(pilot)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "started by hand, by an API caller, Step Functions or Airflow"),
        ({"TriggerName": "nightly"}, "trigger nightly is a schedule, on-demand or event trigger"),
    ],
)
async def test_a_run_without_predecessors_says_why(server: GlueServer, members: dict[str, str], reason: str) -> None:
    async with opened(server, run("root", **members)) as pilot:
        await until(pilot, lambda: reason in " ".join(tree(pilot).split()))


async def test_going_back_restores_what_was_expanded_and_where_the_cursor_was(server: GlueServer) -> None:
    runs = [run("root", "a", "b", at=30), run("a", "c", at=21), run("b", at=20), run("c", at=10)]
    async with opened(server, *runs) as pilot:
        await pilot.press("space", "down")
        await until(pilot, lambda: "✓ a" in tree(pilot) and "✓ b" in tree(pilot))
        await pilot.press("space")
        await until(pilot, lambda: "✓ c" in tree(pilot))
        before = tree(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "root › a" in tree(pilot))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: tree(pilot) == before)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "root › a" in tree(pilot))
        assert asked(server).total() == 4


async def test_the_totals_say_what_is_loaded_and_of_how_much(server: GlueServer) -> None:
    """Two runs of 10 DPU for 60 s each: 2 × 10 × 60 / 3600 = 0.333 DPU-hours, × $0.44 = $0.15.

    The first started at minute 0, the last ended at minute 11, nothing ran from minute 1 to 10: 9 / 11 = 82 %.
    """
    glue = {"GlueVersion": "4.0"}
    async with opened(server, run("root", "a", at=10, **glue), run("a", "z", at=0, **glue)) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "2 of 3 runs" in tree_count(pilot))
        assert tree_count(pilot) == "2 of 3 runs · 0.333 DPU-hours · about $0.15 · 11m00s in all, 82% waited"


async def test_the_demos_failed_night_tells_its_story_from_the_clean_up_run() -> None:
    demo = Glue(Aws(open_snapshot=Snapshot.demo, source="the demo"))
    app = GlueTui(demo, job="cleanup-failed-night")
    async with app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: "SUCCEEDED" in shown_in(app, "details"))
        await pilot.press("4")
        await until(pilot, lambda: "2 before" in tree(pilot))
        await pilot.press("f")
        await until(pilot, lambda: "✗ curate-sales" in here(pilot))
        assert "Container killed by YARN" in here(pilot)
