"""A run's Arguments: which are the job's own parameters and which AWS Glue gives a meaning of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SPECIAL = frozenset(
    [
        "--JOB_ID",
        "--JOB_NAME",
        "--JOB_RUN_ID",
        "--TempDir",
        "--additional-python-modules",
        "--auto-scale-within-microbatch",
        "--class",
        "--conf",
        "--continuous-log-conversionPattern",
        "--continuous-log-logGroup",
        "--continuous-log-logStreamPrefix",
        "--custom-logGroup-prefix",
        "--custom-logStream-prefix",
        "--customer-driver-env-vars",
        "--customer-executor-env-vars",
        "--datalake-formats",
        "--debug",
        "--disable-proxy",
        "--disable-proxy-v2",
        "--enable-auto-scaling",
        "--enable-continuous-cloudwatch-log",
        "--enable-continuous-log-filter",
        "--enable-glue-datacatalog",
        "--enable-job-insights",
        "--enable-lakeformation-fine-grained-access",
        "--enable-metrics",
        "--enable-observability-metrics",
        "--enable-rename-algorithm-v2",
        "--enable-s3-parquet-optimized-committer",
        "--enable-spark-ui",
        "--executor-cores",
        "--extra-files",
        "--extra-jars",
        "--extra-py-files",
        "--job-bookmark-from",
        "--job-bookmark-option",
        "--job-bookmark-to",
        "--job-language",
        "--library-set",
        "--mode",
        "--python-modules-installer-option",
        "--scriptLocation",
        "--spark-event-logs-path",
        "--use-postgres-driver",
        "--user-jars-first",
        "--write-shuffle-files-to-s3",
        "--write-shuffle-spills-to-s3",
    ]
)
"""Documented in the Glue Developer Guide, "job parameters"; a name that is missing here only sorts otherwise."""


def own_and_special(arguments: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """The job's own arguments and Glue's, each in AWS's order; both empty where AWS returned no mapping."""
    own: dict[str, Any] = {}
    special: dict[str, Any] = {}
    for name, value in arguments.items() if isinstance(arguments, Mapping) else ():
        (special if name in SPECIAL else own)[str(name)] = value
    return own, special
