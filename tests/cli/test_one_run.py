"""`gluetui show` and `gluetui tree`: one run whole, and the runs that led to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gluetui.cli.tree import NOT_RETURNED_MEMBER
from gluetui.glue.files.documents import ASKED_MEMBER, read_documents
from gluetui.glue.files.saving import cli_json
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import TIMES, JobRun, RunKey
from gluetui.text.field_text import CUT_AT
from gluetui.text.safe import is_safe
from tests.cli.conftest import AwsOnPath, Command, key_of
from tests.cli.test_runs import lines_of_json
from tests.glue.secrets.test_everywhere import SHOWN
from tests.glue.secrets.test_everywhere import S as WRITTEN
from tests.server import Call, GlueServer, Reply, refusal
from tests.values import EVIL, MODEL


@pytest.fixture
def failed(demo: Snapshot) -> RunKey:
    return key_of(demo, "curate-sales", "FAILED")


@pytest.fixture
def no_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what AWS Glue says of a run is shown."""
    monkeypatch.setenv("GLUETUI_LOGS", "off")


def shown(text: str) -> dict[str, list[str]]:
    """The cells of each field's line, by its name."""
    return {line.split("\t")[0]: line.split("\t")[1:] for line in text.splitlines()}


def test_every_field_of_the_model_is_printed_the_absent_ones_too(served: Command, failed: RunKey) -> None:
    fields = shown(served("show", *failed).stdout)
    assert set(MODEL.members) <= set(fields)
    assert fields["JobRunState"][0] == "✗ FAILED"
    assert fields["ExecutionTime"][:2] == ["1h 4m 24s", "3864 s"]
    assert fields["DPUSeconds"][0] == "not returned"


def test_a_shown_run_as_json_is_what_is_copied(served: Command, demo: Snapshot, failed: RunKey) -> None:
    asked = {"JobName": failed.job_name, "RunId": failed.run_id, "PredecessorsIncluded": True}
    run = JobRun(demo.respond("glue", "GetJobRun", asked)[1]["JobRun"], asked_predecessors=True)
    assert served("show", *failed, "--json").stdout == cli_json(run)[0] + "\n"


@pytest.mark.parametrize("major", [1, 2])
def test_a_run_is_shown_copied_and_got_in_one_form(
    served: Command, demo: Snapshot, failed: RunKey, aws_on_path: AwsOnPath, major: int
) -> None:
    aws_on_path(major)
    options = ["--job-name", failed.job_name, "--run-id", failed.run_id, "--predecessors-included"]
    got = served("get-job-run", *options).stdout
    assert served("show", *failed, "--json", "--show-secrets").stdout == got
    run = json.loads(got)["JobRun"]
    sent = demo.respond("glue", "GetJobRuns", {"JobName": failed.job_name})[1]["JobRuns"]
    assert (run["StartedOn"] in [each["StartedOn"] for each in sent]) is (major == 1)
    (listed,) = lines_of_json(served("runs", failed.job_name, "--filter", f"id:{failed.run_id}", "--json").stdout)
    assert {**listed, "PredecessorRuns": run["PredecessorRuns"]} == run
    saved = json.loads(served("tree", *failed, "--json", "--depth", "0", "--show-secrets").stdout)["JobRuns"][0]
    assert (saved, list(saved)) == (run, list(run))


def test_secrets_are_shown_only_where_they_are_asked_for(served: Command, demo: Snapshot) -> None:
    key = key_of(demo, "ingest-orders")
    secret = "demo-not-a-real-password"
    for options in ([], ["--json"]):
        assert secret not in served("show", *key, *options).stdout
        assert secret in served("show", *key, *options, "--show-secrets").stdout


def test_secrets_as_people_write_them_are_printed_by_no_command(served: Command, server: GlueServer) -> None:
    arguments = {f"--x{number}": value for number, (value, _) in enumerate(SHOWN)}
    message = "\n".join(value for value, _ in SHOWN)
    run = {"JobName": "a", "Id": "jr_1", "JobRunState": "FAILED", "Arguments": arguments, "ErrorMessage": message}
    server.fault = lambda _: Reply(200, json.dumps({"JobRun": run, "JobRuns": [run]}).encode())
    for options in (["show", "a", "jr_1"], ["tree", "a", "jr_1"], ["runs", "a", "--limit", "1"]):
        for form in ([], ["--json"]):
            printed = served(*options, *form).stdout
            assert "jr_1" in printed
            assert WRITTEN not in printed


