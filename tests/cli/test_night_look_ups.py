"""The runs of a window in threads: few at a time, answers as they come, and no storm after a throttle."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.cli.night_look_ups import NightLookUps, reader_of
from gluetui.glue.clients.glue import Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, DENIALS, LANES
from gluetui.glue.night.asking import NOT_ASKED, Asking
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from tests.patience import PATIENCE

NAMES = [f"job-{number}" for number in range(40)]
RUNS = [JobRun({"JobRunState": "FAILED"})]


def asking() -> Asking:
    made = Asking()
    made.add(NAMES)
    return made


class Aws:
    """Answers with one run, or refuses every so manyeth call; counts how many are under way at once."""

    def __init__(self, *, throttles_every: int = 0, refused: dict[str, ErrorKind] | None = None) -> None:
        self.names: list[str] = []
        self.most = 0
        self._every = throttles_every
        self._refused = refused or {}
        self._busy = 0
        self._counting = threading.Lock()

    def __call__(self, name: str) -> Sequence[JobRun]:
        with self._counting:
            self.names.append(name)
            number = len(self.names)
            self._busy += 1
            self.most = max(self.most, self._busy)
        try:
            if self._every and number % self._every == 0:
                raise AwsError(ErrorKind.THROTTLED, "too many", "wait")
            if name in self._refused:
                raise AwsError(self._refused[name], "refused", "wait")
            return RUNS
        finally:
            with self._counting:
                self._busy -= 1


def test_each_job_answers_once_and_few_are_asked_at_a_time() -> None:
    aws = Aws()
    answers = list(NightLookUps(asking(), aws).answers())
    assert sorted(answer.job for answer in answers) == sorted(aws.names) == sorted(NAMES)
    assert aws.most <= LANES


def test_an_answer_does_not_wait_for_a_slower_one() -> None:
    goes_on = threading.Event()

    def read(name: str) -> Sequence[JobRun]:
        if name == NAMES[0]:
            assert goes_on.wait(PATIENCE)
        return RUNS

    answers = NightLookUps(asking(), read).answers()
    early = [next(answers).job for _ in NAMES[1:]]
    goes_on.set()
    assert NAMES[0] not in early
    assert [answer.job for answer in answers] == NAMES[:1]


def test_under_a_throttle_of_every_third_call_no_job_is_lost_or_doubled_and_the_rate_falls() -> None:
    slept: list[float] = []
    aws, asked = Aws(throttles_every=3), asking()
    answers = list(NightLookUps(asked, aws, sleep=slept.append).answers())
    assert sorted(answer.job for answer in answers) == sorted(NAMES)
    assert all(answer.error is None for answer in answers)
    assert asked.lanes == 1
    assert slept
    assert set(slept) <= set(BACK_OFF_SECONDS)


def test_a_throttle_that_outlasts_every_rest_ends_it_after_few_calls() -> None:
    slept: list[float] = []
    aws = Aws(throttles_every=1)
    with pytest.raises(AwsError) as ended:
        list(NightLookUps(asking(), aws, sleep=slept.append).answers())
    assert ended.value.kind is ErrorKind.THROTTLED
    assert slept == list(BACK_OFF_SECONDS)
    assert len(aws.names) <= len(BACK_OFF_SECONDS) + 2 * LANES


def test_one_refused_job_costs_no_other() -> None:
    refused = {NAMES[3]: ErrorKind.DENIED, NAMES[5]: ErrorKind.GONE, NAMES[7]: ErrorKind.BAD_ANSWER}
    answers = {answer.job: answer for answer in NightLookUps(asking(), Aws(refused=refused)).answers()}
    assert {job: answer.error.kind for job, answer in answers.items() if answer.error} == refused
    assert len(answers) == len(NAMES)


def test_where_all_are_denied_the_others_are_named_and_not_asked() -> None:
    aws = Aws(refused=dict.fromkeys(NAMES, ErrorKind.DENIED))
    answers = list(NightLookUps(asking(), aws).answers())
    assert sorted(answer.job for answer in answers) == sorted(NAMES)
    assert 2 * DENIALS <= len(aws.names) < 2 * DENIALS + LANES
    assert [answer.error for answer in answers].count(NOT_ASKED) == len(NAMES) - len(aws.names)


def test_what_ails_every_call_ends_it() -> None:
    aws = Aws(refused=dict.fromkeys(NAMES, ErrorKind.SIGN_IN))
    with pytest.raises(AwsError):
        list(NightLookUps(asking(), aws).answers())
    assert len(aws.names) <= LANES


class Paged:
    """A job's runs in pages of some sizes, newest first; counts the calls."""

    def __init__(self, starts: list[int], sizes: list[int]) -> None:
        self.calls = 0
        runs = [JobRun({"Id": f"jr_{place}", "StartedOn": start}) for place, start in enumerate(starts)]
        self.pages: list[list[JobRun]] = []
        for size in sizes:
            self.pages.append(runs[:size])
            runs = runs[size:]
        self.pages.append(runs)

    def runs(self, job: str, token: str | None = None, *, most: int) -> Page[JobRun]:
        place = int(token or 0)
        assert place == self.calls  # In order, and none twice.
        self.calls += 1
        return Page(tuple(self.pages[place]), str(place + 1) if place + 1 < len(self.pages) else None)


@given(
    st.lists(st.integers(0, 100), max_size=30).map(lambda each: sorted(each, reverse=True)),
    st.lists(st.integers(0, 6), max_size=6),
    st.integers(0, 100),
)
def test_of_any_pages_as_many_are_asked_for_as_the_window_needs(
    starts: list[int], sizes: list[int], since: int
) -> None:
    paged: Any = Paged(starts, sizes)
    window = Window(datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(101, UTC))
    read = reader_of(paged, window, tell=lambda line: None)("job")
    assert [run for page in paged.pages[: paged.calls] for run in page] == list(read)
    began_in_it = {f"jr_{place}" for place, start in enumerate(starts) if start >= since}
    assert began_in_it <= {run.key.run_id for run in read}
    # Every page but the last that was asked for is empty, or began in the window to its end.
    asked_past = paged.pages[: paged.calls - 1]
    assert all(not page or page[-1].raw["StartedOn"] >= since for page in asked_past)


def test_no_call_begins_that_no_reader_waits_for() -> None:
    aws = Aws()
    answers = NightLookUps(asking(), aws).answers()
    next(answers)
    answers.close()
    assert len(aws.names) <= 2 * LANES
