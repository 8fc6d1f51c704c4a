"""Whatever people have at hand becomes runs, each once, and nothing is claimed that the input does not tell."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.files.documents import Documents, UnreadableDocument, read_documents
from gluetui.glue.files.printed import AS_IT_CAME, PrintedForm
from gluetui.glue.files.saving import cli_json, save
from gluetui.glue.run.run import TIMES, JobRun, RunKey, instant
from tests.conftest import NOW

STARTED = datetime(2026, 11, 20, 1, 0, 0, 250_000, tzinfo=UTC)
KEY = RunKey("orders", "jr_1")


def a_run(run_id: str = "jr_1", **members: Any) -> dict[str, Any]:
    """As the AWS CLI v1 prints it: epoch seconds."""
    return {
        "Id": run_id,
        "Attempt": 0,
        "JobName": "orders",
        "StartedOn": STARTED.timestamp(),
        "LastModifiedOn": STARTED.timestamp() + 600,
        "CompletedOn": STARTED.timestamp() + 600,
        "JobRunState": "SUCCEEDED",
        "PredecessorRuns": [],
        "ExecutionTime": 580,
        **members,
    }


def in_v2_form(run: dict[str, Any]) -> dict[str, Any]:
    zone = timezone(timedelta(hours=9))
    return {
        name: datetime.fromtimestamp(value, zone).isoformat() if name in TIMES else value for name, value in run.items()
    }


def in_step_functions_form(run: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value * 1000) if name in TIMES else value for name, value in sorted(run.items())}


def read(*values: object) -> Documents:
    return read_documents((f"{number}.json", json.dumps(value).encode()) for number, value in enumerate(values))


@pytest.mark.parametrize("form", [dict, in_v2_form, in_step_functions_form])
def test_every_form_of_time_is_the_same_time(form: Any) -> None:
    found = read({"JobRun": form(a_run())})
    assert [instant(run["StartedOn"]) for run in found.runs] == [STARTED]
    assert found.runs[0] == form(a_run())
    assert found.start == KEY


@pytest.mark.parametrize(
    "value",
    [
        a_run(),
        {"JobRun": a_run()},
        {"JobRuns": [a_run()], "NextToken": "x"},
        {"States": {"Load": {"output": {"result": a_run()}}}},
        {"Error": "States.TaskFailed", "Cause": json.dumps(in_step_functions_form(a_run()))},
        json.dumps(json.dumps(a_run())),
        {"Records": [{"Sns": {"Message": json.dumps({"output": json.dumps(a_run())})}}]},
        [[[a_run()]]],
    ],
)
def test_a_run_is_found_wherever_it_lies(value: object) -> None:
    found = read(value)
    assert [JobRun(run).key for run in found.runs] == [KEY]
    assert found.start == KEY


def test_json_lines_are_runs_one_after_the_other() -> None:
    lines = "\n".join(json.dumps(a_run(f"jr_{number}")) for number in range(3))
    found = read_documents([("lines", lines.encode())])
    assert [run["Id"] for run in found.runs] == ["jr_0", "jr_1", "jr_2"]
    assert found.start is None


def test_what_a_runs_arguments_hold_is_no_run() -> None:
    inside = json.dumps(a_run("jr_other"))
    found = read({"JobRun": a_run(Arguments={"--previous": inside})})
    assert [run["Id"] for run in found.runs] == ["jr_1"]


def test_job_names_are_read_and_an_empty_answer_is_an_answer() -> None:
    assert read({"JobNames": ["a", "b", 3, "a"]}).job_names == ("a", "b")
    assert read({"JobRuns": []}) == Documents(runs=())


def test_entries_that_name_no_run_are_counted() -> None:
    found = read({"JobRuns": [a_run(), {"Id": "jr_2"}, None, a_run(Id="")]})
    assert (len(found.runs), found.unreadable) == (1, 3)


@pytest.mark.parametrize(
    ("value", "kind"),
    [({"a": 1}, "a JSON object"), ([], "a JSON list"), ("x", "JSON text"), (None, "a JSON value")],
)
def test_json_without_a_run_is_unreadable_and_says_what_it_is(value: object, kind: str) -> None:
    with pytest.raises(UnreadableDocument, match=rf"^1\.json: expected JSON .* found {kind} without a run"):
        read(a_run(), value)


def test_runs_without_an_identity_are_unreadable() -> None:
    with pytest.raises(UnreadableDocument):
        read({"JobRuns": [{"Id": "jr_2"}]})


def test_an_event_is_opened_at_its_run_and_is_only_a_part_of_it() -> None:
    event = {"region": "eu-west-1", "detail": {"jobName": "orders", "jobRunId": "jr_1", "state": "FAILED"}}
    found = read(a_run("jr_2"), event)
    assert (found.start, found.region, found.partial) == (KEY, "eu-west-1", {KEY})
    whole = read(event, a_run())
    assert (whole.start, whole.partial, whole.runs) == (KEY, frozenset(), (a_run(),))


# The same run told twice.


def test_the_later_telling_of_a_run_wins_in_whatever_order_they_come() -> None:
    earlier = in_v2_form(a_run(JobRunState="RUNNING", LastModifiedOn=STARTED.timestamp() + 5))
    later = in_step_functions_form(a_run())
    assert read(earlier, later).runs == read(later, earlier).runs == (later,)


def test_a_final_state_wins_over_a_live_one_that_claims_to_be_later() -> None:
    live = a_run(JobRunState="RUNNING", LastModifiedOn=STARTED.timestamp() + 9_000)
    assert read(live, a_run()).runs == read(a_run(), live).runs == (a_run(),)


def test_of_tellings_from_the_same_moment_the_one_with_more_members_wins() -> None:
    more = in_v2_form(a_run(JobRunQueuingEnabled=False))
    assert read(in_step_functions_form(a_run()), more).runs == (more,)


def test_predecessors_come_from_the_telling_that_has_them() -> None:
    before = [{"JobName": "ingest", "RunId": "jr_0"}]
    asked = a_run(JobRunState="RUNNING", PredecessorRuns=before)
    for found in (read(asked, a_run()), read(a_run(), asked)):
        assert found.runs == (a_run(PredecessorRuns=before),)
        assert found.not_asked == frozenset()


# What is known of predecessors.


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ({"JobRun": a_run()}, False),
        ({"JobRun": a_run(PredecessorRuns=[{"JobName": "ingest"}])}, True),
        ({"JobRun": a_run(), "PredecessorsIncluded": True}, True),
        ({"JobRun": a_run(), "PredecessorsIncluded": False}, False),
        ({"JobRuns": [a_run()], "PredecessorsIncluded": [{"JobName": "orders", "RunId": "jr_1"}]}, True),
        ({"JobRuns": [a_run()], "PredecessorsIncluded": [{"JobName": "orders", "RunId": "jr_2"}]}, False),
        ({"JobRuns": [a_run(PredecessorRuns=None)], "PredecessorsIncluded": True}, False),
        ([{"JobRun": a_run("jr_2"), "PredecessorsIncluded": True}, {"JobRun": a_run()}], False),
    ],
)
def test_an_empty_list_means_none_only_where_the_file_says_that_they_were_asked_for(value: object, asked: bool) -> None:
    found = read(value)
    assert (KEY not in found.not_asked) is asked
    parameters = {"JobName": "orders", "RunId": "jr_1", "PredecessorsIncluded": True}
    status, answer = found.snapshot().respond("glue", "GetJobRun", parameters)
    assert status == 200
    assert ("PredecessorRuns" in answer["JobRun"]) is asked


def test_a_run_that_is_not_in_the_file_says_so() -> None:
    snapshot = read(a_run()).snapshot()
    for operation in ("GetJobRun", "GetJobRuns"):
        status, answer = snapshot.respond("glue", operation, {"JobName": "ingest", "RunId": "jr_0"})
        assert (status, answer["__type"]) == (400, "EntityNotFoundException")
        assert answer["Message"].endswith("is not in the opened file.")


# Round trips.


def test_a_printed_run_is_read_as_the_same_run() -> None:
    odd = a_run(
        PredecessorRuns=[{"JobName": "ingest", "RunId": "jr_0"}],
        TomorrowsMember={"nested": [1, None]},
        ErrorMessage=None,
        Arguments={"--a": "", "--b": "\x1b]52;c;x\x07 \u202e"},
    )
    found = read_documents([("y", cli_json(JobRun(odd), raw=True)[0].encode())]).runs[0]
    assert {name: instant(value) if name in TIMES else value for name, value in found.items()} == {
        name: instant(value) if name in TIMES else value for name, value in odd.items()
    }


_TEXTS = st.text(max_size=30)
_RUNS = st.lists(
    st.fixed_dictionaries(
        {"JobName": st.text(min_size=1, max_size=20), "Id": st.text(min_size=1, max_size=20)},
        optional={
            "ErrorMessage": st.text(st.characters(), max_size=30),
            "Arguments": st.dictionaries(_TEXTS, _TEXTS, max_size=3),
            "StartedOn": st.floats(0, 1e10),
            "PredecessorRuns": st.lists(st.fixed_dictionaries({"JobName": _TEXTS, "RunId": _TEXTS}), max_size=2),
            "Unknown": st.recursive(st.none() | st.integers() | _TEXTS, st.lists, max_leaves=3),
        },
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda run: (run["JobName"], run["Id"]),
)


@given(raws=_RUNS, asked=st.booleans(), form=st.sampled_from([AS_IT_CAME, AS_IT_CAME._replace(has_iso_times=False)]))
def test_a_saved_chain_is_read_as_the_same_runs(
    tmp_path_factory: Any, raws: list[dict[str, Any]], asked: bool, form: PrintedForm
) -> None:
    directory: Path = tmp_path_factory.mktemp("saved")
    runs = [JobRun(raw, asked_predecessors=asked) for raw in raws]
    path = save(runs, directory=directory, now=NOW, masked=False, form=form)
    found = read_documents([(path.name, path.read_bytes())])
    assert list(found.runs) == [form.run(raw) for raw in raws]
    assert [JobRun(raw).started for raw in found.runs] == [run.started for run in runs]
    assert found.start == runs[0].key
    known = {run.key for run in runs if run.raw.get("PredecessorRuns") or (asked and "PredecessorRuns" in run.raw)}
    assert found.not_asked == {run.key for run in runs} - known


def test_long_files_of_json_lines_are_held_decoded_one_line_at_a_time() -> None:
    line = json.dumps({"no": ["run"] * 50}).encode() + b"\n"
    content = line * 5_000 + json.dumps(a_run()).encode()
    tracemalloc.start()
    try:
        found = read_documents([("lines", content)])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.start == KEY
    assert peak < 2 * len(content)
