"""A bare boto3 script that prints the first page of a job's runs: `boto3_page.py URL JOB`."""

from __future__ import annotations

import sys

import boto3

url, job_name = sys.argv[1:]
client = boto3.client("glue", endpoint_url=url)
for run in client.get_job_runs(JobName=job_name, MaxResults=200)["JobRuns"]:
    print(run["JobRunState"], run["StartedOn"], run["Id"])
