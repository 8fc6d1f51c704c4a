"""What would run a command or give secrets away asks in the line of keys; the same key again is a yes, no other is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from gluetui.local.settings import Settings
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.question import Question
from tests.screens.conftest import NARROW, Browsing, Loopback, a_run, browsing

SECRET = "correct-horse"
LEAKY = a_run("leaky", "jr_leaky", ("clean", "jr_clean"), Arguments={"--password": SECRET})
CLEAN = a_run("clean", "jr_clean")


def line(here: Browsing) -> str:
    return here.screen.query_one(KeyLine).render_line(0).text.strip()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def asked(here: Browsing, *keys: str) -> None:
    await here.tap(*keys)
    await here.until(lambda: "any other key does not" in line(here))


@pytest.mark.parametrize(("key", "does"), [("Y", "copies"), ("ctrl+s", "saves")])
async def test_hidden_secrets_are_given_away_by_the_same_key_again(
    aws: Loopback, folder: Path, key: str, does: str
) -> None:
    aws.holds([LEAKY, CLEAN])
    async with browsing(aws.glue, job="leaky", run="jr_leaky", size=NARROW) as here:
        await asked(here, key)
        assert line(here) == f"{key} again {does} with the secrets in clear; any other key does not."
        assert not here.copied and not list(folder.iterdir())
        await here.press(key)
        await here.until(lambda: any("raw, secrets included" in toast for toast in here.toasts))
        assert "any other key" not in line(here)
        assert SECRET in here.copied + "".join(each.read_text() for each in folder.iterdir())


@pytest.mark.parametrize("other", ["y", "q", "n", "escape", "enter", "x", "1", "down", "S", "I"])
@pytest.mark.parametrize("key", ["Y", "ctrl+s"])
async def test_any_other_key_takes_the_question_away_and_does_nothing_else(
    aws: Loopback, folder: Path, key: str, other: str
) -> None:
    aws.holds([LEAKY, CLEAN])
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        cursor = here.details.cursor
        await asked(here, key)
        await here.press(other)
        assert "any other key" not in line(here)
        assert not here.copied and not list(folder.iterdir()) and not here.has_quit and not here.details.reveals
        assert (here.focus, here.details.cursor) == ("details", cursor)


@pytest.mark.parametrize("keys", [["3", "x", "Y"], ["3", "x", "ctrl+s"]])
async def test_what_the_screen_shows_already_is_not_asked_about(aws: Loopback, folder: Path, keys: list[str]) -> None:
    aws.holds([LEAKY, CLEAN])
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await here.press(*keys)
        await here.until(lambda: any("raw, secrets included" in toast for toast in here.toasts))


@pytest.mark.parametrize("key", ["Y", "ctrl+s"])
async def test_a_run_without_secrets_is_not_asked_about(aws: Loopback, folder: Path, key: str) -> None:
    aws.holds([CLEAN])
    async with browsing(aws.glue, job="clean", run="jr_clean") as here:
        await here.press(key)
        await here.until(lambda: bool(here.copied or list(folder.iterdir())))


async def test_secrets_of_another_run_of_the_chain_are_asked_about(aws: Loopback, folder: Path) -> None:
    aws.holds([a_run("root", "jr_root", ("leaky", "jr_leaky")), LEAKY, CLEAN])
    async with browsing(aws.glue, job="root", run="jr_root") as here:
        await here.press("4", "space")
        await asked(here, "ctrl+s")
        await here.press("ctrl+s")
        await here.until(lambda: any("2 runs saved" in toast for toast in here.toasts))


async def test_the_users_own_key_is_named_and_confirms(aws: Loopback) -> None:
    aws.holds([LEAKY, CLEAN])
    settings = Settings(keymap={"browse.copy_raw": "b,Y"})
    async with browsing(aws.glue, job="leaky", run="jr_leaky", settings=settings) as here:
        await asked(here, "Y")
        assert line(here).startswith("b again copies")
        await here.press("b")
        await here.until(lambda: SECRET in here.copied)


async def test_a_click_and_a_burst_confirm_nothing(aws: Loopback) -> None:
    aws.holds([LEAKY, CLEAN])
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await here.burst("Y", "y")
        await here.settled()
        assert SECRET not in here.copied
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await asked(here, "Y")
        await here.pilot.click("#details")
        await here.settled()
        assert SECRET not in here.copied and "any other key" not in line(here)


async def test_a_saved_file_can_be_undone_by_what_the_toast_says(aws: Loopback, folder: Path) -> None:
    aws.holds([CLEAN])
    async with browsing(aws.glue, job="clean", run="jr_clean") as here:
        await here.press("S")
        [path] = folder.iterdir()
        assert here.toasts[-1].endswith(f"(to undo, delete it): {path.name} in {folder}")


async def test_a_second_question_is_a_no_to_the_first_one() -> None:
    shown: list[str] = []
    question = Question(shown.append)
    first = asyncio.ensure_future(question.ask("a?", ["a"]))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(question.ask("b?", ["b"]))
    await asyncio.sleep(0)
    assert question.takes("b") and not question.takes("b")
    assert [await first, await second] == [False, True]
    assert shown[-1] == ""
