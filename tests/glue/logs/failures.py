"""Logs of runs in the recorded forms, each with the line that says why: written for these tests."""

# ruff: noqa: E501 - a log's lines are long.

from __future__ import annotations

from typing import NamedTuple

ERROR_4 = "2026-08-19 12:57:31,333 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(70)): "
ERROR_5 = "2026-08-04 04:17:36 ERROR ProcessLauncher:326 - "
ERROR_1 = "22/11/14 06:08:18 ERROR ProcessLauncher: "
INFO_5 = "2026-08-04 04:17:35 INFO  DAGScheduler:60 - "
ANALYSIS_4 = (
    "2026-08-19 12:57:31,333 ERROR [main] glueexceptionanalysis.GlueExceptionAnalysisListener"
    " (Logging.scala:logError(9)): [Glue Exception Analysis] "
)
TRACEBACK = "Traceback (most recent call last):\n"
SCRIPT = '  File "/tmp/curate.py", line 87, in <module>\n    orders.write.save(target)\n'
SCRIPT_5 = '  File "/tmp/glue-job-8123/curate.py", line 87, in <module>\n    orders.write.save(target)\n'
PY4J = (
    '  File "/opt/amazon/spark/python/lib/pyspark.zip/pyspark/sql/readwriter.py", line 1463, in save\n'
    "    self._jwrite.save(path)\n"
    "py4j.protocol.Py4JJavaError: An error occurred while calling o93.save.\n"
)
FRAMES = "\tat org.apache.spark.sql.X.write(X.scala:196)\n\tat java.lang.Thread.run(Thread.java:750)\n"
ABORTED = "Job aborted due to stage failure: Task 3 in stage 5.0 failed 4 times, most recent failure: Lost task 3.3 in stage 5.0"
DRIVER_LOST = f"{ABORTED} (TID 77) (10.0.3.7 executor 4): "


class Failure(NamedTuple):
    """One log, and what is to be read of it."""

    name: str
    log: tuple[tuple[str, str], ...]
    """Sources, each with a text."""
    cause: str
    rule: str
    script: str | None = None
    line: int | None = None
    is_clean_up: bool = False


def one(name: str, text: str, cause: str, rule: str, script: str | None = None, line: int | None = None) -> Failure:
    return Failure(name, (("error", text),), cause, rule, script, line)


INSIGHTS = (
    one(
        "Glue's analysis, with a frame of the script",
        ANALYSIS_4
        + '{"Event": "GlueETLJobExceptionEvent", "Timestamp": 1786971451000, "Failure Reason": "Traceback (most recent'
        ' call last):\\n  File \\"/tmp/curate.py\\", line 12, in <module>\\nAnalysisException: Path does not exist: s3://lake/in",'
        ' "Stack Trace": [{"Declaring Class": "deco", "Method Name": "raise", "File Name": "/opt/x/utils.py",'
        ' "Line Number": 117}, {"Declaring Class": "<module>", "Method Name": "main", "File Name": "/tmp/curate.py",'
        ' "Line Number": 12}], "Last Executed Line number": 12, "script": "curate.py"}\n',
        "AnalysisException: Path does not exist: s3://lake/in",
        "glue-exception-analysis",
        "curate.py",
        12,
    ),
    one(
        "Glue's analysis in Glue 5, without the script's name",
        ERROR_5
        + '[Glue Exception Analysis] {"Event":"GlueExceptionAnalysisJobFailed","Failure Reason":"java.sql.SQLException:'
        ' ORA-01653: unable to extend table","Stack Trace":[{"File Name":"/tmp/glue-job-8123/curate.py","Line Number":7}],'
        '"Last Executed Line number":9,"script":""}\n',
        "java.sql.SQLException: ORA-01653: unable to extend table",
        "glue-exception-analysis",
        "curate.py",
        7,
    ),
    one(
        "Glue's analysis, cut in an escape, with the next record glued to it",
        ANALYSIS_4 + '{"Event": "GlueETLJobExceptionEvent", "Failure Reason": "KeyError: \'caf\\u00',
        "KeyError: 'caf",
        "glue-exception-analysis",
    ),
    one(
        "Glue's analysis, the next record glued to its last brace",
        ANALYSIS_4 + '{"Event": "GlueETLJobExceptionEvent", "Failure Reason": "IllegalArgumentException: no such day",'
        ' "Stack Trace": [], "Last Executed Line number": 31, "script": "curate.py"}' + INFO_5 + "over\n",
        "IllegalArgumentException: no such day",
        "glue-exception-analysis",
        "curate.py",
        31,
    ),
)

