"""`gluetui diff`: what differs between two runs, on a terminal, in a pipe and as JSON, and by exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from rich.cells import cell_len

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from tests.cli.conftest import Command, Printed, key_of, lines_of
from tests.glue.listing.compared import DAY, START, a_run
from tests.server import Call, GlueServer, Reply, refusal

SECRET = "hunter2-secret"
FAILED: Mapping[str, Any] = {"JobRunState": "FAILED", "GlueVersion": "5.0"}


@pytest.fixture
def failed(demo: Snapshot) -> RunKey:
    return key_of(demo, "curate-sales", "FAILED")


Night = Callable[..., None]


@pytest.fixture
def night(server: GlueServer) -> Night:
    """Has the server give these runs of one job, newest first, some a page, and a definition or a refusal."""

    def give(*runs: dict[str, Any], page: int = 200, definition: dict[str, Any] | None = None) -> None:
        by_id = {run["Id"]: run for run in runs}

        def reply(call: Call) -> Reply | None:
            if call.operation == "GetJobRun":
                run = by_id.get(call.asked["RunId"])
                answer = {"JobRun": run | {"PredecessorRuns": []}} if run else None
                return given(answer) if answer else refusal("EntityNotFoundException", "Job Run not found")
            if call.operation == "GetJobRuns":
                start = int(call.asked.get("NextToken", 0))
                size = min(page, call.asked["MaxResults"])
                listed = {"JobRuns": list(runs[start : start + size])}
                return given(listed | ({"NextToken": str(start + size)} if start + size < len(runs) else {}))
            if call.operation == "GetJob":
                return given({"Job": definition}) if definition else refusal("AccessDeniedException", "no")
            return None

        server.fault = reply

    return give


def given(answer: dict[str, Any]) -> Reply:
    return Reply(200, json.dumps(answer).encode())


def raw(day: int, **members: Any) -> dict[str, Any]:
    return dict(a_run(day, **members).raw)


def as_json(done: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_as_json_it_is_one_object(served: Command, night: Night) -> None:
    night(raw(2, **FAILED, Arguments={"--a": "2"}), raw(1, GlueVersion="4.0"), definition={"Name": "orders"})
    done = served("diff", "orders", "jr_2", "--json")
    found = as_json(done)
    assert done.exit_code == 0
    assert list(found) == ["from", "to", "differences", "definition"]
    assert (found["from"], found["to"]) == (
        {"JobName": "orders", "Id": "jr_1"},
        {"JobName": "orders", "Id": "jr_2"},
    )
    version, argument = found["differences"][1:]
    assert version == {"field": "GlueVersion", "from": "4.0", "to": "5.0", "every_run": False, "secret": False}
    assert (argument["field"], argument["from"], argument["to"]) == ("Arguments.--a", None, "2")
    assert found["definition"] == "not asked"


@pytest.mark.parametrize(
    ("changed", "word"), [(START, "before"), (START + DAY + 9, "between"), (START + 9 * DAY, "since")]
)
def test_the_definition_is_asked_for_in_one_call(
    served: Command, server: GlueServer, night: Night, changed: int, word: str
) -> None:
    night(raw(2, **FAILED), raw(1), definition={"Name": "orders", "LastModifiedOn": changed, "GlueVersion": "auto"})
    assert as_json(served("diff", "orders", "jr_2", "--json"))["definition"] == word
    assert (server.counts["GetJob"], server.counts["GetJobRun"], server.counts["GetJobRuns"]) == (1, 1, 1)
    assert "GlueVersion is now auto, of the run 5.0" in served("diff", "orders", "jr_2").stdout


def test_without_the_permission_the_definition_is_denied_and_the_rest_is_told(served: Command, night: Night) -> None:
    night(raw(2, **FAILED), raw(1))
    done = served("diff", "orders", "jr_2", "--json")
    assert (done.exit_code, as_json(done)["definition"]) == (0, "denied")
    assert "job definition\t\tnot known: it needs glue:GetJob" in served("diff", "orders", "jr_2").stdout


def test_secrets_are_null(served: Command, night: Night) -> None:
    night(raw(2, Arguments={"--password": SECRET}), raw(1, Arguments={"--password": f"old-{SECRET}"}))
    for options in ([], ["--json"]):
        assert SECRET not in served("diff", "orders", "jr_2", *options).stdout
    (found,) = as_json(served("diff", "orders", "jr_2", "--json"))["differences"]
    expected = {"field": "Arguments.--password", "from": None, "to": None, "every_run": False, "secret": True}
    assert found == expected


def dated(day: int, **members: Any) -> dict[str, Any]:
    return raw(day, Arguments={"--date": str(day)}, **members)


@pytest.mark.parametrize(
    ("runs", "options", "code"),
    [
        ((raw(2, **FAILED), raw(1)), (), 0),
        ((raw(2, **FAILED), raw(1)), ("--exit-code",), 1),
        ((raw(2), raw(1)), ("--exit-code",), 0),
        ((raw(2, ExecutionTime=91), raw(1)), ("--exit-code",), 1),
        ((dated(2), dated(1)), ("--exit-code",), 1),
        (tuple(dated(day) for day in (4, 3, 2, 1)), ("--exit-code",), 0),
        ((*(dated(day) for day in (4, 3, 2)), dated(1)), ("--exit-code", "--json"), 0),
    ],
)
def test_the_exit_code_tells_whether_more_differs_than_what_changes_every_run(
    served: Command, night: Night, runs: tuple[dict[str, Any], ...], options: tuple[str, ...], code: int
) -> None:
    night(*runs)
    assert served("diff", "orders", runs[0]["Id"], *options).exit_code == code


def test_another_run_that_is_named_is_what_is_compared_from(served: Command, server: GlueServer, night: Night) -> None:
    night(raw(3, **FAILED), raw(2), raw(1, GlueVersion="3.0"))
    found = as_json(served("diff", "orders", "jr_1", "jr_3", "--json"))
    assert (found["from"]["Id"], found["to"]["Id"]) == ("jr_3", "jr_1")
    (version,) = (each for each in found["differences"] if each["field"] == "GlueVersion")
    assert (version["from"], version["to"]) == ("5.0", "3.0")
    assert server.counts["GetJobRun"] == 2


def test_the_last_success_is_looked_for_page_by_page(served: Command, server: GlueServer, night: Night) -> None:
    night(*(raw(day, **FAILED) for day in range(9, 2, -1)), raw(2), raw(1), raw(0), page=2)
    assert as_json(served("diff", "orders", "jr_9", "--json"))["from"]["Id"] == "jr_2"
    assert server.counts["GetJobRuns"] == 4


def test_without_a_success_in_reach_it_says_how_far_it_looked(served: Command, night: Night) -> None:
    night(raw(3, **FAILED), raw(2, JobRunState="STOPPED"), raw(1, **FAILED), page=2)
    done = served("diff", "orders", "jr_3", "--exit-code")
    assert (done.exit_code, done.stdout) == (5, "")
    assert "3 runs looked through, back to 2026-" in done.stderr
    night(raw(2, Id="jr_9_attempt_1", **FAILED), raw(1, Id="jr_9"))
    assert served("diff", "orders", "jr_9_attempt_1").exit_code == 5


def test_a_run_that_is_gone_is_a_failure(served: Command, night: Night) -> None:
    night(raw(1))
    for arguments in (("jr_nowhere",), ("jr_1", "jr_nowhere")):
        done = served("diff", "orders", *arguments)
        assert (done.exit_code, done.stdout) == (5, "")


def test_a_pipe_gets_a_line_a_difference(command: Command, failed: RunKey) -> None:
    done = command("diff", *failed, "--demo")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["~", "JobRunState", "SUCCEEDED", "FAILED"]
    assert ["·", "--date"] in [row[:2] for row in rows]
    assert rows[-1] == ["", "job definition", "", "The definition of job curate-sales is not in the demo"]
    assert done.exit_code == 0 and done.stderr == ""


@pytest.mark.parametrize("width", [60, 80, 160])
def test_a_terminal_gets_sections_within_its_width(printed: Printed, failed: RunKey, width: int) -> None:
    size = (width, 60)
    lines = lines_of(printed("diff", *failed, "--demo", size=size), size)
    assert all(cell_len(line) <= width for line in lines)
    for title in ("Outcome", "Time", "Capacity and cost"):
        assert title in lines
    whole = " ".join(lines)
    assert "its last success, 29 runs looked through" in whole
    assert "fields are the same" in lines[-1]
    assert any(line.startswith("~ ExecutionTime") and "1.5×" in line for line in lines)


def test_long_values_are_shown_from_where_they_begin_to_differ(
    printed: Printed, served: Command, server: GlueServer, night: Night
) -> None:
    modules = ",".join(f"module-{number}" for number in range(40))
    night(raw(2, Arguments={"--m": f"{modules},new"}), raw(1, Arguments={"--m": f"{modules},old"}))
    size = (80, 40)
    lines = lines_of(printed("diff", "orders", "jr_2", "--endpoint-url", server.url, size=size), size)
    assert any(line.startswith("  from …") and line.endswith(",old") for line in lines)
    assert any(line.startswith("  to   …") and line.endswith(",new") for line in lines)


def test_hostile_runs_print_no_control_byte(served: Command, night: Night) -> None:
    evil = "\x1b]0;x\x07\u202e\n"
    night(raw(2, Arguments={evil: evil}, **{evil: evil}), raw(1), definition={"GlueVersion": evil, evil: evil})
    for options in ([], ["--json"]):
        printed = served("diff", "orders", "jr_2", *options).stdout
        assert not set("\x1b\x07\u202e") & set(printed)
