"""JSON as it is handed over: one document or several, UTF-8 or UTF-16, and what is said of anything else."""

from __future__ import annotations

import json

import pytest

from gluetui.glue.files.json_values import UnreadableDocument, inner_json, json_values


def test_a_document_and_lines_of_documents_are_read_alike() -> None:
    assert list(json_values("a", b'\n{"a": 1}\n')) == [{"a": 1}]
    assert list(json_values("a", b'{"a": 1}\n{"a": 2}\r\n\n{\n"a": 3}')) == [{"a": 1}, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_what_powershell_and_windows_write_is_read(encoding: str) -> None:
    assert list(json_values("a", '{"a": "é"}'.encode(encoding))) == [{"a": "é"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found nothing"),
        (b" \n\t", "found nothing"),
        (b"\x1f\x8b\x08\x00", "found a gzip file"),
        (b"<!DOCTYPE html>", "line 1, column 1: expected JSON"),
        (b"<!DOCTYPE html>", "found a web page or XML"),
        (
            b"\n  An error occurred (EntityNotFoundException) when calling",
            "line 2, column 3: expected JSON as `aws glue get-job-run` or get-job-runs prints it, "
            'found text that begins with "An error occurred (EntityNotFoundExcepti"',
        ),
        (b'{"JobRun": {"Id": "jr_1",\n "Jo', "line 2, column 2: expected JSON"),
        (b'{"JobRun": {"Id": "jr_1",\n "Jo', "found JSON that is cut off"),
        (b'{"JobRun": {"Id": ', "found JSON that is cut off"),
        (b'{"a": 1}\n{"a" 2}', "line 2, column 6: expected JSON"),
        (b'{"a": 1}\n{"a" 2}', "found broken JSON (Expecting ':' delimiter)"),
        (b'{"a": 1}\nrubbish', "line 2, column 1: expected JSON"),
        (b'{"a":\n "\xff"}', "line 2, column 3: expected JSON"),
        (b"[" * 100_000, "found JSON nested too deeply"),
        (b'{"a": 1}\n' + b"9" * 5_000, "line 2, column 1: expected JSON"),
    ],
)
def test_unreadable_input_is_told_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument) as unreadable:
        list(json_values("runs.json", content))
    assert said in str(unreadable.value)
    assert str(unreadable.value).startswith("runs.json")
    assert "\n" not in str(unreadable.value)


def test_a_broken_value_within_json_is_not_quoted() -> None:
    with pytest.raises(UnreadableDocument) as unreadable:
        list(json_values("a", b'{"--password": "begin"hunter2", "b": 1}'))
    assert "hunter2" not in str(unreadable.value)


def test_a_credential_at_the_beginning_is_not_quoted() -> None:
    with pytest.raises(UnreadableDocument) as unreadable:
        list(json_values("a", b"password=hunter2 and more"))
    assert "hunter2" not in str(unreadable.value)
    assert "[removed]" in str(unreadable.value)


def test_only_text_that_may_name_a_run_is_taken_for_json() -> None:
    assert inner_json(json.dumps({"JobName": "a"})) == {"JobName": "a"}
    assert inner_json('{"other": 1}') is None
    assert inner_json("The JobName is a") is None
    assert inner_json('{"JobName": cut') is None