LAUNCH = (
    one(
        "pip finds no such version, before LAUNCH ERROR",
        "INFO\t2026-01-08T23:30:48,988\t37709\tcom.amazonaws.PythonModuleInstaller\t[main]\tInstalling wordz==9\n"
        "ERROR: Could not find a version that satisfies the requirement wordz==9 (from versions: 1.0)\n"
        "ERROR: No matching distribution found for wordz==9\n"
        "WARNING: You are using pip version 22.3\n"
        "LAUNCH ERROR | Python Module Installer indicates modules that failed to install, check logs.\n",
        "No matching distribution found for wordz==9",
        "launch-error",
    ),
    one(
        "pip's complaint in a record of Glue's installer",
        "ERROR\t2026-01-08T23:30:50,100\t39000\tcom.amazonaws.PythonModuleInstaller\t[main]\tSTDError Stream ERROR: "
        "Invalid requirement: 'wordz=9'\n"
        "LAUNCH ERROR | Python Module Installer indicates modules that failed to install, check logs.\n",
        "Invalid requirement: 'wordz=9'",
        "launch-error",
    ),
    one(
        "a script that cannot be downloaded",
        'fatal error: An error occurred (404) when calling the HeadObject operation: Key "curate.py" does not exist\n'
        "LAUNCH ERROR | File s3://etl/curate.py cannot be fetched\n",
        'fatal error: An error occurred (404) when calling the HeadObject operation: Key "curate.py" does not exist',
        "launch-error",
    ),
    one(
        "LAUNCH ERROR alone says it itself",
        "LAUNCH ERROR | Error downloading from S3 for bucket: etl, key: curate.py. Access Denied (Status Code: 403)\n",
        "Error downloading from S3 for bucket: etl, key: curate.py. Access Denied (Status Code: 403)",
        "launch-error",
    ),
    one(
        "a bootstrap that failed",
        "Container: container_1690_0001_01_000001\nBootstrapping failed: no route to the Glue endpoint\n",
        "Bootstrapping failed: no route to the Glue endpoint",
        "launch-error",
    ),
)

