"""Logs that are not in AWS answer CloudWatch Logs' calls by the service's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import pytest

from gluetui.glue.logs.event import Event
from gluetui.glue.logs.saved import SavedLogs
from gluetui.glue.logs.saved_streams import BY_AWS, Absent, SavedStreams, StreamName

GROUP = "/aws-glue/jobs/output"
MINUTE = 60_000
DRIVER = [Event(MINUTE * number, f"driver {number}", MINUTE * number + 7) for number in range(25)]
EXECUTOR = [Event(MINUTE * number, f"task TID {number} ended") for number in range(5)]
STREAMS = {
    StreamName(GROUP, "jr_1"): DRIVER,
    StreamName(GROUP, "jr_1_g-aa"): EXECUTOR,
    StreamName(GROUP, "jr_2"): [],
    StreamName("/aws-glue/jobs/error", "jr_1"): [Event(1, "x" * 400_000)] * 7,
}
SAVED = SavedStreams(STREAMS, groups=["/aws-glue/python-jobs/output"])


def ask(operation: str, *, saved: SavedStreams = SAVED, now: int | None = None, **asked: Any) -> Mapping[str, Any]:
    logs = SavedLogs(lambda: saved, now=None if now is None else lambda: now)
    status, answer = logs.operations[operation]({"logGroupName": GROUP, **asked})
    return answer if status == 200 else {"refused": answer["__type"], "message": answer["message"]}


def events(**asked: Any) -> Mapping[str, Any]:
    return ask("GetLogEvents", **{"logStreamName": "jr_1", **asked})


def numbers(page: Mapping[str, Any]) -> list[int]:
    return [event["timestamp"] // MINUTE for event in page["events"]]


def walked(direction: str, **asked: Any) -> list[list[int]]:
    """Every page from the first on, until the token that is returned is the one that was passed."""
    pages, token = [], None
    while True:
        page = events(**asked, **({"nextToken": token} if token else {}))
        pages.append(numbers(page))
        if page[direction] == token:
            return pages
        token = page[direction]


def test_pages_come_in_order_from_the_head_until_the_token_stays() -> None:
    pages = walked("nextForwardToken", limit=10, startFromHead=True)
    assert pages == [[*range(10)], [*range(10, 20)], [*range(20, 25)], []]


def test_the_newest_page_comes_first_and_older_ones_by_the_backward_token() -> None:
    pages = walked("nextBackwardToken", limit=10)
    assert pages == [[*range(15, 25)], [*range(5, 15)], [*range(5)], []]


def test_a_step_back_and_a_step_forward_lead_to_the_same_page() -> None:
    newest = events(limit=10)
    older = events(limit=10, nextToken=newest["nextBackwardToken"])
    again = events(limit=10, nextToken=older["nextForwardToken"], startFromHead=True)
    assert again["events"] == newest["events"]


def test_the_start_is_within_and_the_end_is_not() -> None:
    span = {"startTime": 3 * MINUTE, "endTime": 6 * MINUTE}
    assert numbers(events(**span)) == [3, 4, 5]
    assert walked("nextForwardToken", limit=2, startFromHead=True, **span) == [[3, 4], [5], []]
    assert walked("nextBackwardToken", limit=2, **span) == [[4, 5], [3], []]


@pytest.mark.parametrize("asked", [{"startTime": 90 * MINUTE}, {"endTime": 0}, {"startTime": 9, "endTime": 5}])
def test_times_without_an_event_give_an_empty_page_with_both_tokens(asked: dict[str, int]) -> None:
    page = events(**asked)
    assert page["events"] == [] and page["nextForwardToken"][0] == "f" and page["nextBackwardToken"][0] == "b"
    assert walked("nextForwardToken", **asked, startFromHead=True)[-1] == []


def test_a_page_holds_no_more_than_the_service_returns() -> None:
    page = events(logGroupName="/aws-glue/jobs/error", startFromHead=True)
    assert len(page["events"]) == 2
    alone = SavedStreams({StreamName(GROUP, "jr_1"): [Event(1, "x" * 3_000_000), Event(2, "y")]})
    assert len(events(saved=alone, startFromHead=True)["events"]) == 1
    many = SavedStreams({StreamName(GROUP, "jr_1"): [Event(1, "x")] * 10_001})
    assert [len(events(saved=many)["events"]), len(ask("FilterLogEvents", saved=many)["events"])] == [10_000, 10_000]


def test_a_page_back_holds_the_newest_events_that_fit() -> None:
    uneven = [Event(1, "x" * 900_000), Event(2, "y" * 600_000), Event(3, "z"), Event(4, "z")]
    saved = SavedStreams({StreamName(GROUP, "jr_1"): uneven})
    newest = events(saved=saved)
    assert [event["timestamp"] for event in newest["events"]] == [2, 3, 4]
    older = events(saved=saved, nextToken=newest["nextBackwardToken"])
    assert [event["timestamp"] for event in older["events"]] == [1]


def test_a_token_beyond_the_times_that_are_asked_for_is_the_end_at_once() -> None:
    token = events(startFromHead=True, limit=20)["nextForwardToken"]
    page = events(nextToken=token, endTime=5 * MINUTE, startFromHead=True)
    assert (page["events"], page["nextForwardToken"]) == ([], token)


def test_tokens_have_the_form_of_the_services_and_others_are_refused() -> None:
    page = events(limit=10)
    assert page["nextForwardToken"].startswith("f/0000") and page["nextBackwardToken"].endswith("015/s")
    for token in ("x", "g/5/s", "f/x/s", ""):
        assert events(nextToken=token)["refused"] == "InvalidParameterException"


def test_events_are_answered_as_they_came_in_the_order_of_time() -> None:
    mixed = [Event(5, "b"), Event(3, "a\n"), Event(5, "c\x1b")]
    page = events(saved=SavedStreams({StreamName(GROUP, "jr_1"): mixed}))
    assert [event["message"] for event in page["events"]] == ["a\n", "b", "c\x1b"]
    assert events()["events"][1] == {"timestamp": MINUTE, "message": "driver 1", "ingestionTime": MINUTE + 7}
    assert "ingestionTime" not in page["events"][0]


def test_what_is_not_there_is_said_in_the_services_words_or_in_the_files() -> None:
    for operation in ("GetLogEvents", "FilterLogEvents", "DescribeLogStreams"):
        said = ask(operation, logGroupName="/elsewhere", logStreamName="jr_1")
        assert said == {"refused": "ResourceNotFoundException", "message": BY_AWS.group}
    assert events(logStreamName="jr_9") == {"refused": "ResourceNotFoundException", "message": BY_AWS.stream}
    silent = SavedStreams({}, absent=Absent("The file holds no log of this run.", "Nor this."))
    assert events(saved=silent)["message"] == "The file holds no log of this run."


def test_streams_are_listed_by_name_with_their_first_and_last_event() -> None:
    listed = ask("DescribeLogStreams", logStreamNamePrefix="jr_1")["logStreams"]
    assert [each["logStreamName"] for each in listed] == ["jr_1", "jr_1_g-aa"]
    first = {"firstEventTimestamp": 0, "lastEventTimestamp": 24 * MINUTE, "lastIngestionTime": 24 * MINUTE + 7}
    assert listed[0] == {"logStreamName": "jr_1", "storedBytes": 0, **first}
    newest = ask("DescribeLogStreams", orderBy="LastEventTime", descending=True)["logStreams"]
    assert [each["logStreamName"] for each in newest] == ["jr_1", "jr_1_g-aa", "jr_2"]
    both = ask("DescribeLogStreams", orderBy="LastEventTime", logStreamNamePrefix="jr_1")
    assert both["refused"] == "InvalidParameterException"


def test_at_most_fifty_streams_are_listed_at_a_time() -> None:
    many = SavedStreams({StreamName(GROUP, f"jr_{number:03}"): [] for number in range(220)})
    counts, token = [], {}
    while True:
        page = ask("DescribeLogStreams", saved=many, **token)
        counts.append(len(page["logStreams"]))
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert counts == [50, 50, 50, 50, 20]
    assert ask("DescribeLogStreams", nextToken="x")["refused"] == "InvalidParameterException"


def test_groups_are_listed_by_prefix_or_part() -> None:
    listed = ask("DescribeLogGroups", logGroupNamePrefix="/aws-glue/jobs")["logGroups"]
    assert [each["logGroupName"] for each in listed] == ["/aws-glue/jobs/error", GROUP]
    assert len(ask("DescribeLogGroups", logGroupNamePattern="Python")["logGroups"]) == 1


def found(**asked: Any) -> list[tuple[str, int]]:
    page = ask("FilterLogEvents", **asked)
    return [(event["logStreamName"], event["timestamp"] // MINUTE) for event in page["events"]]


def test_streams_are_merged_by_time_with_ids_of_their_own() -> None:
    merged = found(logStreamNamePrefix="jr_1", endTime=MINUTE)
    assert merged == [("jr_1", 0), ("jr_1_g-aa", 0), ("jr_1", 1), ("jr_1_g-aa", 1)]
    ids = [event["eventId"] for event in ask("FilterLogEvents", logStreamNames=["jr_1"])["events"]]
    assert len(set(ids)) == len(DRIVER) and {len(each) for each in ids} == {56}


def test_pages_of_a_search_hold_each_event_once_and_end_without_a_token() -> None:
    pages: list[list[str]] = []
    token: dict[str, str] = {}
    while True:
        page = ask("FilterLogEvents", limit=7, **token)
        pages.append([event["message"] for event in page["events"]])
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert [len(page) for page in pages] == [7, 7, 7, 7, 2]
    assert sorted(chain.from_iterable(pages)) == sorted(event.message for event in DRIVER + EXECUTOR)
    assert ask("FilterLogEvents", nextToken="x")["refused"] == "InvalidParameterException"


@pytest.mark.parametrize(
    ("pattern", "minutes"),
    [
        ('"TID 3"', [3]),
        ("TID ended", [0, 1, 2, 3, 4]),
        ("tid", []),
        ("?3 ?4", [3, 4]),
        ("-1 -2", [0, 3, 4]),
        ('TID "3 ended"', [3]),
        (r'"a \"quoted\" word"', []),
        ("", [0, 1, 2, 3, 4]),
    ],
)
def test_a_pattern_is_words_and_quoted_phrases(pattern: str, minutes: list[int]) -> None:
    assert [minute for _, minute in found(logStreamNames=["jr_1_g-aa"], filterPattern=pattern)] == minutes


@pytest.mark.parametrize("pattern", ["{ $.level = 1 }", "[a, b]", "%TID.*%", '"open', '"a"b'])
def test_other_patterns_are_refused_rather_than_answered_wrongly(pattern: str) -> None:
    assert ask("FilterLogEvents", filterPattern=pattern)["refused"] == "InvalidParameterException"


def test_a_search_by_names_and_prefix_together_is_refused() -> None:
    said = ask("FilterLogEvents", logStreamNames=["jr_1"], logStreamNamePrefix="jr")
    assert said["refused"] == "InvalidParameterException"
    assert ask("FilterLogEvents", logStreamNames=["jr_9"])["message"] == BY_AWS.stream


def test_a_live_log_goes_on_where_its_token_left_off() -> None:
    moment = [10 * MINUTE]
    logs = SavedLogs(lambda: SAVED, now=lambda: moment[0]).operations["GetLogEvents"]
    asked = {"logGroupName": GROUP, "logStreamName": "jr_1"}
    first = logs(asked)[1]
    assert numbers(first) == [*range(11)]
    follow = {**asked, "nextToken": first["nextForwardToken"], "startFromHead": True}
    still = logs(follow)[1]
    assert (still["events"], still["nextForwardToken"]) == ([], first["nextForwardToken"])
    moment[0] += 2 * MINUTE
    assert numbers(logs(follow)[1]) == [11, 12]


def test_a_stream_whose_first_event_is_yet_to_come_is_not_there_yet() -> None:
    later = SavedStreams({StreamName(GROUP, "jr_1"): [Event(MINUTE, "x")]})
    assert events(saved=later, now=5)["message"] == BY_AWS.stream
    assert ask("DescribeLogStreams", saved=later, now=5)["logStreams"] == []


def test_streams_are_loaded_at_the_first_call_only() -> None:
    loads: list[int] = []

    def load() -> SavedStreams:
        loads.append(1)
        return SAVED

    logs = SavedLogs(load).operations
    assert loads == []
    for _ in range(2):
        logs["DescribeLogStreams"]({"logGroupName": GROUP})
    assert loads == [1]
