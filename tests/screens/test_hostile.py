"""Hostile text from AWS: seen for what it is in every place, obeyed in none, copied as it came."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from textual.events import Paste

from gluetui.app.line_filters import ControlFilter
from gluetui.text.safe import is_safe
from tests.screens.conftest import Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import refusal

PAYLOADS = {
    "\x1b]52;c;ZXZpbA==\x07": "␛]52;c;ZXZpbA==␇",
    "\x1b]0;owned\x1b\\": "␛]0;owned␛\\",
    "\x1b[2J\x1bP+q\x1b\\": "␛[2J␛P+q␛\\",
    "\x9b31mred\x9d": "\\u009b31mred\\u009d",
    "invoice\u202efdp.exe": "invoice\\u202efdp.exe",
    "a\u200bb\ufeffc": "a\\u200bb\\ufeffc",
    "[/opt/a] [link=x]": "[/opt/a] [link=x]",
    "[@click=app.quit]x[/]": "[@click=app.quit]x[/]",
    "unclosed [b": "unclosed [b",
    "x\ud800y": "x\\ud800y",
    "nul\x00 del\x7f bell\x07": "nul␀ del␡ bell␇",
}
"""Text as AWS could send it, and as it must be seen."""


TALL = (200, 130)
"""A size at which every place shows all of them at once."""


def hostile_runs() -> list[dict[str, Any]]:
    """A job of each name, and the job "zz" whose newest run has all of them in every place of several lines."""
    arguments = {f"--{text}": text for text in PAYLOADS}
    before = [(text, text) for text in PAYLOADS]
    words = "\n".join(PAYLOADS)
    newest = a_run("zz", "newest", *before, state="FAILED", ErrorMessage=words, Arguments=arguments, New=words)
    older = [a_run("zz", text, state=text, TriggerName=text, StartedOn=0) for text in PAYLOADS]
    return [newest, *older, *(a_run(text, text, TriggerName=text, **{text: text}) for text in PAYLOADS)]


def drawn_safely(here: Browsing) -> bool:
    """Nothing that is on the screen, drawn to a terminal or to a picture, can act or hide."""
    picture = here.app.export_screenshot(simplify=True)
    return all(is_safe(line) for text in (shown_in(here.app, "screen"), picture) for line in text.split("\n"))


@pytest.fixture
def no_backstop(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn must be safe by itself, without the last filter before the terminal."""
    monkeypatch.setattr(ControlFilter, "apply", lambda self, segments, background: segments)


@pytest.mark.usefixtures("no_backstop")
async def test_every_place_shows_hostile_text_visibly(aws: Loopback) -> None:
    aws.holds(hostile_runs())
    async with browsing(aws.glue, job="zz", run="newest", size=TALL) as here:
        await here.press("4", "space")
        assert here.tree == ["zz", *PAYLOADS]
        for place in ("jobs", "runs", "details", "predecessors"):
            shown = shown_in(here.app, place)
            assert [seen for seen in PAYLOADS.values() if seen not in shown] == [], place
        assert drawn_safely(here)


@pytest.mark.usefixtures("no_backstop")
async def test_titles_new_members_and_names_of_arguments_show_it_too(aws: Loopback) -> None:
    text, shown = next(iter(PAYLOADS.items()))
    aws.holds(hostile_runs())
    async with browsing(aws.glue, job=text, run=text, size=TALL) as here:
        for title in ("2 Runs", "3 Details"):
            assert f"─ {title} · {shown} ─" in shown_in(here.app, "screen")
        assert re.search(rf"^.{re.escape(shown)} +{re.escape(shown)}$", shown_in(here.app, "details"), re.MULTILINE)
        assert drawn_safely(here)


async def test_copying_gives_the_true_text(aws: Loopback) -> None:
    name = "\x1b]52;c;ZXZpbA==\x07\ud800"
    values = {f"--{text}": text for text in PAYLOADS}
    aws.holds([a_run(name, name, Arguments=values, NewMember=values)])
    async with browsing(aws.glue, job=name, run=name) as here:
        await here.press("y")
        copied = json.loads(here.copied)["JobRun"]
        assert copied["JobName"] == copied["Id"] == name
        assert copied["Arguments"] == copied["NewMember"] == values


@pytest.mark.usefixtures("no_backstop")
async def test_hostile_words_of_an_error_are_made_visible_in_pane_and_toast(aws: Loopback) -> None:
    text = "no \x1b]52;c;ZXZpbA==\x07 [/] [@click=app.quit]x[/]"
    aws.server.fault = lambda call: refusal("Weird", text) if call.operation == "GetJobRun" else None
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("y")
        seen = "␛]52;c;ZXZpbA==␇ [/] [@click=app.quit]x[/]"
        assert seen in shown_in(here.app, "details")
        assert seen in here.toasts[-1]
        await here.until(lambda: "␛]52" in shown_in(here.app, "screen").split("1 Jobs")[-1])
        assert drawn_safely(here)


@pytest.mark.usefixtures("no_backstop")
async def test_hostile_text_that_is_pasted_into_a_filter_is_made_visible(aws: Loopback) -> None:
    async with browsing(aws.glue) as here:
        await here.press("slash")
        here.jobs.post_message(Paste("\x1b]52;c;ZXZpbA==\x07[/]\u202e"))
        await here.until(lambda: "/␛]52;c;ZXZpbA==␇[/]\\u202e" in shown_in(here.app, "jobs"))
        assert drawn_safely(here)