LAUNCHER = (
    one(
        "a Python function in a task, its traceback quoted",
        ERROR_4
        + "Error from Python:"
        + TRACEBACK
        + SCRIPT
        + PY4J
        + f": org.apache.spark.SparkException: {DRIVER_LOST}org.apache.spark.api.python.PythonException: '{TRACEBACK}"
        + '  File "/tmp/curate.py", line 5, in day\nValueError: bad day\n\'\n'
        + FRAMES,
        "ValueError: bad day",
        "process-launcher",
        "curate.py",
        5,
    ),
    one(
        "a Python function in a task, its traceback announced",
        ERROR_4
        + "Error from Python:"
        + TRACEBACK
        + SCRIPT
        + "pyspark.sql.utils.PythonException: \n  An exception was thrown from the Python worker. Please see the stack"
        + " trace below.\n"
        + TRACEBACK
        + '  File "/tmp/curate.py", line 5, in day\nValueError: bad day\n',
        "ValueError: bad day",
        "process-launcher",
        "curate.py",
        5,
    ),
    one(
        "Python's own exception in Glue 4",
        ERROR_4 + "Error from Python:" + TRACEBACK + SCRIPT + "KeyError: 'order_id'\n",
        "KeyError: 'order_id'",
        "process-launcher",
        "curate.py",
        87,
    ),
    one(
        "a lost task behind Py4J in Glue 5",
        ERROR_5
        + "Error from Python:"
        + TRACEBACK
        + SCRIPT_5
        + PY4J
        + ": org.apache.spark.SparkException: "
        + DRIVER_LOST
        + 'java.lang.NumberFormatException: For input string: "n/a"\n'
        + FRAMES
        + "\nDriver stacktrace:\n"
        + FRAMES,
        'java.lang.NumberFormatException: For input string: "n/a"',
        "process-launcher",
        "curate.py",
        87,
    ),
    one(
        "the deepest of several causes",
        ERROR_4
        + "Error from Python:"
        + TRACEBACK
        + SCRIPT
        + PY4J
        + ": org.apache.spark.SparkException: Job aborted.\n"
        + FRAMES
        + "Caused by: org.apache.spark.SparkException: Writing job aborted\n"
        + FRAMES
        + "Caused by: java.sql.BatchUpdateException: Duplicate entry '7' for key 'PRIMARY'\n\t... 32 more\n",
        "java.sql.BatchUpdateException: Duplicate entry '7' for key 'PRIMARY'",
        "process-launcher",
        "curate.py",
        87,
    ),
    one(
        "what Py4J hands on",
        ERROR_4
        + "Error from Python:"
        + TRACEBACK
        + SCRIPT
        + PY4J
        + ": com.amazonaws.services.glue.model.EntityNotFoundException: Database lake not found\n"
        + FRAMES,
        "com.amazonaws.services.glue.model.EntityNotFoundException: Database lake not found",
        "process-launcher",
        "curate.py",
        87,
    ),
    one(
        "an exception in a Scala job's class",
        ERROR_1 + "Exception in User Class: java.lang.IllegalArgumentException: requirement failed: no day\n" + FRAMES,
        "java.lang.IllegalArgumentException: requirement failed: no day",
        "process-launcher",
    ),
    one(
        "the original reason of a failure",
        ERROR_5 + "Original failureReason: java.net.UnknownHostException: db.orders.internal\n",
        "java.net.UnknownHostException: db.orders.internal",
        "process-launcher",
    ),
    one(
        "a Python function in a task",
        ERROR_4
        + "Error from Python:"
        + TRACEBACK
        + SCRIPT
        + PY4J
        + ": org.apache.spark.SparkException: "
        + DRIVER_LOST
        + "org.apache.spark.api.python.PythonException: "
        + TRACEBACK
        + '  File "/tmp/curate.py", line 31, in ratio\nZeroDivisionError: division by zero\n\n'
        + FRAMES,
        "ZeroDivisionError: division by zero",
        "process-launcher",
        "curate.py",
        31,
    ),
)

