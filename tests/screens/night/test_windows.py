"""Other windows than the last 24 hours: typed, moved by one, by the setting of the night's hours."""

from __future__ import annotations

from gluetui.local.settings import Settings
from gluetui.screens.night.window_line import WindowLine
from gluetui.widgets.text_line import TextLine
from tests.screens.conftest import Loopback
from tests.screens.night.conftest import AtNight, a_night, asked_jobs, at_night, ran


def box(night: AtNight) -> str:
    line = night.here.app.screen.query_one(WindowLine)
    return "\n".join("".join(span.text for span in each) for each in line.fixed_lines(70))


async def typed(night: AtNight, text: str) -> None:
    await night.here.tap("w")
    await night.here.until(lambda: bool(night.here.app.screen.query(WindowLine)))
    night.here.app.screen.query_one(WindowLine)._take(TextLine(text))


async def test_a_window_is_typed_and_the_line_says_which_one_it_is(aws: Loopback) -> None:
    aws.holds([*a_night(), ran("old", "jr_old", 40, "FAILED", ErrorMessage="two days ago")])
    async with at_night(aws.glue) as night:
        assert "11-19 02:30 → 11-20 02:30" in night.text
        await night.here.tap("w")
        await night.here.until(lambda: bool(night.here.app.screen.query(WindowLine)))
        assert "24h" in box(night)
        assert "11-19 02:30 → 11-20 02:30" in box(night)
        await night.here.tap("ctrl+u", "2", "d")
        assert "11-18 02:30 → 11-20 02:30" in box(night)
        await night.here.press("enter")
        await night.done()
        assert "11-18 02:30 → 11-20 02:30" in night.text
        assert "two days ago" in night.text


async def test_what_is_no_window_is_said_and_not_taken(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        calls = len(asked_jobs(aws.server))
        for text, why in (
            ("tomorrow", "no part of a window"),
            ("since:2d until:3d", "before it begins"),
            ("0h", "ends"),
        ):
            await typed(night, text)
            assert why in box(night), text
            await night.here.tap("enter")
            assert night.here.app.screen.query(WindowLine)
            await night.here.press("escape")
        assert night.is_in_front
        assert "11-19 02:30 → 11-20 02:30" in night.text
        assert len(asked_jobs(aws.server)) == calls


async def test_letters_that_are_commands_elsewhere_are_typed_and_esc_leaves_all_as_it_was(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.tap("w")
        await night.here.until(lambda: bool(night.here.app.screen.query(WindowLine)))
        await night.here.tap("ctrl+u", *"last", "space", *"night")
        assert "11-19 18:00 → 11-20 08:00" in box(night)
        await night.here.press("escape")
        assert night.is_in_front
        assert not night.here.has_quit


async def test_the_night_has_the_hours_of_the_setting(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue, settings=Settings(night="20:00-02:00")) as night:
        await typed(night, "last night")
        await night.here.press("enter")
        await night.done()
        assert "11-19 20:00 → 11-20 02:00" in night.text
        await night.here.press("less_than_sign")
        assert "11-18 20:00 → 11-19 02:00" in night.text
        await night.here.press("greater_than_sign", "greater_than_sign")
        assert "11-20 20:00 → 11-21 02:00" in night.text
        assert "No run was on" in night.text or "1 other job" in night.text


async def test_there_is_no_window_ahead_of_now(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.press("greater_than_sign")
        assert "has not begun" in night.here.toasts[-1]
        assert "11-19 02:30 → 11-20 02:30" in night.text
