"""gluetui.glue.listing.partner: the last success before a run, page by page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.partner import PartnerSearch, last_success_before
from gluetui.glue.run.run import JobRun
from tests.glue.listing.compared import DAY, START, a_run

FAILED = {"JobRunState": "FAILED"}


@pytest.mark.parametrize("in_columns", [False, True])
@pytest.mark.parametrize(
    ("loaded", "partner"),
    [
        ((a_run(6), a_run(5, **FAILED), a_run(4), a_run(3)), "jr_4"),
        ((a_run(5, **FAILED), a_run(4, **FAILED), a_run(3)), "jr_3"),
        ((a_run(6), a_run(7)), None),
        ((a_run(5, **FAILED),), None),
        ((a_run(4, StartedOn=None), a_run(3)), "jr_3"),
        ((a_run(4, JobRunState="RUNNING"), a_run(3, JobRunState="STOPPED")), None),
        ((a_run(4, Id="jr_5_attempt_1"), a_run(3)), "jr_3"),
        ((a_run(4, PreviousRunId="jr_5"), a_run(3)), "jr_3"),
        ((a_run(4, StartedOn=START + 5 * DAY),), None),
        ((), None),
    ],
)
def test_the_partner_succeeded_began_before_and_is_no_attempt_of_the_same_run(
    loaded: tuple[JobRun, ...], partner: str | None, in_columns: bool
) -> None:
    runs: Sequence[JobRun] = loaded
    if in_columns:
        runs = LoadedRuns("orders")
        runs.add(loaded)
    found = last_success_before(a_run(5, **FAILED), runs)
    assert (found.key.run_id if found else None) == partner


def test_a_page_may_be_in_any_order() -> None:
    found = PartnerSearch(a_run(5, **FAILED)).add([a_run(3), a_run(4), a_run(5, **FAILED)])
    assert found is not None and found.key.run_id == "jr_4"


def test_pages_are_looked_through_until_one_has_it_and_how_far_that_was_is_known() -> None:
    search = PartnerSearch(a_run(5, **FAILED))
    assert search.add([a_run(5, **FAILED), a_run(4, **FAILED)]) is None
    assert (search.looked_through, search.back_to) == (2, a_run(4).started)
    assert search.add([a_run(3), a_run(2)]) is not None
    assert (search.looked_through, search.back_to) == (4, a_run(2).started)


def test_without_a_start_nothing_is_known_to_have_begun_before() -> None:
    search = PartnerSearch(a_run(5, StartedOn=None))
    assert not search.is_of_use
    assert search.add([a_run(3)]) is None
