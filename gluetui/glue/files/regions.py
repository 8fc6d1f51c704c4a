"""Regions by the form of their names, and the partition and the console of each."""

from __future__ import annotations

import re

_REGION_NAME = r"(?:eusc-)?[a-z]{2}(?:-(?:gov|iso[a-z]?))?-(?:central|(?:north|south)(?:east|west)?|east|west)-[1-9]\d?"
_REGION = re.compile(rf"(?<![\w-]){_REGION_NAME}(?![\w-])")
_ACCOUNT = re.compile(r"\baccount(?:[ _-]?id)?[\"'*`]*\s*[:=]?\s*[\"'*`]*(\d{12})(?!\d)", re.IGNORECASE)

CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
    "aws-eusc": "console.amazonaws-eusc.eu",
}
"""The console's host by partition."""


def partition_of(region: str) -> str:
    """By the form of the Region's name; "aws" for any that has no form of its own."""
    for start, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")):
        if region.startswith(start):
            return partition
    isolated = re.match(r"(?:us|eu)-(iso[a-z]?)-", region)
    return f"aws-{isolated[1]}" if isolated else "aws"


def regions_in(text: str) -> list[str]:
    """The Regions that a text names, each once, in its order; one that is a part of another name is none."""
    return list(dict.fromkeys(_REGION.findall(text)))


def account_in(text: str) -> str:
    """The account that a text names with that word; "" where it names none, or several."""
    found = set(_ACCOUNT.findall(text))
    return found.pop() if len(found) == 1 else ""
