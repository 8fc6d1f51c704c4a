"""Columns beside a job's name: as many as there is room for, quiet where all is well, nothing made up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT, LastRuns
from gluetui.text.job_row import Status, columns, heading, status_spans
from gluetui.text.states import StateLook, ascii_text, known_looks
from tests.conftest import NOW

RUNS = LastRuns(("FAILED", "SUCCEEDED", "TIMEOUT", "SUCCEEDED"), NOW - timedelta(hours=3))
ERROR = AwsError(ErrorKind.DENIED, "no", "ask")

WIDTHS = (0, 5, 9, 20, 30, 31, 40, 51, 52, 60, 76, 120)


def shown(status: Status, width: int = 60, *, is_asked: bool = False) -> str:
    widths = columns(width)
    return "".join(span.text for span in status_spans(status, widths, is_asked=is_asked, now=NOW))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("status", [RUNS, LastRuns((), None), LastRuns(("NEW-STATE",) * 8, None), ERROR, None])
def test_every_line_takes_the_width_exactly(width: int, status: Status) -> None:
    assert columns(width).name + cell_len(shown(status, width)) == width
    assert sum(cell_len(span.text) for span in heading(width)) == width


def test_state_age_and_strip_stand_side_by_side_the_newest_run_rightmost() -> None:
    assert shown(RUNS) == "  ✗ failed       3h      ✓∞✓✗"


def test_where_it_is_narrow_a_state_has_its_sign_alone() -> None:
    assert shown(RUNS, 40) == "  ✗    3h      ✓∞✓✗"
    assert shown(RUNS, 20) == "  ✗    3h"
    assert shown(RUNS, 9) == ""


def test_runs_before_the_last_are_quiet_where_they_went_well() -> None:
    spans = status_spans(RUNS, columns(60), is_asked=False, now=NOW)
    assert [span.role for span in spans[-4:]] == ["dim", "bad", "dim", "bad"]
    well = status_spans(LastRuns(("SUCCEEDED",) * 2, NOW), columns(60), is_asked=False, now=NOW)
    assert [span.role for span in well[-2:]] == ["dim", "good"]


def test_what_is_not_known_is_blank_or_a_word_and_only_aws_says_no_runs() -> None:
    assert shown(None).strip() == ""
    assert shown(None, is_asked=True).strip() == "asking"
    assert shown(LastRuns((), None)).strip() == "no runs"


@pytest.mark.parametrize("status", [None, LastRuns((), None), *(AwsError(kind, "no", "ask") for kind in ErrorKind)])
@pytest.mark.parametrize("width", [20, 26, 31, 44, 60, 90, 200])
def test_what_stands_in_place_of_a_state_looks_like_no_state_also_in_ascii(width: int, status: Status) -> None:
    words = shown(status, width, is_asked=True).split()
    signs = {look.glyph for look in known_looks()}
    assert words and not {*words, *map(ascii_text, words)} & {*signs, *map(ascii_text, signs)}


@pytest.mark.parametrize("look", known_looks(), ids=lambda look: look.word)
def test_a_state_keeps_its_sign_while_aws_is_asked_again(look: StateLook) -> None:
    assert look.glyph in shown(LastRuns((look.word.upper(),), NOW), is_asked=True)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (ErrorKind.DENIED, "denied"),
        (ErrorKind.GONE, "gone"),
        (ErrorKind.THROTTLED, "throttled"),
        (ErrorKind.BUG, "no answer"),
    ],
)
def test_an_error_is_a_quiet_word(kind: ErrorKind, word: str) -> None:
    spans = status_spans(AwsError(kind, "x", "y"), columns(60), is_asked=False, now=NOW)
    assert spans[-1].text.strip() == word
    assert spans[-1].role == "dim"


def test_a_run_without_a_state_or_a_start_is_no_other_run() -> None:
    assert shown(LastRuns(("", "SUCCEEDED"), None)) == "  ? no state      –        ✓?"


@pytest.mark.parametrize("width", [20, 30, 40, 60, 120])
@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(hours=5), timedelta(days=900)])
def test_a_start_in_the_future_says_so_in_a_word_and_one_that_is_just_now_is_no_future(
    width: int, ahead: timedelta
) -> None:
    assert "ahead" in shown(LastRuns(("SUCCEEDED",), NOW + ahead), width)
    assert columns(width).name + cell_len(shown(LastRuns(("SUCCEEDED",), NOW + ahead), width)) == width
    assert "0s" in shown(LastRuns(("SUCCEEDED",), NOW + timedelta(seconds=50)), width)
    assert "ahead" not in shown(LastRuns(("SUCCEEDED",), NOW - ahead), width)


def test_a_state_that_nobody_knows_is_cut_to_its_column() -> None:
    assert shown(LastRuns(("A-VERY-LONG-STATE\x1b[",), NOW)).startswith("  ? a-very-l…    0s")


def test_the_heading_names_the_columns_that_are_there() -> None:
    words = {width: heading(width)[0].text.split() for width in (60, 40, 20, 9)}
    strip = ["last", str(LAST_RUNS_COUNT), "→"]
    assert words == {
        60: ["job", "last", "run", "age", *strip],
        40: ["job", "age", *strip],
        20: ["job", "age"],
        9: ["job"],
    }
