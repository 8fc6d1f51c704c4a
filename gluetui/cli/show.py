"""`gluetui show JOB RUN_ID`: every field of one run."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from gluetui.cli.connection import Connection, connected, run_id_as_meant
from gluetui.cli.known_cause import cause_of
from gluetui.cli.printing import (
    console,
    is_terminal,
    json_option,
    secrets_option,
    styled,
    write,
    write_json_text,
)
from gluetui.cli.sources import clock_of
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.saving import cli_json
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.local.aws_cli import copies_iso_times

if TYPE_CHECKING:
    from gluetui.cli.tables import Cells
    from gluetui.text.run_fields import RunField


@click.command()
@click.argument("job")
@click.argument("run_id", type=run_id_as_meant)
@json_option
@secrets_option
@connected()
def show(*, connection: Connection, job: str, run_id: str, as_data: bool, show_secrets: bool) -> None:
    """Print every field of one run."""
    glue, run = connection.run(RunKey(job, run_id))
    if as_data:
        form = glue.printed_form(has_iso_times=copies_iso_times(connection.profile))
        write_json_text(cli_json(run, raw=show_secrets, form=form)[0])
        return
    from gluetui.cli.tables import plain_line
    from gluetui.text.run_fields import run_fields, without_secrets

    clock = clock_of(glue, [run])
    shown = run if show_secrets else without_secrets(run)
    rows = whole_rows(run_fields(shown, glue.fields(), now=clock.now(), zone=clock.zone, for_others=True))
    if is_terminal():
        _draw(rows)
    else:
        for _, cells in rows:
            write(plain_line(cells))
    _print_cause(glue, run, show_secrets=show_secrets)


def _print_cause(glue: Glue, run: JobRun, *, show_secrets: bool) -> None:
    """A last row: the fields are there already while the log is asked. A saved run seldom has a log beside it."""
    from gluetui.cli.log_output import iso
    from gluetui.cli.tables import field_rows, plain_line
    from gluetui.glue.secrets.masks import Masks
    from gluetui.text.log_cause import cause_field

    sys.stdout.flush()
    known = cause_of(glue, run)
    if known is None or (known.cause is None and not glue.source.is_aws):
        return
    mask = str if show_secrets else Masks(run.raw).apply
    rows = list(field_rows([cause_field(known, run, mask=mask, times=iso)]))
    if is_terminal():
        _draw([("Log", cells) for _, cells in rows])
    else:
        for _, cells in rows:
            write(plain_line(cells))


def whole_rows(fields: Iterable[RunField]) -> Iterator[tuple[str, Cells]]:
    """Each field with its section; a value of which a pane shows only the beginning is whole here."""
    from gluetui.cli.tables import field_rows
    from gluetui.text.field_text import CUT_AT
    from gluetui.text.run_fields import value_text
    from gluetui.text.safe import many_lines

    for field in fields:
        whole = value_text(field)
        is_cut = len(whole) > CUT_AT and field.shown.text == many_lines(whole[:CUT_AT])
        if is_cut:
            field = field._replace(shown=field.shown._replace(text=many_lines(whole), note=""))
        yield from field_rows([field])


def _draw(rows: Iterable[tuple[str, Cells]]) -> None:
    """A table of names and values, a title above each section."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(overflow="fold", ratio=None, min_width=12)
    table.add_column(overflow="fold")
    section = ""
    for each, (name, value, exact, note) in rows:
        if each != section:
            table.add_row(*([Text("")] * 2 if section else []))
            table.add_row(Text(each, "bold underline"), Text(""))
            section = each
        aside = " · ".join(part for part in (f"({exact.text})" if exact.text else "", note.text) if part)
        shown = styled(value)
        table.add_row(styled(name), shown.append(f"  {aside}", "dim") if aside else shown)
    console().print(table)
