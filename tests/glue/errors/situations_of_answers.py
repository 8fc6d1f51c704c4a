"""Situations in which AWS, or whatever answers in its stead, says no."""

from __future__ import annotations

import botocore.exceptions as boto

from gluetui.glue.errors.error import BadAnswer, Context, ErrorKind, NotAws
from tests.glue.errors.situation import CONTEXT, LIST, NO_POLICY, PAGE, RUN_ID, RUNS, Row, answered

LOG = Context("GetLogEvents", "corp", "eu-north-9", iam="logs", log_group="/aws-glue/jobs/output", log_stream="jr_1")
LISTING = LOG._replace(operation="DescribeLogStreams", log_stream="")


def of_log(code: str, message: str, operation: str = "GetLogEvents") -> boto.ClientError:
    return answered(code, message, operation=operation)


ANSWERS_OF_LOGS = [
    Row(
        "log group missing",
        of_log("ResourceNotFoundException", "The specified log group does not exist."),
        ErrorKind.GONE,
        ("no log group /aws-glue/jobs/output", "eu-north-9"),
        ("check the Region",),
        ("on job", "stream"),
        context=LOG,
    ),
    Row(
        "log stream missing",
        of_log("ResourceNotFoundException", "The specified log stream does not exist."),
        ErrorKind.GONE,
        ("no log stream jr_1 in log group /aws-glue/jobs/output",),
        ("retention",),
        context=LOG,
    ),
    Row(
        "listing of streams denied",
        of_log("AccessDeniedException", NO_POLICY.format("logs:DescribeLogStreams", "no"), "DescribeLogStreams"),
        ErrorKind.DENIED,
        ("logs:DescribeLogStreams", "on log group /aws-glue/jobs/output"),
        ("tried by their usual names",),
        ("on job",),
        context=LISTING,
    ),
    Row(
        "key of the log group refused",
        of_log(
            "AccessDeniedException",
            "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
            "or you are not allowed to access.",
        ),
        ErrorKind.DENIED,
        ("KMS key of log group /aws-glue/jobs/output",),
        ("kms:Decrypt",),
        ("logs:",),
        context=LOG,
    ),
    Row(
        "log group of the class that gives no events",
        of_log("InvalidOperationException", "GetLogEvents is not supported for Infrequent Access log groups"),
        ErrorKind.BAD_ANSWER,
        ("Infrequent Access", "/aws-glue/jobs/output"),
        ("Insights",),
        context=LOG,
    ),
    Row(
        "token of yesterday",
        of_log("InvalidParameterException", "The specified nextToken is invalid."),
        ErrorKind.BAD_ANSWER,
        ("no longer takes the token", "/aws-glue/jobs/output"),
        ("open the log again",),
        context=LOG,
    ),
    Row(
        "times that end before they start",
        of_log("InvalidParameterException", "End time should not be less than start time."),
        ErrorKind.BAD_ANSWER,
        ("End time should not be less",),
        ("another time",),
        ("job name", "run id"),
        context=LOG,
    ),
    Row(
        "logs throttled",
        of_log("ThrottlingException", "Rate exceeded"),
        ErrorKind.THROTTLED,
        ("throttled GetLogEvents",),
        ("Wait",),
        context=LOG,
        retriable=True,
    ),
]

