"""AWS's partitions and Regions, read from botocore's data file: importing botocore takes too long."""

from __future__ import annotations

import json
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
        name: str(told.get("description", ""))
        for partition in _partitions()
        for name, told in partition["regions"].items()
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
