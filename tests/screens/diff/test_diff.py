"""Two runs compared on the screen: the partner, the calls that it takes, the definition, what leaves the screen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gluetui.glue.clients.glue import RUNS_PAGE
from gluetui.glue.run.run import RunKey
from gluetui.screens.diff.screen import DiffScreen
from gluetui.screens.viewer import TextView
from tests.conftest import NOW
from tests.screens.conftest import NARROW, Browsing, Loopback, a_run, browsing
from tests.screens.faults import DENIED, GONE, Hold, on
from tests.screens.seen import shown_in
from tests.server import Call, Reply

PASSWORD = "hunter2-of-the-tests"


def ran(number: int, state: str = "SUCCEEDED", **members: Any) -> dict[str, Any]:
    """jr_0 is the newest."""
    start = NOW.timestamp() - 3600 * (number + 1)
    return a_run("load", f"jr_{number}", state=state, StartedOn=start, CompletedOn=start + 600, **members)


FAILED = ran(0, "FAILED", GlueVersion="5.0", NumberOfWorkers=4, Arguments={"--partitions": "2000", "--full": "true"})
RUNS = [
    FAILED,
    ran(1, "FAILED", GlueVersion="5.0"),
    ran(2, GlueVersion="4.0", NumberOfWorkers=4, Arguments={"--partitions": "200"}),
    ran(3, GlueVersion="3.0", NumberOfWorkers=2),
    *(ran(number, GlueVersion="3.0", NumberOfWorkers=2) for number in range(4, 10)),
]
DEFINITION = {"Name": "load", "LastModifiedOn": NOW.timestamp() - 3600 * 2, "GlueVersion": "5.0"}


def defines(call: Call) -> Reply | None:
    return Reply.of({"Job": DEFINITION}) if call.operation == "GetJob" else None


def told(here: Browsing) -> str:
    return shown_in(here.app, "differences")


async def compare(here: Browsing) -> None:
    await here.press("D")
    await here.until(lambda: isinstance(here.app.screen, DiffScreen))
    await here.settled()


async def test_d_compares_a_run_with_its_last_success_without_a_call_for_what_is_loaded(aws: Loopback) -> None:
    aws.holds(RUNS)
    aws.server.fault = defines
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        before = aws.server.counts.copy()
        await compare(here)
        text = told(here)
        assert "against its last success" in text and "jr_2" in text
        assert "~ GlueVersion" in text and "+ --full" in text and "~ --partitions" in text
        assert "NumberOfWorkers" not in text
        assert "changed" in text and "between the two" in text
        assert aws.server.counts - before == {"GetJob": 1}
        await here.press("escape")
        assert here.is_in_front and here.focus == "runs"
        await compare(here)
        assert aws.server.counts - before == {"GetJob": 1}


async def test_a_partner_that_is_not_loaded_is_looked_for_page_by_page_and_its_pages_are_not_asked_for_again(
    aws: Loopback,
) -> None:
    failed = [ran(number, "FAILED") for number in range(2 * RUNS_PAGE)]
    aws.holds([*failed, ran(2 * RUNS_PAGE, GlueVersion="3.0"), *(ran(number) for number in range(401, 700))])
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        assert len(here.runs.items) == RUNS_PAGE
        await compare(here)
        assert f"jr_{2 * RUNS_PAGE}" in told(here)
        assert aws.server.counts["GetJobRuns"] == 3
        await here.press("escape")
        assert len(here.runs.items) == 3 * RUNS_PAGE
        assert aws.server.counts["GetJobRuns"] == 3


async def test_esc_stops_the_search_which_says_how_far_it_looked_and_r_goes_on(aws: Loopback) -> None:
    aws.holds([*(ran(number, "FAILED") for number in range(2 * RUNS_PAGE)), ran(900)])
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        hold = Hold("GetJobRuns", "load")
        aws.server.fault = hold
        await here.tap("D")
        await here.until(lambda: "looking for its last success: 200 runs looked through" in told(here))
        await here.tap("escape")
        assert "Stopped: 200 runs looked through" in " ".join(told(here).split())
        hold.let_go()
        aws.server.fault = None
        await here.press("r")
        assert "jr_900" in told(here)
        await here.press("escape")
        assert here.is_in_front


@pytest.mark.parametrize(
    ("runs", "key", "words"),
    [
        (
            [ran(0, "FAILED"), ran(1, "FAILED")],
            "home",
            "No run of this job that succeeded began before it: 2 runs looked through",
        ),
        ([ran(0, "FAILED") | {"StartedOn": None}, ran(1)], "end", "which runs began before it is not known"),
    ],
)
async def test_where_there_is_no_partner_that_is_said_and_p_compares_all_the_same(
    aws: Loopback, runs: list[dict[str, Any]], key: str, words: str
) -> None:
    aws.holds(runs)
    async with browsing(aws.glue, job="load") as here:
        await here.press("2", key)
        await compare(here)
        assert words in " ".join(told(here).replace("│", " ").split())
        await here.open_picker("p")
        await here.press("enter")
        assert "against chosen" in told(here) and "jr_1" in told(here)


async def test_m_marks_a_run_and_d_on_another_compares_the_two(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="load") as here:
        await here.press("2", "j", "j", "j", "m")
        assert "◇" in shown_in(here.app, "runs")
        await here.press("home")
        await compare(here)
        assert "against the marked run" in told(here) and "jr_3" in told(here)
        assert "~ NumberOfWorkers" in told(here)
        await here.press("escape", "j", "j", "j", "m")
        assert "◇" not in shown_in(here.app, "runs")


@pytest.mark.parametrize(
    ("reply", "words"), [(DENIED, "not known: it needs glue:GetJob"), (GONE, "The job no longer exists")]
)
async def test_a_definition_that_is_refused_is_told_in_words_beside_the_differences(
    aws: Loopback, reply: Reply, words: str
) -> None:
    aws.holds(RUNS)
    aws.server.fault = on("GetJob", reply)
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        await compare(here)
        assert "~ GlueVersion" in told(here)
        if reply is DENIED:
            assert words in told(here)
        else:
            assert "asking AWS" not in told(here)
        assert here.session.health.fault is None


async def test_n_goes_from_difference_to_difference_and_a_shows_what_is_equal_in_its_place(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        await compare(here)
        await here.press("home", "a")
        assert "= NumberOfWorkers" in told(here)
        await here.press("n")
        assert "›~ GlueVersion" in told(here) or "›~" in told(here) or "›+" in told(here)
        await here.press("end", "N")
        assert "›+ --full" in told(here)
        await here.press("a")
        assert "= NumberOfWorkers" not in told(here)


async def test_j_is_the_comparison_as_json_and_y_copies_it_as_markdown(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        await compare(here)
        await here.press("J")
        document = json.loads(here.app.screen.query_one(TextView).text)
        assert (document["from"]["Id"], document["to"]["Id"]) == ("jr_2", "jr_0")
        await here.press("escape", "y")
        assert "### `load`: what differs" in here.copied and "GlueVersion" in here.copied


async def test_secrets_are_compared_and_never_shown_copied_or_printed(aws: Loopback) -> None:
    secret = {"--db_password": PASSWORD, "--url": f"jdbc:x?password={PASSWORD}"}
    aws.holds([ran(0, "FAILED", Arguments=secret), ran(1, Arguments={"--db_password": "another-" + PASSWORD})])
    async with browsing(aws.glue, job="load") as here:
        await here.press("2", "enter", "x")
        await compare(here)
        await here.press("a")
        shown = told(here)
        await here.press("n", "enter")
        shown += shown_in(here.app, "screen")
        await here.press("escape", "J")
        shown += here.app.screen.query_one(TextView).text
        await here.press("escape", "y")
        assert "--db_password" in shown and "differs" in shown
        assert PASSWORD not in shown + here.copied


async def test_hostile_text_does_nothing_where_it_is_compared(aws: Loopback) -> None:
    hostile = "\x1b[2J\x07\u202eevil\r\n\x9b31m"
    aws.holds([ran(0, "FAILED", Arguments={hostile: hostile}, ErrorMessage=hostile), ran(1)])
    async with browsing(aws.glue, job="load", size=NARROW) as here:
        await here.press("2")
        await compare(here)
        assert "evil" in told(here)
        assert not set("\x1b\x07\u202e\x9b\r") & set(shown_in(here.app, "screen"))


async def test_a_loaded_run_that_is_chosen_takes_no_call(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        await compare(here)
        screen = here.app.screen
        assert isinstance(screen, DiffScreen)
        before = aws.server.counts["GetJobRun"]
        screen.loader.compare_with(RunKey("load", "jr_3"))
        await here.settled()
        assert "GlueVersion" in told(here) and "3.0" in told(here)
        assert aws.server.counts["GetJobRun"] == before
