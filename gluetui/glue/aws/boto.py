"""The way to AWS for one profile in one Region: boto3's session and clients, and one edge for errors."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from gluetui import __version__
from gluetui.glue.aws import services
from gluetui.glue.aws.call_log import logged, logged_connection
from gluetui.glue.aws.clients import Clients
from gluetui.glue.aws.config import config_files
from gluetui.glue.aws.credential_programs import CredentialPrograms
from gluetui.glue.aws.hooks import Retries, decode_once, refuse_all_but_reads
from gluetui.glue.aws.identity import Account, AskCode, MfaCodes
from gluetui.glue.aws.origins import Given, as_botocore_says, credential_program, origins
from gluetui.glue.aws.regions import host_beyond_aws, why_no_url
from gluetui.glue.aws.services import GLUE, STS, iam_prefix, is_optional, service_named
from gluetui.glue.aws.source import Source, source_named
from gluetui.glue.aws.wire import AS_USUAL, Wire
from gluetui.glue.errors.error import AwsError, BadSetting, Context, ErrorKind, explained
from gluetui.glue.errors.origins import REGION_LIST, Credentials, Origins, Setting

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from gluetui.glue.files.snapshot import Snapshot

Made = TypeVar("Made")

THREADS = 8
"""Calls that may be under way at once; the connection pool is as large."""

CONNECT_SECONDS, READ_SECONDS, TRIES = 3.0, 10.0, 3
"""How long one try waits for a connection and for an answer, and how many tries a call has."""

NOWHERE = "http://saved.invalid"
"""The endpoint of every service where a saved file answers: one that cannot be reached."""

NO_CONFIGURATION = {"profile": None, "config_file": os.devnull, "credentials_file": os.devnull}
"""Settings of botocore's that keep it from the machine's AWS configuration."""


class Aws:
    """One profile in one Region. Every method blocks, may be called from any thread, raises AwsError only.

    Nothing is imported, read or called before the first method is: the screen paints before boto3 loads.
    """

    def __init__(
        self,
        *,
        profile: str | None = None,
        region: str | None = None,
        endpoint_url: str | None = None,
        open_snapshot: Callable[[], Snapshot] | None = None,
        source: str = "",
        as_of: datetime | None = None,
        mfa_code: AskCode | None = None,
        wire: Wire = AS_USUAL,
        profile_from: str = "--profile",
        region_from: str = "--region",
    ) -> None:
        """`open_snapshot` opens a saved file that answers in AWS's stead, without credentials or network.

        `source` is what the user calls that file, `as_of` when it was saved; `mfa_code` asks for a role's code.
        `endpoint_url` is Glue's, others keep theirs; errors name what gave `profile_from` and `region_from`.
        """
        self._given = Given(
            Setting(profile or "", profile_from),
            Setting(region or "", region_from),
            Setting(endpoint_url or "", "--endpoint-url"),
        )
        self.origins: Origins = origins(self._given, None, os.environ)
        """What is in force and where it was set; the config files have their say from the first call on."""
        self.is_offline = open_snapshot is not None
        self.source = source
        self.answers_from = source_named(source, as_of) if self.is_offline else Source()
        """The source by its name in sentences."""
        self.other_host = ""
        """The host that answers in AWS's stead, from the first call on; "" where it is AWS's own."""
        self.mfa = MfaCodes(mfa_code, self.profile)
        self.programs = CredentialPrograms()
        self.answers = 0
        """Rises with every answer but those about identity."""
        self._open_snapshot = open_snapshot
        self._wire = wire
        self._clients = Clients(self._open_session, self._make_client)
        self._program: str | None = None

    @property
    def given_profile(self) -> str | None:
        """The profile that was chosen by an option or in the list, and so goes before the environment's keys."""
        return self._given.profile.value or None

    @property
    def profile(self) -> str | None:
        """The profile in force; None for the default."""
        return self.origins.profile.value or None

    @property
    def region(self) -> str | None:
        """The Region in force; None where there is none, or where only the config files know it yet."""
        return self.origins.region.value or None

    @property
    def endpoint_url(self) -> str | None:
        """Glue's endpoint by the option."""
        return self._given.endpoint.value or None

    def credentials_now(self) -> Credentials:
        """What gives the credentials by the config files as they are now: they may have been mended meanwhile."""
        return origins(self._given, config_files(), os.environ).credentials

    def in_profile(self, profile: str | None, *, region: Setting) -> Aws:
        """Another profile, or None for the environment's, by the same endpoint."""
        return self._elsewhere(Setting(profile or "", "the list of profiles"), region)

    def in_region(self, region: str) -> Aws:
        """The same profile in another Region, by the same endpoint."""
        return self._elsewhere(self._given.profile, Setting(region, REGION_LIST))

    def _elsewhere(self, profile: Setting, region: Setting) -> Aws:
        return Aws(
            profile=profile.value,
            profile_from=profile.place,
            region=region.value,
            region_from=region.place,
            endpoint_url=self.endpoint_url,
        )

    def connect(self) -> None:
        """Make Glue's client, if none was ever made; nothing is called. `region`, `other_host` are certain then."""
        self.model(GLUE.name)

    def model(self, service: str) -> Any:
        """botocore's model of a service: operations and shapes."""
        return self._made(self._clients.model, service)

    def account(self) -> Account | None:
        """Whose credentials these are; None for a saved file."""
        if self.is_offline:
            return None
        answer = self.call(STS.name, "GetCallerIdentity", {})
        return Account(str(answer.get("Account", "")), str(answer.get("Arn", "")))

    @logged
    def call(self, service: str, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """One call's answer; whatever goes wrong in it, from the profile to the parser, leaves as an AwsError."""
        client = self._client(service)
        try:
            return self._sent(client, service, operation, parameters)
        except AwsError as error:
            if type(error.__cause__).__name__ != "RefreshWithMFAUnsupportedError":
                if error.kind in (ErrorKind.SIGN_IN, ErrorKind.SETUP) and not service_named(service).is_identity:
                    self._clients.forget(client)
                raise
            # botocore asks for an MFA code once a session: it has run out, or the first did not serve.
            self._clients.forget(client)
            if self.mfa.is_declined:
                raise self.mfa.none_given() from error
        return self._sent(self._client(service), service, operation, parameters)

    def explain(self, error: Exception, service: str, operation: str, parameters: Mapping[str, Any]) -> AwsError:
        """The AwsError for what went wrong with a call, or with what it answered."""
        context = Context(
            operation,
            self.profile,
            self.region,
            parameters.get("JobName") or parameters.get("Name"),
            parameters.get("RunId"),
            self._program,
            self.answers_from.name if self.is_offline else "",
            iam_prefix(service, getattr(error, "operation_name", operation)),
            self.origins,
            parameters.get("logGroupName") or parameters.get("logGroupNamePrefix") or "",
            parameters.get("logStreamName") or "",
            is_optional(service),
        )
        return explained(error, context)

    def _sent(self, client: BaseClient, service: str, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        try:
            # The private name lets one line serve each operation by the name that IAM and the guard use.
            answer: dict[str, Any] = client._make_api_call(operation, dict(parameters))
        except AwsError:
            raise
        except Exception as error:
            raise self.explain(error, service, operation, parameters) from error
        row = service_named(service)
        self.answers += not (row.is_identity or row.is_optional)
        return answer

    def _client(self, service: str) -> BaseClient:
        return self._made(self._clients.of, service)

    def _made(self, make: Callable[[str], Made], service: str) -> Made:
        try:
            return make(service)
        except Exception as error:
            raise self.explain(error, service, "connect", {}) from error

    def _open_session(self) -> Any:
        """boto3's session: a saved file's, or one that says which Region and whose credentials these are."""
        if self._open_snapshot is not None:
            session = file_session(self._open_snapshot())
        else:
            self.origins = origins(self._given, config_files(), os.environ)
            self._program = credential_program(self.profile)
            session = aws_session(self.given_profile, self.origins)
            self.mfa.serve(session)
            self.programs.serve(session)
        guard(session)
        return session

    @logged_connection
    def _make_client(self, service: str) -> BaseClient:
        has_endpoint = service_named(service).has_endpoint
        session = self._clients.session()
        endpoint = NOWHERE if self.is_offline else self.endpoint_url if has_endpoint else None
        if has_endpoint and not self.is_offline and (why := self._why_no_endpoint()):
            raise BadSetting(why)
        client = new_client(session, service, endpoint_url=endpoint, is_signed=not self.is_offline, wire=self._wire)
        if has_endpoint and not self.is_offline:
            self.other_host = host_beyond_aws(client.meta.endpoint_url)
            self.origins = as_botocore_says(self.origins, client)
        return client

    def _why_no_endpoint(self) -> str:
        endpoint = self.origins.endpoint
        return why_no_url(endpoint.value) if endpoint.value else ""


def aws_session(chosen: str | None, found: Origins) -> Any:
    """boto3's session for what is in force, so that what is shown is what signs.

    A profile that was `chosen` goes before the keys of the environment; one that a variable names does not.
    """
    import boto3
    from botocore.session import Session

    in_force = {"profile": found.profile.value or None, "ca_bundle": found.certificates.value or True}
    variables = {name: (None, None, value, None) for name, value in in_force.items()}
    session = Session(session_vars={**variables, "region": ("region", None, None, None)})
    return boto3.Session(botocore_session=session, profile_name=chosen, region_name=found.region.value or None)


def file_session(snapshot: Snapshot) -> Any:
    """boto3's session that a saved file answers; no AWS configuration of the machine, be it broken, has a say."""
    import boto3
    from botocore.session import Session

    nothing = {name: (None, None, value, None) for name, value in NO_CONFIGURATION.items()}
    session = boto3.Session(botocore_session=Session(session_vars=nothing), region_name="us-east-1")
    for row in services.SERVICES:
        _events(session).register(f"before-send.{row.id}", partial(snapshot.answer, service=row.name))
    return session


def guard(session: Any) -> None:
    """Let nothing but reads leave a session, read answers whole, and report every further try."""
    names = [row.name for row in services.SERVICES]
    # botocore would look through the directories of all 400 services, twice, to find that there is a Glue.
    session._session.get_component("data_loader").list_available_services = lambda type_name: names
    events = _events(session)
    events.register_first("before-call", refuse_all_but_reads)
    for row in services.SERVICES:
        if row.is_whole:
            events.register_first(f"before-parse.{row.id}", decode_once)
        if not row.is_identity:
            Retries().register(events, row.id)


def new_client(
    session: Any, service: str, *, endpoint_url: str | None, is_signed: bool, wire: Wire = AS_USUAL
) -> BaseClient:
    """A session's client of one service; making one is not thread-safe."""
    from botocore import UNSIGNED
    from botocore.config import Config

    timeouts = {"connect_timeout": CONNECT_SECONDS, "read_timeout": READ_SECONDS, **wire.timeouts}
    client: BaseClient = session.client(
        service,
        endpoint_url=endpoint_url,
        verify=wire.verify,
        config=Config(
            **timeouts,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            max_pool_connections=THREADS,
            user_agent_extra=f"gluetui/{__version__}",
            signature_version=None if is_signed else UNSIGNED,
        ),
    )
    return client


def _events(session: Any) -> Any:
    return session._session.get_component("event_emitter")
