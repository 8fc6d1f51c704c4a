"""The viewer: a whole value, as it is but made safe, searched from match to match, and open at once at any size."""

from __future__ import annotations

import json

import pytest

from gluetui.screens.viewer import Viewer
from gluetui.text.safe import is_safe, one_line
from tests.screens.conftest import NARROW, WIDE, Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import Reply
from tests.values import EVIL

LONG = ("a needle in " + "hay " * 2000) * 32
"""257,000 characters on one line."""


def view(here: Browsing) -> Viewer:
    assert isinstance(here.app.screen, Viewer)
    return here.app.screen


async def open_error(here: Browsing) -> None:
    """Enter on the field ErrorMessage, two below the run's state."""
    await here.press("3", "down", "down", "enter")
    assert view(here).view.border_title == "ErrorMessage"


async def test_j_shows_the_run_as_aws_prints_it_and_esc_goes_back(aws: Loopback) -> None:
    async with browsing(aws.glue, job="clean", run="jr_clean") as here:
        await here.press("J")
        assert json.loads(view(here).view.text)["JobRun"]["ErrorMessage"] == "disk full"
        assert "clean jr_clean" in shown_in(here.app, "screen").split("\n")[0]
        assert "›{" in shown_in(here.app, "text")
        await here.press("escape")
        assert here.is_in_front


async def test_a_search_counts_its_matches_and_n_goes_from_one_to_the_next_and_round(aws: Loopback) -> None:
    aws.holds([a_run("j", "r", state="FAILED", ErrorMessage="one Red\ntwo\nred, red\nend")])
    async with browsing(aws.glue, job="j", run="r") as here:
        await open_error(here)
        await here.press("slash", *"red", "enter")
        places = []
        for key in ("n", "n", "n", "N"):
            places.append((view(here).view.cursor, str(view(here).view.count_text.split(" · ")[0])))
            await here.press(key)
        assert places == [(0, "1 of 3 matches"), (2, "2 of 3 matches"), (2, "3 of 3 matches"), (0, "1 of 3 matches")]
        await here.press("escape")
        assert view(here).view.filter_text == ""
        await here.press("slash", *"blue", "enter")
        assert "no matches" in view(here).view.count_text


async def test_a_match_far_to_the_right_is_scrolled_into_sight(aws: Loopback) -> None:
    aws.holds([a_run("j", "r", state="FAILED", ErrorMessage="x" * 200_000 + "needle" + "y" * 1000)])
    async with browsing(aws.glue, job="j", run="r") as here:
        await open_error(here)
        assert "needle" not in shown_in(here.app, "text")
        await here.press("slash", *"needle", "enter")
        assert "xneedley" in shown_in(here.app, "text")
        assert "of 201,006" in view(here).view.count_text


async def test_nothing_is_wrapped_and_arrows_scroll_sideways(aws: Loopback) -> None:
    aws.holds([a_run("j", "r", state="FAILED", ErrorMessage="".join(f"{number:07} " for number in range(100)))])
    async with browsing(aws.glue, job="j", run="r", size=(82, 24)) as here:
        await open_error(here)
        assert "0000008" in shown_in(here.app, "text")
        assert "0000020" not in shown_in(here.app, "screen")
        await here.press("right", "right", "right")
        assert "0000020" in shown_in(here.app, "text")
        await here.press("left", "left", "left", "left")
        assert "0000000" in shown_in(here.app, "text")


async def test_hostile_text_is_visible_in_it_and_copied_as_it_came(aws: Loopback) -> None:
    aws.holds([a_run("j", "r", state="FAILED", ErrorMessage=EVIL.replace("\ud800", "") * 5)])
    async with browsing(aws.glue, job="j", run="r") as here:
        await open_error(here)
        for keys in ((), ("slash", "O", "enter"), ("right",), ("down",)):
            await here.press(*keys)
            assert all(map(is_safe, shown_in(here.app, "screen").split("\n")))
        await here.press("left", "left", "home")
        assert "␛]52;c;ZXZpbA==␇" in shown_in(here.app, "text")
        await here.press("c")
        assert here.copied == EVIL.replace("\ud800", "") * 5


async def test_of_a_quarter_of_a_megabyte_on_one_line_what_is_in_sight_is_drawn_and_all_is_searched(
    aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("gluetui.screens.viewer.one_line", lambda text: drawn.append(text) or one_line(text))
    aws.holds([a_run("j", "r", state="FAILED", ErrorMessage=LONG)])
    async with browsing(aws.glue, job="j", run="r") as here:
        await open_error(here)
        assert view(here).view.text == LONG
        assert 0 < sum(map(len, drawn)) < WIDE[0] * WIDE[1]
        await here.press("slash", *"needle", "enter")
        assert "1 of 32 matches" in view(here).view.count_text


async def test_every_field_can_be_opened_whole(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report", size=NARROW) as here:
        await here.press("3")
        details = here.details
        for entry in range(details.entry_count):
            details.move_to(entry)
            await here.press("enter")
            assert view(here).view.text
            await here.press("escape")


async def test_what_went_wrong_is_wrapped_to_the_screen_and_copied_as_it_came(aws: Loopback) -> None:
    refused = Reply.of({"__type": "AccessDeniedException", "Message": "no " * 80 + "end."}, 400)
    aws.server.fault = lambda call: refused if call.operation == "ListJobs" else None
    async with browsing(aws.glue, size=(80, 24)) as here:
        await here.press("e")
        assert "end." in shown_in(here.app, "text")
        assert all(len(line) < 80 for line in view(here).view.lines)
        assert max(map(len, view(here).view.text.split("\n"))) > 80


@pytest.mark.parametrize("opens", ["J", "question_mark", "C"])
@pytest.mark.parametrize("closes", ["q", "escape"])
async def test_a_burst_that_closes_what_lies_over_the_panes_goes_on_below_it(
    aws: Loopback, opens: str, closes: str
) -> None:
    async with browsing(aws.glue, job="clean", run="jr_clean") as here:
        await here.press("2")
        await here.tap(opens)
        await here.until(lambda: not here.is_in_front)
        await here.burst(closes, "slash", *"rep")
        await here.until(lambda: here.is_in_front and here.runs.filter_text == "rep")
