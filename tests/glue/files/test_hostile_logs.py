"""A hostile log is saved and opened again without a loss, and its file is harmless to look at."""

from __future__ import annotations

from collections import Counter

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.logs import Logs
from gluetui.glue.files.documents import read_documents
from gluetui.glue.files.saving import document
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.saved_streams import StreamName
from gluetui.glue.run.run import JobRun
from tests.hostile_log import hostile_log

RUN = JobRun({"JobName": "orders", "Id": "jr_1"})
NAME = StreamName("/aws-glue/jobs/output", "jr_1")


def test_every_event_of_a_hostile_log_comes_back_through_the_file_and_boto3() -> None:
    text = document([RUN], masked=False, logs={NAME: hostile_log()})
    assert all(character.isprintable() or character == "\n" for character in text)
    documents = read_documents([("f", text.encode())])
    logs = Logs(Aws(open_snapshot=documents.snapshot, source="a file"))
    found: list[Event] = []
    token = None
    while True:
        page = logs.events(Stream(*NAME, "output"), token=token, from_head=True)
        found += page.events
        if page.forward == token:
            break
        token = page.forward
    assert Counter(found) == Counter(hostile_log())
    assert [event.timestamp for event in found] == sorted(event.timestamp for event in found)


def test_masking_changes_nothing_of_a_hostile_log_that_holds_no_secret() -> None:
    text = document([RUN], masked=True, logs={NAME: hostile_log()})
    assert read_documents([("f", text.encode())]).logs == {NAME: hostile_log()}
