"""A log that is saved beside its run comes back whole, without the run's secrets, and is answered beneath boto3."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.logs import Logs
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.documents import Documents, read_documents
from gluetui.glue.files.masked_logs import masked_events
from gluetui.glue.files.saved_logs import LOGS_MEMBER, logged
from gluetui.glue.files.saving import document, save
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.saved_streams import NO_LOG, StreamName
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import DOTS, Masks
from tests.conftest import NOW

OUTPUT, ERROR = StreamName("/aws-glue/jobs/output", "jr_1"), StreamName("/aws-glue/jobs/error", "jr_1_g-0a")
RUN = JobRun(
    {"JobName": "orders", "Id": "jr_1", "JobRunState": "FAILED", "Arguments": {"--db_password": "hunter2hunter2"}},
    asked_predecessors=True,
)
LOG = {
    OUTPUT: [Event(1_700_000_000_000, "first\n", 1_700_000_000_900), Event(1_700_000_000_000, "")],
    ERROR: [Event(1_700_000_005_000, '{"JobName": "not-a-run", "Id": "jr_9"}\n')],
}


def opened(text: str) -> Documents:
    return read_documents([("saved", text.encode())])


def aws_of(documents: Documents) -> Aws:
    return Aws(open_snapshot=documents.snapshot, source="a file")


def test_a_saved_log_is_opened_again_with_its_run(tmp_path: Path) -> None:
    path = save([RUN], directory=tmp_path, now=NOW, masked=False, logs=LOG)
    documents = read_documents([(path.name, path.read_bytes())])
    assert documents.logs == LOG and documents.start == RUN.key
    aws = aws_of(documents)
    assert Glue(aws).run(RUN.key).state == "FAILED"
    page = Logs(aws).events(Stream(*OUTPUT, "output"), from_head=True)
    assert list(page.events) == LOG[OUTPUT]
    assert [each.name for each in Logs(aws).streams(ERROR.group, "jr_1").items] == [ERROR.name]


def test_a_file_holds_one_event_a_line_and_no_member_where_there_is_no_log() -> None:
    text = document([RUN], masked=False, logs=LOG)
    assert len([line for line in text.splitlines() if line.startswith('{"timestamp"')]) == 3
    assert document([RUN], masked=False, logs={}) == document([RUN], masked=False)
    assert LOGS_MEMBER not in document([RUN], masked=False)
    empty = json.loads(document([RUN], masked=False, logs={OUTPUT: []}))[LOGS_MEMBER]
    assert empty == [{"logGroupName": OUTPUT.group, "logStreamName": "jr_1", "events": []}]


def as_json_has_it(text: str) -> str:
    """Two surrogates that stand side by side are one character in JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


ANY_TEXT = st.text(st.characters(exclude_categories=())).map(as_json_has_it)


@given(st.lists(st.builds(Event, st.integers(0, 2**52), ANY_TEXT)))
def test_every_text_comes_back_as_it_was_and_none_acts_on_a_terminal(events: list[Event]) -> None:
    text = document([RUN], masked=False, logs={OUTPUT: events})
    assert opened(text).logs == {OUTPUT: events}
    assert not any(character < " " and character != "\n" for character in text)


def test_what_a_log_prints_is_no_run() -> None:
    assert [JobRun(run).key for run in opened(document([RUN], masked=False, logs=LOG)).runs] == [RUN.key]


def test_a_file_without_a_log_says_so_and_one_with_others_names_what_it_lacks() -> None:
    for logs, said in (({}, NO_LOG), ({ERROR: []}, "no log group of this name"), ({OUTPUT: []}, "log stream of this")):
        aws = aws_of(opened(document([RUN], masked=False, logs=logs)))
        with pytest.raises(AwsError) as missing:
            Logs(aws).events(Stream(OUTPUT.group, "jr_2", "output"))
        assert said in str(missing.value.__cause__)


def test_secrets_of_the_run_are_masked_in_its_log_and_only_there_changed() -> None:
    logs = {OUTPUT: [Event(1, "connecting with hunter2hunter2\n"), Event(2, "connected\n")]}
    text = document([RUN], masked=True, logs=logs)
    assert "hunter2" not in text
    assert opened(text).logs[OUTPUT] == [Event(1, f"connecting with {DOTS}\n"), Event(2, "connected\n")]
    assert "hunter2hunter2" in document([RUN], masked=False, logs=logs)


