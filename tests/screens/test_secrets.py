"""Two hundred secrets in one run: none is seen, copied or written anywhere unless a person asks for it."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from gluetui.glue.secrets.found import DOTS
from gluetui.local.crash_report import write_report
from gluetui.screens.viewer import Viewer
from gluetui.text.run_fields import value_text
from tests.glue.secrets.test_everywhere import SHOWN
from tests.glue.secrets.test_everywhere import S as WRITTEN
from tests.glue.secrets.test_masks import CASES
from tests.screens.conftest import Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in

ARGUMENTS = {f"{name}_{number}": value for number, (name, value) in enumerate(CASES)}
VALUES = list(ARGUMENTS.values())
INNOCENT = {"--author": "Ada Lovelace", "--bypass": "weekends", "--tokenizer": "wordpiece", "--compass_table": "north"}

TALL = (108, 1500)
"""One pane, high enough for every line of it."""


def secretive_runs() -> list[dict[str, Any]]:
    """A failed run that says its secrets wherever it can, and the run that came after it."""
    failed = a_run(
        "leaky", "jr_leaky", state="FAILED", Arguments={**ARGUMENTS, **INNOCENT}, StateDetail=f"tried {VALUES[1]}",
        ErrorMessage="\n".join([f"cannot sign in with {VALUES[0]}", *VALUES]), LogGroupName=f"/logs/{VALUES[2]}",
        Tomorrow={"Deep": [VALUES[3]]}, Attempt=0,
    )  # fmt: skip
    return [failed, a_run("after", "jr_after", ("leaky", "jr_leaky"))]


def leaked(text: str) -> list[str]:
    return [value for value in VALUES if value in text]


def drawn(here: Browsing) -> str:
    """All that is on the screen, as text and as a picture."""
    picture = html.unescape(here.app.export_screenshot(simplify=True)).replace("\xa0", " ")
    return shown_in(here.app, "screen") + picture


async def test_no_secret_is_on_the_screen_or_in_a_picture_until_x_and_the_innocent_always_are(aws: Loopback) -> None:
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="leaky", run="jr_leaky", size=TALL) as here:
        seen = drawn(here)
        assert leaked(seen) == []
        assert seen.count(DOTS) >= 400
        for name, value in INNOCENT.items():
            assert f"{name:<28}{value}" in shown_in(here.app, "details")
        await here.press("x")
        assert leaked(shown_in(here.app, "details")) == VALUES
        await here.press("x")
        assert leaked(drawn(here)) == []


async def test_secrets_as_people_write_them_are_on_no_screen_and_in_no_viewer(aws: Loopback) -> None:
    arguments = {f"--x{number}": value for number, (value, _) in enumerate(SHOWN)}
    message = "\n".join(value for value, _ in SHOWN)
    run = a_run("leaky", "jr_leaky", state="FAILED", Arguments=arguments, ErrorMessage=message)
    aws.holds([run, a_run("after", "jr_after", ("leaky", "jr_leaky"))])
    async with browsing(aws.glue, job="leaky", run="jr_leaky", size=(160, 400)) as here:
        assert DOTS in drawn(here)
        assert WRITTEN not in drawn(here)
        await here.press("J")
        assert WRITTEN not in drawn(here)
        await here.press("escape")
        await here.press("y")
        assert DOTS in here.copied
        assert WRITTEN not in here.copied


async def test_leaving_the_run_hides_its_secrets(aws: Loopback) -> None:
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await here.press("end", "x")
        assert leaked(drawn(here)) != []
        here.open_run(here.run_key._replace(job_name="after", run_id="jr_after"))  # type: ignore[union-attr]
        await here.settled()
        await here.press("left_square_bracket")
        assert here.details.run is not None
        assert here.details.run.key.job_name == "leaky"
        assert leaked(drawn(here)) == []


async def test_y_copies_with_masks_and_says_how_many_and_shift_y_copies_raw_and_says_so(aws: Loopback) -> None:
    """200 arguments, ErrorMessage, StateDetail, LogGroupName and Tomorrow.Deep are changed: 204."""
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await here.press("y")
        assert json.loads(here.copied)["JobRun"]["JobName"] == "leaky"
        assert leaked(here.copied) == []
        assert "204 masked" in here.toasts[-1]
        await here.press("x", "y")
        assert leaked(here.copied) == []
        await here.press("Y")
        assert leaked(here.copied) == VALUES
        assert "raw, secrets included" in here.toasts[-1]
        assert leaked("".join(here.toasts)) == []


async def test_the_viewer_has_none_until_they_are_revealed(aws: Loopback) -> None:
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await here.press("J")
        assert isinstance(here.app.screen, Viewer)
        assert '"JobName": "leaky"' in drawn(here)
        assert leaked(here.app.screen.view.text + drawn(here)) == []
        await here.press("y")
        assert leaked(here.copied) == []
        assert ": masked (" in here.toasts[-1]
        await here.press("escape", "x", "J")
        assert leaked(here.app.screen.view.text) == VALUES
        await here.press("y")
        assert leaked(here.copied) == VALUES
        assert ": raw, secrets included (" in here.toasts[-1]


async def test_a_revealed_field_is_copied_with_a_warning_and_one_without_secrets_without(aws: Loopback) -> None:
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await here.press("x")
        names = [entry.field.name for entry in here.details.laid_out.entries]
        for name, value in ((CASES[0][0] + "_0", VALUES[0]), ("--author", INNOCENT["--author"])):
            here.details.move_to(names.index(name))
            await here.press("c")
            assert here.copied == value
            assert (": raw, secrets included (" in here.toasts[-1]) == (name != "--author")
            await here.press("enter", "y")
            assert (": raw, secrets included (" in here.toasts[-1]) == (name != "--author")
            await here.press("escape")


async def test_no_field_is_copied_opened_or_explained_with_its_secret(aws: Loopback) -> None:
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        details = here.details
        for name in ("ErrorMessage", "StateDetail", "Tomorrow", next(iter(ARGUMENTS))):
            entry = next(
                entry for entry in range(details.entry_count) if details.laid_out.entries[entry].field.name == name
            )  # fmt: skip
            details.move_to(entry)
            await here.press("c")
            assert DOTS in here.copied
            assert here.toasts[-1].startswith(f"{name}: masked (")
            assert leaked(here.copied) == []
            for key in ("enter", "i"):
                await here.press(key)
                assert isinstance(here.app.screen, Viewer)
                assert DOTS in here.app.screen.view.text
                assert leaked(here.app.screen.view.text + drawn(here)) == []
                await here.press("escape")
        assert leaked("".join(map(value_text, details.laid_out.entries))) == []
        assert leaked("".join(here.toasts)) == []


async def test_the_lists_and_the_predecessors_say_none(aws: Loopback) -> None:
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="after", run="jr_after", size=(200, 45)) as here:
        await here.press("4", "space")
        await here.until(lambda: "leaky" in here.tree)
        assert f"leaky  cannot sign in with {DOTS}" in shown_in(here.app, "predecessors")
        assert leaked(drawn(here)) == []
        await here.press("1", "slash", *"leaky", "enter", "enter")
        assert "failed" in shown_in(here.app, "runs")
        assert leaked(drawn(here)) == []


@pytest.mark.parametrize("value", [VALUES[0], VALUES[-1]])
async def test_a_crash_in_the_middle_of_it_is_reported_without_them(aws: Loopback, value: str) -> None:
    aws.holds(secretive_runs())
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        try:
            here.details.run.raw["Arguments"][value]  # type: ignore[union-attr]
        except KeyError as error:
            report = write_report(error, keys=["details.reveal"]).read_text("utf-8")
        assert value not in report
        assert "KeyError" in report
