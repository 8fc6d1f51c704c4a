"""The tries that boto3 makes again by itself, told as they are sent."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gluetui.glue.errors.answer_rules import BY_CODE
from gluetui.glue.errors.rules import THROTTLED


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
