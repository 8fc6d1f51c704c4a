"""The errors that AWS may answer (botocore's ClientError), as a table by AWS's error code."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gluetui.glue.errors.rules import (
    KEYS_EXPIRED,
    NOT_AWS,
    PASSES,
    SSO_EXPIRED,
    THROTTLED,
    Chooser,
    ErrorKind,
    Facts,
    Rule,
)

KEYS_UNKNOWN = Rule(
    ErrorKind.SIGN_IN,
    "AWS does not accept {keys}, or its account has not enabled {region}",
    "{correction}",
    "{sign_in}",
)
CLOCK = Rule(
    ErrorKind.SETUP,
    "AWS refused the signature of {operation}: this computer's clock differs from AWS's",
    "Set the clock (date, time zone, NTP), then retry.",
)
REFUSED = Rule(
    ErrorKind.BAD_ANSWER,
    "AWS refused {operation}: {code}: {message}",
    "Check the job name and the run id, then look at the details.",
    retriable=False,
)
FAILED_INSIDE = Rule(
    ErrorKind.BAD_ANSWER, "AWS failed to answer {operation}: {code}: {message}", PASSES, retriable=True
)
NO_JOB = Rule(ErrorKind.GONE, "There is no job{named_job} in {region}", "Check the name, the Region and {who}.")
NO_JOB_OFFLINE = Rule(ErrorKind.GONE, "There is no job{named_job} in {file}", "Check the name.")
NOT_OPENED = "is not in the opened file"
"""How a saved file's answer ends (documents.py) where AWS was not asked."""

NOT_SAVED = "is not in {file}"
ASK_AWS = "Ask AWS, where you are signed in."

NOT_IN_FILE = Rule(
    ErrorKind.GONE,
    "Run {run_id} of job {job_name} " + NOT_OPENED,
    "Ask AWS for it, where you are signed in.",
)
JOB_NOT_IN_FILE = Rule(
    ErrorKind.GONE,
    "Job {job_name} " + NOT_OPENED,
    "Open it together with a file that holds the job's runs, or ask AWS for them.",
)
RUN_GONE = Rule(
    ErrorKind.GONE,
    "No such run (deleted, past retention or mistyped): {run_id} of job {job_name}",
    "Choose another run.",
)
NO_WORKFLOW = Rule(
    ErrorKind.GONE,
    "There is no workflow {workflow} in {region}",
    "It may have been deleted or renamed; check the Region and {who} too.",
)
WORKFLOW_RUN_GONE = Rule(
    ErrorKind.GONE,
    "No such workflow run (deleted, past retention or mistyped): {run_id} of workflow {workflow}",
    "AWS keeps workflow runs for 90 days; choose another run.",
)
NO_WORKFLOW_OFFLINE = Rule(ErrorKind.GONE, "Workflow {workflow} " + NOT_SAVED, ASK_AWS)
WORKFLOW_RUN_OFFLINE = Rule(ErrorKind.GONE, "Run {run_id} of workflow {workflow} " + NOT_SAVED, ASK_AWS)
DEFINITION_OFFLINE = Rule(ErrorKind.GONE, "The definition of job {job_name} " + NOT_SAVED, ASK_AWS)
NO_TRIGGERS_OFFLINE = Rule(ErrorKind.GONE, "There are no triggers in {file}", ASK_AWS)

NO_GROUP = Rule(
    ErrorKind.GONE,
    "There is no log group {log_group} in {region}",
    "Glue makes it with the first log of a run; check the Region too.",
)
NO_STREAM = Rule(
    ErrorKind.GONE,
    "There is no log stream {log_stream} in log group {log_group}",
    "It begins with the first event that the run writes there; past the group's retention it is gone.",
)
NO_GROUP_OFFLINE = Rule(
    ErrorKind.GONE,
    "There is no log group {log_group} in {file}",
    "A file holds the logs that were saved with it: ask AWS for others.",
)
NO_STREAM_OFFLINE = Rule(
    ErrorKind.GONE,
    "There is no log stream {log_stream} of {log_group} in {file}",
    "It holds other streams of this group: ask AWS for this one.",
)
INFREQUENT_ACCESS = Rule(
    ErrorKind.BAD_ANSWER,
    "Log group {log_group} is of the class Infrequent Access, which {operation} does not read",
    "Query it with CloudWatch Logs Insights, which AWS charges for.",
    retriable=False,
)
TOKEN_EXPIRED = Rule(
    ErrorKind.BAD_ANSWER,
    "AWS no longer takes the token of {operation} in log group {log_group}: {message}",
    "Tokens last a day: open the log again.",
    retriable=False,
)
REFUSED_LOG = Rule(
    ErrorKind.BAD_ANSWER,
    "AWS refused {operation} in log group {log_group}: {code}: {message}",
    "Ask for another time or stream; the group's and the stream's names are those of the run's answer.",
    retriable=False,
)


