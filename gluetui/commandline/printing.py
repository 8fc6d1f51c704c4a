"""What commands write on stdout: Rich's tables on a terminal, one line a row for a pipe, or JSON."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from gluetui.commandline.endings import complain
from gluetui.glue.printed import as_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from gluetui.glue.client import Page
    from gluetui.text.spans import Span
    from gluetui.text.tables import Cells

Item = TypeVar("Item")

STYLES = {
    "good": "green",
    "bad": "bold red",
    "live": "cyan",
    "waiting": "yellow",
    "stopped": "magenta",
    "unknown": "yellow",
    "dim": "dim",
    "name": "bold",
    "secret": "dim",
}
"""By a Span's role, in the terminal's own sixteen colours."""

NARROWEST_LAST = 40
"""Cells below which a list's last column is not squeezed."""

json_option = click.option("--json", "as_data", is_flag=True, help="Print JSON, complete: for lists one object a line.")
secrets_option = click.option("--show-secrets", is_flag=True, help="Do not mask the values of secret arguments.")


def is_terminal() -> bool:
    """Whether a person reads it, and no program."""
    return sys.stdout.isatty()


def write(text: str) -> None:
    """One or more lines of text, whatever stdout can encode."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(text + "\n")


def write_json(value: object, *, indent: int | None = None) -> None:
    """As UTF-8 where stdout can take it, else in ASCII: the same data either way."""
    write_json_text(as_json(value, indent=indent, ascii_only=not _takes_unicode()))


def write_json_text(text: str) -> None:
    """JSON that was made elsewhere."""
    if not _takes_unicode():
        text = "".join(each if each.isascii() else as_json(each, ascii_only=True)[1:-1] for each in text)
    write(text)


def pages(ask: Callable[[str | None], Page[Item]]) -> Iterator[tuple[Item, ...]]:
    """A list page by page, each asked for when the one before was used, and written out before that."""
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
    """Rows that come page by page; on a terminal as tables whose columns stay where they are."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = headings
        self._widths = [len(heading) for heading in headings]
        self._is_begun = False

    def add(self, rows: Iterable[Cells]) -> None:
        """Print more rows."""
        if is_terminal():
            self._draw(list(rows))
            return
        from gluetui.text.tables import plain_line

        for cells in rows:
            write(plain_line(cells))

    def _draw(self, rows: list[Cells]) -> None:
        """The last column goes below its row where the terminal has no room beside it; ids are never cut."""
        from rich.cells import cell_len

        from gluetui.text.safe import cut_end
        from gluetui.text.spans import Span

        for cells in rows:
            self._widths = [max(width, cell_len(cell.text)) for width, cell in zip(self._widths, cells, strict=True)]
        terminal = console()
        taken = sum(self._widths[:-1]) + 2 * (len(self._widths) - 1)
        room = terminal.width - taken if taken else self._widths[-1]
        is_below = room < min(self._widths[-1], NARROWEST_LAST)
        if rows and not self._is_begun:
            self._is_begun = True
            terminal.print(self._line([Span(heading, "dim") for heading in self._headings], room), soft_wrap=True)
        for *first, last in rows:
            terminal.print(self._line([*first, Span("") if is_below else last], room), soft_wrap=True)
            if is_below and last.text:
                terminal.print(styled(Span("  " + cut_end(last.text, terminal.width - 2), last.role)), soft_wrap=True)

    def _line(self, cells: Sequence[Span], room: int) -> Text:
        """A row in the columns' widths; rows are not filled up at their end, where that would break a line."""
        from rich.text import Text

        from gluetui.text.safe import cut_end, pad

        *first, last = cells
        padded = [cell._replace(text=pad(cell.text, width)) for cell, width in zip(first, self._widths, strict=False)]
        line = Text("  ").join(map(styled, [*padded, last._replace(text=cut_end(last.text, max(room, 0)))]))
        line.rstrip()
        return line


def styled(span: Span) -> Text:
    """A span as Rich draws it; no markup is read in it."""
    from rich.text import Text

    return Text(span.text, STYLES.get(span.role, ""))


def console(width: int = 0) -> Console:
    """The terminal, or a wider one where lines would lose something."""
    from rich.console import Console

    terminal = Console(highlight=False, markup=False, emoji=False)
    terminal.width = max(terminal.width, width)
    return terminal


def _takes_unicode() -> bool:
    try:
        return codecs.lookup(sys.stdout.encoding or "utf-8").name.startswith("utf")
    except LookupError:
        return False
