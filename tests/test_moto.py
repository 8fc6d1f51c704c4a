"""The journey over HTTP against moto, an independent stand-in for AWS, with jobs and runs created through boto3."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import Request, urlopen

import boto3
import pytest
from click.testing import CliRunner, Result
from moto.server import ThreadedMotoServer

from gluetui.app.app import GlueTui
from gluetui.cli.main import main
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.screens.log.screen import LogScreen
from gluetui.widgets.rows import Rows
from tests.screens.seen import shown_in, until

REGION = "eu-west-1"

ANOTHERS = "of another run\n"


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://{host}:{port}")
    # What a test made would be there in the next one: the process has one moto.
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    yield f"http://{host}:{port}"
    server.stop()


async def test_jobs_and_runs_made_by_boto3_are_browsed(endpoint: str) -> None:
    aws = boto3.client("glue", region_name=REGION, endpoint_url=endpoint)
    for name in ("load orders", "load-customers"):
        aws.create_job(
            Name=name,
            Role="arn:aws:iam::123456789012:role/glue",
            Command={"Name": "glueetl", "ScriptLocation": "s3://bucket/script.py"},
            ExecutionProperty={"MaxConcurrentRuns": 500},
        )
    started = [aws.start_job_run(JobName="load orders", Arguments={"--day": str(day)})["JobRunId"] for day in range(3)]

    app = GlueTui(Glue(Aws(region=REGION, endpoint_url=endpoint)))
    async with app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: "load orders" in shown_in(app, "jobs"))
        await until(pilot, lambda: "account 123456789012" in shown_in(app, "top"))
        await pilot.press("slash", *"orders", "enter", "enter")
        await until(pilot, lambda: app.screen.query_one("#runs", Rows).entry_count == len(started))
        await pilot.press("enter")
        await until(pilot, lambda: "No predecessors, no trigger" in shown_in(app, "predecessors"))
        await pilot.press("end")
        await until(pilot, lambda: "--day" in shown_in(app, "details"))


async def test_a_run_that_does_not_exist_says_so(endpoint: str) -> None:
    app = GlueTui(Glue(Aws(region=REGION, endpoint_url=endpoint)), job="no-such-job", run="jr_none")
    async with app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: "no-such-job" in shown_in(app, "details"))
        assert "No fields" not in shown_in(app, "details")


class WrittenRun(NamedTuple):
    """A run of Glue 5.0 whose log boto3 wrote."""

    run_id: str
    texts: dict[str, str]
    """Of each group, output and error, what was put into the run's stream, in one piece."""


@pytest.fixture
def written_run(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> WrittenRun:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", endpoint)
    glue = boto3.client("glue", region_name=REGION, endpoint_url=endpoint)
    job = {"Name": "orders", "Role": "arn:aws:iam::123456789012:role/glue"}
    glue.create_job(**job, Command={"Name": "glueetl", "ScriptLocation": "s3://bucket/script.py"}, GlueVersion="5.0")
    run_id = glue.start_job_run(JobName="orders")["JobRunId"]
    prefix = glue.get_job_run(JobName="orders", RunId=run_id)["JobRun"]["LogGroupName"]
    logs = boto3.client("logs", region_name=REGION)
    now = time.time_ns() // 1_000_000
    failure = "Traceback (most recent call last):\n  File \"/tmp/orders.py\", line 7, in <module>\nKeyError: 'day'\n"
    written = {"output": [f"order {n}\n" for n in range(250)], "error": [failure]}
    for group, texts in written.items():
        logs.create_log_group(logGroupName=f"{prefix}/{group}")
        # The others' names begin with the run's id, as a retry's does.
        for name in (run_id, f"{run_id}_attempt_1", f"{run_id}0"):
            stream = {"logGroupName": f"{prefix}/{group}", "logStreamName": name}
            logs.create_log_stream(**stream)
            put = texts if name == run_id else [ANOTHERS]
            logs.put_log_events(**stream, logEvents=[{"timestamp": now, "message": text} for text in put])
    return WrittenRun(run_id, {group: "".join(texts) for group, texts in written.items()})


def test_a_log_that_boto3_wrote_is_printed_as_it_was_written(endpoint: str, written_run: WrittenRun) -> None:
    def printed(*options: str) -> Result:
        where = ("--region", REGION, "--endpoint-url", endpoint)
        return CliRunner().invoke(main, ["logs", "orders", written_run.run_id, *options, *where])

    assert printed("--raw", "--source", "output").stdout == written_run.texts["output"]
    assert printed("--grep", "keyerror").stdout.endswith("KeyError: 'day'\n")
    assert ANOTHERS not in printed("--source", "all").stdout
    none = printed("--source", "executors")
    assert (none.stdout, none.exit_code) == ("", 5)


async def test_a_log_that_boto3_wrote_is_opened_searched_and_saved_as_it_was_written(
    endpoint: str, written_run: WrittenRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = GlueTui(Glue(Aws(region=REGION, endpoint_url=endpoint)), job="orders", run=written_run.run_id)
    async with app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: "JobRunState" in shown_in(app, "details"))
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, LogScreen) and "251 records" in app.screen.log_view.subtitle)
        assert isinstance(app.screen, LogScreen)
        view = app.screen.log_view
        await pilot.press("home", "slash", *"rder", "space", *"24", "enter")
        await until(pilot, lambda: view.subtitle.startswith("11 matches"))
        for expected in ("order 24\n", "order 240\n", "order 241\n"):
            await until(pilot, lambda expected=expected: view.shown.record(view.cursor).text == expected)  # type: ignore[misc]
            await pilot.press("n")
        await pilot.press("S")
        await until(pilot, lambda: bool([*tmp_path.glob("orders-*")]))
        [folder] = tmp_path.iterdir()
        run_id = written_run.run_id
        saved = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert saved == {f"{group}-{run_id}.log": text.encode() for group, text in written_run.texts.items()}
        assert all(ANOTHERS not in view.shown.record(row).text for row in range(view.entry_count))
        assert ANOTHERS not in shown_in(app, "screen")