TRACES = (
    one(
        "a traceback within another, as Ray writes it",
        TRACEBACK
        + SCRIPT
        + 'ray.exceptions.RayTaskError(ValueError): ray::f()\n  File "/tmp/curate.py", line 3, in f\nValueError: no day\n',
        "ValueError: no day",
        "trace",
        "curate.py",
        3,
    ),
    one(
        "Java's main thread",
        'Exception in thread "main" java.lang.IllegalStateException: no day\n' + FRAMES,
        "java.lang.IllegalStateException: no day",
        "trace",
    ),
    one(
        "a Python shell's traceback",
        "orders: 12\n" + TRACEBACK + '  File "/tmp/glue-python-scripts-ab12c/curate.py", line 9, in <module>\n'
        "    main()\nValueError: no orders for 2026-08-03\n",
        "ValueError: no orders for 2026-08-03",
        "trace",
        "curate.py",
        9,
    ),
    one(
        "the script's own logging of a traceback",
        "2026-08-03 23:52:00,162 ERROR [MainThread] root - night failed\n"
        + TRACEBACK
        + SCRIPT
        + "botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the GetTable operation:"
        " User: arn:aws:sts::123456789012:assumed-role/etl/x is not authorized to perform: glue:GetTable on resource: t\n",
        "botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the GetTable operation:"
        " User: arn:aws:sts::123456789012:assumed-role/etl/x is not authorized to perform: glue:GetTable on resource: t",
        "trace",
        "curate.py",
        87,
    ),
    one(
        "another exception while the first was handled: the last",
        TRACEBACK
        + SCRIPT
        + "KeyError: 'day'\n\nDuring handling of the above exception, another exception occurred:\n\n"
        + TRACEBACK
        + '  File "/tmp/curate.py", line 91, in <module>\nValueError: the file has no column day\n',
        "ValueError: the file has no column day",
        "trace",
        "curate.py",
        91,
    ),
    one(
        "another exception while the first was handled: the first, where the last is of cleaning up",
        TRACEBACK
        + SCRIPT
        + "KeyError: 'day'\n\nDuring handling of the above exception, another exception occurred:\n\n"
        + TRACEBACK
        + '  File "/tmp/curate.py", line 91, in <module>\n'
        "psycopg2.InterfaceError: connection already closed\n",
        "KeyError: 'day'",
        "trace",
        "curate.py",
        87,
    ),
    one(
        "a stage's failure in the driver's log alone",
        INFO_5
        + "ResultStage 5 (save at X.java:0) failed in 3.2 s due to "
        + DRIVER_LOST
        + "java.io.FileNotFoundException: s3://lake/day=3/part-1: 404 Not Found\n"
        + FRAMES,
        "java.io.FileNotFoundException: s3://lake/day=3/part-1: 404 Not Found",
        "trace",
    ),
)

KILLED = (
    one(
        "YARN kills a container",
        "2026-08-04 04:17:36 WARN YarnAllocator:73 - Container killed by YARN for exceeding memory limits."
        " 5.6 GB of 5.5 GB physical memory used.\n",
        "Container killed by YARN for exceeding memory limits. 5.6 GB of 5.5 GB physical memory used.",
        "killed",
    ),
    one(
        "beyond the physical memory limits",
        "22/11/14 06:08:18 ERROR YarnClusterScheduler: Container is running beyond physical memory limits. Killing.\n",
        "Container is running beyond physical memory limits. Killing.",
        "killed",
    ),
    one(
        "the driver's memory",
        'java.lang.OutOfMemoryError: Java heap space\n-XX:OnOutOfMemoryError="kill -9 %p"\n',
        "java.lang.OutOfMemoryError: Java heap space",
        "killed",
    ),
    one(
        "a full disk",
        "22/11/14 06:08:18 ERROR DiskBlock: write: No space left on device\n",
        "write: No space left on device",
        "killed",
    ),
    Failure(
        "a Python shell's memory",
        (("shell", "Command failed with exit code 10\n"),),
        "Command failed with exit code 10",
        "killed",
    ),
    one(
        "killed by a signal",
        "22/11/14 06:08:18 ERROR Launcher: Command exited with exit code 137\n",
        "Command exited with exit code 137",
        "killed",
    ),
    one(
        "ended by a signal",
        "Container exited with a non-zero exit code 143\n",
        "Container exited with a non-zero exit code 143",
        "killed",
    ),
)

