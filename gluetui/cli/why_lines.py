"""The rows that tell why, printed: wrapped on a terminal, one line each for a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from gluetui.cli.printing import console, is_terminal, joined, write
from gluetui.glue.triggers.report import Report
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.why_texts import WhyRow, question_text, why_rows

_INDENT = "  "


def draw_why(report: Report, *, now: datetime, zone: tzinfo | None) -> None:
    """Print the question and its answer."""
    rows = [WhyRow(question_text(report, now, zone), "name"), *why_rows(report, zone=zone)]
    if not is_terminal():
        for row in rows:
            write(f"{_INDENT * row.depth}{_signed(row)}{row.text}{_run_id(row)}")
        return
    terminal = console()
    for row in rows:
        for line in _lines(row, terminal.width):
            terminal.print(joined(line), soft_wrap=True)


def _lines(row: WhyRow, width: int) -> Iterator[Line]:
    ahead = _INDENT * row.depth
    signed = _signed(row)
    for number, text in enumerate(wrapped(row.text, width - len(ahead) - len(signed))):
        sign = Span(signed if number == 0 else " " * len(signed), row.sign.role)
        yield [Span(ahead), sign, Span(text, row.role)]


def _signed(row: WhyRow) -> str:
    return f"{row.sign.text} " if row.sign.text.strip() else ""


def _run_id(row: WhyRow) -> str:
    """The run behind a row, to be asked for next."""
    run = row.target.run if row.target is not None else None
    from gluetui.text.safe import one_line

    return f"\t{one_line(run.run_id)}" if run is not None else ""
