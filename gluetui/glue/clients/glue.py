"""AWS Glue's calls, read-only, with lossless answers; a final run is asked for once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from gluetui.glue.aws.boto import READ_OPERATIONS, Clients, aws_session, file_session, guard, new_client
from gluetui.glue.aws.call_log import logged, logged_connection
from gluetui.glue.aws.config import credential_program, host_beyond_aws, named_profile
from gluetui.glue.aws.hooks import Retry, next_token
from gluetui.glue.aws.identity import Account, AskCode, MfaCodes
from gluetui.glue.errors.error import AwsError, BadAnswer, Context, ErrorKind, explained
from gluetui.glue.listing.last_runs import COUNT, LastRuns
from gluetui.glue.listing.packed import PackedPage, PackedRun
from gluetui.glue.run.fields import Field, catalogue
from gluetui.glue.run.run import JobRun, RunKey, jobs_named

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from gluetui.glue.files.snapshot import Snapshot


class RunCache:
    """Answers by key; threads that ask for the same run at the same time share one call."""

    def __init__(self) -> None:
        self.by_key: dict[RunKey, JobRun] = {}
        self._lock = threading.Lock()
        self._flights: dict[RunKey, Future[JobRun]] = {}

    def run(self, key: RunKey, fetch: Callable[[], JobRun], *, refresh: bool) -> JobRun:
        """The kept run, or what `fetch` answers; a live run is fetched anew with `refresh`."""
        with self._lock:
            kept = self.by_key.get(key)
            if kept is not None and (kept.is_final or not refresh):
                return kept
            flight = self._flights.get(key)
            joins = flight is not None
            if flight is None:
                flight = self._flights[key] = Future()
        if not joins:
            self._fly(key, flight, fetch)
        return flight.result()

    def _fly(self, key: RunKey, flight: Future[JobRun], fetch: Callable[[], JobRun]) -> None:
        try:
            run = fetch()
        except BaseException as error:  # Whatever ended it: who waits for the same run must not wait for ever.
            flight.set_exception(error)
        else:
            self.by_key[key] = run
            flight.set_result(run)
        finally:
            with self._lock:
                del self._flights[key]


Item = TypeVar("Item")

JOBS_PAGE = 1000
"""Job names a page: the most that ListJobs gives."""

RUNS_PAGE = 200
"""Runs a page: the most that GetJobRuns gives."""


class Page(NamedTuple, Generic[Item]):
    """One page of a list; `next_token` is None on the last. `unreadable` entries were no JSON objects."""

    items: tuple[Item, ...]
    next_token: str | None
    unreadable: int = 0


class Glue:
    """AWS Glue for one profile and Region. Every method blocks, may be called from any thread, raises AwsError only.

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
        mfa_code: AskCode | None = None,
    ) -> None:
        """`open_snapshot` opens a saved file that answers in AWS's stead, without credentials or network.

        `source` names that file for people; `beyond` is asked for a run that the file lacks when a person
        asks for that run again. `mfa_code` asks a person for the code that a role may want.
        """
        self.given_profile = profile
        self.profile = named_profile(profile, os.environ)
        self.region = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        self.endpoint_url = endpoint_url
        self.is_offline = open_snapshot is not None
        self.source = source
        self.other_host = ""
        """The host that answers in AWS's stead, from the first call on; "" where it is AWS's own."""
        self.beyond = beyond
        self.mfa = MfaCodes(mfa_code, self.profile)
        self._open_snapshot = open_snapshot
        self._clients = Clients(self._open_session, self._make_client)
        self._program: str | None = None
        self._kept = RunCache()
        self.answers = 0
        """Rises with every answer of Glue's; kept runs do not count."""
        self.on_retry: Callable[[Retry], None] = lambda retry: None
        """Hears of every further try, in the thread of its call."""

    def elsewhere(self, *, profile: str | None = None, region: str | None = None) -> Glue:
        """A Glue for another profile or Region, by the same endpoint."""
        aws = self.beyond or self
        return Glue(profile=profile or aws.given_profile, region=region, endpoint_url=aws.endpoint_url)

    def connect(self) -> None:
        """Make the client, if none was ever made; nothing is called. `region` and `other_host` are certain then."""
        self.service_model()

    def jobs(self, token: str | None = None) -> Page[str]:
        """One page of the account's job names, in AWS's order."""
        names, following = self._list("ListJobs", "JobNames", {"MaxResults": JOBS_PAGE}, token)
        readable = tuple(name for name in names if isinstance(name, str))
        return Page(readable, following, len(names) - len(readable))

    def runs(self, job_name: str, token: str | None = None) -> Page[JobRun]:
        """One page of a job's runs, newest first. Their PredecessorRuns say nothing: GetJobRuns never fills them."""
        asked = {"JobName": job_name, "MaxResults": RUNS_PAGE}
        runs, following = self._list("GetJobRuns", "JobRuns", asked, token)
        page = PackedPage([run for run in runs if isinstance(run, dict)])
        readable = tuple(PackedRun(page, place) for place in range(len(page)))
        return Page(readable, following, len(runs) - len(page))

    def last_runs(self, job_name: str) -> LastRuns:
        """How a job's last few runs went; no states only where AWS says that there are no runs."""
        asked = {"JobName": job_name, "MaxResults": COUNT}
        token: str | None = None
        while True:
            runs, token = self._list("GetJobRuns", "JobRuns", asked, token)
            if runs or not token:
                # An entry that cannot be read is still the last run: one of which no state is known.
                return LastRuns.of([JobRun(run if isinstance(run, dict) else {}) for run in runs])

    def run(self, key: RunKey, *, refresh: bool = False) -> JobRun:
        """One run with its predecessors: one call for each key, ever, but for a live run that is refreshed.

        Two threads that ask for the same run at the same time share one call.
        """
        return self._kept.run(key, partial(self._get_run, key, again=refresh), refresh=refresh)

    def cached(self, key: RunKey) -> JobRun | None:
        """What `run` has already answered for this key; never calls."""
        return self._kept.by_key.get(key)

    def jobs_seen(self) -> set[str]:
        """The jobs that the kept runs are of or name; never calls."""
        return jobs_named(list(self._kept.by_key.values()))

    def get_job_run(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """GetJobRun with exactly these parameters, its answer whole; nothing is kept."""
        answer = self._ask("GetJobRun", dict(parameters))
        self._member(answer, "JobRun", dict, "GetJobRun")
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    def service_model(self) -> Any:
        """botocore's model of AWS Glue: operations and shapes."""
        return self._made(self._clients.model, "glue")

    def fields(self) -> tuple[Field, ...]:
        """The catalogue of JobRun's members, from the installed botocore's own model."""
        return catalogue(self.service_model().shape_for("JobRun"))

    def account(self) -> Account | None:
        """Whose credentials these are; None for a saved file."""
        if self.is_offline:
            return None
        answer = self._ask("GetCallerIdentity", {}, service="sts")
        return Account(str(answer.get("Account", "")), str(answer.get("Arn", "")))

    def _list(
        self, operation: str, member: str, asked: dict[str, Any], token: str | None
    ) -> tuple[list[Any], str | None]:
        """The entries of one page, and where the next one begins: a page that leads to itself would never end."""
        answer = self._ask(operation, {**asked, "NextToken": token} if token else asked)
        following = next_token(answer)
        if token and following == token:
            raise explained(BadAnswer("its NextToken leads to the same page again"), self._context(operation, asked))
        return self._member(answer, member, list, operation), following

    def _get_run(self, key: RunKey, *, again: bool) -> JobRun:
        parameters = {"JobName": key.job_name, "RunId": key.run_id, "PredecessorsIncluded": True}
        try:
            answer = self._ask("GetJobRun", parameters)
        except AwsError as error:
            if not again or self.beyond is None or error.kind is not ErrorKind.GONE:
                raise
            return self.beyond.run(key)
        return JobRun(self._member(answer, "JobRun", dict, "GetJobRun"), asked_predecessors=True)

    @logged
    def _ask(self, operation: str, parameters: dict[str, Any], *, service: str = "glue") -> dict[str, Any]:
        """One call; whatever goes wrong in it, from the profile to the parser, leaves as a AwsError."""
        client = self._client(service)
        try:
            return self._call(client, operation, parameters)
        except AwsError as error:
            if type(error.__cause__).__name__ != "RefreshWithMFAUnsupportedError":
                if error.kind in (ErrorKind.SIGN_IN, ErrorKind.SETUP) and service == "glue":
                    self._clients.forget(client)
                raise
            # botocore asks for an MFA code once a session: it has run out, or the first did not serve.
            self._clients.forget(client)
            if self.mfa.is_declined:
                raise self.mfa.none_given() from error
        return self._call(self._client(service), operation, parameters)

    def _call(self, client: BaseClient, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        try:
            # The private name lets one line serve each operation by the name that IAM and the guard use.
            answer: dict[str, Any] = client._make_api_call(operation, parameters)
            self.answers += operation in READ_OPERATIONS["glue"]
            return answer
        except AwsError:
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
        job_name, run_id = parameters.get("JobName"), parameters.get("RunId")
        source = self.source if self.is_offline else ""
        return Context(operation, self.profile, self.region, job_name, run_id, self._program, source)

    def _client(self, service: str) -> BaseClient:
        return self._made(self._clients.of, service)

    def _made(self, make: Callable[[str], Item], service: str) -> Item:
        try:
            return make(service)
        except Exception as error:
            raise explained(error, self._context("connect", {})) from error

    def _open_session(self) -> Any:
        """boto3's session: a saved file's, or one that says which Region and whose credentials these are."""
        if self._open_snapshot is not None:
            session = file_session(self._open_snapshot())
        else:
            self._program = credential_program(self.profile)
            session = aws_session(self.given_profile, self.region)
            self.region = session.region_name
            self.mfa.serve(session)
        guard(session, lambda retry: self.on_retry(retry))
        return session

    @logged_connection
    def _make_client(self, service: str) -> BaseClient:
        endpoint = "http://saved.invalid" if self.is_offline else self.endpoint_url
        client = new_client(self._clients.session(), service, endpoint_url=endpoint, is_signed=not self.is_offline)
        if not self.is_offline and service == "glue":
            self.other_host = host_beyond_aws(client.meta.endpoint_url)
        return client
