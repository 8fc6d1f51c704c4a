"""What leaves the board: the summary for the hand-over, and the night as a file that opens as the same night."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gluetui.cli import open as opening
from gluetui.cli.main import main
from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section
from tests.screens.conftest import Loopback, browsing
from tests.screens.faults import DENIED, on
from tests.screens.night.conftest import AtNight, a_night, at_night, ran

SECRET = "hunter2hunter2"


def with_a_secret() -> list[dict[str, Any]]:
    return [*a_night(), ran("spill", "jr_spill", 1, "FAILED", ErrorMessage=f"--password={SECRET} was refused")]


async def test_y_copies_the_summary_for_the_hand_over(aws: Loopback) -> None:
    aws.holds(with_a_secret())
    aws.server.fault = on("GetTriggers", DENIED)
    async with at_night(aws.glue) as night:
        await night.here.press("y")
        note = night.here.copied
        assert note.startswith("# AWS Glue: ")
        assert "`clean`" in note
        assert "`disk full`" in note
        assert "triggers could not be read" in note
        assert SECRET not in note


async def test_C_offers_the_summary_and_more_of_the_run(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.tap("C")
        await night.here.until(lambda: night.here.focus == "choices")
        await night.here.press("enter")
        assert night.here.copied.startswith("# AWS Glue: ")
        await night.here.tap("C")
        await night.here.until(lambda: night.here.focus == "choices")
        await night.here.tap("down", "enter")
        await night.here.until(lambda: night.here.focus == "choices")
        await night.here.press("enter")
        assert night.here.copied == "jr_clean"


async def test_S_saves_the_night_and_it_opens_as_it_was(
    aws: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    aws.holds(with_a_secret())
    aws.server.fault = on("GetJobRuns", DENIED, JobName="load")
    async with at_night(aws.glue) as night:
        seen = sorted(line[1:30] for line in night.lines if "clean" in line or "spill" in line)
        await night.here.press("S")
        assert "secrets masked" in night.here.toasts[-1]
    (saved,) = tmp_path.iterdir()
    assert SECRET not in saved.read_text()
    assert json.loads(saved.read_text())["Night"]["Unanswered"][0]["JobName"] == "load"
    opened: dict[str, Any] = {}
    monkeypatch.setattr(opening, "open_ui", lambda glue, **how: opened.update(how, glue=glue) or exit(0))
    with pytest.raises(SystemExit):
        main(["open", str(saved)])
    assert isinstance(opened["night"], Night)
    calls = len(aws.server.calls)
    async with browsing(opened["glue"], settled=False, night=opened["night"]) as here:
        again = AtNight(here)
        await here.until(lambda: again.is_in_front and again.board.night is not None)
        await here.settled()
        assert again.jobs(Section.FAILED) == ["spill", "clean"]
        assert "COULD NOT BE ASKED · 1 job" in again.text
        assert sorted(line[1:30] for line in again.lines if "clean" in line or "spill" in line) == seen
        await here.press("r")
        assert "does not change" in here.toasts[-1]
    assert len(aws.server.calls) == calls


async def test_the_night_with_its_secrets_is_saved_after_a_second_press(
    aws: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    aws.holds(with_a_secret())
    async with at_night(aws.glue) as night:
        await night.here.tap("ctrl+s")
        assert not list(tmp_path.iterdir())
        await night.here.press("ctrl+s")
        (saved,) = tmp_path.iterdir()
        assert SECRET in saved.read_text()
        assert "raw" in saved.name


async def test_a_folder_that_may_not_be_written_to_is_said(
    aws: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("gluetui.app.night_actions.save_night", refuse)
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.press("S")
        assert "Not saved" in night.here.toasts[-1]
