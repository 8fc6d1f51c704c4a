"""What a person hands on: the menu of things to copy, saved files, the console link."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from errno import EACCES, EDQUOT, ENAMETOOLONG, ENOSPC, EROFS
from pathlib import Path
from typing import NoReturn

import pytest

from gluetui.app.copying import ELSEWHERE
from gluetui.glue.aws.boto import THREADS, Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.documents import read_documents
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from gluetui.glue.secrets.masks import DOTS
from gluetui.screens.viewer import Viewer
from tests.screens.conftest import Browsing, Loopback, a_pipeline, a_run, aws_of_its_own, browsing
from tests.screens.seen import shown_in
from tests.server import Call, Reply

SECRET = "correct-horse-battery"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@asynccontextmanager
async def the_report(glue: Glue) -> AsyncIterator[Browsing]:
    """The run `report` open, its whole ancestry loaded, the focus on its predecessors."""
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.until(lambda: here.predecessors.root == RunKey("report", "jr_report"))
        await here.press("4", "E")
        await here.until(lambda: len(here.tree) == 4)
        yield here


def offline() -> Glue:
    runs = [*a_pipeline(), a_run("keeps", "jr_k", Arguments={"--password": SECRET})]
    return Glue(Aws(open_snapshot=lambda: Snapshot(runs), source="a file"))


@pytest.mark.parametrize(
    ("filter_", "title", "part"),
    [
        ("run id", "Run id", "jr_report"),
        ("job name", "Job name", "report"),
        ("aws glue", "aws glue get-job-run", "aws glue get-job-run --job-name report --run-id jr_report"),
        ("incident", "Incident note (Markdown)", "# AWS Glue: `report` `succeeded`"),
        ("chain", "JSON of the loaded chain", '"JobRuns"'),
    ],
)
async def test_the_menu_copies_what_is_chosen(filter_: str, title: str, part: str) -> None:
    async with the_report(offline()) as here:
        await here.tap("C")
        await here.until(lambda: here.app.focused is not None and here.app.focused.id == "choices")
        assert "Console link" not in shown_in(here.app, "screen")
        await here.tap("slash", *filter_, "enter", "enter")
        await here.until(lambda: part in here.copied)
        await here.until(lambda: bool(here.toasts) and here.toasts[-1].startswith(f"report: {title}"))


async def test_in_the_tree_it_is_the_run_under_the_cursor_that_is_handed_on_with_all_that_led_to_it() -> None:
    async with the_report(offline()) as here:
        await here.press("down", "y")
        await here.until(lambda: bool(here.toasts) and here.toasts[-1].startswith("clean: JSON"))
        assert json.loads(here.copied)["JobRun"]["Id"] == "jr_clean"
        await here.tap("C")
        await here.until(lambda: here.app.focused is not None and here.app.focused.id == "choices")
        assert "Share · clean jr_clean" in shown_in(here.app, "screen")
        await here.tap("slash", *"chain", "enter", "enter")
        await here.until(lambda: '"JobRuns"' in here.copied)
        assert [run["Id"] for run in json.loads(here.copied)["JobRuns"]] == ["jr_clean", "jr_load"]


@pytest.mark.parametrize(("major", "started"), [(1, 1_700_000_000.25), (2, "2023-11-14T22:13:20.250000+00:00")])
async def test_what_is_copied_shown_and_saved_has_one_form_that_of_the_aws_cli_on_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch, major: int, started: object
) -> None:
    monkeypatch.setattr("gluetui.local.aws_cli.major_version", lambda: major)
    run = {"Timeout": 5, "JobRunState": "FAILED", "StartedOn": 1_700_000_000.25, "Id": "jr_1", "JobName": "a"}
    glue = Glue(Aws(open_snapshot=lambda: Snapshot([run]), source="a file"))
    async with browsing(glue, job="a", run="jr_1") as here:
        await here.until(lambda: here.predecessors.root == RunKey("a", "jr_1"))
        await here.press("y")
        await here.until(lambda: '"JobRun"' in here.copied)
        copied = here.copied
        await here.press("J")
        await here.until(lambda: isinstance(here.app.screen, Viewer))
        await here.press("y", "F", "escape", "S")
        await here.until(lambda: any("1 run saved" in toast for toast in here.toasts))
    [viewed], [path] = folder.glob("*.txt"), folder.glob("*.json")
    assert viewed.read_text() == copied
    expected = {"Id": "jr_1", "JobName": "a", "StartedOn": started, "JobRunState": "FAILED", "Timeout": 5}
    for text, read in (
        (copied, json.loads(copied)["JobRun"]),
        (path.read_text(), json.loads(path.read_text())["JobRuns"][0]),
    ):
        assert {name: read[name] for name in expected} == expected
        assert [name for name in read if name in expected] == list(expected)
        assert text.startswith('{\n    "JobRun')


@pytest.mark.parametrize("message", [f"login failed: password={SECRET}", "login failed: password=abc"])
async def test_an_error_message_is_copied_without_the_secret_that_only_it_names(message: str) -> None:
    runs = [a_run("report", "jr_report", state="FAILED", ErrorMessage=message)]
    glue = Glue(Aws(open_snapshot=lambda: Snapshot(runs), source="a file"))
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.until(lambda: here.predecessors.root == RunKey("report", "jr_report"))
        await here.tap("C")
        await here.until(lambda: here.app.focused is not None and here.app.focused.id == "choices")
        await here.tap("slash", *"error", "enter", "enter")
        await here.until(lambda: here.copied == f"login failed: password={DOTS}")


async def test_the_console_link_is_that_of_the_region_and_is_copied_where_there_is_no_browser(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("o")
        await here.until(lambda: "region=eu-west-1#/job/report/run/jr_report" in here.copied)


async def test_an_opened_event_has_the_console_link_of_its_own_region_and_shows_when_and_where() -> None:
    event = {
        "time": "2026-11-20T02:14:07Z",
        "region": "eu-central-1",
        "account": "111122223333",
        "detail": {"jobName": "x", "jobRunId": "jr_1", "state": "FAILED"},
    }
    documents = read_documents([("event", json.dumps(event).encode())])
    glue = Glue(Aws(open_snapshot=documents.snapshot, source="file event.json"))
    async with browsing(glue, job="x", run="jr_1") as here:
        await here.press("slash", *"111122223333")
        await here.until(lambda: "account" in shown_in(here.app, "details"))
        await here.press("enter")
        await here.press("o")
        await here.until(lambda: "region=eu-central-1#/job/x/run/jr_1" in here.copied)


async def test_a_file_that_does_not_say_its_region_has_no_console_link() -> None:
    async with browsing(offline(), job="keeps", run="jr_k") as here:
        await here.press("o")
        await here.until(lambda: any("in which Region" in toast for toast in here.toasts))


async def test_a_saved_run_opens_again_and_is_its_owners_alone(folder: Path) -> None:
    async with browsing(offline(), job="keeps", run="jr_k") as here:
        await here.press("S")
        await here.until(lambda: any("1 run saved, secrets masked" in toast for toast in here.toasts))
        (saved,) = folder.glob("*.json")
        assert here.toasts[-1].endswith(f": {saved.name} in {folder}")
        await here.tap("ctrl+s", "ctrl+s")
        await here.until(lambda: any("raw, secrets included" in toast for toast in here.toasts))
    raw, masked = sorted(folder.glob("*.json"), key=lambda path: SECRET not in path.read_text())
    assert SECRET not in masked.read_text()
    assert SECRET in raw.read_text()
    assert stat.S_IMODE(masked.stat().st_mode) == 0o600
    [run] = read_documents([(masked.name, masked.read_bytes())]).runs
    assert run["Id"] == "jr_k"


async def test_in_the_predecessors_the_loaded_chain_is_saved_and_opens_as_the_same_tree(folder: Path) -> None:
    async with the_report(offline()) as here:
        await here.press("S")
        await here.until(lambda: any("3 runs saved" in toast for toast in here.toasts))
        tree = here.tree
    [path] = folder.glob("*.json")
    saved = read_documents([(path.name, path.read_bytes())])
    async with the_report(Glue(Aws(open_snapshot=saved.snapshot, source=path.name))) as here:
        assert here.tree == tree
        assert path.name in shown_in(here.app, "top")


REFUSALS = [OSError(number, os.strerror(number)) for number in (EACCES, EROFS, ENOSPC, EDQUOT, ENAMETOOLONG)]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.strerror)
async def test_what_cannot_be_written_names_the_folder_and_what_else_can_be_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch, refusal: OSError
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise refusal

    monkeypatch.setattr("gluetui.app.run_actions.save", refuse)
    monkeypatch.setattr("gluetui.session.machine.to_file", refuse)
    async with browsing(offline(), job="keeps", run="jr_k") as here:
        await here.press("S")
        where = f"in {folder}: {refusal.strerror}."
        await here.until(lambda: f"Not saved {where} y copies instead. {ELSEWHERE}" in here.toasts)
        await here.tap("ctrl+s", "ctrl+s")
        await here.until(lambda: f"Not saved {where} Y copies instead. {ELSEWHERE}" in here.toasts)
        await here.press("y")
        await here.until(lambda: bool(here.copied))
        await here.press("F")
        await here.until(lambda: f"Not written {where} {ELSEWHERE}" in here.toasts)
    async with the_report(offline()) as here:
        await here.press("S")
        await here.until(lambda: f"Not saved {where} C copies instead. {ELSEWHERE}" in here.toasts)


async def test_a_folder_that_is_gone_is_told_and_ends_nothing(folder: Path) -> None:
    gone = folder / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    async with browsing(offline(), job="keeps", run="jr_k") as here:
        await here.press("S")
        await here.until(
            lambda: any("Not saved in the folder of the start, which is gone." in each for each in here.toasts)
        )
        await here.press("y")
        await here.until(lambda: bool(here.copied))
        await here.press("F")
        await here.until(lambda: any("Not written in the folder of the start" in each for each in here.toasts))


async def test_a_copy_that_nobody_confirms_can_be_written_to_a_file(folder: Path) -> None:
    async with browsing(offline(), job="report", run="jr_report") as here:
        await here.press("F")
        assert "Nothing was copied yet." in here.toasts
        await here.press("y")
        await here.until(lambda: any("F writes it to a file" in toast for toast in here.toasts))
        await here.press("F")
        await here.until(lambda: any(toast.startswith("Written to") for toast in here.toasts))
    [path] = folder.glob("*")
    assert path.name == "gluetui-copy-report-jr_report-JSON.txt"
    assert json.loads(path.read_text())["JobRun"]["Id"] == "jr_report"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_predecessor_that_the_file_lacks_is_asked_of_aws_only_when_a_person_wants_it(aws: Loopback) -> None:
    report = next(run for run in a_pipeline() if run["Id"] == "jr_report")
    opened = Glue(Aws(open_snapshot=lambda: Snapshot([report], absent="is not in the opened file.")), beyond=aws.glue)
    async with browsing(opened, job="report", run="jr_report") as here:
        await here.until(lambda: here.predecessors.root == RunKey("report", "jr_report"))
        await here.press("4", "space")
        await here.until(lambda: shown_in(here.app, "predecessors").count("not in the opened file; r asks AWS") == 2)
        assert not aws.server.calls
        await here.press("down", "r")
        await here.until(lambda: len(aws.server.calls) == 1)
        await here.until(lambda: shown_in(here.app, "predecessors").count("not in the opened file; r asks AWS") == 1)


async def test_what_was_copied_in_the_viewer_is_what_is_written_to_a_file_there_and_afterwards(folder: Path) -> None:
    async with the_report(offline()) as here:
        await here.press("J")
        await here.until(lambda: isinstance(here.app.screen, Viewer))
        await here.press("y", "F")
        assert here.toasts[0].startswith("Written to ")
        [written] = folder.glob("gluetui-copy-*.txt")
        assert '"Id": "jr_report"' in written.read_text()
        await here.press("escape", "F")
        texts = {each.read_text() for each in folder.glob("gluetui-copy-*.txt")}
        assert len(list(folder.glob("gluetui-copy-*.txt"))) == 2 and texts == {written.read_text()}


async def test_copying_and_saving_do_not_wait_while_aws_hangs_in_every_thread(
    folder: Path,
) -> None:
    silence = threading.Event()
    jobs = [f"job-{number:02}" for number in range(20)]
    wide = [a_run("root", "jr_root", *((job, f"jr_{job}") for job in jobs)), *(a_run(job, f"jr_{job}") for job in jobs)]

    def fault(call: Call) -> Reply | None:
        if is_hanging.is_set():
            reached.append(call.operation)
            silence.wait(30)
        return None

    is_hanging, reached = threading.Event(), list[str]()
    with aws_of_its_own() as aws:
        aws.holds(wide)
        aws.server.fault = fault
        try:
            async with browsing(aws.glue, job="root", run="jr_root", statuses=True) as here:
                await here.until(lambda: here.last_runs_are_there)
                is_hanging.set()
                await here.tap("4", "E", "1", "r", "2", "r")
                await here.until(lambda: len(reached) >= THREADS)
                for key, toast in (("c", "clipboard"), ("y", "JSON"), ("S", "1 run saved")):
                    here.app.clear_notifications()
                    await here.tap("3", key)
                    await here.until(lambda toast=toast: any(toast in each for each in here.toasts))
                assert '"Id": "jr_root"' in here.copied
                assert [json.loads(each.read_text()) for each in folder.glob("*.json")]
                silence.set()
                await here.settled()
        finally:
            silence.set()
