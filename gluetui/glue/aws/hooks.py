"""Handlers within boto3: only reads are let through, answers are decoded once, further tries are reported when sent."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from gluetui.glue.aws.services import is_read
from gluetui.glue.errors.answer_rules import BY_CODE
from gluetui.glue.errors.error import BadAnswer, NotAws, ReadOnly
from gluetui.glue.errors.rules import THROTTLED


def refuse_all_but_reads(model: Any, **_: object) -> None:
    """botocore's `before-call`: raises before a byte of what SERVICES does not list is signed or sent."""
    service_id = model.service_model.service_id.hyphenize()
    if not is_read(service_id, model.name):
        raise ReadOnly(f"{service_id}:{model.name}")


def decode_once(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object) -> None:
    """botocore's `before-parse`: a good answer is decoded here, whole, and botocore's parser is left an empty body.

    The parser would drop members that the model does not know, and nulls, and would read an HTML page as
    an answer without a list.
    """
    if response_dict["status_code"] >= 300:
        return
    body = response_dict["body"]
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError) as error:
        if body.lstrip()[:1] == b"<":
            raise NotAws(body[:2000].decode("utf-8", "replace")) from error
        raise BadAnswer(f"{len(body)} bytes that are not whole JSON") from error
    if not isinstance(decoded, dict):
        raise BadAnswer("JSON that is not an object")
    customized_response_dict.update(decoded)
    response_dict["body"] = b""


def next_token(answer: Mapping[str, Any]) -> str | None:
    """Where the next page begins; None on the last."""
    token = answer.get("NextToken")
    return token if isinstance(token, str) and token else None


class Retry(NamedTuple):
    """A call that is sent once more: `attempt` of at most `attempts`, and why the try before failed."""

    attempt: int
    attempts: int
    reason: str

    @property
    def text(self) -> str:
        """Such as "throttled, retrying 2/3"."""
        return f"{self.reason}, retrying {self.attempt}/{self.attempts}"


RetryListener = Callable[[Retry], None]
"""Is called with a further try, in the thread of the call."""

_thread = threading.local()


def retry_listeners() -> list[RetryListener]:
    """The listeners to the further tries of this thread's calls."""
    listeners: list[RetryListener] = getattr(_thread, "listeners", [])
    return listeners


@contextmanager
def reporting_retries_to(*listeners: RetryListener) -> Iterator[None]:
    """Report the further tries of the calls that this thread makes within; of nested ones the innermost counts."""
    with reporting_retries_to_all(list(listeners)):
        yield


@contextmanager
def reporting_retries_to_all(listeners: list[RetryListener]) -> Iterator[None]:
    """The same for a list that may grow during a call that other threads join."""
    before, _thread.listeners = retry_listeners(), listeners
    try:
        yield
    finally:
        _thread.listeners = before


class Retries:
    """Handlers for one service's events; a call stays in its thread from its first try to its last."""

    def __init__(self) -> None:
        self._call = threading.local()

    def register(self, events: Any, service_id: str) -> None:
        """Listen to botocore's emitter, before anything of it can answer in AWS's stead."""
        events.register(f"needs-retry.{service_id}", self.tried)
        events.register_first(f"before-send.{service_id}", self.sends)

    def tried(self, response: Any, caught_exception: BaseException | None, **_: object) -> None:
        """botocore's `needs-retry`: a try has ended; its reason is reported with the next one, if there is one."""
        self._call.reason = _of_exception(caught_exception) if response is None else _of_answer(response[1])

    def sends(self, request: Any, **_: object) -> None:
        """botocore's `before-send`: a try is sent."""
        said = request.headers.get("amz-sdk-request", "")
        found = re.search(r"attempt=(\d+)(?:; max=(\d+))?", said.decode() if isinstance(said, bytes) else said)
        if found and int(found[1]) > 1:
            attempt = int(found[1])
            retry = Retry(attempt, int(found[2] or attempt), self._call.reason)
            for listener in retry_listeners():
                listener(retry)


def _of_exception(error: BaseException | None) -> str:
    name = type(error).__name__
    if name in ("ReadTimeoutError", "ConnectTimeoutError"):
        return "no answer"
    return "no connection" if name in ("EndpointConnectionError", "ProxyConnectionError") else "connection lost"


def _of_answer(answer: Mapping[str, Any]) -> str:
    code = str(answer.get("Error", {}).get("Code", "")).removesuffix("Exception")
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return "throttled" if BY_CODE.get(code) is THROTTLED or status == 429 else "server error"
