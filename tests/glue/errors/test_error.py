"""Every way in which AWS, the network or the set-up says no, and what a person is told about it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import string
from collections.abc import Mapping
from typing import Any

import botocore.exceptions as boto
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gluetui.glue.errors.error import AwsError, BadAnswer, ErrorKind, NotAws, explained
from tests.glue.errors.situation import CONTEXT, GLUE_URL, LIST, SECRETS, TOKEN, Row, answered
from tests.glue.errors.situations_of_answers import ANSWERS
from tests.glue.errors.situations_of_network import BUGS, NETWORK
from tests.glue.errors.situations_of_setup import SETUP, SIGN_IN


@pytest.mark.parametrize("row", [*SETUP, *SIGN_IN, *ANSWERS, *NETWORK, *BUGS], ids=lambda row: row.name)
def test_every_situation_has_its_kind_its_cause_and_its_next_step(row: Row) -> None:
    told = explained(row.error, row.context)
    assert told.kind is row.kind
    assert [words for words in row.cause if words not in told.cause] == [], told.cause
    assert [words for words in row.next_step if words not in told.next_step] == [], told.next_step
    assert [words for words in row.never if words in str(told)] == []
    assert [secret for secret in SECRETS if secret in str(told) + told.detail] == []
    assert told.command == row.command
    assert told.retriable is (row.retriable or row.kind in (ErrorKind.NETWORK, ErrorKind.NOT_AWS))
    assert len(told.cause.splitlines()) == len(told.next_step.splitlines()) == 1
    assert not told.cause.endswith(".")
    assert str(told) == f"{told.cause}. {told.next_step}"
    assert type(row.error).__name__ in told.detail


def test_a_glue_error_passes_unchanged() -> None:
    first = explained(NotAws("a web page"), CONTEXT)
    assert explained(first, LIST) is first


def test_a_cause_that_ends_a_sentence_gets_no_second_full_stop() -> None:
    assert str(AwsError(ErrorKind.BUG, "Why?", "Retry.")) == "Why? Retry."
    assert str(AwsError(ErrorKind.BUG, "It broke", "")) == "It broke."


@pytest.mark.parametrize("end", [asyncio.CancelledError, concurrent.futures.CancelledError, KeyboardInterrupt])
def test_the_end_of_work_is_not_made_an_error(end: type[BaseException]) -> None:
    with pytest.raises(end):
        explained(end(), CONTEXT)


def test_the_detail_has_the_whole_message_and_the_one_beneath_it() -> None:
    told = explained(boto.EndpointConnectionError(endpoint_url=GLUE_URL, error=OSError("no route")), CONTEXT)
    assert told.detail.splitlines() == [
        f'EndpointConnectionError: Could not connect to the endpoint URL: "{GLUE_URL}"',
        "OSError: no route",
    ]


def test_a_long_message_is_cut_in_the_cause_and_whole_in_the_detail() -> None:
    words = "x" * 99 + " "
    told = explained(answered("InvalidInputException", words * 2000), CONTEXT)
    assert len(told.cause) < 400
    assert told.cause.endswith("…")
    assert words * 1999 in told.detail


def test_a_message_with_braces_is_not_filled_in() -> None:
    assert "{profile} {0} {" in explained(BadAnswer("{profile} {0} {"), CONTEXT).cause


class Broken(Exception):
    """Raises whatever one asks it."""

    def __str__(self) -> str:
        raise ValueError("no words")

    @property
    def response(self) -> object:
        raise ValueError("no response")


def test_an_exception_that_cannot_be_read_is_still_explained() -> None:
    told = explained(Broken(), CONTEXT)
    assert (told.kind, told.cause) == (ErrorKind.BUG, "gluetui stumbled over an unreadable Broken")


@pytest.mark.parametrize(
    ("module", "kind"),
    [
        (("botocore.endpoint", "botocore.parsers"), ErrorKind.BAD_ANSWER),
        (("botocore.signers", "botocore.credentials", "botocore.utils"), ErrorKind.SIGN_IN),
        (("botocore.credentials", "botocore.tokens", "dateutil.parser._parser"), ErrorKind.SIGN_IN),
        (("botocore.args", "botocore.endpoint"), ErrorKind.SETUP),
        (("botocore.parsers", "gluetui.glue.clients.glue"), ErrorKind.BUG),
        (("gluetui.glue.clients.glue", "botocore.parsers", "json.decoder"), ErrorKind.BAD_ANSWER),
        ((), ErrorKind.BUG),
    ],
)
def test_pythons_own_exceptions_are_told_apart_by_where_they_came_from(
    module: tuple[str, ...], kind: ErrorKind
) -> None:
    with pytest.raises(ValueError) as raised:
        _raise_through(module, ValueError("year 99999 is out of range"))
    assert explained(raised.value, CONTEXT).kind is kind


def _raise_through(modules: tuple[str, ...], error: Exception) -> None:
    """Raises with one frame for each module's name in the traceback, the last innermost."""

    def innermost() -> None:
        raise error

    call: Any = innermost
    for module in reversed(modules):
        scope: dict[str, Any] = {"__name__": module, "call": call}
        exec("def outer():\n    call()", scope)
        call = scope["outer"]
    call()


