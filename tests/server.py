"""A Glue of the tests' own: AWS JSON 1.1 over HTTP on loopback, with latency, faults and a log of calls."""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl

from gluetui.glue.files.snapshot import Snapshot


class Call(NamedTuple):
    """One request as it arrived."""

    operation: str
    asked: dict[str, Any]
    region: str = ""
    """The Region that it was signed for."""
    service: str = "glue"
    """As botocore names it."""


SERVICES = {"AWSGlue": "glue", "Logs_20140328": "logs"}
"""botocore's name of a service by what its `X-Amz-Target` begins with."""


class Reply(NamedTuple):
    """What a fault sends in place of the answer."""

    status: int
    body: bytes
    content_type: str = "application/x-amz-json-1.1"
    sent: Literal["whole", "half", "slowly", "reset", "nothing"] = "whole"
    """How it leaves: "half" of what its Content-Length promises, a byte at a time, a connection reset, or silence."""

    @classmethod
    def of(cls, answer: dict[str, Any], status: int = 200) -> Reply:
        return cls(status, json.dumps(answer).encode())


Sts = Callable[[dict[str, str]], Reply]
"""Answers an STS call by its form; without one STS refuses every call."""

RESET, SILENCE = Reply(200, b"", sent="reset"), Reply(200, b"", sent="nothing")

Fault = Callable[[Call], Reply | None]
"""Decides for each call whether something goes wrong with it, or answers for a service that no snapshot has."""


class _Http(ThreadingHTTPServer):
    """A client that hangs up, as one does that has waited long enough, is no news."""

    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        # A thread holds sys.stderr as it found it: an app under test, that would live as long as the connection.
        threading.current_thread()._stderr = None  # type: ignore[attr-defined]
        super().process_request_thread(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class GlueServer:
    """Serves a snapshot; `faults` and `latency` (seconds a call) may be changed while it runs."""

    def __init__(self, snapshot: Snapshot, *, latency: float = 0.0, fault: Fault | None = None) -> None:
        self.snapshot = snapshot
        self.latency = latency
        self.fault = fault
        self.sts: Sts | None = None
        self.calls: list[Call] = []
        self.stopping = threading.Event()
        """Ends the silences."""
        self._http = _Http(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    @property
    def counts(self) -> Counter[str]:
        return Counter(call.operation for call in self.calls)

    def asked_for(self, operation: str, member: str) -> list[Any]:
        """What each call of an operation named, in order of arrival."""
        return [call.asked.get(member) for call in self.calls if call.operation == operation]

    def reply(self, call: Call) -> Reply:
        self.calls.append(call)
        time.sleep(self.latency)
        wrong = self.fault(call) if self.fault else None
        if wrong is not None:
            return wrong
        try:
            status, answer = self.snapshot.respond(call.service, call.operation, call.asked)
        except KeyError:
            return refusal("AccessDeniedException", "The tests' own server does not serve it.")
        return Reply.of(answer, status)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                target = self.headers.get("X-Amz-Target", "")
                if not target:
                    form = dict(parse_qsl(body.decode()))
                    reply = server.sts(form) if server.sts else sts_refusal("AccessDenied")
                else:
                    service, _, operation = target.rpartition(".")
                    call = Call(operation, json.loads(body), _signed_for(self.headers), SERVICES[service])
                    reply = server.reply(call)
                if reply.sent in ("reset", "nothing"):
                    self._break_off(reply.sent)
                    return
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                if reply.sent == "whole":
                    self.wfile.write(reply.body)
                elif reply.sent == "half":
                    self.wfile.write(reply.body[: len(reply.body) // 2])
                    self.close_connection = True
                else:
                    for byte in reply.body:
                        self.wfile.write(bytes((byte,)))

            def _break_off(self, how: str) -> None:
                if how == "nothing":
                    server.stopping.wait(60)
                else:
                    # A socket that may not linger sends a reset in place of an end.
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.shutdown(socket.SHUT_RD)
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    @contextmanager
    def serving(self) -> Iterator[GlueServer]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stopping.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join()


def _signed_for(headers: Mapping[str, str]) -> str:
    """The Region in "Credential=KEY/DAY/REGION/glue/aws4_request"."""
    return (headers.get("Authorization", "").split("/") + 3 * [""])[2]


def sts_refusal(code: str, message: str = "") -> Reply:
    """An error in the form that STS sends."""
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return Reply(403, f"<ErrorResponse>{error}</ErrorResponse>".encode(), "text/xml")


def caller(arn: str, account: str = "123456789012") -> Reply:
    """STS's answer to GetCallerIdentity."""
    who = f"<Arn>{arn}</Arn><UserId>x</UserId><Account>{account}</Account>"
    return _sts_answer("GetCallerIdentity", who)


def role_credentials(expires: str = "2100-01-01T00:00:00Z") -> Reply:
    """STS's answer to AssumeRole."""
    keys = "<AccessKeyId>ASIATEST</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
    return _sts_answer("AssumeRole", f"<Credentials>{keys}<Expiration>{expires}</Expiration></Credentials>")


def _sts_answer(operation: str, result: str) -> Reply:
    whole = f"<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>"
    return Reply(200, whole.encode(), "text/xml")


def refusal(code: str, message: str, status: int = 400) -> Reply:
    """An error in the form that Glue sends."""
    return Reply(status, json.dumps({"__type": code, "Message": message}).encode())
