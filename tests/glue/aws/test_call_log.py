"""The log of calls: what stands in a line, what never does, and whose file it may be."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gluetui.glue.aws import call_log
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from tests.glue.secrets.test_masks import CASES
from tests.server import GlueServer, Reply, refusal

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
RUN: dict[str, Any] = {"Id": "jr_1", "JobName": "load", "JobRunState": "SUCCEEDED", "Arguments": dict(CASES)}


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "calls.log"
    call_log.stop()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GlueServer]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    with GlueServer(Snapshot([RUN])).serving() as serving:
        yield serving


def lines_of(path: Path) -> list[str]:
    """The lines without their times, which must be there."""
    found = path.read_text("utf-8").splitlines()
    assert all(re.match(f"{TIME} ", line) for line in found)
    return [re.sub(r" \d+ms", " 5ms", line.partition(" ")[2]) for line in found]


def test_each_call_is_one_line_with_where_what_how_long_and_how_it_ended(path: Path, server: GlueServer) -> None:
    call_log.start(path)
    glue = Glue(Aws(region="eu-west-1", endpoint_url=server.url))
    glue.jobs()
    glue.runs("load")
    glue.run(RunKey("load", "jr_1"))
    connected, jobs, runs, run = lines_of(path)
    assert connected == "glue:connected keys=environment region=eu-west-1 5ms"
    assert re.fullmatch(r"glue:ListJobs keys=environment region=eu-west-1 5ms ok bytes=\d+ JobNames=1 tries=1", jobs)
    assert re.fullmatch(
        r"glue:GetJobRuns keys=environment region=eu-west-1 job=load 5ms ok bytes=\d+ JobRuns=1 tries=1", runs
    )
    assert re.fullmatch(
        r"glue:GetJobRun keys=environment region=eu-west-1 job=load run=jr_1 5ms ok bytes=\d+ tries=1", run
    )


def test_a_refusal_is_told_by_kind_and_code_without_its_message(path: Path, server: GlueServer) -> None:
    server.fault = lambda _: refusal("AccessDeniedException", "the password is hunter2two")
    call_log.start(path)
    with pytest.raises(AwsError):
        Glue(Aws(region="eu-west-1", endpoint_url=server.url)).runs("load")
    line = lines_of(path)[-1]
    assert line.endswith("job=load 5ms failed kind=denied code=AccessDeniedException tries=1")


def test_what_is_no_answer_of_aws_is_told_by_its_class(path: Path, server: GlueServer) -> None:
    server.fault = lambda _: Reply(200, b'{"JobNames": 3, "ResponseMetadata": "x"}')
    call_log.start(path)
    glue = Glue(Aws(region="eu-west-1", endpoint_url=server.url))
    with pytest.raises(AwsError):
        glue.jobs()
    server.fault = lambda _: Reply(200, b"<html>")
    with pytest.raises(AwsError):
        glue.jobs()
    assert lines_of(path)[-1].endswith("failed kind=not_aws code=NotAws")


def test_without_a_profile_that_exists_the_call_says_so(path: Path) -> None:
    call_log.start(path)
    with pytest.raises(AwsError):
        Glue(Aws(profile="nobody")).jobs()
    [line] = lines_of(path)
    assert line == "glue:ListJobs profile=nobody region=- 5ms failed kind=setup code=ProfileNotFound"


def test_no_secret_is_in_it(path: Path, server: GlueServer) -> None:
    call_log.start(path)
    glue = Glue(Aws(region="eu-west-1", endpoint_url=server.url))
    glue.runs("load")
    for _, value in CASES:
        server.fault = lambda _, value=value: refusal("EntityNotFoundException", value)  # type: ignore[misc]
        with pytest.raises(AwsError):
            glue.run(RunKey("load", "jr_2"))
    call_log.note("settings", "key AKIAIOSFODNN7EXAMPLE is no theme")
    text = path.read_text()
    assert not [name for name, value in CASES if value in text]
    assert "AKIA" not in text and "wJalr" not in text


def test_a_hostile_name_is_one_visible_word(path: Path) -> None:
    call_log.start(path)
    name = 'a b\n\x1b]52;c;AAAA\x07\u202e\x9b="\ud800' + "x" * 5000
    with pytest.raises(AwsError):
        Glue(Aws(open_snapshot=lambda: Snapshot([]), source="stdin")).runs(name)
    line = path.read_text("utf-8").splitlines()[-1]
    assert line.isprintable()
    assert 'offline=stdin job="a b\\n\\x1b]52;c;AAAA\\x07\\u202e\\x9b=\\"' in line
    assert len(line) < 600


def test_without_a_log_nothing_is_written(path: Path) -> None:
    Glue(Aws(open_snapshot=lambda: Snapshot([RUN]))).jobs()
    call_log.note("settings", "x")
    assert not path.exists()


def test_the_file_is_its_owner_s_alone_and_is_added_to(path: Path) -> None:
    call_log.start(path)
    call_log.note("one", "x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    call_log.start(path)
    call_log.note("two", "y")
    assert lines_of(path) == ["one x", "two y"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_a_folder_and_a_device_are_refused(path: Path) -> None:
    path.symlink_to("elsewhere")
    for wrong in (path, path.parent, Path("/dev/null"), path.parent / "none" / "x"):
        with pytest.raises(OSError):
            call_log.start(wrong)
    os.mkfifo(path.parent / "pipe")
    with pytest.raises(OSError):
        call_log.start(path.parent / "pipe")


def test_another_s_file_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(PermissionError):
        call_log.start(path)


def test_a_disk_that_is_full_costs_the_log_and_no_call(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call_log.start(path)
    tried: list[int] = []

    def full(file: int, line: bytes) -> int:
        tried.append(file)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("gluetui.glue.aws.call_log.os.write", full)
    assert Glue(Aws(open_snapshot=lambda: Snapshot([RUN]))).jobs().items == ("load",)
    assert len(tried) == 1
