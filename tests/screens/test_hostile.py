"""Hostile text from AWS: seen for what it is in every place, obeyed in none, copied as it came."""

from __future__ import annotations

import json

from textual.events import Paste

from gluetui.text.safe import is_safe
from tests.screens.conftest import Aws, Browsing, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import refusal

PAYLOADS = {
    "\x1b]52;c;ZXZpbA==\x07": "␛]52;c;ZXZpbA==␇",
    "\x1b]0;owned\x1b\\": "␛]0;owned␛\\",
    "\x1b[2J\x1bP+q\x1b\\": "␛[2J␛P+q␛\\",
    "\x9b31mred\x9d": "\\u009b31mred\\u009d",
    "invoice\u202efdp.exe": "invoice\\u202efdp.exe",
    "a\u200bb\ufeffc": "a\\u200bb\\ufeffc",
    "[/opt/a] [link=x] [@click=app.quit]x[/]": "[/opt/a] [link=x] [@click=app.quit]x[/]",
    "unclosed [b": "unclosed [b",
    "x\ud800y": "x\\ud800y",
    "nul\x00 del\x7f bell\x07": "nul␀ del␡ bell␇",
}
"""Text as AWS could send it, and as it must be seen."""


def hostile_runs() -> list[dict[str, object]]:
    """For each payload a job of that name, whose run has it in every place, and a run before that one."""
    runs = []
    for text in PAYLOADS:
        everywhere = {
            "TriggerName": text, "ErrorMessage": text, "Arguments": {f"--{text}": text}, text: text,
            "NewMember": {"of": [text]}, "WorkerType": text, "LogGroupName": text, "JobMode": text,
        }  # fmt: skip
        runs.append(a_run(text, text, (text, "before"), state="FAILED", **everywhere))
        runs.append(a_run(text, "before", state=text, StartedOn=0))
    return runs


def drawn_safely(here: Browsing) -> bool:
    """Nothing that is on the screen, drawn to a terminal or to a picture, can act or hide."""
    picture = here.app.export_screenshot(simplify=True)
    return all(is_safe(line) for text in (shown_in(here.app, "screen"), picture) for line in text.split("\n"))


async def test_every_place_shows_hostile_text_visibly_and_nothing_acts(aws: Aws) -> None:
    aws.holds(hostile_runs())
    async with browsing(aws.glue) as here:
        for _ in PAYLOADS:
            await here.press("1", "enter", "enter")
            shown = PAYLOADS[here.screen.jobs.item or ""]
            await here.press("4", "space")
            await here.until(lambda shown=shown: shown in shown_in(here.app, "screen"))  # type: ignore[misc]
            for place in ("jobs", "runs", "details", "predecessors"):
                assert shown in shown_in(here.app, place), (shown, place)
            for title in ("2 Runs", "3 Details"):
                assert f"─ {title} · {shown} ─" in shown_in(here.app, "screen")
            assert drawn_safely(here), shown
            await here.press("1", "j")
        assert here.app.is_running
        assert here.focus == "jobs"


async def test_hostile_names_and_values_of_arguments_and_new_members_are_shown(aws: Aws) -> None:
    text, shown = next(iter(PAYLOADS.items()))
    aws.holds(hostile_runs())
    async with browsing(aws.glue, job=text, run=text) as here:
        for name, value in ((f"--{shown}", shown), ("NewMember", json.dumps(text)), (f"›{shown}", shown)):
            await here.press("3", "slash", *name[-9:], "enter")
            below = shown_in(here.app, "details").partition(name)[2]
            assert value in below
            assert drawn_safely(here)
            await here.press("escape")


async def test_copying_gives_the_true_text(aws: Aws) -> None:
    aws.holds(hostile_runs())
    async with browsing(aws.glue) as here:
        for _ in PAYLOADS:
            await here.press("1", "enter", "y")
            text = here.screen.jobs.item
            copied = json.loads(here.copied)["JobRun"]
            assert copied["ErrorMessage"] == copied["Id"] == copied["TriggerName"] == text
            assert copied["Arguments"] == {f"--{text}": text}
            await here.press("1", "j")


async def test_hostile_words_of_an_error_are_made_visible_in_pane_and_toast(aws: Aws) -> None:
    text = "no \x1b]52;c;ZXZpbA==\x07 [/] [@click=app.quit]x[/]"
    aws.server.fault = lambda call: refusal("Weird", text) if call.operation == "GetJobRun" else None
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("y")
        seen = "␛]52;c;ZXZpbA==␇ [/] [@click=app.quit]x[/]"
        assert seen in shown_in(here.app, "details")
        assert seen in here.toasts[-1]
        await here.until(lambda: "␛]52" in shown_in(here.app, "screen").split("1 Jobs")[-1])
        assert drawn_safely(here)


async def test_hostile_text_that_is_pasted_into_a_filter_is_made_visible(aws: Aws) -> None:
    async with browsing(aws.glue) as here:
        await here.press("slash")
        here.screen.jobs.post_message(Paste("\x1b]52;c;ZXZpbA==\x07[/]\u202e"))
        await here.until(lambda: "/␛]52;c;ZXZpbA==␇[/]\\u202e" in shown_in(here.app, "jobs"))
        assert drawn_safely(here)
