"""The one way to AWS: boto3's own client, read-only by construction, with lossless answers and one edge for errors."""

from __future__ import annotations

import gc
import json
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from gluetui import __version__
from gluetui.glue.call_log import logged, logged_connection
from gluetui.glue.errors import BadAnswer, Context, GlueError, Kind, NotAws, ReadOnly, explained
from gluetui.glue.fields import Field, catalogue
from gluetui.glue.runs import JobRun, RunKey

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from gluetui.glue.snapshot import Snapshot

Item = TypeVar("Item")

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

JOBS_PAGE = 1000
"""Job names a page: the most that ListJobs gives."""

RUNS_PAGE = 200
"""Runs a page: the most that GetJobRuns gives."""


_NO_CONFIGURATION = {"profile": None, "config_file": os.devnull, "credentials_file": os.devnull}


class Page(NamedTuple, Generic[Item]):
    """One page of a list; `next_token` is None on the last. `unreadable` entries were no JSON objects."""

    items: tuple[Item, ...]
    next_token: str | None
    unreadable: int = 0


class Account(NamedTuple):
    """Whose credentials these are, as STS says."""

    number: str
    arn: str


class Glue:
    """AWS Glue for one profile and region. Every method blocks, may be called from any thread, raises GlueError only.

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
        beyond: Glue | None = None,
    ) -> None:
        """`open_snapshot` opens a saved file that answers in AWS's stead, without credentials or network.

        `source` names that file for people; `beyond` is asked for a run that the file lacks when a person
        asks for that run again.
        """
        self._given_profile = profile
        self.profile = profile or os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE")
        self.region = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        self.endpoint_url = endpoint_url
        self.is_offline = open_snapshot is not None
        self.source = source
        self._beyond = beyond
        self._open_snapshot = open_snapshot
        self._connecting = threading.Lock()
        self._clients: dict[str, BaseClient] = {}
        self._keeping = threading.Lock()
        self._runs: dict[RunKey, JobRun] = {}
        self._flights: dict[RunKey, Future[JobRun]] = {}

    def jobs(self, token: str | None = None) -> Page[str]:
        """One page of the account's job names, in AWS's order."""
        answer = self._ask("ListJobs", {"MaxResults": JOBS_PAGE, **_paging(token)})
        names = self._member(answer, "JobNames", list, "ListJobs")
        readable = tuple(name for name in names if isinstance(name, str))
        return Page(readable, _next_token(answer), len(names) - len(readable))

    def runs(self, job_name: str, token: str | None = None) -> Page[JobRun]:
        """One page of a job's runs, newest first. Their PredecessorRuns say nothing: GetJobRuns never fills them."""
        answer = self._ask("GetJobRuns", {"JobName": job_name, "MaxResults": RUNS_PAGE, **_paging(token)})
        runs = self._member(answer, "JobRuns", list, "GetJobRuns")
        readable = tuple(JobRun(run) for run in runs if isinstance(run, dict))
        return Page(readable, _next_token(answer), len(runs) - len(readable))

    def run(self, key: RunKey, *, refresh: bool = False) -> JobRun:
        """One run with its predecessors: one call for each key, ever, but for a live run that is refreshed.

        Two threads that ask for the same run at the same time share one call.
        """
        with self._keeping:
            kept = self._runs.get(key)
            if kept is not None and (kept.is_final or not refresh):
                return kept
            flight = self._flights.get(key)
            joins = flight is not None
            if flight is None:
                flight = self._flights[key] = Future()
        if not joins:
            self._fly(key, flight, again=refresh)
        return flight.result()

    def known(self, key: RunKey) -> JobRun | None:
        """What `run` has already answered for this key; never calls."""
        return self._runs.get(key)

    def get_job_run(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """GetJobRun with exactly these parameters, its answer whole; nothing is kept."""
        answer = self._ask("GetJobRun", dict(parameters))
        self._member(answer, "JobRun", dict, "GetJobRun")
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    def service_model(self) -> Any:
        """botocore's model of AWS Glue: operations and shapes."""
        return self._client("glue").meta.service_model

    def fields(self) -> tuple[Field, ...]:
        """The catalogue of JobRun's members, from the installed botocore's own model."""
        return catalogue(self.service_model().shape_for("JobRun"))

    def account(self) -> Account | None:
        """Whose credentials these are; None for a saved file."""
        if self.is_offline:
            return None
        answer = self._ask("GetCallerIdentity", {}, service="sts")
        return Account(str(answer.get("Account", "")), str(answer.get("Arn", "")))

    def _fly(self, key: RunKey, flight: Future[JobRun], *, again: bool) -> None:
        try:
            run = self._get_run(key, again=again)
        except GlueError as error:
            flight.set_exception(error)
        else:
            self._runs[key] = run
            flight.set_result(run)
        finally:
            with self._keeping:
                del self._flights[key]

    def _get_run(self, key: RunKey, *, again: bool) -> JobRun:
        parameters = {"JobName": key.job_name, "RunId": key.run_id, "PredecessorsIncluded": True}
        try:
            answer = self._ask("GetJobRun", parameters)
        except GlueError as error:
            if not again or self._beyond is None or error.kind is not Kind.GONE:
                raise
            return self._beyond.run(key)
        return JobRun(self._member(answer, "JobRun", dict, "GetJobRun"), asked_predecessors=True)

    @logged
    def _ask(self, operation: str, parameters: dict[str, Any], *, service: str = "glue") -> dict[str, Any]:
        """One call; whatever goes wrong in it, from the profile to the parser, leaves as a GlueError."""
        try:
            client = self._client(service)
            # The private name lets one line serve each operation by the name that IAM and the guard use.
            answer: dict[str, Any] = client._make_api_call(operation, parameters)
            return answer
        except GlueError:
            raise
        except Exception as error:
            raise explained(error, self._context(operation, parameters)) from error

    def _member(self, answer: Mapping[str, Any], name: str, kind: type, operation: str) -> Any:
        """The member that an answer is about: where it is missing, nothing is known, which is not the same as empty."""
        value = answer.get(name)
        if not isinstance(value, kind):
            raise explained(BadAnswer(f"no {name}"), self._context(operation, {}))
        return value

    def _context(self, operation: str, parameters: Mapping[str, Any]) -> Context:
        return Context(
            operation=operation,
            profile=self.profile,
            region=self.region,
            job_name=parameters.get("JobName"),
            run_id=parameters.get("RunId"),
        )

    def _client(self, service: str) -> BaseClient:
        """The one client of a service, made at the first call: making one is not thread-safe."""
        with self._connecting:
            if service not in self._clients:
                try:
                    self._clients[service] = self._connect(service)
                except Exception as error:
                    raise explained(error, self._context("connect", {})) from error
            return self._clients[service]

    @logged_connection
    def _connect(self, service: str) -> BaseClient:
        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config
        from botocore.session import Session

        endpoint_url = self.endpoint_url
        if self._open_snapshot is not None:
            # Nothing of the machine's AWS configuration, be it broken, has a say in reading a file.
            nothing = {name: (None, None, value, None) for name, value in _NO_CONFIGURATION.items()}
            session = boto3.Session(botocore_session=Session(session_vars=nothing), region_name="us-east-1")
            endpoint_url = "http://saved.invalid"
        else:
            session = boto3.Session(profile_name=self._given_profile, region_name=self.region)
            self.region = session.region_name
        events = session._session.get_component("event_emitter")
        events.register_first("before-call", refuse_all_but_reads)
        events.register_first("before-parse.glue", decode_once)
        if self._open_snapshot is not None:
            events.register("before-send", self._open_snapshot().answer)
        client: BaseClient = session.client(
            service,
            endpoint_url=endpoint_url,
            config=Config(
                connect_timeout=3,
                read_timeout=10,
                retries={"mode": "standard", "total_max_attempts": 3},
                max_pool_connections=THREADS,
                user_agent_extra=f"gluetui/{__version__}",
                signature_version=UNSIGNED if self.is_offline else None,
            ),
        )
        # What boto3 has loaded stays: collecting it again and again would hold up the keys.
        gc.freeze()
        return client


def refuse_all_but_reads(model: Any, **_: object) -> None:
    """botocore's `before-call`: raises before a byte of anything outside READ_OPERATIONS is signed or sent."""
    service = model.service_model.service_id.hyphenize()
    if model.name not in READ_OPERATIONS.get(service, ()):
        raise ReadOnly(f"{service}:{model.name}")


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
            raise NotAws("a web page") from error
        raise BadAnswer(f"{len(body)} bytes that are not whole JSON") from error
    if not isinstance(decoded, dict):
        raise BadAnswer("JSON that is not an object")
    customized_response_dict.update(decoded)
    response_dict["body"] = b""


def _paging(token: str | None) -> dict[str, str]:
    return {"NextToken": token} if token else {}


def _next_token(answer: Mapping[str, Any]) -> str | None:
    token = answer.get("NextToken")
    return token if isinstance(token, str) and token else None
