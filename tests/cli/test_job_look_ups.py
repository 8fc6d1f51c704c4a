"""The last runs of many jobs: in order, few at a time, and no storm after a throttle."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from gluetui.cli.job_look_ups import NOT_ASKED, JobLookUps
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, DENIALS, LANES
from gluetui.glue.run.run import JobRun
from tests.patience import PATIENCE

NAMES = [f"job-{number}" for number in range(40)]
RUNS = [JobRun({"JobRunState": "FAILED"})]


class Asked:
    """Answers with one run, or as its errors say; counts how many are under way at once."""

    def __init__(self, **errors: list[ErrorKind]) -> None:
        self.errors = {name.replace("_", "-"): list(kinds) for name, kinds in errors.items()}
        self.names: list[str] = []
        self.most = 0
        self._busy = 0
        self._counting = threading.Lock()

    def __call__(self, name: str) -> Sequence[JobRun]:
        with self._counting:
            self.names.append(name)
            self._busy += 1
            self.most = max(self.most, self._busy)
        try:
            if self.errors.get(name):
                raise AwsError(self.errors[name].pop(0), "refused", "wait")
            return RUNS
        finally:
            with self._counting:
                self._busy -= 1


def test_answers_come_in_the_order_of_the_names_each_asked_for_once() -> None:
    asked = Asked()
    answers = list(JobLookUps(asked).of(NAMES))
    assert [answer.job_name for answer in answers] == NAMES
    assert all(answer.is_failed for answer in answers)
    assert sorted(asked.names) == sorted(NAMES)
    assert asked.most <= LANES


@pytest.mark.parametrize("times", [1, 2, len(BACK_OFF_SECONDS)])
def test_a_throttled_job_is_asked_for_again_after_a_rest_that_grows(times: int) -> None:
    slept: list[float] = []
    asked = Asked(job_0=[ErrorKind.THROTTLED] * times)
    (answer,) = JobLookUps(asked, sleep=slept.append).of(NAMES[:1])
    assert (answer.error, list(answer.runs)) == (None, RUNS)
    assert slept == list(BACK_OFF_SECONDS[:times])


def test_lanes_that_are_throttled_together_rest_once() -> None:
    slept: list[float] = []
    together = threading.Barrier(LANES, timeout=PATIENCE)
    waiting = set(NAMES[:LANES])

    def ask(name: str) -> Sequence[JobRun]:
        if name in waiting:
            waiting.discard(name)
            together.wait()
            raise AwsError(ErrorKind.THROTTLED, "slower", "wait")
        return RUNS

    answers = list(JobLookUps(ask, sleep=slept.append).of(NAMES))
    assert not [answer for answer in answers if answer.error]
    assert slept == [BACK_OFF_SECONDS[0]]


def test_a_throttle_that_does_not_end_is_told_and_not_asked_for_ever() -> None:
    slept: list[float] = []
    asked = Asked(job_0=[ErrorKind.THROTTLED] * 99)
    (answer,) = JobLookUps(asked, sleep=slept.append).of(NAMES[:1])
    assert answer.error is not None and answer.error.kind is ErrorKind.THROTTLED
    assert slept == list(BACK_OFF_SECONDS)


@pytest.mark.parametrize("kind", [ErrorKind.DENIED, ErrorKind.GONE, ErrorKind.BAD_ANSWER])
def test_an_error_of_one_job_is_that_jobs(kind: ErrorKind) -> None:
    answers = list(JobLookUps(Asked(job_3=[kind])).of(NAMES[:6]))
    assert [answer.error is not None for answer in answers] == [False, False, False, True, False, False]
    assert not answers[3].is_failed


def test_after_denials_in_a_row_no_other_job_is_asked_for() -> None:
    asked = Asked(**{name.replace("-", "_"): [ErrorKind.DENIED] for name in NAMES})
    answers = list(JobLookUps(asked).of(NAMES))
    assert DENIALS <= len(asked.names) < DENIALS + LANES
    assert answers[-1].error is NOT_ASKED


@pytest.mark.parametrize("kind", [ErrorKind.SIGN_IN, ErrorKind.NETWORK, ErrorKind.SETUP])
def test_what_ails_every_call_is_raised_once_the_jobs_before_are_told(kind: ErrorKind) -> None:
    answers = JobLookUps(Asked(job_1=[kind])).of(NAMES[:3])
    assert next(answers).job_name == "job-0"
    with pytest.raises(AwsError):
        next(answers)
