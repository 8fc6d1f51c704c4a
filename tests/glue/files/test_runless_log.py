"""What is opened of a log without a run: its streams by what their names tell, and what answers for them."""

from __future__ import annotations

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.logs import Logs
from gluetui.glue.files.opened_log import GET, TAIL, SavedLog
from gluetui.glue.files.runless_log import GROUP_NOT_TOLD, STREAM_NOT_TOLD, RunlessLog
from gluetui.glue.logs.event import Event
from gluetui.glue.logs.runless import RunlessReader
from tests.glue.files.test_opened_log import RUN_ID

OTHER = "jr_" + "1b" * 32


def opened(*streams: str) -> RunlessLog:
    saved = SavedLog(printed_by=TAIL, streams={name: [Event(1, f"of {name}\n")] for name in streams})
    return RunlessLog([("log.txt", saved)], "file log.txt")


@pytest.mark.parametrize(
    ("streams", "sources"),
    [
        ([RUN_ID], ["log"]),
        ([f"{RUN_ID}-driver", f"{RUN_ID}_g-0a"], ["driver", "executor"]),
        ([RUN_ID, f"{RUN_ID}-job-insights-rca-driver", f"{RUN_ID}-progress-bar"], ["log", "insights", "progress"]),
        ([f"{RUN_ID}_attempt_1"], ["log"]),
        ([RUN_ID, OTHER], [RUN_ID, OTHER]),
        ([RUN_ID, f"{RUN_ID}_attempt_1"], [RUN_ID, f"{RUN_ID}_attempt_1"]),
        (["web"], ["log"]),
        (["web", "db"], ["web", "db"]),
        ([""], ["log"]),
    ],
)
def test_streams_have_the_source_that_their_names_tell_where_they_are_of_one_run(
    streams: list[str], sources: list[str]
) -> None:
    assert [stream.source for stream in opened(*streams).events] == sources


def test_what_the_file_does_not_tell_is_called_so() -> None:
    (stream,) = opened("").events
    assert (stream.group, stream.name) == (GROUP_NOT_TOLD, STREAM_NOT_TOLD)
    assert opened("").title == f"file log.txt {STREAM_NOT_TOLD}"
    assert opened("web", "db").title == "file log.txt, 2 streams"


def test_it_is_of_several_runs_where_the_names_begin_with_several_ids() -> None:
    assert not opened(RUN_ID, f"{RUN_ID}-driver").has_several_runs
    assert opened(RUN_ID, OTHER).has_several_runs


def test_notes_of_several_files_say_which_one() -> None:
    saved = SavedLog(printed_by=GET, streams={"": [Event(1, "a")]})
    log = RunlessLog([("a.json", saved), ("b.json", saved)], "2 files")
    assert [note.partition(":")[0] for note in log.notes] == ["a.json", "b.json"]
    assert len(log.events) == 2


def test_its_streams_are_read_beneath_boto3_and_nothing_else_is_asked() -> None:
    log = opened(RUN_ID, "")
    reader = RunlessReader(Logs(Aws(open_snapshot=log.snapshot, source=log.name)), tuple(log.events))
    texts = {pages.stream.name: [event.message for event in pages.older()] for pages in reader.drivers()}
    assert texts == {RUN_ID: [f"of {RUN_ID}\n"], STREAM_NOT_TOLD: ["of \n"]}
    assert reader.streams == tuple(log.events) and reader.find_streams(again=True) == ()
    assert [pages.stream.name for pages in reader.named(RUN_ID)] == [RUN_ID]
