"""What a shell completes: profiles by the AWS config files, Regions by botocore's own list; nothing is called."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import click


def complete_profile(context: click.Context, option: click.Parameter, incomplete: str) -> list[str]:
    from gluetui.commandline.aws_config import profiles

    return [name for name in profiles() if name.startswith(incomplete)]


def complete_region(context: click.Context, option: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in regions() if name.startswith(incomplete)]


def regions() -> list[str]:
    """Every Region that the installed botocore knows, read from its data file; importing it takes too long."""
    spec = find_spec("botocore")
    for place in spec.submodule_search_locations or () if spec else ():
        try:
            document = json.loads((Path(place) / "data" / "partitions.json").read_text("utf-8"))
        except (OSError, ValueError):
            continue
        return [
            name
            for partition in document["partitions"]
            for name in partition["regions"]
            if not name.endswith("-global")
        ]
    return []
