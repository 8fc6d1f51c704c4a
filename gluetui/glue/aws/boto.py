"""boto3's sessions and clients: made once, with which limits, and that only reads leave the process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from gluetui import __version__
from gluetui.glue.aws.hooks import Retries, Retry, decode_once
from gluetui.glue.errors.error import ReadOnly
from gluetui.glue.gc_pause import nothing_collected

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from gluetui.glue.files.snapshot import Snapshot


class Clients:
    """A client a service. boto3's clients may be used by every thread, but making one is not thread-safe."""

    def __init__(self, open_session: Callable[[], Any], make: Callable[[str], BaseClient]) -> None:
        """`open_session` opens boto3's session; `make` makes a client of `session()`."""
        self._open_session = open_session
        self._make = make
        self._making = threading.Lock()
        self._by_service: dict[str, BaseClient] = {}
        self._models: dict[str, Any] = {}
        self._session: Any = None

    def of(self, service: str) -> BaseClient:
        """The client of a service. Raises: whatever boto3 does; the next call then opens another session."""
        with self._making:
            return self._of(service)

    def model(self, service: str) -> Any:
        """botocore's model of a service, from the first client ever made of it.

        It makes no client anew: one that no call needs yet would not hear of a sign-in that comes before the call.
        """
        with self._making:
            if service not in self._models:
                self._of(service)
            return self._models[service]

    def _of(self, service: str) -> BaseClient:
        if service not in self._by_service:
            try:
                with nothing_collected():
                    client = self._make(service)
            except Exception:
                self._session = None
                raise
            self._by_service[service] = client
            self._models[service] = client.meta.service_model
        return self._by_service[service]

    def session(self) -> Any:
        """The session of all clients, opened for the first of them."""
        self._session = self._session or self._open_session()
        return self._session

    def forget(self, client: BaseClient) -> None:
        """Let the next call read files and environment anew: somebody may have signed in meanwhile."""
        with self._making:
            if client in self._by_service.values():
                self._by_service.clear()
                self._session = None


READ_OPERATIONS: Mapping[str, frozenset[str]] = {
    "glue": frozenset({"ListJobs", "GetJobRuns", "GetJobRun"}),
    "sts": frozenset({"GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity"}),
    "sso": frozenset({"GetRoleCredentials"}),
    "sso-oidc": frozenset({"CreateToken"}),
    "signin": frozenset({"CreateOAuth2Token"}),
}
"""By botocore's service id: the only operations that may leave the process. Those besides glue's are what
botocore itself calls to obtain credentials, and the question whose credentials they are."""

THREADS = 8
"""Calls that may be under way at once; the connection pool is as large."""

CONNECT_SECONDS, READ_SECONDS, TRIES = 3.0, 10.0, 3
"""How long one try waits for a connection and for an answer, and how many tries a call has."""

_NO_CONFIGURATION = {"profile": None, "config_file": os.devnull, "credentials_file": os.devnull}


def aws_session(profile: str | None, region: str | None) -> Any:
    """boto3's session for a profile and a Region; None leaves it to boto3 which one that is."""
    import boto3

    return boto3.Session(profile_name=profile, region_name=region)


def file_session(snapshot: Snapshot) -> Any:
    """boto3's session that a saved file answers; no AWS configuration of the machine, be it broken, has a say."""
    import boto3
    from botocore.session import Session

    nothing = {name: (None, None, value, None) for name, value in _NO_CONFIGURATION.items()}
    session = boto3.Session(botocore_session=Session(session_vars=nothing), region_name="us-east-1")
    _events(session).register("before-send", snapshot.answer)
    return session


def guard(session: Any, on_retry: Callable[[Retry], None]) -> None:
    """Let nothing but reads leave a session, read answers whole, and tell of every further try."""
    # botocore would look through the directories of all 400 services, twice, to find that there is a Glue.
    session._session.get_component("data_loader").list_available_services = lambda type_name: [*READ_OPERATIONS]
    events = _events(session)
    events.register_first("before-call", refuse_all_but_reads)
    events.register_first("before-parse.glue", decode_once)
    Retries(on_retry).register(events)


def new_client(session: Any, service: str, *, endpoint_url: str | None, is_signed: bool) -> BaseClient:
    """A session's client of one service; making one is not thread-safe."""
    from botocore import UNSIGNED
    from botocore.config import Config

    client: BaseClient = session.client(
        service,
        endpoint_url=endpoint_url,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            max_pool_connections=THREADS,
            user_agent_extra=f"gluetui/{__version__}",
            signature_version=None if is_signed else UNSIGNED,
        ),
    )
    return client


def refuse_all_but_reads(model: Any, **_: object) -> None:
    """botocore's `before-call`: raises before a byte of anything outside READ_OPERATIONS is signed or sent."""
    service = model.service_model.service_id.hyphenize()
    if model.name not in READ_OPERATIONS.get(service, ()):
        raise ReadOnly(f"{service}:{model.name}")


def _events(session: Any) -> Any:
    return session._session.get_component("event_emitter")
