"""The messages of the demo's runs that failed or wait, as AWS Glue words them."""

from __future__ import annotations

OUT_OF_MEMORY = """\
Error Category: UNCLASSIFIED_ERROR; Failed Line Number: 87; RuntimeError: joining orders with sessions \
failed: 418,206,934 session rows tonight, median of the last 28 nights 41,377,520
Caused by: An error occurred while calling o214.pyWriteDynamicFrame.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 37 in stage 12.0 failed 4 times, \
most recent failure: Lost task 37.3 in stage 12.0 (TID 2218) (172.31.44.17 executor 11): \
ExecutorLostFailure (executor 11 exited caused by one of the running tasks) \
Reason: Container killed by YARN for exceeding memory limits. 22.4 GB of 22 GB physical memory used. \
Consider boosting spark.executor.memoryOverhead.
Driver stacktrace:
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2863)
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2799)
\tat org.apache.spark.sql.execution.joins.SortMergeJoinExec.doExecute(SortMergeJoinExec.scala:[...])
\tat java.base/java.lang.Thread.run(Thread.java:840)"""
NO_CONNECTION = """\
Error Category: CONNECTION_ERROR; Failed Line Number: 34; \
An error occurred while calling o103.getDynamicFrame.
: org.postgresql.util.PSQLException: The connection attempt failed.
Caused by: java.net.SocketTimeoutException: Connect timed out"""
NO_CAPACITY = (
    "Waiting for capacity: Max concurrent compute (DPU usage) exceeded. "
    "The runs of this account in this Region use 140 of 150 DPUs; this run asks for 24. Job run is queued."
)
NO_COLUMN = "Error Category: UNCLASSIFIED_ERROR; Failed Line Number: 41; KeyError: 'order_channel'"
NO_MODULE = (
    "LAUNCH ERROR | Python Module Installer indicates modules that failed to install, "
    "check logs from the PythonModuleInstaller. Please refer logs for details."
)
NO_HEAP = """\
Error Category: OUT_OF_MEMORY_ERROR; Failed Line Number: 63; \
An error occurred while calling o131.parquet. Job aborted due to stage failure: Task 5 in stage 7.0 failed 4 times, \
most recent failure: Lost task 5.3 in stage 7.0 (TID 611) (172.31.52.9 executor 4): \
java.lang.OutOfMemoryError: Java heap space"""
