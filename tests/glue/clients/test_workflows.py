"""Triggers, workflows and definitions: all pages once, whole answers, and the words where AWS or a file has none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.workflows import Workflows
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.saved_triggers import SavedTriggers
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from tests.server import GlueServer, Reply, refusal

GRAPH = {
    "Nodes": [
        {"Type": "TRIGGER", "Name": "start", "UniqueId": "t", "TriggerDetails": {"Trigger": {"Name": "start"}}},
        {
            "Type": "JOB",
            "Name": "a",
            "UniqueId": "j",
            "JobDetails": {"JobRuns": [{"JobName": "a", "Id": "jr_1", "JobRunState": "FAILED"}]},
        },
        {"Type": "CRAWLER", "Name": "c", "UniqueId": "c", "CrawlerDetails": {"Crawls": [{"State": "SUCCEEDED"}]}},
        {"Type": "JOB", "Name": "b", "UniqueId": "k", "TomorrowsMember": 1},
        "?",
    ],
    "Edges": [{"SourceId": "t", "DestinationId": "j"}],
}
RUN = {
    "Name": "w",
    "WorkflowRunId": "wr_2",
    "PreviousRunId": "wr_1",
    "StartedOn": 1_700_000_000.5,
    "CompletedOn": 1_700_000_100,
    "Status": "COMPLETED",
    "Statistics": {
        "TotalActions": 11,
        "SucceededActions": 5,
        "FailedActions": 1,
        "TimeoutActions": 2,
        "ErroredActions": 1,
    },
    "Graph": GRAPH,
}
SAVED = {
    "Triggers": [{"Name": f"t{number}"} for number in range(450)] + ["?"],
    "Workflows": [{"Name": "w", "LastRun": RUN}],
    "Runs": [RUN, {"Name": "w", "WorkflowRunId": "wr_1"}],
    "Jobs": [{"Name": "a", "TomorrowsMember": None}],
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GlueServer]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    snapshot = Snapshot([])
    snapshot.serve("glue", **SavedTriggers(lambda: SAVED).operations)
    with GlueServer(snapshot).serving() as serving:
        yield serving


@pytest.fixture
def workflows(server: GlueServer) -> Workflows:
    return Workflows(Aws(region="eu-west-1", endpoint_url=server.url))


def test_all_triggers_come_in_the_largest_pages_each_once(workflows: Workflows, server: GlueServer) -> None:
    triggers = workflows.triggers()
    assert [trigger.name for trigger in triggers.items] == [f"t{number}" for number in range(450)]
    assert triggers.unreadable == 1
    assert server.counts == {"GetTriggers": 3}
    assert all(call.asked.keys() <= {"MaxResults", "NextToken"} for call in server.calls)


def test_an_account_without_triggers_has_none(workflows: Workflows, server: GlueServer) -> None:
    server.fault = lambda call: Reply.of({"Triggers": []})
    assert workflows.triggers().items == ()
    assert server.counts == {"GetTriggers": 1}


def test_pages_that_lead_in_a_circle_end_as_an_error(workflows: Workflows, server: GlueServer) -> None:
    following = {None: "a", "a": "b", "b": "a"}
    server.fault = lambda call: Reply.of({"Triggers": [], "NextToken": following[call.asked.get("NextToken")]})
    with pytest.raises(AwsError, match="same page again"):
        workflows.triggers()
    assert server.counts == {"GetTriggers": 3}


def test_an_answer_without_its_list_is_an_error_and_never_no_triggers(workflows: Workflows, server: GlueServer) -> None:
    server.fault = lambda call: Reply.of({})
    with pytest.raises(AwsError, match="no Triggers"):
        workflows.triggers()


def test_a_workflow_run_comes_whole_with_its_graph(workflows: Workflows, server: GlueServer) -> None:
    run = workflows.workflow_run("w", "wr_2")
    assert {**run.raw} == json.loads(json.dumps(RUN))
    assert (run.key, run.resumes, run.status) == (("w", "wr_2"), "wr_1", "COMPLETED")
    assert run.statistics == (11, 5, 4, None, None, 2)
    assert [(node.type, node.name, len(node.runs), len(node.crawls)) for node in run.nodes] == [
        ("TRIGGER", "start", 0, 0),
        ("JOB", "a", 1, 0),
        ("CRAWLER", "c", 0, 1),
        ("JOB", "b", 0, 0),
    ]
    assert run.nodes[0].trigger is not None and run.nodes[0].trigger.name == "start"
    assert run.holds(RunKey("a", "jr_1")) and not run.holds(RunKey("a", "jr_2"))
    assert run.edges == (("t", "j"),)
    assert server.asked_for("GetWorkflowRun", "IncludeGraph") == [True]


def test_workflow_runs_are_listed_without_their_graphs(workflows: Workflows, server: GlueServer) -> None:
    page = workflows.workflow_runs("w")
    assert [run.key.run_id for run in page.items] == ["wr_2", "wr_1"]
    assert not any(run.has_graph for run in page.items)
    assert server.asked_for("GetWorkflowRuns", "IncludeGraph") == [False]


def test_statistics_that_were_not_returned_are_not_zero(workflows: Workflows) -> None:
    run = workflows.workflow_runs("w").items[1]
    assert run.statistics == (None, None, None, None, None, None)
    assert run.started is None and not run.nodes


def test_a_workflow_and_a_definition_come_whole(workflows: Workflows) -> None:
    assert workflows.workflow("w")["LastRun"]["WorkflowRunId"] == "wr_2"
    assert "TomorrowsMember" in workflows.job("a")


CALLS: list[tuple[str, tuple[str, ...], str, str]] = [
    ("triggers", (), "glue:GetTriggers", ""),
    ("workflow", ("nightly flow",), "glue:GetWorkflow on workflow nightly flow", "There is no workflow nightly flow"),
    ("workflow_runs", ("w",), "glue:GetWorkflowRuns on workflow w", "There is no workflow w in eu-west-1"),
    ("workflow_run", ("w", "wr_9"), "glue:GetWorkflowRun on workflow w", "No such workflow run .*wr_9 of workflow w"),
    ("job", ("gone",), "glue:GetJob on job gone", "There is no job named gone"),
]


@pytest.mark.parametrize(("method", "asked", "permission", "gone"), CALLS)
def test_a_refusal_names_the_permission_and_what_it_was_about(
    workflows: Workflows, server: GlueServer, method: str, asked: tuple[str, ...], permission: str, gone: str
) -> None:
    server.fault = lambda call: refusal("AccessDeniedException", "no")
    with pytest.raises(AwsError, match=permission) as denied:
        getattr(workflows, method)(*asked)
    assert denied.value.kind is ErrorKind.DENIED
    assert "on job" not in denied.value.cause or method == "job"


@pytest.mark.parametrize(("method", "asked", "permission", "gone"), CALLS[1:])
def test_what_is_gone_is_called_by_its_name(
    workflows: Workflows, server: GlueServer, method: str, asked: tuple[str, ...], permission: str, gone: str
) -> None:
    server.fault = lambda call: refusal("EntityNotFoundException", "Entity not found")
    with pytest.raises(AwsError, match=gone) as missing:
        getattr(workflows, method)(*asked)
    assert missing.value.kind is ErrorKind.GONE


def test_a_run_of_a_workflow_that_is_gone_is_told_from_a_run_that_is(workflows: Workflows, server: GlueServer) -> None:
    server.fault = lambda call: refusal("EntityNotFoundException", "Workflow w not found.")
    with pytest.raises(AwsError, match="no workflow w"):
        workflows.workflow_run("w", "wr_2")


@pytest.mark.parametrize(
    ("method", "asked", "told"),
    [
        ("triggers", (), "There are no triggers in runs.json"),
        ("workflow", ("w",), "Workflow w is not in runs.json"),
        ("workflow_runs", ("w",), "Workflow w is not in runs.json"),
        ("workflow_run", ("w", "wr_1"), "Run wr_1 of workflow w is not in runs.json"),
        ("job", ("a",), "The definition of job a is not in runs.json"),
    ],
)
def test_a_file_says_that_it_holds_none_and_never_that_there_are_none(
    method: str, asked: tuple[str, ...], told: str
) -> None:
    run: dict[str, Any] = {"JobName": "a", "Id": "jr_1"}
    opened = Workflows(Aws(open_snapshot=lambda: Snapshot([run]), source="runs.json"))
    with pytest.raises(AwsError, match=told) as missing:
        getattr(opened, method)(*asked)
    assert missing.value.kind is ErrorKind.GONE
    assert "Region" not in str(missing.value) and "profile" not in str(missing.value)


def test_none_of_them_is_needed_for_the_rest_and_nothing_is_written() -> None:
    saved = Snapshot([{"JobName": "a", "Id": "jr_1"}])
    with pytest.raises(AwsError, match="read-only"):
        Aws(open_snapshot=lambda: saved).call("glue", "StartTrigger", {"Name": "t"})
