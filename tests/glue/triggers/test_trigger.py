"""A trigger as AWS returns it: what is odd is kept and told, never a crash."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.trigger import Activity, Trigger
from tests.glue.triggers.account import after, run, scheduled, started

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from(["AND", "EQUALS", "a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
ENTRIES = st.lists(
    JSON
    | st.fixed_dictionaries({}, optional={name: JSON for name in ("JobName", "CrawlerName", "State", "CrawlState")})
)
ODD = st.fixed_dictionaries(
    {},
    optional={
        **{name: JSON for name in ("Name", "WorkflowName", "Type", "State", "Schedule", "TomorrowsMember")},
        "Actions": JSON | ENTRIES,
        "Predicate": JSON | st.fixed_dictionaries({}, optional={"Logical": JSON, "Conditions": JSON | ENTRIES}),
    },
)


@given(ODD)
def test_whatever_aws_returns_is_kept_and_can_be_indexed(raw: dict[str, Any]) -> None:
    trigger = Trigger.of(raw)
    assert trigger.raw is raw
    assert trigger.oddities or trigger.name
    index = TriggerIndex([trigger])
    assert index.all == [trigger]
    assert all(trigger in index.starting(job) for job in trigger.jobs)
    assert all(trigger in index.watching(job) for job in trigger.watched_jobs)


def test_the_members_that_reasoning_needs_are_read() -> None:
    trigger = after("staging-done", "a b=FAILED crawler:raw", "c", "crawler:d", WorkflowName="w")
    assert (trigger.name, trigger.workflow, trigger.type, trigger.state) == (
        "staging-done",
        "w",
        "CONDITIONAL",
        "ACTIVATED",
    )
    assert [(each.job, each.crawler, each.state, each.watches_job) for each in trigger.conditions] == [
        ("a", "", "SUCCEEDED", True),
        ("b", "", "FAILED", True),
        ("", "raw", "SUCCEEDED", False),
    ]
    assert (trigger.jobs, trigger.watched_jobs, trigger.oddities) == (("c",), ("a", "b"), ())


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({}, "AWS returned no Name"),
        ({"Actions": {}}, "Actions is not a list"),
        ({"Predicate": {"Conditions": 3}}, "Conditions is not a list"),
        ({"Actions": [None]}, "action 1 names neither a job nor a crawler"),
        ({"Predicate": {"Conditions": [{"JobName": "a"}]}}, "condition 1 cannot be read"),
        ({"Predicate": {"Conditions": [{"JobName": "a", "State": "FAILED", "LogicalOperator": "NOT"}]}}, "condition 1"),
        ({"Predicate": {"Conditions": [{"JobName": "a", "CrawlerName": "b", "State": "FAILED"}]}}, "condition 1"),
    ],
)
def test_what_cannot_be_read_is_told(raw: dict[str, Any], told: str) -> None:
    assert told in "; ".join(Trigger.of(raw).oddities)


@pytest.mark.parametrize(
    ("kind", "state", "activity"),
    [
        ("SCHEDULED", "ACTIVATED", Activity.ACTIVE),
        ("SCHEDULED", "CREATED", Activity.INACTIVE),
        ("CONDITIONAL", "DEACTIVATED", Activity.INACTIVE),
        ("CONDITIONAL", "DEACTIVATING", Activity.UNKNOWN),
        ("CONDITIONAL", "UPDATING", Activity.UNKNOWN),
        ("SCHEDULED", "", Activity.UNKNOWN),
        ("ON_DEMAND", "CREATED", Activity.ACTIVE),
        ("EVENT", "CREATED", Activity.ACTIVE),
    ],
)
def test_what_stays_created_for_ever_is_not_called_inactive(kind: str, state: str, activity: Activity) -> None:
    assert started("t", kind, "a", State=state).activity is activity


def test_triggers_are_found_by_what_they_start_and_watch_by_name_and_by_workflow() -> None:
    nightly, done = scheduled("nightly", "a", "b", "a"), after("done", "a b a=FAILED", "c", WorkflowName="w")
    index = TriggerIndex()
    index.add([nightly])
    index.add([nightly, done])
    assert index.all == [nightly, done]
    assert (index.starting("a"), index.starting("nobody")) == ([nightly], ())
    assert (index.watching("a"), index.watching("c")) == ([done], ())
    assert (index.named("done"), index.named("gone"), index.named("")) == (done, None, None)
    assert (index.of_workflow("w"), index.of_workflow("")) == ([done], ())
    assert index.jobs == {"a", "b", "c"}


def test_outside_a_workflow_and_within_one_nothing_crosses_over() -> None:
    inside, outside = after("in", "a", "b", WorkflowName="w"), after("out", "a", "b")
    index = TriggerIndex([scheduled("nightly", "a", WorkflowName="w"), scheduled("noon", "a"), inside, outside])
    by = {name: run("a", "02:00", trigger=name) for name in ("nightly", "noon", "gone", "")}
    assert {name: (index.may_fire(inside, one), index.may_fire(outside, one)) for name, one in by.items()} == {
        "nightly": (True, False),
        "noon": (False, True),
        "gone": (True, True),
        "": (True, True),
    }
