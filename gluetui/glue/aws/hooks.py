"""Handlers within boto3: good answers decoded whole and once, and further tries told as they are sent."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gluetui.glue.errors.answer_rules import BY_CODE
from gluetui.glue.errors.error import BadAnswer, NotAws
from gluetui.glue.errors.rules import THROTTLED


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

    operation: str
    job_name: str
    run_id: str
    attempt: int
    attempts: int
    reason: str

    @property
    def text(self) -> str:
        """Such as "throttled, retrying 2/3"."""
        return f"{self.reason}, retrying {self.attempt}/{self.attempts}"


class Retries:
    """Handlers for one client's events; a call stays in its thread from its first try to its last."""

    def __init__(self, tell: Callable[[Retry], None]) -> None:
        """`tell` is called in the thread of the call."""
        self._tell = tell
        self._call = threading.local()

    def register(self, events: Any) -> None:
        """Listen to botocore's emitter, before anything of it can answer in AWS's stead."""
        events.register("before-parameter-build.glue", self.begins)
        events.register("needs-retry.glue", self.tried)
        events.register_first("before-send.glue", self.sends)

    def begins(self, params: Mapping[str, Any], model: Any, **_: object) -> None:
        """botocore's `before-parameter-build`: a call of this thread begins."""
        self._call.asked = model.name, str(params.get("JobName", "")), str(params.get("RunId", ""))
        self._call.reason = ""

    def tried(self, response: Any, caught_exception: BaseException | None, **_: object) -> None:
        """botocore's `needs-retry`: a try has ended; why is told with the next one, if there is one."""
        self._call.reason = _of_exception(caught_exception) if response is None else _of_answer(response[1])

    def sends(self, request: Any, **_: object) -> None:
        """botocore's `before-send`: a try is sent."""
        said = request.headers.get("amz-sdk-request", "")
        found = re.search(r"attempt=(\d+)(?:; max=(\d+))?", said.decode() if isinstance(said, bytes) else said)
        if found and int(found[1]) > 1:
            operation, job_name, run_id = self._call.asked
            attempt = int(found[1])
            self._tell(Retry(operation, job_name, run_id, attempt, int(found[2] or attempt), self._call.reason))


def _of_exception(error: BaseException | None) -> str:
    name = type(error).__name__
    if name in ("ReadTimeoutError", "ConnectTimeoutError"):
        return "no answer"
    return "no connection" if name in ("EndpointConnectionError", "ProxyConnectionError") else "connection lost"


def _of_answer(answer: Mapping[str, Any]) -> str:
    code = str(answer.get("Error", {}).get("Code", "")).removesuffix("Exception")
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return "throttled" if BY_CODE.get(code) is THROTTLED or status == 429 else "server error"
