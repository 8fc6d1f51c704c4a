"""No secret of a run stands in its log as it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.masking import LogMask
from gluetui.glue.logs.records import Record, RecordReader
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks

OUTPUT, ERROR = Stream("g", "s", "output"), Stream("g", "e", "error")
MASKS = Masks({"Arguments": {"--db-password": "hunter2hunter2"}})
BODY = ["MIIEowIBAAKCAQEA0Z3VS5JJcds3xfn", "q83vbnGy0AHB7MaX5q83vbnGy0AHB7MaX5q83v=="]
KEY = ["-----BEGIN RSA PRIVATE KEY-----", "Proc-Type: 4,ENCRYPTED", *BODY, "-----END RSA PRIVATE KEY-----"]


def records(*lines: str, stream: Stream = OUTPUT) -> list[Record]:
    """Each line an event of its own, as print makes them."""
    reader = RecordReader(stream)
    return [*reader.feed([Event(1, f"{line}\n") for line in lines]), *reader.close()]


def test_a_secret_of_the_runs_arguments_is_masked_among_many_harmless_records() -> None:
    lines = [f"order {n}" for n in range(500)]
    lines[333] = "connecting with hunter2hunter2"
    shown = "".join(LogMask(MASKS).texts(records(*lines)))
    assert shown == "".join(f"{line}\n" for line in lines).replace("hunter2hunter2", DOTS)


def test_a_private_key_that_is_printed_line_by_line_is_masked_whole() -> None:
    shown = "".join(LogMask(MASKS).texts(records("before", *KEY, "after")))
    assert not any(line in shown for line in BODY)
    assert shown.startswith("before\n") and shown.endswith("-----END RSA PRIVATE KEY-----\nafter\n")


def test_a_key_goes_on_in_its_own_stream_only_and_in_a_later_look() -> None:
    mask = LogMask(MASKS)
    mask.texts(records(*KEY[:2]))
    assert mask.texts(records("QUJD", stream=ERROR)) == ["QUJD\n"]
    assert mask.texts(records(BODY[0])) == [DOTS + "\n"]


def test_a_key_without_an_end_hides_no_other_line() -> None:
    shown = LogMask(MASKS).texts(records(KEY[0], BODY[0], "2026-08-04 04:17:36 ERROR A:1 - no, that was all", "QUJD"))
    assert [each.strip() for each in shown[2:]] == ["2026-08-04 04:17:36 ERROR A:1 - no, that was all", "QUJD"]


@pytest.mark.parametrize("text", ["password=abcdefgh1", "AKIAIOSFODNN7EXAMPLE", "postgres://u:passw0rd@h/db", "order"])
def test_a_glance_at_many_records_says_no_less_than_a_look_at_each(text: str) -> None:
    lines = [*["calm"] * 50, text, *["calm"] * 50]
    each = [MASKS.apply(record.text) for record in records(*lines)]
    assert LogMask(MASKS).texts(records(*lines)) == each


@given(st.lists(st.text(alphabet="aAkKeEyY=_:/@ 1-\n\"'", max_size=30), max_size=20))
def test_whatever_is_in_them_all_are_masked_like_each(lines: list[str]) -> None:
    given_records = records(*lines)
    assert LogMask(MASKS).texts(given_records) == [MASKS.apply(record.text) for record in given_records]
