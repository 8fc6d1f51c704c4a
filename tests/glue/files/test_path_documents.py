"""gluetui.glue.files.path_documents: the critical path for programs, and as a trace."""

from __future__ import annotations

import json
from collections import defaultdict

from hypothesis import given

from gluetui.glue.files.path_documents import path_object, trace
from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.graph import Lineage
from tests.glue.lineage.chains import NOW, chain, ran
from tests.glue.lineage.test_critical_path import NIGHT
from tests.glue.lineage.test_critical_path_of_any_graph import lineages


def test_the_object_has_the_path_from_the_earliest_run_and_every_known_run() -> None:
    found = path_object(CriticalPath(chain(*NIGHT), NOW), {"build": 1_277.0}.get)
    assert found["path"][1] == {
        "JobName": "build",
        "RunId": "build",
        "start": "1970-01-01T00:09:04.000Z",
        "end": "1970-01-01T01:02:16.000Z",
        "ran_s": 3_192,
        "gap_s": 9,
    }
    assert [each["RunId"] for each in found["path"]] == ["customers", "build", "curate", "alert"]
    assert (found["path"][0]["gap_s"], found["wall_s"], found["waited_s"], found["at_least"]) == (0, 7_656, 30, False)
    nodes = {each["RunId"]: each for each in found["nodes"]}
    stage = {"JobName": "stage", "RunId": "stage"}
    assert nodes["build"] == {"JobName": "build", "RunId": "build", "slack_s": 0, "saves_s": 1_484, "runner_up": stage}
    assert nodes["stage"] == {**stage, "slack_s": 1_484, "saves_s": None, "runner_up": None}
    assert len(nodes) == len(NIGHT)
    assert list(found) == ["path", "wall_s", "waited_s", "at_least", "nodes"]


def test_what_is_not_known_is_null() -> None:
    gone = path_object(CriticalPath(chain(ran("a", 100, 200, "b"), gone=("b",)), NOW), lambda job: None)
    unknown = {"slack_s": None, "saves_s": None, "runner_up": None}
    assert gone["nodes"][1] == {"JobName": "b", "RunId": "b", **unknown}
    assert gone["at_least"] is True
    nowhere = path_object(CriticalPath(chain(ran("a", None, 200)), NOW), lambda job: None)
    nodes = [{"JobName": "a", "RunId": "a", **unknown}]
    assert nowhere == {"path": [], "wall_s": None, "waited_s": None, "at_least": True, "nodes": nodes}


@given(lineages())
def test_the_events_of_a_trace_lie_within_one_another_and_arrows_go_forward(lineage: Lineage) -> None:
    path = CriticalPath(lineage, NOW)
    events = json.loads(json.dumps(trace(path)))["traceEvents"]
    tracks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for event in events:
        if event["ph"] == "X":
            tracks[event["tid"]].append((event["ts"], event["ts"] + event["dur"]))
    assert len(tracks) == len(path.runs)
    for spans in tracks.values():
        for start, end in spans:
            assert start <= end
            assert not any(start < first < end < last for first, last in spans)
    arrows = {(event["ph"], event["id"]): event["ts"] for event in events if event["ph"] in "sf"}
    assert len(arrows) == 2 * max(0, len(path.path) - 1)
    assert all(arrows["s", number] <= arrows["f", number] for _, number in arrows)
