"""Faults that tests of several screens set on their server."""

from __future__ import annotations

import threading

from tests.server import Call, Fault, Reply, refusal

DENIED = refusal("AccessDeniedException", "User: arn:aws:iam::1:user/u is not authorized to perform: it")
GONE = refusal("EntityNotFoundException", "Job Run not found.")
PORTAL = Reply(200, b"<html><title>Sign in to the hotel</title></html>", "text/html")


def on(operation: str, reply: Reply, **asked: str) -> Fault:
    """`reply` to the calls of an operation that ask for this."""

    def fault(call: Call) -> Reply | None:
        return reply if call.operation == operation and asked.items() <= call.asked.items() else None

    return fault


class Hold:
    """A server that keeps the calls of an operation for a job waiting until it is told to let them go."""

    def __init__(self, operation: str, job_name: str = "") -> None:
        self._held = (operation, job_name)
        self._let_go = threading.Event()
        self.reached = threading.Event()

    def __call__(self, call: Call) -> Reply | None:
        if (call.operation, call.asked.get("JobName", "")) == self._held:
            self.reached.set()
            self._let_go.wait(30)
        return None

    def let_go(self) -> None:
        self._let_go.set()