ANSWERS = [
    *ANSWERS_OF_LOGS,
    Row(
        "GetJobRuns denied on a job",
        answered(
            "AccessDeniedException",
            NO_POLICY.format("glue:GetJobRuns", "no identity-based policy allows it"),
            operation="GetJobRuns",
        ),
        ErrorKind.DENIED,
        ("Profile corp lacks", "glue:GetJobRuns", "on job load orders"),
        ("Ask for glue:GetJobRuns", "run can still be opened"),
        context=RUNS,
    ),
    Row(
        "ListJobs denied, AWS names no action",
        answered("AccessDeniedException", "no", operation="ListJobs"),
        ErrorKind.DENIED,
        ("glue:ListJobs",),
        ("job can still be opened",),
        ("on job",),
        context=LIST,
    ),
    Row(
        "another action than the operation's is missing",
        answered("AccessDeniedException", NO_POLICY.format("kms:Decrypt", "x")),
        ErrorKind.DENIED,
        ("kms:Decrypt",),
        ("kms:Decrypt",),
        ("glue:GetJobRun",),
    ),
    Row(
        "explicit deny",
        answered("AccessDeniedException", NO_POLICY.format("glue:GetJobRun", "of an explicit deny in an SCP")),
        ErrorKind.DENIED,
        ("glue:GetJobRun", "explicitly denied"),
        ("lifted",),
    ),
    Row(
        "role may not be assumed",
        answered("AccessDenied", "no", 403, "AssumeRole"),
        ErrorKind.DENIED,
        ("sts:AssumeRole",),
        ("sts:AssumeRole",),
        ("glue:",),
        context=CONTEXT._replace(iam="sts"),
    ),
    Row(
        "run deleted",
        answered("EntityNotFoundException", f"Job Run {RUN_ID} not found"),
        ErrorKind.GONE,
        ("No such run (deleted, past retention or mistyped)", f"{RUN_ID} of job load orders"),
        ("Choose another run.",),
    ),
    Row(
        "run gone, without words",
        answered("EntityNotFoundException", "Entity Not Found"),
        ErrorKind.GONE,
        ("No such run (deleted, past retention or mistyped)",),
        ("Choose another run.",),
    ),
    Row(
        "job of a run deleted",
        answered("EntityNotFoundException", "Job load orders not found."),
        ErrorKind.GONE,
        ("no job named load orders", "eu-north-9"),
        ("Check the name", "profile corp"),
    ),
    Row(
        "job that is called a job run",
        answered("EntityNotFoundException", "Job with name: my-job-run not found."),
        ErrorKind.GONE,
        ("no job named my-job-run",),
        ("Check the name",),
        context=CONTEXT._replace(job_name="my-job-run"),
    ),
    Row(
        "no such job in a listing",
        answered("EntityNotFoundException", "Entity Not Found", operation="GetJobRuns"),
        ErrorKind.GONE,
        ("no job named load orders",),
        ("Check the name",),
        context=RUNS,
    ),
    Row(
        "no such job in a file",
        answered("EntityNotFoundException", "Job with name: load orders not found."),
        ErrorKind.GONE,
        ("no job named load orders in the demo",),
        ("Check the name.",),
        ("Region", "profile", "corp"),
        context=CONTEXT._replace(source="the demo"),
    ),
    Row(
        "throttled",
        answered("ThrottlingException", "Rate exceeded (reached max retries: 2)"),
        ErrorKind.THROTTLED,
        ("throttled GetJobRun",),
        ("Wait",),
        retriable=True,
    ),
    Row("429", answered("429", "slow down", 429), ErrorKind.THROTTLED, ("throttled",), ("Wait",), retriable=True),
    Row(
        "internal error",
        answered("InternalServiceException", "We stumbled.", 500),
        ErrorKind.BAD_ANSWER,
        ("InternalService", "We stumbled"),
        ("retry",),
        retriable=True,
    ),
    Row(
        "unknown code with a 5xx status",
        answered("NewTrouble", "We fell.", 503),
        ErrorKind.BAD_ANSWER,
        ("NewTrouble", "We fell"),
        ("retry",),
        retriable=True,
    ),
    Row(
        "out of time",
        answered("OperationTimeoutException", "x"),
        ErrorKind.BAD_ANSWER,
        ("ran out of time on GetJobRun",),
        ("retry",),
        retriable=True,
    ),
    Row(
        "input refused",
        answered("InvalidInputException", "1 validation error\ndetected"),
        ErrorKind.BAD_ANSWER,
        ("AWS refused GetJobRun: InvalidInput: 1 validation error detected",),
        ("job name", "run id"),
    ),
    Row(
        "unknown code",
        answered("SomethingNewException", "No more."),
        ErrorKind.BAD_ANSWER,
        ("SomethingNew: No more",),
        ("details",),
    ),
    Row(
        "proxy's page",
        answered("403", PAGE, 403),
        ErrorKind.NOT_AWS,
        ("not from AWS", 'HTTP 403, a web page "Blocked by Corp"'),
        ("captive portal", "proxy"),
        ("<",),
        retriable=True,
    ),
    Row(
        "gateway without a page",
        answered("502", "", 502),
        ErrorKind.NOT_AWS,
        ("not from AWS: HTTP 502",),
        ("proxy",),
        retriable=True,
    ),
    Row(
        "captive portal",
        NotAws("a web page"),
        ErrorKind.NOT_AWS,
        ("a web page",),
        ("captive portal",),
        retriable=True,
    ),
    Row(
        "answer without its run",
        BadAnswer("no JobRun"),
        ErrorKind.BAD_ANSWER,
        ("GetJobRun", "no JobRun"),
        ("Retry",),
        retriable=True,
    ),
    Row(
        "same page for ever",
        boto.PaginationError(message="The same next token was received twice"),
        ErrorKind.BAD_ANSWER,
        ("same next token",),
        ("Retry",),
        retriable=True,
    ),
]
