"""botocore's Regions, read without boto3: their names, their hosts, and the form that a name must have."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_SUFFIXES = ("dnsSuffix", "dualStackDnsSuffix")
"""Of each partition's outputs those that end the names of its hosts."""


def regions() -> dict[str, str]:
    """Where each Region is, such as "Europe (Ireland)", by its name: every one that the installed botocore knows."""
    return {
        name: str(region.get("description", ""))
        for partition in _partitions()
        for name, region in partition["regions"].items()
        if not name.endswith("-global")
    }


def host_beyond_aws(url: str) -> str:
    """The host and port of an endpoint that is not AWS's own; "" for AWS's."""
    address = urlsplit(url)
    host = address.hostname or ""
    suffixes = [str(partition["outputs"][name]) for partition in _partitions() for name in _SUFFIXES]
    is_aws = not suffixes or any(host.endswith(f".{suffix}") for suffix in suffixes)
    return "" if is_aws else address.netloc.rpartition("@")[2]


@cache
def _partitions() -> list[Mapping[str, Any]]:
    spec = find_spec("botocore")
    for place in spec.submodule_search_locations or () if spec else ():
        try:
            document = json.loads((Path(place) / "data" / "partitions.json").read_text("utf-8"))
        except (OSError, ValueError):
            continue
        return list(document["partitions"])
    return []


_FORM = re.compile(r"[a-z]{2,8}(-[a-z]+)+-\d{1,2}")


def why_no_region(text: str) -> str:
    """Why a text cannot be a Region's name, even of one that botocore does not know yet; "" where it can."""
    if _FORM.fullmatch(text):
        return ""
    return f"{text} is no Region: those are small letters, hyphens and a number at the end, such as eu-west-1"


def why_no_url(text: str) -> str:
    """Why a text cannot be an endpoint, which botocore says in as many ways as there are; "" where it can."""
    try:
        address = urlsplit(text)
        has_host, _ = bool(address.hostname), address.port
    except ValueError as error:
        return f"is no URL ({error})"
    if address.scheme not in ("http", "https") or not text.lower().startswith(f"{address.scheme}://"):
        return f"does not begin with https:// or http://{'; https://' + text + ' would' if _is_host(text) else ''}"
    if not has_host or re.search(r"\s", text):
        return "names no host" if not has_host else "has a blank in it"
    return ""


def _is_host(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9.-]+(:\d+)?(/\S*)?", text) is not None
