"""A service is one row: guard, decoding, names, retries, counting and IAM's names follow from it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from gluetui.glue.aws import services
from gluetui.glue.aws.boto import Aws
from gluetui.glue.aws.hooks import Retry, reporting_retries_to
from gluetui.glue.aws.services import SERVICES
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.snapshot import Snapshot
from tests.server import Call, GlueServer, Reply, caller, refusal

ASKED = {"logGroupName": "/aws-glue/jobs", "logStreamName": "jr_1"}
REFUSED = refusal("AccessDeniedException", "no")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GlueServer]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with GlueServer(Snapshot([], ["orders"])).serving() as serving:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", serving.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", serving.url)
        yield serving


@pytest.fixture
def aws(server: GlueServer) -> Aws:
    return Aws(region="eu-west-1", endpoint_url=server.url)


def answering(**answer: object) -> Reply:
    return Reply(200, json.dumps(answer).encode())


def test_a_new_rows_reads_are_let_through_and_decoded_whole(aws: Aws, server: GlueServer) -> None:
    server.fault = lambda call: answering(events=[{"message": "hello"}], tomorrowsMember=None)
    answer = aws.call("logs", "GetLogEvents", ASKED)
    assert (answer["events"], answer["tomorrowsMember"]) == ([{"message": "hello"}], None)
    assert server.calls == [Call("GetLogEvents", ASKED, "eu-west-1", "logs")]


def test_a_new_rows_other_operations_never_leave(aws: Aws, server: GlueServer) -> None:
    with pytest.raises(AwsError, match="read-only") as refused:
        aws.call("logs", "DeleteLogGroup", {"logGroupName": "/aws-glue/jobs"})
    assert refused.value.kind is ErrorKind.BUG
    assert server.calls == []


def test_a_denial_names_the_permission_of_the_service_that_was_asked(aws: Aws, server: GlueServer) -> None:
    server.fault = lambda call: REFUSED
    for service, operation, asked in (("logs", "GetLogEvents", ASKED), ("glue", "ListJobs", {})):
        with pytest.raises(AwsError, match=f"{service}:{operation}"):
            aws.call(service, operation, asked)


def test_a_denial_of_what_botocore_calls_on_the_way_names_that_service(server: GlueServer) -> None:
    wanted = {"AssumeRole": "sts", "GetRoleCredentials": "sso", "CreateToken": "sso-oauth", "GetLogEvents": "logs"}
    assert {operation: services.iam_prefix("glue", operation) for operation in wanted} == wanted


def test_further_tries_of_a_new_row_are_told(aws: Aws, server: GlueServer, impatient: None) -> None:
    told: list[Retry] = []
    server.fault = lambda call: refusal("ThrottlingException", "Rate exceeded")
    with reporting_retries_to(told.append), pytest.raises(AwsError):
        aws.call("logs", "GetLogEvents", ASKED)
    assert told == [Retry(attempt, 3, "throttled") for attempt in (2, 3)]


def test_answers_count_but_for_those_about_identity_and_of_what_is_optional(aws: Aws, server: GlueServer) -> None:
    server.sts = lambda form: caller("arn:aws:iam::123456789012:user/ann")
    assert aws.account() is not None
    assert aws.answers == 0
    server.fault = lambda call: answering(events=[]) if call.service == "logs" else None
    aws.call("logs", "GetLogEvents", ASKED)
    aws.call("glue", "ListJobs", {})
    assert aws.answers == 1
    server.fault = lambda call: REFUSED
    with pytest.raises(AwsError):
        aws.call("glue", "ListJobs", {})
    assert aws.answers == 1


def test_an_endpoint_that_is_given_is_for_the_rows_that_have_one(
    server: GlueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL_STS")
    monkeypatch.delenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS")
    aws = Aws(region="eu-west-1", endpoint_url=server.url)
    urls = {row.name: aws._client(row.name).meta.endpoint_url for row in services.SERVICES}
    assert [name for name, url in urls.items() if url == server.url] == ["glue"]
    assert urls["sts"] == "https://sts.eu-west-1.amazonaws.com"
    assert aws.other_host == server.url.removeprefix("http://")


def test_a_saved_file_answers_for_each_service_that_it_knows_and_for_no_other(server: GlueServer) -> None:
    saved = Snapshot([], ["orders"])
    aws = Aws(open_snapshot=lambda: saved, source="a file")
    with pytest.raises(AwsError) as unknown:
        aws.call("logs", "GetLogEvents", ASKED)
    assert unknown.value.kind is ErrorKind.BUG
    saved.serve("logs", GetLogEvents=lambda asked: (200, {"events": [asked["logStreamName"]]}))
    assert aws.call("logs", "GetLogEvents", ASKED)["events"] == ["jr_1"]
    assert aws.call("glue", "ListJobs", {})["JobNames"] == ["orders"]
    assert (aws.account(), server.calls) == (None, [])


def test_no_client_of_a_saved_file_reaches_the_network() -> None:
    aws = Aws(open_snapshot=lambda: Snapshot([]), source="a file")
    hosts = {aws._client(row.name).meta.endpoint_url for row in SERVICES}
    assert hosts == {"http://saved.invalid"}
    with pytest.raises(AwsError):
        aws.call("sts", "GetCallerIdentity", {})


def test_a_service_without_a_row_is_refused(aws: Aws, server: GlueServer) -> None:
    with pytest.raises(AwsError):
        aws.call("s3", "ListBuckets", {})
    assert server.calls == []