@given(st.sets(st.integers(1, 60)), st.integers(0, 30))
def test_no_cut_between_events_lets_a_secret_through(cuts: set[int], before: int) -> None:
    whole = "x " * before + "password=Tr0ub4dor&3x and hunter2hunter2 in a sentence of a log\n"
    borders = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    parts = [Event(n, whole[a:b]) for n, (a, b) in enumerate(pairwise(borders))]
    masks = Masks(RUN.raw)
    shown = "".join(event.message for event in masked_events(parts, masks))
    assert "unter2" not in shown and "ub4dor" not in shown
    assert shown.endswith("in a sentence of a log\n")


def test_a_secret_at_the_end_of_a_long_log_s_part_is_masked_in_whatever_part_it_lies() -> None:
    line = "x" * 99 + "\n"
    for shift in range(0, 120, 7):
        lines = [line] * 655 + ["y" * shift] + ["and hunter2h", "unter2 is it\n"] + [line] * 700
        shown = [event.message for event in masked_events((Event(1, each) for each in lines), Masks(RUN.raw))]
        assert "".join(shown) == "".join(lines).replace("hunter2hunter2", DOTS)
        assert len(shown) >= len(lines) - 3


def test_events_without_a_secret_keep_their_borders() -> None:
    events = [Event(n, "a line that is cut any" + "where\n" * 3) for n in range(5)]
    assert list(masked_events(iter(events), Masks(RUN.raw))) == events


@pytest.mark.parametrize(
    ("odd", "left_out"),
    [
        ([{"logGroupName": "g", "logStreamName": "s", "events": [{"timestamp": 1, "message": "x"}, 7, {}]}], 2),
        ([{"logGroupName": "g", "events": []}], 1),
        ([{"logGroupName": "g", "logStreamName": "s"}], 1),
        ("text", 1),
        (None, 1),
        ([{"logGroupName": "g", "logStreamName": "s", "events": [{"timestamp": None, "message": "x"}]}], 1),
    ],
)
def test_what_is_no_event_is_left_out_and_counted(odd: Any, left_out: int) -> None:
    documents = opened(json.dumps({"JobRuns": [RUN.raw], LOGS_MEMBER: odd}))
    assert documents.unread_events == left_out
    assert [note for note in documents.notes if note.startswith(f"Left out of the logs: {left_out}")]


def test_of_two_copies_of_a_stream_the_longer_one_counts() -> None:
    texts = [document([RUN], masked=False, logs={OUTPUT: LOG[OUTPUT][:count]}) for count in (1, 2, 0)]
    documents = read_documents((str(number), text.encode()) for number, text in enumerate(texts))
    assert documents.logs == {OUTPUT: LOG[OUTPUT]}


def test_a_file_is_as_new_as_the_last_event_of_its_logs() -> None:
    live = JobRun({"JobName": "orders", "Id": "jr_1", "JobRunState": "RUNNING", "StartedOn": 1_700_000_000})
    as_of = opened(document([live], masked=False, logs=LOG)).as_of
    assert as_of is not None and as_of.timestamp() == 1_700_000_005
    assert RunKey("orders", "jr_1") == live.key


@given(
    st.lists(
        st.sampled_from(
            [
                "22/11/14 06:08:18 ERROR ProcessLauncher: lost\n",
                "Traceback (most recent call last):\n",
                '  File "/tmp/a.py", line 3\n',
                "ValueError: x\n",
                "plain\n",
                "\tat a.b(C.java:1)\n",
                "\n",
                "no end",
                '{"level": "ERROR"}\n',
            ]
        ),
        max_size=30,
    ),
    st.lists(st.integers(1, 200), max_size=12),
)
def test_what_is_saved_of_a_loaded_log_has_the_same_records_again(lines: list[str], cuts: list[int]) -> None:
    text = "".join(lines)
    borders = [0, *sorted({cut for cut in cuts if cut < len(text)}), len(text)]
    events = [Event(1_000 + at, text[at:end]) for at, end in pairwise(borders) if at < end]
    saved = opened(document([RUN], masked=False, logs=logged(a_log(events)))).logs
    assert records(a_log(list(saved.get(OUTPUT, [])))) == records(a_log(events))


def a_log(events: Sequence[Event]) -> Log:
    log, stream = Log(), Stream(OUTPUT.group, OUTPUT.name, "output")
    if events:
        log.take(log.newer(stream, events))
    return log


def records(log: Log) -> list[tuple[int, str | None, str]]:
    each = (log.record(position) for position in range(len(log)))
    return [(record.time, record.level, record.text) for record in each]
