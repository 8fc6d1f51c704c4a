"""The health of a session: one fault, probes, and how all that failed is asked for again; without an app."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.session.health import PROBE_SECONDS, THROTTLED_SECONDS, Health
from gluetui.session.load import Load


def error(kind: ErrorKind, command: tuple[str, ...] = ()) -> AwsError:
    return AwsError(kind, "It failed", "Do something.", command=command)


class Tree:
    """What is fetched in the background."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.has_one = False

    def hold(self) -> None:
        self.asked.append("hold")

    def release(self) -> None:
        self.asked.append("release")

    def ask_again(self) -> None:
        self.asked.append("ask again")

    def probe(self) -> bool:
        self.asked.append("probe")
        return self.has_one


class Ill:
    """A session's health, two loads that can fail, and what is put off."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.later: list[tuple[float, Callable[[], None]]] = []
        monkeypatch.setattr(Health, "call_later", lambda health, *put_off: self.later.append(put_off))
        self.changes = 0
        self.health = Health(self)
        self.tree = Tree()
        self.health.add_background(self.tree)
        self.loads = {"jobs": Load(), "runs": Load()}
        self.asked: list[str] = []

    def health_changed(self) -> None:
        self.changes += 1

    def fail(self, name: str, kind: ErrorKind) -> AwsError:
        failure = error(kind)
        self.health.fail(failure, lambda: self.ask(name), self.loads[name])
        return failure

    def ask(self, name: str) -> None:
        self.asked.append(name)
        self.loads[name].wait_for("loading")

    def ring(self) -> None:
        """Let all that is put off now come."""
        due, self.later[:] = list(self.later), []
        for _, callback in due:
            callback()


@pytest.fixture
def ill(monkeypatch: pytest.MonkeyPatch) -> Ill:
    return Ill(monkeypatch)


@pytest.mark.parametrize("kind", [ErrorKind.DENIED, ErrorKind.GONE, ErrorKind.BAD_ANSWER])
def test_an_error_of_one_load_is_no_fault_of_the_session(ill: Ill, kind: ErrorKind) -> None:
    failure = ill.fail("runs", kind)
    assert ill.health.fault is None and ill.later == [] and ill.tree.asked == []
    assert ill.loads["runs"].error is failure and not ill.loads["runs"].is_in_banner
    assert ill.health.retry(ill.loads["runs"]) and ill.asked == ["runs"]


def test_a_fault_is_in_the_banner_and_holds_what_is_in_the_background(ill: Ill) -> None:
    failure = ill.fail("runs", ErrorKind.SIGN_IN)
    assert ill.health.fault is failure and ill.loads["runs"].is_in_banner
    assert ill.tree.asked == ["hold"] and ill.changes == 1
    assert ill.later == [], "a sign-in does not come back by itself"


def test_after_an_answer_all_that_failed_is_asked_for_once(ill: Ill) -> None:
    ill.fail("runs", ErrorKind.SIGN_IN)
    ill.fail("jobs", ErrorKind.SIGN_IN)
    ill.health.answered()
    assert ill.health.fault is None and ill.asked == ["runs", "jobs"]
    assert ill.tree.asked[-2:] == ["release", "ask again"]
    ill.asked.clear()
    # Where some calls work and others never do, answers and retries would chase each other.
    failure = ill.fail("jobs", ErrorKind.SIGN_IN)
    ill.health.answered()
    assert ill.asked == [] and ill.health.fault is None
    assert ill.loads["jobs"].error is failure and not ill.loads["jobs"].is_in_banner


def test_what_may_pass_is_probed_with_one_load_ever_less_often(ill: Ill) -> None:
    ill.fail("runs", ErrorKind.NETWORK)
    ill.fail("jobs", ErrorKind.NETWORK)
    waits = []
    for _ in range(len(PROBE_SECONDS) + 1):
        [(seconds, _)] = ill.later
        waits.append(seconds)
        ill.ring()
        assert ill.asked == [ill.asked[0]], "one load at a time"
        ill.fail(ill.asked.pop(), ErrorKind.NETWORK)
    assert waits == [*PROBE_SECONDS, PROBE_SECONDS[-1]]
    ill.health.answered()
    assert ill.health.fault is None and sorted(ill.asked) == ["jobs", "runs"]


def test_a_probe_that_is_still_waited_for_is_not_doubled(ill: Ill) -> None:
    ill.fail("runs", ErrorKind.NETWORK)
    ill.ring()
    ill.fail("jobs", ErrorKind.NETWORK)
    ill.ring()
    assert ill.asked == ["runs"] and len(ill.later) == 1


def test_where_nothing_failed_that_is_shown_the_background_probes_or_the_fault_is_forgotten(ill: Ill) -> None:
    ill.health.note(error(ErrorKind.NETWORK))
    ill.tree.has_one = True
    ill.health.probe()
    assert ill.health.fault is not None and ill.tree.asked[-1] == "probe"
    ill.tree.has_one = False
    ill.health.probe()
    assert ill.health.fault is None and ill.tree.asked[-1] == "release"


def test_a_throttled_load_is_asked_for_again_by_itself_until_the_user_must_decide(ill: Ill) -> None:
    waits = []
    for _ in THROTTLED_SECONDS:
        ill.fail("runs", ErrorKind.THROTTLED)
        [(seconds, _)] = ill.later
        waits.append(seconds)
        assert ill.loads["runs"].what_next == f"Asks again by itself in {seconds:g} s."
        ill.ring()
    ill.fail("runs", ErrorKind.THROTTLED)
    assert tuple(waits) == THROTTLED_SECONDS and ill.later == [] and ill.loads["runs"].what_next == ""
    assert ill.asked == ["runs"] * len(THROTTLED_SECONDS)


def test_a_throttled_load_that_was_asked_for_meanwhile_is_not_asked_for_twice(ill: Ill) -> None:
    ill.fail("runs", ErrorKind.THROTTLED)
    ill.ask("runs")
    ill.ring()
    assert ill.asked == ["runs"]


def test_an_error_that_only_aws_gives_ends_a_fault(ill: Ill) -> None:
    ill.fail("runs", ErrorKind.NETWORK)
    ill.fail("jobs", ErrorKind.DENIED)
    assert ill.health.fault is None and ill.asked == ["runs"]
    assert ill.health.has_answered


def test_the_command_that_signs_in_is_the_faults_or_that_of_an_error_that_stands(ill: Ill) -> None:
    assert ill.health.sign_in_command == ()
    failure = error(ErrorKind.SIGN_IN, command=("aws", "sso", "login"))
    ill.health.fail(failure, lambda: None, ill.loads["jobs"])
    assert ill.health.sign_in_command == ("aws", "sso", "login")
    ill.loads["jobs"].wait_for("loading")
    ill.health.answered()
    assert ill.health.sign_in_command == ()


@pytest.mark.parametrize("kind", [ErrorKind.NETWORK, ErrorKind.NOT_AWS, ErrorKind.SETUP])
def test_a_service_that_is_out_of_reach_alone_is_no_fault_of_the_session(ill: Ill, kind: ErrorKind) -> None:
    apart = AwsError(kind, "It failed", "Do something.", is_apart=True)
    ill.health.fail(apart, lambda: None, ill.loads["runs"])
    assert ill.health.fault is None and ill.later == [] and not ill.loads["runs"].is_in_banner


def test_a_refusal_of_another_service_proves_nothing_of_a_fault(ill: Ill) -> None:
    failure = ill.fail("runs", ErrorKind.NETWORK)
    ill.health.note(AwsError(ErrorKind.DENIED, "It failed", "Do something.", is_apart=True))
    assert ill.health.fault is failure
    ill.health.note(AwsError(ErrorKind.SIGN_IN, "It expired", "Sign in.", is_apart=True))
    assert ill.health.fault is not failure
