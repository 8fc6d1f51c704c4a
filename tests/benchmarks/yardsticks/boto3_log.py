"""A bare boto3 script that reads a run's log: `boto3_log.py URL RUN first|whole` prints seconds and bytes.

"first" is the newest thousand events of its two streams, "whole" all of both.
"""

from __future__ import annotations

import sys
import time

import boto3

url, run_id, what = sys.argv[1:]
client = boto3.client("logs", endpoint_url=url)
messages: list[str] = []
began = time.perf_counter()
for group in ("/aws-glue/jobs/output", "/aws-glue/jobs/error"):
    asked = {"logGroupName": group, "logStreamName": run_id, "startTime": 0, "startFromHead": what == "whole"}
    asked |= {"limit": 1_000} if what == "first" else {}
    page = client.get_log_events(**asked)
    messages += [event["message"] for event in page["events"]]
    while what == "whole":
        token = page["nextForwardToken"]
        page = client.get_log_events(**asked, nextToken=token)
        messages += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token:
            break
print(time.perf_counter() - began, sum(map(len, messages)))