REFUSED = (
    one(
        "a right that is missing",
        "curate: User x is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::l\n",
        "curate: User x is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::l",
        "refused",
    ),
    one(
        "Lake Formation",
        "22/11/14 06:08:18 ERROR Catalog: Insufficient Lake Formation permission(s) on orders\n",
        "Insufficient Lake Formation permission(s) on orders",
        "refused",
    ),
    one(
        "S3 slows down",
        "ERROR:curate:Slow Down (Service: Amazon S3; Status Code: 503; Request ID: 7)\n",
        "Slow Down (Service: Amazon S3; Status Code: 503; Request ID: 7)",
        "refused",
    ),
    one(
        "a database that cannot be reached",
        "22/11/14 06:08:18 ERROR Jdbc: Communications link failure\n",
        "Communications link failure",
        "refused",
    ),
    one("no route", "connect: No route to host\n", "connect: No route to host", "refused"),
    one(
        "a connection that timed out",
        "22/11/14 06:08:18 ERROR Jdbc: connect to db:5432 timed out\n",
        "connect to db:5432 timed out",
        "refused",
    ),
)

RANKS = (
    Failure(
        "what cleaning up reports hides a true cause of lower rank",
        (
            (
                "error",
                ERROR_4
                + "Error from Python:"
                + TRACEBACK
                + SCRIPT
                + PY4J
                + ": java.lang.IllegalStateException: SparkContext was shut down\n"
                + FRAMES,
            ),
            (
                "executor",
                "22/11/14 06:08:18 ERROR Executor: Exception in task 3.0 in stage 5.0 (TID 77)\n"
                "java.sql.SQLException: ORA-01653: unable to extend table\n" + FRAMES,
            ),
            ("error", INFO_5 + "Job aborted\n"),
        ),
        "java.sql.SQLException: ORA-01653: unable to extend table",
        "trace",
    ),
    Failure(
        "what cleaning up reports is better than nothing, and is said",
        (("error", TRACEBACK + SCRIPT + "java.io.IOException: Filesystem closed\n"),),
        "java.io.IOException: Filesystem closed",
        "trace",
        "curate.py",
        87,
        is_clean_up=True,
    ),
    Failure(
        "a log that cannot be uploaded comes after the cause",
        (
            ("output", TRACEBACK + SCRIPT + "KeyError: 'order_id'\n"),
            (
                "error",
                "22/11/14 06:08:18 ERROR LogPusher: uploading logs failed\n"
                "com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (Status Code: 403)\n" + FRAMES,
            ),
        ),
        "KeyError: 'order_id'",
        "trace",
        "curate.py",
        87,
    ),
    Failure(
        "a mere symptom in the launcher's words, a kill beside it",
        (
            (
                "error",
                "22/11/14 06:08:17 ERROR YarnAllocator: Container killed by YARN for exceeding memory limits. 9 GB\n"
                + ERROR_4
                + "Error from Python:"
                + TRACEBACK
                + SCRIPT
                + PY4J
                + ": org.apache.spark.SparkException: Job aborted.\n"
                + FRAMES,
            ),
        ),
        "Container killed by YARN for exceeding memory limits. 9 GB",
        "killed",
    ),
)

FAILURES = (*INSIGHTS, *LAUNCH, *LAUNCHER, *TRACES, *KILLED, *REFUSED, *RANKS)

