"""The journey over HTTP against moto, an independent stand-in for AWS, with jobs and runs created through boto3."""

from __future__ import annotations

import time
from collections.abc import Iterator

import boto3
import pytest
from click.testing import CliRunner, Result
from moto.server import ThreadedMotoServer

from gluetui.app.app import GlueTui
from gluetui.cli.main import main
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.widgets.rows import Rows
from tests.screens.seen import shown_in, until

REGION = "eu-west-1"


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://{host}:{port}")
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


def test_a_log_that_boto3_wrote_is_printed_as_it_was_written(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", endpoint)
    glue = boto3.client("glue", region_name=REGION, endpoint_url=endpoint)
    job = {"Name": "orders", "Role": "arn:aws:iam::123456789012:role/glue"}
    glue.create_job(**job, Command={"Name": "glueetl", "ScriptLocation": "s3://bucket/script.py"}, GlueVersion="5.0")
    run_id = glue.start_job_run(JobName="orders")["JobRunId"]
    prefix = glue.get_job_run(JobName="orders", RunId=run_id)["JobRun"]["LogGroupName"]
    logs = boto3.client("logs", region_name=REGION)
    now = time.time_ns() // 1_000_000
    failure = "Traceback (most recent call last):\n  File \"/tmp/orders.py\", line 7, in <module>\nKeyError: 'day'\n"
    for group, texts in {"output": [f"order {n}\n" for n in range(250)], "error": [failure]}.items():
        logs.create_log_group(logGroupName=f"{prefix}/{group}")
        stream = {"logGroupName": f"{prefix}/{group}", "logStreamName": run_id}
        logs.create_log_stream(**stream)
        logs.put_log_events(**stream, logEvents=[{"timestamp": now, "message": text} for text in texts])

    def printed(*options: str) -> Result:
        where = ("--region", REGION, "--endpoint-url", endpoint)
        return CliRunner().invoke(main, ["logs", "orders", run_id, *options, *where])

    assert printed("--raw", "--source", "output").stdout == "".join(f"order {n}\n" for n in range(250))
    assert printed("--grep", "keyerror").stdout.endswith("KeyError: 'day'\n")
    none = printed("--source", "executors")
    assert (none.stdout, none.exit_code) == ("", 5)
