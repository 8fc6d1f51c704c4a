"""The documentation in botocore's model, which is HTML, as plain text; imported where it is read, after the start."""

from __future__ import annotations

import re
from html.parser import HTMLParser


def plain_text(html: str) -> str:
    """Documentation without its HTML: paragraphs apart, list items with a bullet, entities as characters."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects lines of text; block tags end one, `p` leaves an empty one before it."""

    _BLOCKS = frozenset({"p", "li", "ul", "ol", "br", "div", "dl", "dt", "dd", "note", "pre", "table", "tr"})
    _UNREAD = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [""]
        self._unread = 0
        self._bullet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in self._UNREAD
        if tag == "li":
            self._lines.append("")
            self._bullet = True
        elif tag in self._BLOCKS and not self._bullet:
            self._lines += ["", ""] if tag == "p" else [""]

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in self._UNREAD and self._unread > 0
        if tag in self._BLOCKS:
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._bullet and data.strip():
            self._lines[-1] += "• "
            self._bullet = False
        self._lines[-1] += data

    def text(self) -> str:
        lines = [" ".join(line.split()) for line in self._lines]
        kept: list[str] = []
        for line in lines:
            if line:
                kept.append(line)
            elif kept and kept[-1]:
                kept.append("")
        return _closed_up("\n".join(kept).strip())


def _closed_up(text: str) -> str:
    """List items stand line under line."""
    return re.sub(r"\n\n(?=• )", "\n", text)