CALM = {
    "the java command": (
        ("error", 'java -XX:OnOutOfMemoryError="kill -9 %p" -Djavax.net.ssl.trustStore=x org.a.Main\n'),
    ),
    "Glue's own rules": (
        (
            "error",
            ERROR_5.replace("ProcessLauncher", "AnalyzerLogHelper") + "no rule: Traceback\n"
            "java.lang.NullPointerException: getResourceAsStream\n" + FRAMES,
        ),
    ),
    "failure rules of drools": (
        (
            "error",
            "22/11/14 06:08:18 ERROR FailureAnalysisRules: drools\n"
            "java.io.IOException: no rules\n"
            + FRAMES
            + "22/11/14 06:08:18 ERROR KieContainer: drools.getResourceAsStream\n"
            "java.io.IOException: no rules\n" + FRAMES,
        ),
    ),
    "a closed channel": (
        (
            "error",
            ERROR_5.replace("ProcessLauncher", "TransportRequestHandler") + "Error sending result\n"
            "io.netty.channel.StacklessClosedChannelException: null\n" + FRAMES,
        ),
    ),
    "a lost executor": (
        (
            "error",
            "22/11/14 06:08:18 ERROR YarnScheduler: Lost executor 3 on 10.0.0.7: Remote RPC client"
            " disassociated. Likely due to containers exceeding thresholds\n",
        ),
    ),
    "a decommission": (
        ("error", "22/11/14 06:08:18 ERROR TaskScheduler: Lost executor 3 on 10.0.0.7: worker decommission\n"),
    ),
    "a warning of Glue's own script": (
        (
            "error",
            "/tmp/runscript.py:34: SyntaxWarning: invalid escape sequence '\\.'\n"
            "  if re.match('Job aborted due to stage failure: Lost task', text):\n",
        ),
    ),
    "pip's stream of errors": (
        (
            "error",
            "ERROR\t2026-01-08T23:30:50,100\t39000\tcom.amazonaws.PythonModuleInstaller\t[main]\t"
            "STDError Stream ERROR: pip's dependency resolver does not take into account\n",
        ),
    ),
    "bindings of SLF4J": (
        ("error", "SLF4J: Class path contains multiple SLF4J bindings.\nSLF4J: Found binding in [jar:x]\n"),
    ),
    "a log that cannot be uploaded": (
        (
            "error",
            "22/11/14 06:08:18 ERROR EventLog: Failed to upload logs\n"
            "com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (403)\n" + FRAMES,
        ),
    ),
    "an executor's memory, its task finished elsewhere": (
        (
            "executor",
            "22/11/14 06:08:18 ERROR Executor: Exception in task 3.0 in stage 5.0 (TID 77)\n"
            "java.lang.OutOfMemoryError: Java heap space\n" + FRAMES,
        ),
        (
            "error",
            "22/11/14 06:09:18 INFO TaskSetManager: Finished task 3.1 in stage 5.0 (TID 81) in 9 ms on 10.0.0.8\n",
        ),
    ),
    "an executor's memory, and no stage failed": (
        ("executor", "java.lang.OutOfMemoryError: Java heap space\n" + FRAMES),
        ("error", "22/11/14 06:09:18 INFO DAGScheduler: Job 3 finished\n"),
    ),
    "an executor that was lost by a signal, and no stage failed": (
        (
            "error",
            "22/11/14 06:08:18 ERROR YarnScheduler: Lost executor 3 on 10.0.0.7: Container from a bad node. Exit status: 143\n",
        ),
    ),
    "a container that was killed, its task finished elsewhere": (
        (
            "error",
            "22/11/14 06:08:18 WARN TaskSetManager: Lost task 3.0 in stage 5.0 (TID 77) (10.0.3.7 executor 4):"
            " ExecutorLostFailure (executor 4 exited) Reason: Container killed by YARN for exceeding memory limits\n"
            "22/11/14 06:09:18 INFO TaskSetManager: Finished task 3.1 in stage 5.0 (TID 81) in 9 ms\n"
            "22/11/14 06:09:18 INFO DAGScheduler: Job aborted\n",
        ),
    ),
    "a task that is tried again": (
        (
            "error",
            "22/11/14 06:08:18 WARN TaskSetManager: Lost task 3.0 in stage 5.0 (TID 77)"
            " (10.0.3.7 executor 4): java.io.IOException: Connection reset\n" + FRAMES,
        ),
    ),
    "an exception that Python ignored": (
        ("error", "Exception ignored in: <function Pool.__del__>\n" + TRACEBACK + SCRIPT + "KeyError: 'x'\n"),
    ),
    "words of errors in the script's own lines": (("output", "errors: 0\n0 Exceptions\nno Error at all\n"),),
    "a retry that timed out": (
        (
            "error",
            "22/11/14 06:08:18 WARN Jdbc: connect timed out, trying again\n"
            "22/11/14 06:08:18 INFO Jdbc: connect timed out, trying again\n",
        ),
    ),
    "nothing": (),
}