def test_a_long_value_is_printed_whole(served: Command, server: GlueServer) -> None:
    long = "x" * (3 * CUT_AT) + " the end"
    run = {"JobName": "a", "Id": "jr_1", "ErrorMessage": long, "Tomorrow": [long]}
    server.fault = lambda _: Reply(200, json.dumps({"JobRun": run}).encode())
    fields = shown(served("show", "a", "jr_1").stdout)
    assert fields["ErrorMessage"] == [long]
    assert long in fields["Tomorrow"][0]


def test_a_hostile_run_prints_no_control_byte_and_whole_json(served: Command, server: GlueServer) -> None:
    run = {"JobName": EVIL, "Id": "jr_1", "JobRunState": "FAILED", "ErrorMessage": EVIL, EVIL: {EVIL: EVIL}}
    run["PredecessorRuns"] = []
    server.fault = lambda _: Reply(200, json.dumps({"JobRun": run}).encode())
    for name in ("show", "tree"):
        for line in served(name, "a", "jr_1").stdout.splitlines():
            assert all(is_safe(cell) for cell in line.split("\t"))
        whole = served(name, "a", "jr_1", "--json", "--show-secrets").stdout
        assert all(is_safe(line) for line in whole.splitlines())
        read = json.loads(whole)
        assert read["JobRun" if name == "show" else "JobRuns"] == (run if name == "show" else [run])


# The tree.


def test_the_tree_is_printed_with_its_depth_as_indentation(served: Command, demo: Snapshot) -> None:
    lines = served("tree", *key_of(demo, "cleanup-failed-night")).stdout.splitlines()
    names = [line.split("\t")[0] for line in lines]
    assert names[0] == "cleanup-failed-night"
    assert names.index("  alert-on-failure") + 1 == names.index("    curate-sales")
    assert any(name.startswith("      ") for name in names)


def test_each_run_is_asked_for_once(served: Command, server: GlueServer, demo: Snapshot) -> None:
    served("tree", *key_of(demo, "cleanup-failed-night"))
    ids = server.asked_for("GetJobRun", "RunId")
    assert len(ids) == len(set(ids)) > 5


@pytest.mark.parametrize(("depth", "calls"), [(0, 1), (1, 3), (2, 7)])
def test_no_more_is_asked_for_than_the_depth_needs(
    served: Command, server: GlueServer, failed: RunKey, depth: int, calls: int
) -> None:
    lines = served("tree", *failed, "--depth", str(depth)).stdout.splitlines()
    assert server.counts["GetJobRun"] == len(lines) == calls
    assert max(len(line) - len(line.lstrip()) for line in lines) == 2 * depth
    assert ("2 before, not asked for" in lines[-1]) is (depth == 1)


def test_the_tree_as_json_opens_as_the_same_tree(served: Command, command: Command, failed: RunKey) -> None:
    saved = served("tree", *failed, "--json").stdout
    read = read_documents([("tree", saved.encode())])
    assert read.start == failed
    assert read.not_asked == frozenset()
    again = command("tree", *failed, "--open", "-", stdin=saved)
    assert again.stdout == served("tree", *failed).stdout
    assert again.exit_code == 0


def gone(call: Call) -> Reply | None:
    """Every run but the newest is past retention."""
    return refusal("EntityNotFoundException", "Job Run not found") if call.asked["JobName"] == "stage-orders" else None


def denied(call: Call) -> Reply | None:
    return refusal("AccessDeniedException", "no") if call.asked["JobName"] == "stage-orders" else None


def test_a_predecessor_that_is_gone_is_told_and_is_no_failure(
    served: Command, server: GlueServer, failed: RunKey
) -> None:
    server.fault = gone
    done = served("tree", *failed)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "No such run" in next(line for line in done.stdout.splitlines() if "stage-orders" in line)
    (missing,) = json.loads(served("tree", *failed, "--json").stdout)[NOT_RETURNED_MEMBER]
    assert (missing["JobName"], missing["Code"]) == ("stage-orders", "EntityNotFoundException")
    assert missing["Message"].startswith("No such run") and "hoose" not in missing["Message"]


