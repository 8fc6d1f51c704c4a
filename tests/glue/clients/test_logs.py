"""CloudWatch Logs' calls: what is asked, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.logs import Logs
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.logs.calls import EventsPage, Group, LogsPage, StreamEvent, StreamSeen
from gluetui.glue.logs.event import Event, Stream

STREAM = Stream("/aws-glue/jobs/output", "jr_1", "output")

Asked = list[Mapping[str, Any]]
Make = Callable[..., tuple[Logs, Asked]]


@pytest.fixture
def answering() -> Make:
    """Logs that give one answer to every call of an operation, and what was asked."""

    def make(operation: str, **answer: Any) -> tuple[Logs, Asked]:
        snapshot, asked = Snapshot([]), []

        def serve(parameters: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
            asked.append(parameters)
            return 200, answer

        snapshot.serve("logs", **{operation: serve})
        return Logs(Aws(open_snapshot=lambda: snapshot, source="a file")), asked

    return make


def test_a_page_of_events_has_both_its_tokens(answering: Make) -> None:
    event = {"timestamp": 5, "message": "a\n", "ingestionTime": 7}
    logs, asked = answering("GetLogEvents", events=[event], nextForwardToken="f/1", nextBackwardToken="b/1")
    assert logs.events(STREAM, start=-3, end=9, token="b/2") == EventsPage((Event(5, "a\n", 7),), "f/1", "b/1")
    assert asked == [
        {
            "logGroupName": STREAM.group,
            "logStreamName": "jr_1",
            "startFromHead": False,
            "startTime": 0,
            "endTime": 9,
            "nextToken": "b/2",
        }
    ]


def test_entries_that_are_no_events_are_counted_and_cost_no_other(answering: Make) -> None:
    odd = [None, "x", {}, {"timestamp": 1}, {"timestamp": "1", "message": "x"}, {"timestamp": 1, "message": None}]
    logs, _ = answering("GetLogEvents", events=[*odd, {"timestamp": 1, "message": "a"}])
    assert logs.events(STREAM) == EventsPage((Event(1, "a"),), "", "", len(odd))


def test_streams_are_asked_for_by_prefix_without_an_order(answering: Make) -> None:
    streams = [{"logStreamName": "jr_1", "lastEventTimestamp": 9}, {"logStreamName": None}, {"logStreamName": "jr_1_g"}]
    logs, asked = answering("DescribeLogStreams", logStreams=streams, nextToken="more")
    seen = (StreamSeen("jr_1", None, 9), StreamSeen("jr_1_g"))
    assert logs.streams("g", "jr_1") == LogsPage(seen, "more", 1)
    assert asked == [{"logGroupName": "g", "logStreamNamePrefix": "jr_1", "limit": 50}]


def test_groups_have_a_retention_and_a_class(answering: Make) -> None:
    logs, _ = answering("DescribeLogGroups", logGroups=[{"logGroupName": "g", "retentionInDays": 14}, {}])
    assert logs.groups("g") == LogsPage((Group("g", 14),), None, 1)


def test_the_end_is_no_longer_counted_though_filtering_counts_it(answering: Make) -> None:
    event = {"logStreamName": "jr_1_g-2", "timestamp": 5, "message": "a", "eventId": "3"}
    logs, asked = answering("FilterLogEvents", events=[event])
    found = logs.filtered("g", prefix="jr_1", pattern='"TID 4"', start=2, end=9)
    assert found == LogsPage((StreamEvent("jr_1_g-2", Event(5, "a"), "3"),), None)
    expected = {"startTime": 2, "endTime": 8, "filterPattern": '"TID 4"', "logStreamNamePrefix": "jr_1"}
    assert asked == [{"logGroupName": "g", **expected}]


def test_an_answer_without_its_list_is_an_error_and_not_an_empty_log(answering: Make) -> None:
    logs, _ = answering("GetLogEvents", nextForwardToken="f")
    with pytest.raises(AwsError, match="no events") as bad:
        logs.events(STREAM)
    assert bad.value.kind is ErrorKind.BAD_ANSWER


def test_a_list_that_leads_to_itself_ends(answering: Make) -> None:
    logs, _ = answering("DescribeLogStreams", logStreams=[], nextToken="again")
    with pytest.raises(AwsError, match="same page again"):
        logs.streams("g", "jr_1", token="again")
