"""A click script that does nothing but tell its version."""

from __future__ import annotations

import click


@click.command()
@click.version_option("1.0", prog_name="nothing")
def main() -> None:
    pass


main()