def of_answer(known: Facts) -> Rule:
    """By the code, else by the HTTP status, else as it is. A number as code means: not in AWS's form."""
    code, status = known["code"], known["status"] or known["code"]
    rule = BY_CODE.get(code)
    if rule is not None:
        return rule if isinstance(rule, Rule) else rule(known)
    if status == "429":
        return THROTTLED
    if not code or code.isdecimal():
        return NOT_AWS
    return FAILED_INSIDE if re.fullmatch(r"5\d\d", status) else REFUSED


def of_denial(known: Facts) -> Rule:
    """The permission that is missing, on which job, and the way on without it."""
    if "MultiFactorAuthentication" in known["said"]:
        return Rule(ErrorKind.SIGN_IN, "AWS did not accept the MFA code of {who}", "Retry with a new code.")
    others = {
        "ListJobs": "; a job can still be opened by its name",
        "GetJobRuns": "; a run can still be opened by its id",
        "GetTriggers": "; runs and their predecessors are read without it",
    }
    others |= _WITHOUT_LOGS
    rest = others.get(known["operation"], "; the rest goes on")
    policy, step = _policy(known["said"])
    if known["log_group"] and _KEY.search(known["said"]):
        cause = "{Who} may not use the KMS key of log group {log_group}"
        return Rule(ErrorKind.DENIED, cause, "Ask for kms:Decrypt on that key; the rest goes on.")
    if "explicit deny" in known["said"]:
        cause, ask = "{permission}{on_job} is explicitly denied to {who}", "ask to have that lifted"
    else:
        cause, ask = "{Who} lacks the permission {permission}{on_job}", "ask for {permission}"
    ask = f"{step}, or {ask}" if step else ask[0].upper() + ask[1:]
    return Rule(ErrorKind.DENIED, f"{cause}{f' by {policy}' if policy else ''}", f"{ask}{rest}.")


_WITHOUT_LOGS = {
    "DescribeLogStreams": "; log streams are tried by their usual names",
    "FilterLogEvents": "; executors' log streams can still be read one by one",
    "DescribeLogGroups": "; log groups are tried by their usual names",
}
"""What goes on without a permission for logs."""

_KEY = re.compile(r"customer master key|\bKMS key\b|kms:", re.IGNORECASE)
"""AWS's words where a log group is encrypted and its key is refused."""

_POLICIES = {
    "service control policy": (
        "a policy of the organisation (SCP)",
        "It may close {region} to all: open another Region",
    ),
    "resource control policy": ("a policy of the organisation (RCP)", ""),
    "permissions boundary": ("a permissions boundary", ""),
    "session policy": ("the policy of the session", ""),
    "vpc endpoint policy": ("the policy of the VPC endpoint", "Come by another network"),
    "resource-based policy": ("a policy of the resource", ""),
}
"""By AWS's words for what said no, where it is not the user's own policy: what it is, and the way round it."""


def _policy(said: str) -> tuple[str, str]:
    words = said.casefold().replace("virtual private cloud (vpc)", "vpc")
    return next((told for name, told in _POLICIES.items() if re.search(rf"(in an?|no) {name}", words)), ("", ""))


def of_signature(known: Facts) -> Rule:
    """The rule for a refused signature: AWS's words show whether a clock differs or a key is wrong."""
    if re.search(r"expired|not yet current|skew", known["said"], re.IGNORECASE):
        return CLOCK
    return Rule(
        ErrorKind.SIGN_IN,
        "AWS refused the signature of {operation}: a wrong secret key, or a clock that differs from AWS's",
        "{wrong_secret}",
    )


