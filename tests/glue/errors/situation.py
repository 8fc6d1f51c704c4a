"""What every situation in which something says no has, and the words that several of them share."""

from __future__ import annotations

from typing import NamedTuple

import botocore.exceptions as boto

from gluetui.glue.errors.error import Context, ErrorKind

RUN_ID = "jr_" + "0123456789abcdef" * 4
CONTEXT = Context("GetJobRun", "corp", "eu-north-9", "load orders", RUN_ID, iam="glue")
LIST = Context("ListJobs", "corp", "eu-north-9", iam="glue")
RUNS = Context("GetJobRuns", "corp", "eu-north-9", "load orders", iam="glue")
NOBODY = Context("ListJobs", None, None, iam="glue")

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE" + "Ab9/+" * 40
SECRETS = (KEY_ID, SECRET_KEY, TOKEN)

GLUE_URL = "https://glue.eu-north-9.amazonaws.com/"
PAGE = "<html><head><title>Blocked by\n Corp</title></head><body>no</body></html>"
LOGIN = ("aws", "sso", "login", "--profile", "corp")
NO_POLICY = (
    "User: arn:aws:sts::123456789012:assumed-role/Analyst/me is not authorized to perform: {} on resource: "
    "arn:aws:glue:eu-north-9:123456789012:job/load orders because {}"
)


def answered(code: str, message: str, status: int = 400, operation: str = "GetJobRun") -> boto.ClientError:
    """A ClientError as botocore raises it."""
    response = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return boto.ClientError(response, operation)


class Row(NamedTuple):
    """A situation, and what must and must not be said about it."""

    name: str
    error: Exception
    kind: ErrorKind
    cause: tuple[str, ...]
    next_step: tuple[str, ...]
    never: tuple[str, ...] = ()
    context: Context = CONTEXT
    command: tuple[str, ...] = ()
    retriable: bool = False
