"""Makes boto3's sessions and clients: with which limits, and that nothing but reads leaves the process."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from gluetui import __version__
from gluetui.glue.aws.hooks import decode_once
from gluetui.glue.aws.retries import Retries, Retry
from gluetui.glue.errors.error import ReadOnly

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from gluetui.glue.files.snapshot import Snapshot

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
