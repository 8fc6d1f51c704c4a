"""`gluetui open`: files, stdin, and whatever names a run; what cannot be read is told in one line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gluetui.cli import open as opening
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.printed import AS_IT_CAME
from gluetui.glue.files.run_reference import RunReference
from gluetui.glue.files.runless_log import RunlessLog
from gluetui.glue.files.saving import save
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from gluetui.text.safe import is_safe
from tests.cli.conftest import Command, key_of
from tests.conftest import NOW
from tests.pty.terminal import Terminal, gluetui
from tests.values import EVIL

ID = "jr_" + "0123456789abcdef" * 4
KEY = RunKey("orders", ID)
CONSOLE = f"https://eu-west-1.console.aws.amazon.com/gluestudio/home?region=eu-west-1#/job/orders/run/{ID}"
EVENT = {
    "detail-type": "Glue Job State Change",
    "region": "eu-west-1",
    "detail": {"jobName": "orders", "jobRunId": ID, "state": "FAILED"},
}


class Opened(NamedTuple):
    """What the UI was opened with."""

    glue: Glue
    job: str | None
    run: str | None
    named: RunReference | None = None
    notes: Sequence[str] = ()
    log: RunlessLog | None = None


Open = Callable[..., Opened]


@pytest.fixture
def ui(monkeypatch: pytest.MonkeyPatch, command: Command) -> Open:
    """Opens, and tells with what; nothing is shown."""
    opened: list[Opened] = []

    def note(
        glue: Glue,
        *,
        job: str | None = None,
        run: str | None = None,
        named: RunReference | None = None,
        notes: Sequence[str] = (),
        log: RunlessLog | None = None,
    ) -> None:
        opened.append(Opened(glue, job, run, named, notes, log))
        raise SystemExit(0)

    monkeypatch.setattr(opening, "open_ui", note)
    monkeypatch.setattr(opening, "take_keys_from_terminal", lambda: None)

    def run(*arguments: str, stdin: str | bytes | None = None, before: tuple[str, ...] = ()) -> Opened:
        done = command(*before, "open", *arguments, stdin=stdin)
        assert done.exit_code == 0, done.output
        return opened.pop()

    return run


def a_run(run_id: str = ID, **members: Any) -> dict[str, Any]:
    return {"JobName": "orders", "Id": run_id, "JobRunState": "SUCCEEDED", "PredecessorRuns": [], **members}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "run.json"
    path.write_text(json.dumps({"JobRun": a_run(StartedOn=1_700_000_000)}))
    return path


def test_a_file_is_opened_at_its_run_without_credentials(ui: Open, file: Path) -> None:
    opened = ui(str(file))
    assert (opened.job, opened.run) == KEY
    assert opened.glue.aws.is_offline
    assert opened.glue.aws.source == "file run.json"
    assert opened.glue.run(KEY).state == "SUCCEEDED"


def test_several_files_are_merged(ui: Open, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "runs.json"
    other.write_text(json.dumps({"JobRuns": [a_run("jr_2")]}))
    opened = ui(str(file), str(other))
    assert opened.glue.aws.source == "2 files"
    assert {run.key.run_id for run in opened.glue.runs("orders").items} == {ID, "jr_2"}
    assert opened.job is None


def test_stdin_is_opened(ui: Open, file: Path) -> None:
    opened = ui("-", stdin=file.read_bytes())
    assert (opened.job, opened.run) == KEY
    assert opened.glue.aws.source == "stdin"


def test_a_saved_chain_is_opened_at_its_end_as_the_same_runs(ui: Open, demo: Snapshot, tmp_path: Path) -> None:
    key = key_of(demo, "curate-sales", "FAILED")
    source = Glue(Aws(open_snapshot=lambda: demo))
    run = source.run(key)
    chain = [run, *(source.run(RunKey(each["JobName"], each["RunId"])) for each in run.raw["PredecessorRuns"])]
    as_sent = AS_IT_CAME._replace(has_iso_times=False)
    opened = ui(str(save(chain, directory=tmp_path, now=NOW, masked=False, form=as_sent)))
    assert (opened.job, opened.run) == key
    assert [opened.glue.run(each.key).raw for each in chain] == [each.raw for each in chain]


def test_a_step_functions_cause_is_opened(ui: Open) -> None:
    cause = {"Error": "States.TaskFailed", "Cause": json.dumps(a_run(StartedOn=1_700_000_000_000))}
    opened = ui("-", stdin=json.dumps(cause))
    assert (opened.job, opened.run) == KEY


def test_a_job_or_run_that_is_named_besides_wins(ui: Open, file: Path) -> None:
    assert ui(str(file), "--run", "jr_2")[1:3] == ("orders", "jr_2")
    assert ui(str(file), "--job", "other")[1:3] == ("other", None)


@pytest.mark.parametrize(
    ("text", "job", "run", "region"),
    [
        ([CONSOLE], "orders", ID, "eu-west-1"),
        (["https://console.aws.amazon.com/gluestudio/home?region=us-east-2#/job/orders"], "orders", None, "us-east-2"),
        ([json.dumps(EVENT)], "orders", ID, "eu-west-1"),
        (["Glue", "job", "name:", "orders,", "run", ID, "failed"], "orders", ID, None),
    ],
)
def test_a_text_that_names_a_run_opens_it_in_aws(
    ui: Open, text: list[str], job: str, run: str | None, region: str | None
) -> None:
    opened = ui(*text)
    assert (opened.job, opened.run, opened.glue.aws.region) == (job, run, region)
    assert not opened.glue.aws.is_offline


def test_a_log_streams_name_needs_its_job_told(ui: Open, command: Command) -> None:
    stream = f"{ID}-driver"
    assert ui(stream, "--job", "orders")[1:3] == KEY
    assert ui(stream, before=("--job", "orders"))[1:3] == KEY
    done = command("open", stream)
    (line,) = done.stderr.splitlines()
    assert done.exit_code == 2
    assert "--job JOB" in line


def test_options_say_where_to_ask_and_win_over_the_text(
    ui: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text("[profile p]\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    opened = ui(CONSOLE, "--region", "eu-west-2", "--profile", "p", "--endpoint-url", "http://x")
    assert (opened.glue.aws.region, opened.glue.aws.profile, opened.glue.aws.endpoint_url) == (
        "eu-west-2",
        "p",
        "http://x",
    )
    assert ui(CONSOLE, before=("--region", "eu-west-3")).glue.aws.region == "eu-west-3"


def test_the_texts_region_wins_over_the_environments(ui: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "us-west-1")
    assert ui(CONSOLE).glue.aws.region == "eu-west-1"


def test_a_text_may_come_by_stdin_or_in_a_file(ui: Open, tmp_path: Path) -> None:
    alert = f"Alert! Job name: orders, run id {ID} has failed\n"
    assert ui("-", stdin=alert)[1:3] == KEY
    (tmp_path / "alert.txt").write_text(alert)
    assert ui(str(tmp_path / "alert.txt"))[1:3] == KEY


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "found nothing"),
        (b'{"JobRun": {"JobName": "orders",\n  "Id": ]', "line 2, column 9"),
        (b'{"JobName": "orders", "RunId"', "JSON that is cut off"),
        (b'{"a": 1}', "a JSON object without a run"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"<html>Job name: orders</html>", "a web page or XML"),
        (b"\xff\xfe\xfa Job name: orders", "expected JSON"),
        (b"nothing \x1b]52;c;ZQ==\x07 of note", "text that begins with"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(command: Command, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    done = command("open", str(path))
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert words in line
    assert is_safe(line)
    assert "broken.json" in line


@pytest.mark.parametrize("arguments", [("nowhere.json",), ("/",), (__file__, "nowhere.json"), (EVIL,)])
def test_what_is_no_file_and_names_no_run_is_told_in_one_line(command: Command, arguments: tuple[str, ...]) -> None:
    done = command("open", *arguments)
    (line,) = done.stderr.splitlines()
    assert done.exit_code == 2
    assert is_safe(line)


def test_what_was_left_out_is_told(ui: Open, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "runs.json"
    path.write_text(json.dumps({"JobRuns": [a_run(), {"Id": "jr_2"}, None]}))
    printed = command("runs", "orders", "--open", str(path))
    assert len(printed.stdout.splitlines()) == 1
    for done in (printed, command("open", str(path))):
        assert "Left out: 2 entries" in done.stderr


@pytest.mark.parametrize("name", ["runs", "show", "tree"])
def test_a_live_run_of_a_file_has_gone_on_for_as_long_as_the_file_says(
    command: Command, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "runs.json"
    live = {"JobRunState": "RUNNING", "StartedOn": "2020-03-01T10:00:00Z", "LastModifiedOn": "2020-03-01T10:07:30Z"}
    path.write_text(json.dumps(a_run(**live)))
    asked = ["orders"] if name == "runs" else ["orders", ID]
    done = command(name, *asked, "--open", str(path))
    assert "7m" in done.stdout and "30s" in done.stdout
    assert done.stderr == "As of 2020-03-01 10:07:30 UTC, the newest time in the file runs.json.\n"


def test_since_counts_back_from_the_files_own_time(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "runs.json"
    started = {"jr_1": "2020-03-01T10:00:00Z", "jr_2": "2020-02-27T10:00:00Z"}
    path.write_text(json.dumps({"JobRuns": [a_run(run_id, StartedOn=at) for run_id, at in started.items()]}))
    done = command("runs", "orders", "--since", "2d", "--open", str(path))
    assert ["jr_1" in done.stdout, "jr_2" in done.stdout, done.stderr] == [True, False, ""]


# In a terminal.


def test_a_file_in_a_terminal(file: Path) -> None:
    with gluetui("open", str(file)) as terminal:
        terminal.wait_for("run.json", "orders", "JobRunState")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored


def test_stdin_in_a_terminal_and_keys_from_the_terminal_itself(file: Path) -> None:
    # A session's first process that opens a terminal gets it as its own, which /dev/tty then is.
    script = f'exec 0<>"$(tty)"; cat {file} | {sys.executable} -m gluetui open -'
    given = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    terminal = Terminal(["sh", "-c", script], (120, 30), given)
    try:
        terminal.wait_for("stdin", "orders", "JobRunState")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    finally:
        terminal.close()


def test_get_job_run_opens_the_ui_in_a_terminal() -> None:
    key = key_of(Snapshot.demo(NOW), "curate-sales", "FAILED")
    with gluetui("get-job-run", "--demo", "--open", "--job-name", key.job_name, "--run-id", key.run_id) as terminal:
        terminal.wait_for("JobRunState", "ErrorMessage", "curate-sales")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_stdin_without_a_terminal_says_so(file: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_terminal(path: str, flags: int) -> int:
        raise OSError(6, "No such device or address")

    monkeypatch.setattr("gluetui.cli.run_ui.os.open", no_terminal)
    done = command("open", "-", stdin=file.read_bytes())
    (line,) = done.stderr.splitlines()
    assert done.exit_code == 2
    assert "/dev/tty: No such device" in line


# What a text leaves open, and what is said.


def test_a_job_that_a_text_leaves_open_is_looked_for_on_the_screen_and_the_id_goes_along(ui: Open) -> None:
    opened = ui(f"Glue job Copy to lake failed in eu-west-3: {ID}")
    assert (opened.job, opened.run, opened.glue.aws.region) == (None, None, "eu-west-3")
    assert opened.named is not None
    assert (opened.named.run_id, opened.named.job_name) == (ID, "")
    assert "Copy to lake" in opened.named.words
    assert ui(f"Glue job Copy to lake failed: {ID}", "--job", "Copy to lake")[1:3] == ("Copy to lake", ID)


@pytest.mark.parametrize(
    "content",
    [
        f'[ALERT] Glue job "orders" failed: {ID}',
        f'"orders" Glue job failed: {ID}',
        json.dumps({"detail": {"context": {"jobName": "orders", "jobId": ID}}}),
        json.dumps({"requestParameters": {"jobName": "orders"}, "responseElements": {"jobRunId": ID}}),
        json.dumps({"Type": "Notification", "Message": f"Job name: orders\nRun id: {ID}"}),
        f'$ aws glue start-job-run --job-name orders\n{{\n    "JobRunId": "{ID}"\n}}\n',
        f"<{CONSOLE}|the run> failed",
        f"2026-11-20 02:14 Job name: orders, run {ID}",
    ],
)
def test_a_file_that_names_a_run_opens_it_as_the_text_does(ui: Open, tmp_path: Path, content: str) -> None:
    (tmp_path / "alert").write_text(content)
    for opened in (ui(str(tmp_path / "alert")), ui("-", stdin=content), ui(content)):
        assert opened[1:3] == KEY
        assert not opened.glue.aws.is_offline


def test_a_word_that_is_no_command_and_no_file_may_be_a_job(command: Command) -> None:
    for arguments in (("join-sales",), ("open", "join-sales")):
        done = command(*arguments)
        assert done.exit_code == 2
        assert "gluetui --job join-sales" in done.stderr
    assert "--job" not in command("tre").stderr
    assert "--job" not in command("open", "nowhere.json").stderr


def test_a_part_of_an_id_is_told_and_never_asked_for(ui: Open, command: Command) -> None:
    done = command("open", f"job x failed: {ID[:20]}…")
    (line,) = done.stderr.splitlines()
    assert (done.exit_code, ID[:20] in line) == (2, True)
    opened = ui(f"Job name: orders, run {ID[:20]}…")
    assert (opened.job, opened.run) == ("orders", None)
    assert f"/id:{ID[:20]}" in opened.notes[0]


def test_of_several_runs_in_a_text_the_user_is_told_which_is_opened(ui: Open) -> None:
    other = ID.replace("0", "f")
    assert ui(f"Job name: orders, run {ID}, after {other}").notes == [f"The text names 2 runs: {ID} is opened."]
    assert ui(f"Job name: orders, run {ID}").notes == []


def test_what_was_left_out_of_a_file_is_told_on_the_screen_too(ui: Open, tmp_path: Path) -> None:
    path = tmp_path / "runs.json"
    path.write_text(f'{json.dumps(a_run())}\n{{"half\n{json.dumps(a_run("jr_2"))}\n')
    (note,) = ui(str(path)).notes
    assert "line 2" in note


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0", "\u200b", "\ufeff", "\t"])
def test_an_id_is_taken_without_the_blanks_around_it(ui: Open, command: Command, file: Path, blank: str) -> None:
    assert ui(CONSOLE, "--run", f"{blank}{ID}{blank}")[1:3] == KEY
    assert command("show", "orders", f"{ID}{blank}", "--open", str(file)).exit_code == 0
    assert command("tree", "orders", f"{blank}{ID}", "--open", str(file)).exit_code == 0