def test_a_predecessor_that_is_denied_leaves_the_tree_incomplete_and_says_so(
    served: Command, server: GlueServer, failed: RunKey
) -> None:
    server.fault = denied
    done = served("tree", *failed)
    assert done.exit_code == 4
    assert "ingest-clickstream" in done.stdout
    assert "1 of the runs could not be had" in done.stderr


def test_a_root_that_is_gone_is_a_failure(served: Command) -> None:
    done = served("tree", "curate-sales", "jr_nowhere")
    assert (done.exit_code, done.stdout) == (5, "")


@pytest.mark.parametrize("name", ["show", "tree"])
def test_a_run_that_is_not_there_may_be_mistyped_and_the_next_step_lists_the_jobs_runs(
    command: Command, name: str
) -> None:
    done = command(name, "curate-sales", "jr_nowhere", "--demo")
    first, second = done.stderr.splitlines()
    assert (done.exit_code, "mistyped): jr_nowhere of job curate-sales" in first) == (5, True)
    assert second == "`gluetui runs curate-sales --demo` lists those that there are."
    listed = command("runs", "nosuch", "--demo").stderr
    assert listed == "Error: There is no job named nosuch in the demo.\nCheck the name.\n"


# Saved files.


def test_what_is_not_in_the_file_says_so(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    run = {"JobName": "a", "Id": "jr_1", "PredecessorRuns": [{"JobName": "b", "RunId": "jr_0"}]}
    file.write_text(json.dumps({"JobRun": run}))
    done = command("tree", "a", "jr_1", "--open", str(file))
    assert done.exit_code == 0
    assert "Run jr_0 of job b is not in the opened file" in done.stdout
    for arguments, words in (
        (("show", "b", "jr_0"), "is not in the opened file.\nAsk AWS for it, where you are signed in."),
        (("runs", "b"), "Job b is not in the opened file."),
    ):
        refused = command(*arguments, "--open", str(file))
        assert refused.exit_code == 5
        assert words in refused.stderr


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.usefixtures("no_logs")
def test_a_copied_run_is_opened_as_the_same_run(served: Command, command: Command, demo: Snapshot, raw: bool) -> None:
    for job_name in ("curate-sales", "ingest-orders"):
        key = key_of(demo, job_name)
        options = ["--show-secrets"] if raw else []
        copied = served("show", *key, "--json", *options).stdout
        assert command("show", *key, "--json", "--open", "-", *options, stdin=copied).stdout == copied
        assert shown(command("show", *key, "--open", "-", stdin=copied).stdout) == shown(served("show", *key).stdout)


def test_that_predecessors_were_asked_for_is_told_only_where_the_list_is_empty(served: Command, demo: Snapshot) -> None:
    with_some, without = key_of(demo, "curate-sales"), key_of(demo, "ingest-orders")
    assert list(json.loads(served("show", *with_some, "--json").stdout)) == ["JobRun"]
    assert list(json.loads(served("show", *without, "--json").stdout)) == ["JobRun", ASKED_MEMBER]


def cli_form(run: dict[str, Any], *, version: int) -> dict[str, Any]:
    """Times as the AWS CLI 1 (epoch) or 2 (ISO) prints them."""
    moments = {name: JobRun(run).started if name == "StartedOn" else None for name in TIMES}
    told = {name: each for name, each in moments.items() if each}
    return {**run, **{n: t.timestamp() if version == 1 else t.astimezone().isoformat() for n, t in told.items()}}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.usefixtures("no_logs")
def test_what_the_aws_cli_printed_is_opened_as_the_same_run(
    served: Command, command: Command, demo: Snapshot, failed: RunKey, version: int
) -> None:
    asked = {"JobName": failed.job_name, "RunId": failed.run_id, "PredecessorsIncluded": True}
    answer = {"JobRun": cli_form(demo.respond("glue", "GetJobRun", asked)[1]["JobRun"], version=version)}
    opened = command("show", *failed, "--open", "-", stdin=json.dumps(answer))
    assert shown(opened.stdout) == shown(served("show", *failed).stdout)
