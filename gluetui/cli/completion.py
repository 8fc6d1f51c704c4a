"""What a shell completes: profiles by the AWS config files, Regions by botocore's own list; nothing is called."""

from __future__ import annotations

import click


def complete_profile(context: click.Context, option: click.Parameter, incomplete: str) -> list[str]:
    """The profiles whose names begin so."""
    from gluetui.glue.aws.config import profiles

    return [name for name in profiles() if name.startswith(incomplete)]


def complete_region(context: click.Context, option: click.Parameter, incomplete: str) -> list[str]:
    """The Regions whose names begin so."""
    from gluetui.glue.aws.partitions import regions

    return [name for name in regions() if name.startswith(incomplete)]