def a_class_of(module: Mapping[str, object]) -> list[type[Exception]]:
    return [
        value
        for value in module.values()
        if isinstance(value, type) and issubclass(value, Exception) and not issubclass(value, Warning)
    ]


CLASSES = sorted({*a_class_of(vars(boto)), *a_class_of(vars(__import__("builtins")))}, key=lambda each: each.__name__)
LEAKS = st.sampled_from([*SECRETS, "http://me:p4ssw0rd@proxy.example:1", f"aws_session_token={TOKEN}"])
WORDS = st.lists(st.one_of(st.text(max_size=12), LEAKS), min_size=1, max_size=4).map(" ".join)
ARGUMENTS = st.lists(st.one_of(WORDS, st.integers(), st.none(), st.binary(max_size=4)), max_size=3)


def made(cls: type[Exception], words: str, arguments: list[object]) -> Exception:
    """An instance with words in each keyword that its message wants, else with the arguments."""
    names = [name for _, name, _, _ in string.Formatter().parse(getattr(cls, "fmt", "")) if name]
    try:
        if issubclass(cls, boto.ClientError):
            return cls({"Error": {"Code": words, "Message": words}}, words)
        if hasattr(cls, "fmt"):
            return cls(**dict.fromkeys([*names, "error", "error_msg", "proxy_url", "endpoint_url"], words))
        return cls(*arguments)
    except (TypeError, ValueError):  # A class that wants other arguments than these.
        return Exception(words)


@given(st.sampled_from(CLASSES), WORDS, ARGUMENTS)
@example(BlockingIOError, "words", [None, None, 2**63])
@example(ExceptionGroup, "words", ["words", "words"])
def test_any_exception_is_explained_without_a_secret(cls: type[Exception], words: str, arguments: list[object]) -> None:
    told = explained(made(cls, words, arguments), CONTEXT._replace(region=None, job_name=None))
    assert told.cause.strip()
    assert told.next_step.strip()
    assert len(told.cause.splitlines()) == 1
    for text in (str(told), repr(told), told.detail):
        assert [secret for secret in (*SECRETS, "p4ssw0rd") if secret in text] == []


@given(st.text(), st.one_of(st.none(), st.text(), st.integers(), st.dictionaries(st.text(), st.text())))
def test_any_answer_of_any_form_is_explained(code: str, response: object) -> None:
    error = answered(code, "words")
    for form in (response, {"Error": response}, {"Error": {"Code": response, "Message": response}}):
        error.response = form
        assert explained(error, CONTEXT).cause.strip()
