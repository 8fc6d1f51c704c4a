"""What boto3 tries again by itself is told, with the reason, before the try is sent; real boto3 over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.aws.hooks import Retry, reporting_retries_to
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from tests.server import RESET, SILENCE, GlueServer, Reply, refusal

THROTTLED = refusal("ThrottlingException", "Rate exceeded")
INSIDE = refusal("InternalServiceException", "oops", 500)
HALF = Reply(200, b'{"JobRuns": [{"Id": "jr_1"}]}', sent="half")
PORTAL = Reply(200, b"<html><title>Hotel</title></html>", "text/html")
DENIED = refusal("AccessDeniedException", "no")
SLOW = Reply(200, b'{"JobRuns": [], "ResponseMetadata": {}}', sent="slowly")

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GlueServer]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with GlueServer(Snapshot([], ["orders"])).serving() as serving:
        yield serving


@pytest.fixture
def told() -> Iterator[list[Retry]]:
    """The further tries of the calls that the test's own thread makes."""
    heard: list[Retry] = []
    with reporting_retries_to(heard.append):
        yield heard


def glue_of(server: GlueServer) -> Glue:
    return Glue(Aws(region="eu-west-1", endpoint_url=server.url))


@pytest.mark.parametrize(
    ("reply", "reason", "kind"),
    [
        (THROTTLED, "throttled", ErrorKind.THROTTLED),
        (refusal("OddException", "slow down", 429), "throttled", ErrorKind.THROTTLED),
        (INSIDE, "server error", ErrorKind.BAD_ANSWER),
        (RESET, "connection lost", ErrorKind.NETWORK),
        (SILENCE, "no answer", ErrorKind.NETWORK),
    ],
)
@pytest.mark.usefixtures("short_silences")
def test_each_further_try_is_told_with_its_number_and_why(
    server: GlueServer, told: list[Retry], reply: Reply, reason: str, kind: ErrorKind
) -> None:
    server.fault = lambda call: reply
    glue = glue_of(server)
    with pytest.raises(AwsError) as failed:
        glue.runs("orders")
    assert failed.value.kind is kind
    assert told == [Retry(attempt, 3, reason) for attempt in (2, 3)]
    assert told[0].text == f"{reason}, retrying 2/3"


def test_a_host_that_cannot_be_reached_is_told_as_no_connection(server: GlueServer, told: list[Retry]) -> None:
    server.url = "http://127.0.0.1:1"
    glue = glue_of(server)
    with pytest.raises(AwsError):
        glue.run(RunKey("orders", "jr_1"))
    assert told == [Retry(attempt, 3, "no connection") for attempt in (2, 3)]


@pytest.mark.parametrize("reply", [PORTAL, DENIED, SLOW, HALF], ids=["portal", "denied", "slow", "half"])
def test_what_is_not_tried_again_tells_nothing(server: GlueServer, told: list[Retry], reply: Reply) -> None:
    server.fault = lambda call: reply
    glue = glue_of(server)
    try:
        assert glue.runs("orders").items == ()
    except AwsError as error:
        assert error.kind in (ErrorKind.NOT_AWS, ErrorKind.DENIED, ErrorKind.BAD_ANSWER)
    assert (told, len(server.calls)) == ([], 1)


def test_the_thread_that_makes_a_call_may_hear_of_its_tries_alone(server: GlueServer, told: list[Retry]) -> None:
    server.fault = lambda call: THROTTLED if call.asked["JobName"] == "orders" else INSIDE
    glue = glue_of(server)
    calls: list[list[Retry]] = [[], []]

    def ask(job_name: str, heard: list[Retry]) -> None:
        with reporting_retries_to(heard.append), pytest.raises(AwsError):
            glue.runs(job_name)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(ask, ("orders", "items"), calls))
    assert [[retry.reason for retry in heard] for heard in calls] == [["throttled"] * 2, ["server error"] * 2]
    assert told == []


def test_the_innermost_listener_counts_and_the_outer_one_hears_again_afterwards(server: GlueServer) -> None:
    server.fault = lambda call: THROTTLED
    glue = glue_of(server)
    outer: list[Retry] = []
    inner: list[Retry] = []
    with reporting_retries_to(outer.append):
        with reporting_retries_to(inner.append), pytest.raises(AwsError):
            glue.jobs()
        assert (len(outer), len(inner)) == (0, 2)
        with pytest.raises(AwsError):
            glue.jobs()
    assert (len(outer), len(inner)) == (2, 2)


def test_only_answers_of_glue_are_counted(server: GlueServer) -> None:
    glue = glue_of(server)
    glue.jobs()
    assert glue.aws.answers == 1
    server.fault = lambda call: DENIED
    with pytest.raises(AwsError):
        glue.jobs()
    assert glue.aws.answers == 1
