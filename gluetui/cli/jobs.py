"""`gluetui jobs`: the account's job names."""

from __future__ import annotations

import click

from gluetui.cli.connection import Connection, connected
from gluetui.cli.printing import Listing, json_option, pages, write_json


@click.command()
@json_option
@connected()
def jobs(*, connection: Connection, as_data: bool) -> None:
    """Print the names of the jobs."""
    from gluetui.cli.tables import JOBS, job_cells

    listing = Listing(JOBS)
    for names in pages(connection.glue().jobs):
        if as_data:
            for name in names:
                write_json({"JobName": name})
        else:
            listing.add(job_cells(name) for name in names)
