"""Text from AWS within Markdown: it stands in code, where no link, image, mention or HTML acts."""

from __future__ import annotations

import re

from gluetui.text.safe import many_lines, one_line
from gluetui.text.times import size

_TICKS = re.compile("`+")


def code(text: object) -> str:
    """A code span that holds any text on one line; *not returned* for none."""
    shown = one_line(text)
    if not shown:
        return "*not returned*"
    fence = "`" * (_longest(shown) + 1)
    # A tick at either end would join the fence; and of two spaces Markdown takes one away, of none none.
    padded = f" {shown} " if shown[0] in "` " or shown[-1] in "` " else shown
    return f"{fence}{padded}{fence}"


def block(text: str, *, longest: int) -> str:
    """A fenced block that holds any text, cut at `longest` characters, of which it then says so."""
    shown = many_lines(text[:longest])
    fence = "`" * max(3, _longest(shown) + 1)
    cut = f"\n\nCut here: the whole text has {size(len(text))}." if len(text) > longest else ""
    return f"{fence}text\n{shown}\n{fence}{cut}"


def _longest(text: str) -> int:
    """Ticks in the longest row of them."""
    return max(map(len, _TICKS.findall(text)), default=0)