def of_absence(known: Facts) -> Rule:
    """The message names a job, a run or nothing; names that happen to say "job run" are taken out first."""
    words = known["said"]
    if known["log_group"]:
        is_stream = known["log_stream"] and re.search(r"log ?stream", words, re.IGNORECASE)
        if known["file"]:
            return NO_STREAM_OFFLINE if is_stream else NO_GROUP_OFFLINE
        return NO_STREAM if is_stream else NO_GROUP
    if known["operation"] in _OFFLINE and known["file"]:
        return _OFFLINE[known["operation"]]
    if known["workflow"]:
        return WORKFLOW_RUN_GONE if known["run_id"] and not _is_workflow_gone(known) else NO_WORKFLOW
    if words.rstrip(".").endswith(NOT_OPENED):
        return NOT_IN_FILE if known["run_id"] else JOB_NOT_IN_FILE
    for name in filter(None, (known["run_id"], known["job_name"])):
        words = words.replace(name, " ")
    if re.search(r"job[ _-]?run", words, re.IGNORECASE):
        return RUN_GONE
    if known["run_id"] and not re.search(r"\bjob\b", words, re.IGNORECASE):
        return RUN_GONE
    if known["operation"] in ("GetJob", "GetJobRun", "GetJobRuns"):
        return NO_JOB_OFFLINE if known["file"] else NO_JOB
    return Rule(ErrorKind.GONE, "{operation} found nothing: {message}", "Check the name, the Region and {who}.")


_OFFLINE = {
    "GetTriggers": NO_TRIGGERS_OFFLINE,
    "GetWorkflow": NO_WORKFLOW_OFFLINE,
    "GetWorkflowRuns": NO_WORKFLOW_OFFLINE,
    "GetWorkflowRun": WORKFLOW_RUN_OFFLINE,
    "GetJob": DEFINITION_OFFLINE,
}
"""What is said of what a saved file does not hold, beside runs."""


def _is_workflow_gone(known: Facts) -> bool:
    """Whether the message is about the workflow, not the run: names that happen to say "run" are taken out first."""
    names = rf"(?<!\w)({re.escape(known['run_id'])}|{re.escape(known['workflow'])})(?!\w)"
    words = re.sub(names, " ", known["said"])
    return bool(re.search(r"workflow", words, re.IGNORECASE)) and not re.search(r"\brun\b", words, re.IGNORECASE)


def of_parameters(known: Facts) -> Rule:
    """What CloudWatch Logs does not take: a token a day old, a class of log groups without events, a time."""
    if not known["log_group"]:
        return REFUSED
    if re.search(r"infrequent|log (group )?class", known["said"], re.IGNORECASE):
        return INFREQUENT_ACCESS
    return TOKEN_EXPIRED if re.search(r"token", known["said"], re.IGNORECASE) else REFUSED_LOG


BY_CODE: Mapping[str, Rule | Chooser] = {
    "AccessDenied": of_denial,
    "UnauthorizedOperation": of_denial,
    "Forbidden": of_denial,
    "EntityNotFound": of_absence,
    "ResourceNotFound": of_absence,
    "InvalidParameter": of_parameters,
    "InvalidOperation": of_parameters,
    "OperationNotSupported": of_parameters,
    "Validation": of_parameters,
    "InvalidSignature": of_signature,
    "SignatureDoesNotMatch": of_signature,
    "RequestTimeTooSkewed": CLOCK,
    "RequestExpired": CLOCK,
    "RequestInTheFuture": CLOCK,
    "ExpiredToken": KEYS_EXPIRED,
    "UnrecognizedClient": KEYS_UNKNOWN,
    "InvalidClientTokenId": KEYS_UNKNOWN,
    "InvalidAccessKeyId": KEYS_UNKNOWN,
    "AuthFailure": KEYS_UNKNOWN,
    "MissingAuthenticationToken": KEYS_UNKNOWN,
    "IncompleteSignature": KEYS_UNKNOWN,
    "OptInRequired": KEYS_UNKNOWN,
    "SubscriptionRequired": KEYS_UNKNOWN,
    "Unauthorized": SSO_EXPIRED,
    "UnauthorizedClient": SSO_EXPIRED,
    "InvalidGrant": SSO_EXPIRED,
    "Throttling": THROTTLED,
    "Throttled": THROTTLED,
    "RequestThrottled": THROTTLED,
    "RequestLimitExceeded": THROTTLED,
    "TooManyRequests": THROTTLED,
    "LimitExceeded": THROTTLED,
    "SlowDown": THROTTLED,
    "InternalService": FAILED_INSIDE,
    "InternalServer": FAILED_INSIDE,
    "InternalFailure": FAILED_INSIDE,
    "ServiceUnavailable": FAILED_INSIDE,
    "OperationTimeout": Rule(ErrorKind.BAD_ANSWER, "AWS ran out of time on {operation}", PASSES, retriable=True),
}
"""Without the "Exception" or "Fault" at the end of AWS's code."""
