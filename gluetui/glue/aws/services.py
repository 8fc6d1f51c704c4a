"""The AWS services that are called, a row each: guard, decoding, retries, IAM's names and README's policy follow."""

from __future__ import annotations

from typing import NamedTuple


class Service(NamedTuple):
    """One service, and what of it may leave the process."""

    name: str
    """botocore's, such as "logs"."""
    id: str
    """As botocore's events spell it, such as "cloudwatch-logs"."""
    iam: str
    """IAM's prefix of its actions, such as "logs"."""
    needed: frozenset[str]
    """Operations that the program cannot do without."""
    optional: frozenset[str] = frozenset()
    """Operations without which all else works: their permissions are a statement of their own in the policy."""
    is_whole: bool = True
    """Whether its answers are JSON 1.1: they are decoded once, and no member is lost."""
    has_endpoint: bool = False
    """Whether `--endpoint-url` is meant for it."""
    is_identity: bool = False
    """Whether it only gives credentials or says whose they are: its answers say nothing of the data, and its
    further tries belong to the call that needs the credentials."""

    @property
    def reads(self) -> frozenset[str]:
        """The only operations that are let through."""
        return self.needed | self.optional

    @property
    def is_optional(self) -> bool:
        """Whether all else works without the service."""
        return not self.needed

    def permissions(self, *, optional: bool) -> frozenset[str]:
        """The IAM actions of the policy's statement of what is needed, or of what is optional: identity needs none."""
        reads = self.optional if optional else self.needed
        return frozenset() if self.is_identity else frozenset(f"{self.iam}:{read}" for read in reads)


GLUE = Service(
    "glue",
    "glue",
    "glue",
    frozenset({"ListJobs", "GetJobRuns", "GetJobRun"}),
    frozenset({"GetTriggers", "GetWorkflow", "GetWorkflowRun", "GetWorkflowRuns", "GetJob"}),
    has_endpoint=True,
)
STS = Service(
    "sts",
    "sts",
    "sts",
    frozenset({"GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity"}),
    is_whole=False,
    is_identity=True,
)

LOGS = Service(
    "logs",
    "cloudwatch-logs",
    "logs",
    frozenset(),
    frozenset({"GetLogEvents", "DescribeLogStreams", "FilterLogEvents", "DescribeLogGroups"}),
)

SERVICES: tuple[Service, ...] = (
    GLUE,
    LOGS,
    STS,
    # Those that botocore itself calls to obtain credentials.
    Service("sso", "sso", "sso", frozenset({"GetRoleCredentials"}), is_whole=False, is_identity=True),
    Service("sso-oidc", "sso-oidc", "sso-oauth", frozenset({"CreateToken"}), is_whole=False, is_identity=True),
    Service("signin", "signin", "signin", frozenset({"CreateOAuth2Token"}), is_whole=False, is_identity=True),
)


def service_named(name: str) -> Service:
    """The row of a service. Raises: KeyError for one that has none."""
    return {row.name: row for row in SERVICES}[name]


def is_optional(name: str) -> bool:
    """Whether all else works without a service; False for one that has no row, which no call reaches."""
    return any(row.name == name and row.is_optional for row in SERVICES)


def is_read(service_id: str, operation: str) -> bool:
    """Whether a row lets an operation through; the service is named as in botocore's events."""
    return any(row.id == service_id and operation in row.reads for row in SERVICES)


def iam_prefix(name: str, operation: str) -> str:
    """IAM's prefix of an operation: a call of one service may fail in another that botocore calls on the way to it."""
    asked = [row for row in SERVICES if row.name == name]
    others = [row for row in SERVICES if operation in row.reads]
    own = [row for row in asked if row in others]
    return next((row.iam for row in (*own, *others, *asked)), name)
