"""Where a run's log may be: each way as a row, by the run's answer alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest

from gluetui.glue.logs.sources import CONTINUOUS_LOG_GROUP, EXECUTOR, RAY_PARTS, Source, belongs, sources_of
from gluetui.glue.run.run import JobRun

RUN = "jr_1"
RCA = "jr_1-job-insights-rca-driver"
CONTINUOUS = {"--enable-continuous-cloudwatch-log": "true"}
INSIGHTS = {"--enable-job-insights": "true"}


def sources(arguments: Any = None, **members: Any) -> tuple[Source, ...]:
    raw = {"JobName": "a", "Id": RUN, "LogGroupName": "/aws-glue/jobs", "GlueVersion": "5.0", "Arguments": arguments}
    return sources_of(JobRun(raw | members))


class Where(NamedTuple):
    name: str
    members: Mapping[str, Any]
    arguments: Mapping[str, Any]
    expected: list[tuple[str, tuple[str, ...], str]]
    """Group, names of the driver, name of the insights, in order; last resorts apart."""
    last: Sequence[str] = ()


SPARK = ["/aws-glue/jobs/output", "/aws-glue/jobs/error"]
OLD = [(group, (RUN,), "") for group in SPARK]
NAMES = (RUN, f"{RUN}-driver")
NEW = [(SPARK[0], NAMES, ""), (SPARK[1], NAMES, RCA)]
V2 = (f"{RUN}-driver", RUN)

WAYS = [
    Where("Spark before 5.0", {"GlueVersion": "3.0"}, {}, OLD),
    Where(
        "the group of the answer",
        {"GlueVersion": "2.0", "LogGroupName": "/x/"},
        {},
        [("/x/output", (RUN,), ""), ("/x/error", (RUN,), "")],
    ),
    Where("continuous", {"GlueVersion": "4.0"}, CONTINUOUS, [*OLD, (CONTINUOUS_LOG_GROUP, V2, "")]),
    Where("continuous, switched off", {"GlueVersion": "4.0"}, {"--enable-continuous-cloudwatch-log": "false"}, OLD),
    Where(
        "continuous in a group of one's own",
        {"GlueVersion": "1.0"},
        CONTINUOUS | {"--continuous-log-logGroup": "/ours", "--continuous-log-logStreamPrefix": "nightly"},
        [*OLD, ("/ours", ("nightly-driver", "nightly"), "")],
    ),
    Where(
        "continuous with a SecurityConfiguration",
        {"GlueVersion": "4.0", "SecurityConfiguration": "sec"},
        CONTINUOUS,
        [*OLD, (f"{CONTINUOUS_LOG_GROUP}-sec", V2, "")],
    ),
    Where(
        "arguments of 5.0 mean nothing to 4.0",
        {"GlueVersion": "4.0"},
        {"--custom-logGroup-prefix": "/mine", "--custom-logStream-prefix": "p"},
        OLD,
    ),
    Where("Spark 5.0", {}, {}, NEW),
    Where(
        "Spark 6.0 ignores what was for continuous logging",
        {"GlueVersion": "6.0"},
        CONTINUOUS | {"--continuous-log-logGroup": "/ours", "--continuous-log-logStreamPrefix": "nightly"},
        NEW,
    ),
    Where(
        "moved groups",
        {"GlueVersion": "5.1"},
        {"--custom-logGroup-prefix": "/mine/"},
        [("/mine/output", NAMES, ""), ("/mine/error", NAMES, RCA)],
        SPARK,
    ),
    Where(
        "moved streams",
        {},
        {"--custom-logStream-prefix": "p"},
        [(SPARK[0], ("p-driver", "p"), ""), (SPARK[1], ("p-driver", "p"), RCA)],
    ),
    Where("insights of 5.0", {}, INSIGHTS, NEW),
    Where("insights of 5.0, switched off", {}, {"--enable-job-insights": "false"}, [NEW[0], (SPARK[1], NAMES, "")]),
    Where("insights of 4.0", {"GlueVersion": "4.0"}, INSIGHTS, [*OLD, (CONTINUOUS_LOG_GROUP, (), RCA)]),
    Where(
        "SecurityConfiguration of 5.0, as the answer has it",
        {"LogGroupName": "/aws-glue/jobs/sec-role/r", "SecurityConfiguration": "sec"},
        {},
        [("/aws-glue/jobs/sec-role/r/output", NAMES, ""), ("/aws-glue/jobs/sec-role/r/error", NAMES, RCA)],
    ),
    Where(
        "SecurityConfiguration of 5.0, role not told",
        {"SecurityConfiguration": "sec"},
        {},
        NEW,
        ["/aws-glue/jobs/sec-role/"],
    ),
    Where("no group told", {"LogGroupName": None}, {}, NEW),
    Where(
        "no version told",
        {"GlueVersion": None},
        CONTINUOUS | {"--custom-logGroup-prefix": "/mine"},
        [("/mine/output", NAMES, ""), ("/mine/error", NAMES, ""), (CONTINUOUS_LOG_GROUP, V2, "")],
        SPARK,
    ),
    Where(
        "Python shell",
        {"LogGroupName": "/aws-glue/python-jobs", "GlueVersion": "3.0"},
        CONTINUOUS,
        [(f"/aws-glue/python-jobs/{part}", (RUN,), "") for part in ("output", "error")],
    ),
    Where(
        "Python shell by its size",
        {"LogGroupName": None, "MaxCapacity": 0.0625, "GlueVersion": None},
        {},
        [(f"/aws-glue/python-jobs/{part}", (RUN,), "") for part in ("output", "error")],
    ),
    Where(
        "Python shell by its command",
        {"Command": {"Name": "pythonshell"}},
        {},
        [(f"/aws-glue/python-jobs/{part}", (RUN,), "") for part in ("output", "error")],
    ),
    Where(
        "Ray",
        {"LogGroupName": None, "WorkerType": "Z.2X"},
        {},
        [(f"/aws-glue/ray/jobs/{part}", (RUN,), "") for part in RAY_PARTS],
    ),
    Where(
        "Ray by its group",
        {"LogGroupName": "/aws-glue/ray/jobs/"},
        {},
        [(f"/aws-glue/ray/jobs/{part}", (RUN,), "") for part in RAY_PARTS],
    ),
    Where(
        "Ray by its command",
        {"Command": {"Name": "glueray"}},
        {},
        [(f"/aws-glue/ray/jobs/{part}", (RUN,), "") for part in RAY_PARTS],
    ),
    Where("no id", {"Id": None}, {}, []),
    Where("arguments of another shape", {}, [], NEW),  # type: ignore[arg-type]
    Where("an argument that is no text", {}, {"--custom-logGroup-prefix": 3}, NEW),
    Where("a version that is none", {"GlueVersion": "9" * 5000}, {}, [(group, NAMES, "") for group in SPARK]),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_each_way_has_its_groups_and_streams(way: Where) -> None:
    found = sources(way.arguments, **way.members)
    assert [(each.group, each.names, each.insights) for each in found if not each.is_last_resort] == way.expected
    assert [each.group for each in found if each.is_last_resort] == list(way.last)


def test_a_group_that_only_documentation_names_is_not_said_to_be_told() -> None:
    assert [each.is_told for each in sources(LogGroupName=None)] == [False, False]
    assert all(each.is_told for each in sources())


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("jr_1", True),
        ("jr_1_g-abc", True),
        ("jr_1-driver", True),
        ("jr_1-7", True),
        ("jr_1-progress-bar", True),
        (RCA, True),
        ("jr_1_attempt_1", False),
        ("jr_1_attempt_1_g-abc", False),
        ("jr_1_attempt_1-driver", False),
        ("jr_12", False),
        ("jr", False),
        ("", False),
    ],
)
def test_the_streams_of_a_retry_are_not_those_of_the_first_attempt(name: str, is_own: bool) -> None:
    assert belongs(name, RUN) is is_own
    assert sources()[0].holds(name) is is_own


def test_a_run_without_an_id_has_no_streams() -> None:
    assert not belongs("anything", "")


@pytest.mark.parametrize(
    ("name", "is_own"),
    [("p", True), ("p-driver", True), ("p-12", True), ("p_g-1f", True), ("p-b", False), ("p-b-driver", False)],
)
def test_a_prefix_that_runs_share_ends_where_a_longer_one_of_another_job_begins(name: str, is_own: bool) -> None:
    source = sources({"--custom-logStream-prefix": "p"})[0]
    assert source.is_shared
    assert source.holds(name) is is_own


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jr_1", "error"),
        ("jr_1-driver", "driver"),
        ("jr_1_g-0a1b", EXECUTOR),
        ("jr_1-12", EXECUTOR),
        ("jr_1-progress-bar", "progress"),
        (RCA, "insights"),
        ("jr_1-job-insights-rule-driver", "insights"),
        ("jr_1-novelty", "error"),
    ],
)
def test_a_stream_is_a_source_by_its_name(name: str, expected: str) -> None:
    assert sources()[1].source_of(name) == expected


def test_streams_of_ray_are_named_after_their_group() -> None:
    ray = sources(WorkerType="Z.2X", LogGroupName=None)
    assert [each.source_of("jr_1-3") for each in ray] == list(RAY_PARTS)
