"""Secrets of the run's own arguments stand in its log: no screen, copy, file, report or record of calls has them."""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from gluetui.glue.aws import call_log
from gluetui.glue.secrets.found import DOTS
from gluetui.local.crash_report import write_report
from tests.logs_server import LogService, Served
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, Reading, reading, spark
from tests.screens.seen import shown_in

PASSWORD = 'pa"ss\\wört-4711'
IN_URL = "hunter2-hunter2"
ARGUMENTS = {"--db_password": PASSWORD, "--conn": f"postgres://etl:{IN_URL}@db.example.com/orders"}
SECRETS = [PASSWORD, json.dumps(PASSWORD)[1:-1], quote(PASSWORD), IN_URL]
"""Each in the forms in which logs hold it."""

RUN = spark("jr_1", JobRunState="FAILED", ErrorMessage="see the log", Arguments=ARGUMENTS)
HEAD = "2026-11-20 01:31:00,123 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(77)): "
CAUSE = (
    f"{HEAD}Error from Python:Traceback (most recent call last):\n"
    f'  File "/tmp/load.py", line 7, in <module>\n    connect("{IN_URL}")\n'
    f"ValueError: cannot connect with {PASSWORD}\n"
)


def leaky_log() -> LogService:
    """Secrets alone, in JSON, in a link, in a command, cut by two events, far to the right, and in the cause."""
    service = LogService()
    texts = [
        f"begun by java -Dpassword={PASSWORD} -Durl=postgres://etl:{IN_URL}@db.example.com\n",
        json.dumps({"level": "WARN", "with": PASSWORD, "and": IN_URL}) + "\n",
        f"GET https://example.com/?q={quote(PASSWORD)}\n",
        f"cut {PASSWORD[:6]}",
        f"{PASSWORD[6:]} in two\n",
        "x" * 300 + IN_URL + "\n",
    ]
    service.put(OUTPUT, "jr_1", *(Served(STARTED + number, text) for number, text in enumerate(texts)))
    service.put(ERROR, "jr_1", Served(STARTED + 60_000, CAUSE))
    return service


def leaked(text: str) -> list[str]:
    return [each for each in SECRETS if each in text]


def drawn(log: Reading) -> str:
    """All that is on the screen, as text and as a picture."""
    picture = html.unescape(log.here.app.export_screenshot(simplify=True)).replace("\xa0", " ")
    return shown_in(log.here.app, "screen") + picture


async def each_form_of_the_pane(log: Reading) -> str:
    seen = drawn(log)
    for key in ("home", "w", "w", "right", "right", "t", "z", "z", "z", "e", "tab", "shift+tab"):
        await log.press(key)
        seen += drawn(log)
    return seen


async def each_record_in_full(log: Reading) -> str:
    seen = ""
    await log.press("home")
    for _ in range(log.view.entry_count):
        await log.press("enter")
        seen += drawn(log) + shown_in(log.here.app, "text")
        await log.press("y", "escape", "down")
        seen += log.here.copied
    return seen


async def what_was_asked(log: Reading) -> str:
    log.service.refused = {ERROR: ("InvalidParameterException", f"Not with {IN_URL}.")}
    await log.press("A", "f")
    await log.time_passes(3)
    await log.press("i")
    return drawn(log)


async def the_search(log: Reading) -> str:
    await log.press("slash", *"cannot", "ampersand", "enter", "ampersand")
    return drawn(log)


async def copies(log: Reading) -> str:
    await log.press("y")
    copied = log.here.copied
    await log.press("home", "space", "end", "c")
    return copied + log.here.copied + "".join(log.toasts)


async def files(log: Reading) -> str:
    await log.press("S")
    await log.until(lambda: bool([*Path.cwd().glob("load-*")]))
    [folder] = Path.cwd().glob("load-*")
    return "".join(path.read_text() for path in folder.iterdir()) + "".join(log.toasts)


async def the_crash_report(log: Reading) -> str:
    try:
        raise ValueError(log.view.shown.record(0).text)
    except ValueError as error:
        return write_report(error, keys=["log.next_error"]).read_text("utf-8")


async def the_log_of_calls(log: Reading) -> str:
    log.service.refused = {OUTPUT: ("InvalidParameterException", f"Not with {PASSWORD}.")}
    await log.press("f")
    await log.time_passes(3)
    return Path("calls.log").read_text("utf-8")


Output = Callable[[Reading], Awaitable[str]]

OUTPUTS: dict[Output, str] = {
    each_form_of_the_pane: DOTS,
    each_record_in_full: DOTS,
    what_was_asked: f"Not with {DOTS}",
    the_search: DOTS,
    copies: DOTS,
    files: DOTS,
    the_crash_report: "ValueError",
    the_log_of_calls: "logs:GetLogEvents",
}
"""Each with what stands in it all the same."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    call_log.start(tmp_path / "calls.log")
    yield
    call_log.stop()


@pytest.mark.parametrize(("output", "seen"), OUTPUTS.items(), ids=[output.__name__ for output in OUTPUTS])
async def test_no_secret_of_the_run_leaves_its_log(output: Output, seen: str) -> None:
    async with reading(leaky_log(), RUN) as log:
        assert "ValueError: cannot connect with" in log.lines[0]
        text = await output(log)
        assert leaked(text) == []
        assert seen in text
