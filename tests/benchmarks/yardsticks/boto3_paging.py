"""A bare boto3 script that reads all of a job's runs and prints the seconds of that: `boto3_paging.py URL JOB`."""

from __future__ import annotations

import sys
import time

import boto3

url, job_name = sys.argv[1:]
client = boto3.client("glue", endpoint_url=url)
began = time.perf_counter()
pages = client.get_paginator("get_job_runs").paginate(JobName=job_name, PaginationConfig={"PageSize": 200})
runs = [run for page in pages for run in page["JobRuns"]]
print(time.perf_counter() - began, len(runs))
