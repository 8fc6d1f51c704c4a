"""Output on stdout: Rich's tables on a terminal, one line a row for a pipe, or JSON."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from gluetui.cli.exit_codes import complain
from gluetui.cli.streams import terminal_width
from gluetui.glue.files.printed import as_json
from gluetui.local.colours import with_colour_choices

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from gluetui.cli.tables import Cells
    from gluetui.glue.clients.glue import Page
    from gluetui.glue.errors.error import AwsError
    from gluetui.text.lines import Span

Item = TypeVar("Item")

STYLE_BY_ROLE = {
    "good": "green",
    "bad": "bold red",
    "live": "cyan",
    "waiting": "yellow",
    "warning": "yellow",
    "stopped": "magenta",
    "unknown": "yellow",
    "dim": "dim",
    "name": "bold",
    "secret": "dim",
}
"""Rich's style for a Span's role, in the terminal's own sixteen colours."""

RUN_ID = "run id"
"""Heading of the column that goes below its row before any other."""

NARROWEST_LAST = 40
"""Cells of a list's last column at the least: with less room it goes below its row."""

json_option = click.option("--json", "as_data", is_flag=True, help="Print JSON, complete: for lists one object a line.")
secrets_option = click.option("--show-secrets", is_flag=True, help="Do not mask the values of secret arguments.")


def is_terminal() -> bool:
    """Whether stdout is read by the user, not by a program."""
    return sys.stdout.isatty()


def write(text: str) -> None:
    """One or more lines of text, whatever stdout can encode."""
    write_as_is(text + "\n")


def write_as_is(text: str) -> None:
    """Text to which no line end is added."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(text)


def write_json(value: object, *, indent: int | None = None) -> None:
    """JSON in UTF-8 where stdout can take it, else in ASCII: the same data either way."""
    write_json_text(as_json(value, indent=indent, ascii_only=not _takes_unicode()))


def write_json_text(text: str) -> None:
    """JSON that is text already."""
    if not _takes_unicode():
        text = "".join(each if each.isascii() else as_json(each, ascii_only=True)[1:-1] for each in text)
    write(text)


def not_returned(error: AwsError) -> dict[str, str]:
    """Why AWS did not return something, as data: what went wrong, and no advice on what to do."""
    return {"Code": error.code, "Message": error.args[0]}


def pages(ask: Callable[[str | None], Page[Item]]) -> Iterator[tuple[Item, ...]]:
    """A list page by page; each page is written out before the next is asked for."""
    token: str | None = None
    while True:
        page = ask(token)
        yield page.items
        sys.stdout.flush()
        if page.unreadable:
            complain(f"Left out: {page.unreadable} entries of AWS's answer that cannot be read.")
        if page.next_token is None:
            return
        token = page.next_token


class Listing:
    """Rows that come page by page; on a terminal in columns that stay where they are."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = headings
        self._widths = [len(heading) for heading in headings]
        self._id = headings.index(RUN_ID) if RUN_ID in headings else None
        self._is_begun = False

    def make_room(self, widths: Iterable[int]) -> None:
        """Draw columns at least so wide, for rows that come one by one."""
        self._widths = [max(pair) for pair in zip(self._widths, widths, strict=True)]

    def add(self, rows: Iterable[Cells]) -> None:
        """Print more rows."""
        if is_terminal():
            self._draw(list(rows))
            return
        from gluetui.cli.tables import plain_line

        for cells in rows:
            write(plain_line(cells))

    def _draw(self, rows: list[Cells]) -> None:
        """Cells without room go below their row: first the id, whole, because it is there to be copied."""
        from rich.cells import cell_len

        from gluetui.text.lines import Span
        from gluetui.text.safe import cut_end

        rows = [tuple(map(_seen, cells)) for cells in rows]
        for cells in rows:
            self._widths = [max(width, cell_len(cell.text)) for width, cell in zip(self._widths, cells, strict=True)]
        terminal = console()
        id_below = self._id if self._taken(None) > terminal.width else None
        room = terminal.width - self._taken(id_below) if len(self._widths) > 1 else self._widths[-1]
        is_below = room < min(self._widths[-1], NARROWEST_LAST)
        if rows and not self._is_begun:
            self._is_begun = True
            headings = [Span(heading, "dim") for heading in self._headings]
            terminal.print(self._line(headings, room, without=id_below), soft_wrap=True)
        for *first, last in rows:
            shown = Span("") if is_below else last
            terminal.print(self._line([*first, shown], room, without=id_below), soft_wrap=True)
            if id_below is not None:
                terminal.print(styled(first[id_below]._replace(role="dim")), soft_wrap=True)
            if is_below and last.text:
                terminal.print(styled(Span("  " + cut_end(last.text, terminal.width - 2), last.role)), soft_wrap=True)

    def _taken(self, without: int | None) -> int:
        """Cells of all columns but the last, with the gaps behind them."""
        return sum(width + 2 for place, width in enumerate(self._widths[:-1]) if place != without)

    def _line(self, cells: Sequence[Span], room: int, *, without: int | None) -> Text:
        """A row in the columns' widths, not filled up at its end, because the terminal could break the line there."""
        from gluetui.text.lines import Span
        from gluetui.text.safe import cut_end, pad

        line: list[Span] = []
        for place, (cell, width) in enumerate(zip(cells[:-1], self._widths, strict=False)):
            if place != without:
                line.append(Span(pad(cell.text, width) + "  ", cell.role))
        return joined([*line, cells[-1]._replace(text=cut_end(cells[-1].text, max(room, 0)))])


def _seen(cell: Span) -> Span:
    """A name with signs for the blanks at its ends; in a pipe it stays as it is."""
    from gluetui.text.safe import shown_name

    return cell._replace(text=shown_name(cell.text)) if cell.role == "name" else cell


def joined(line: Iterable[Span]) -> Text:
    """A line of spans, without blanks at its end."""
    from rich.text import Text

    text = Text().join(map(styled, line))
    text.rstrip()
    return text


def styled(span: Span) -> Text:
    """A span as Rich draws it; no markup is read in it."""
    from rich.text import Text

    return Text(span.text, STYLE_BY_ROLE.get(span.role, ""))


def console() -> Console:
    """The terminal as Rich draws on it, in its own width: COLUMNS, where exported, is that of an earlier window."""
    from rich.console import Console

    return Console(
        highlight=False, markup=False, emoji=False, width=terminal_width(), _environ=with_colour_choices(os.environ)
    )


def _takes_unicode() -> bool:
    try:
        return codecs.lookup(sys.stdout.encoding or "utf-8").name.startswith("utf")
    except LookupError:
        return False
