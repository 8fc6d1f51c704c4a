"""A session: every answer counts, further tries are told on the event loop, the account is asked for once."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from gluetui.glue.aws.boto import THREADS
from gluetui.glue.aws.hooks import Retry, retry_listeners
from gluetui.glue.aws.identity import Account
from gluetui.glue.clients.glue import Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.origins import UNKNOWN
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.run.run import JobRun
from gluetui.local.settings import Settings
from gluetui.session.job_runs import JobRuns
from gluetui.session.machine import Machine
from gluetui.session.session import USERS_THREADS, Session
from gluetui.text.times import Clock
from tests.conftest import NOW
from tests.session.test_calls import Hanging

ANN = Account("123456789012", "arn:aws:sts::123456789012:assumed-role/data-engineer/ann")


class Aws:
    """AWS as far as a session asks it: `answers` goes up where it answered."""

    origins, region, source, other_host, is_offline = UNKNOWN, "eu-west-1", "", "", False

    def __init__(self) -> None:
        self.answers = 0
        self.mfa = SimpleNamespace(is_declined=True)
        self.whose: list[Account | AwsError] = []
        """What each question for the account is answered with."""

    def answer(self, text: str) -> str:
        self.answers += 1
        return text

    def refuse(self) -> None:
        raise refused()

    def account(self) -> Account:
        answer = self.whose.pop(0)
        if isinstance(answer, AwsError):
            raise answer
        return answer

    def connect(self) -> None:
        self.region = "eu-south-2"


class Screen:
    """Notes how often the session changed, and on which thread further tries are told."""

    def __init__(self) -> None:
        self.changes = 0
        self.tries: list[tuple[str, int]] = []

    def session_changed(self) -> None:
        self.changes += 1

    def retrying(self, how: str) -> None:
        self.tries.append((how, threading.get_ident()))


def refused() -> AwsError:
    return AwsError(ErrorKind.DENIED, "You may not", "Ask for it.")


@pytest.fixture
def aws() -> Aws:
    return Aws()


@pytest.fixture
def session(aws: Aws) -> Session:
    glue: Any = SimpleNamespace(aws=aws)
    return Session(glue, Clock(lambda: NOW), Settings(), Machine(), mode="session 1")


@pytest.fixture
def screen(session: Session) -> Screen:
    shown = Screen()
    session.show_on(shown)
    return shown


async def test_only_a_call_that_aws_answered_tells_that_it_is_there(session: Session, aws: Aws, screen: Screen) -> None:
    assert await session.ask(len, "kept") == 4
    assert (session.health.has_answered, screen.changes) == (False, 0)
    assert await session.ask(aws.answer, "jobs") == "jobs"
    assert (session.health.has_answered, screen.changes) == (True, 1)
    await session.ask(aws.answer, "jobs", in_background=True)
    assert screen.changes == 1


async def test_an_answer_ends_a_fault_and_an_error_is_the_callers(session: Session, aws: Aws) -> None:
    session.health.note(AwsError(ErrorKind.NETWORK, "It was cut", "Check the network."))
    with pytest.raises(AwsError, match="You may not"):
        await session.ask(aws.refuse)
    assert session.health.fault is not None
    await session.ask(aws.answer, "jobs")
    assert session.health.fault is None


async def test_further_tries_of_a_call_are_told_on_the_event_loop_and_those_of_no_other(
    session: Session, screen: Screen
) -> None:
    def asked_twice(name: str) -> int:
        for tell in retry_listeners():
            tell(Retry(2, 3, "throttled"))
        return threading.get_ident()

    thread = await session.ask(asked_twice, "load", retrying=screen)
    await asyncio.sleep(0)
    assert screen.tries == [("throttled, retrying 2/3", threading.get_ident())]
    assert thread != threading.get_ident()
    await session.ask(asked_twice, "load")
    await asyncio.sleep(0)
    assert len(screen.tries) == 1


async def test_what_the_user_asks_does_not_wait_for_the_background(session: Session) -> None:
    hanging = Hanging()
    waiting = [asyncio.create_task(session.ask(hanging.call, in_background=True)) for _ in range(2 * THREADS)]
    await hanging.have_begun(THREADS - USERS_THREADS)
    assert await session.ask(len, "abc") == 3
    assert hanging.count == THREADS - USERS_THREADS
    hanging.let_go()
    await asyncio.gather(*waiting)


def test_what_is_usual_for_a_job_is_known_from_its_loaded_runs_before_its_last_ones(session: Session) -> None:
    def lasting(seconds: int, count: int = 5) -> list[JobRun]:
        raw = {"JobName": "load", "JobRunState": "SUCCEEDED", "ExecutionTime": seconds, "StartedOn": NOW.timestamp()}
        return [JobRun({**raw, "Id": f"jr_{number}"}) for number in range(count)]

    def usual() -> float | None:
        known = session.usual("load")
        return known and known.seconds

    assert usual() is None
    session.last_runs.learn("load", LastRuns.of(lasting(60)))
    assert usual() == 60
    session.job_runs["load"] = JobRuns("load")
    assert usual() == 60
    session.job_runs["load"].merge(Page(tuple(lasting(90)), None), NOW)
    assert usual() == 90


async def test_whose_account_it_is_is_asked_once_and_not_before_aws_answers(
    session: Session, aws: Aws, screen: Screen
) -> None:
    aws.whose = [ANN]
    assert not session.takes_account_turn()
    await session.ask(aws.answer, "jobs")
    assert session.takes_account_turn()
    assert not session.takes_account_turn(), "another screen asks no second time"
    await session.learn_account()
    assert not session.takes_account_turn()
    assert session.facts == ("profile default", "eu-west-1", "account 123456789012", ANN.who)
    assert screen.changes == 2
    session.retry_all()
    assert not session.takes_account_turn()


async def test_an_account_that_was_refused_is_asked_for_again_only_with_all_the_rest(
    session: Session, aws: Aws
) -> None:
    aws.whose = [refused(), ANN]
    await session.ask(aws.answer, "jobs")
    assert session.takes_account_turn()
    await session.learn_account()
    assert session.facts == ("profile default", "eu-west-1", "", "")
    assert not session.takes_account_turn()
    session.retry_all()
    assert session.takes_account_turn() and not aws.mfa.is_declined
    await session.learn_account()
    assert session.account is ANN


async def test_the_region_is_shown_as_soon_as_it_is_certain(session: Session, aws: Aws, screen: Screen) -> None:
    await session.connect()
    assert (session.facts[1], screen.changes) == ("eu-south-2", 1)
    aws.connect = aws.refuse  # type: ignore[method-assign]
    await session.connect()
    assert screen.changes == 1


def test_what_is_not_awss_own_says_so(session: Session, aws: Aws) -> None:
    assert session.warning == ""
    aws.other_host = "127.0.0.1:4566"
    assert session.warning == "not AWS: 127.0.0.1:4566"
    aws.is_offline, aws.source = True, "the demo"
    assert (session.warning, session.facts) == ("", ("offline: the demo",))
