"""A run's Arguments: the job's own parameters, and those that AWS Glue gives a meaning of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SPECIAL = {
    "--JOB_ID": "Set by AWS Glue itself.",
    "--JOB_NAME": "The job's name, which AWS Glue hands to the script.",
    "--JOB_RUN_ID": "Set by AWS Glue itself: the id of the run.",
    "--TempDir": "The S3 folder for what the run keeps for a while, such as data on its way to Redshift.",
    "--additional-python-modules": "Python packages, with commas between, that are installed before the script starts.",
    "--auto-scale-within-microbatch": "Lets a streaming run change its number of workers within a micro-batch.",
    "--class": "The class whose main method a Scala script starts in.",
    "--conf": "Settings of Spark, as key=value; AWS Glue keeps many of them for itself.",
    "--continuous-log-conversionPattern": "The Log4j pattern of lines in the continuous log.",
    "--continuous-log-logGroup": "The CloudWatch log group of the continuous log, in place of the usual one.",
    "--continuous-log-logStreamPrefix": "What the names of the continuous log's streams begin with.",
    "--custom-logGroup-prefix": "What the names of the log groups begin with, in place of /aws-glue.",
    "--custom-logStream-prefix": "What the names of the log streams begin with, in place of the run's id.",
    "--customer-driver-env-vars": "Environment variables for the driver.",
    "--customer-executor-env-vars": "Environment variables for the executors.",
    "--datalake-formats": "Table formats whose libraries are loaded: hudi, delta, iceberg.",
    "--debug": "Used within AWS Glue; it is not meant to be set.",
    "--disable-proxy": "Turns the proxy off through which AWS Glue reaches services from a VPC.",
    "--disable-proxy-v2": "Turns that proxy off for S3, CloudWatch and Glue, so that their traffic stays in the VPC.",
    "--enable-auto-scaling": "Workers come and go with the load, up to NumberOfWorkers; DPUSeconds tells the bill.",
    "--enable-continuous-cloudwatch-log": "Sends the log to CloudWatch while the run goes on, not only at its end.",
    "--enable-continuous-log-filter": "Leaves out of the continuous log what Spark and YARN say of themselves.",
    "--enable-glue-datacatalog": "Spark SQL takes the AWS Glue Data Catalog for its Hive metastore.",
    "--enable-job-insights": "AWS Glue looks for the root cause of a failure; it has a log stream of its own.",
    "--enable-lakeformation-fine-grained-access": "Lake Formation's rights on rows and columns hold for the run.",
    "--enable-metrics": "CloudWatch gets metrics of the run; that it is there at all turns it on.",
    "--enable-observability-metrics": "CloudWatch gets metrics about why a run is slow, skewed or fails.",
    "--enable-rename-algorithm-v2": "Sets EMRFS's rename algorithm to version 2.",
    "--enable-s3-parquet-optimized-committer": "Parquet is committed to S3 without renaming files.",
    "--enable-spark-ui": "Spark's event log is kept, for looking at the run in the Spark UI.",
    "--executor-cores": "How many tasks an executor works at side by side.",
    "--extra-files": "Files on S3 that are copied beside the script before it starts.",
    "--extra-jars": "JAR files on S3 that are added to the class path.",
    "--extra-py-files": "Python modules on S3 that the script can import.",
    "--job-bookmark-from": "The run after which data is read, where the bookmark is paused.",
    "--job-bookmark-option": "Whether the run reads only what is new since the last one (job-bookmark-enable), or all.",
    "--job-bookmark-to": "The run up to which data is read, where the bookmark is paused.",
    "--job-language": "The script's language: python or scala.",
    "--library-set": "Which set of libraries a Python shell job comes with: analytics, or none.",
    "--mode": "Used within AWS Glue; it is not meant to be set.",
    "--python-modules-installer-option": "Options for pip, which installs the additional Python modules.",
    "--scriptLocation": "Where on S3 the script is.",
    "--spark-event-logs-path": "The S3 folder that Spark's event log is written to.",
    "--use-postgres-driver": "Takes the newer PostgreSQL driver, which does not clash with Redshift's.",
    "--user-jars-first": "Your own JAR files go before AWS Glue's on the class path.",
    "--write-shuffle-files-to-s3": "Shuffled data is written to S3 in place of the workers' disks.",
    "--write-shuffle-spills-to-s3": "What does not fit on the workers' disks while shuffling is written to S3.",
}
"""The purpose of each, after the Glue Developer Guide, "job parameters"; one that is missing only sorts otherwise."""


def argument_help(name: str) -> str:
    """The purpose of an argument, in a sentence."""
    known = SPECIAL.get(name)
    return f"A parameter of AWS Glue's own. {known}" if known else "An argument of this run, for its script to read."


def own_and_special(arguments: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """The job's own arguments and Glue's, each in AWS's order; both empty where AWS returned no mapping."""
    own: dict[str, Any] = {}
    special: dict[str, Any] = {}
    for name, value in arguments.items() if isinstance(arguments, Mapping) else ():
        (special if name in SPECIAL else own)[str(name)] = value
    return own, special
