"""Where a quoted or bracketed value ends, also within strings of JSON in JSON, and where the text is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gluetui.glue.secrets.found import DOTS, Found

QUOTE = re.compile(r"""\\{0,63}+["']""")
"""A quotation mark with the backslashes of the strings that it stands in: 0, 1, 3, 7 …"""

_QUOTES = {mark: re.compile(rf"(?<!\\)\\*+{mark}") for mark in "\"'"}

_TOKEN = re.compile(
    r"""(?P<quote>(?<!\\)\\*+["'])|(?P<open>[{\[(])|(?P<close>[}\])])|(?P<bare>[^\s,:={}\[\]()"'\\][^,:={}\[\]()"'\\\n]*)"""
)
_NAMES_END = re.compile(r"\s{0,16}+(?:[:=]|->)(?!//)")
_BRACED = re.compile(r"""\{(?!\s*\\*["'])((?:[^}\n]|\}\}){1,512})\}(?!\})""")
_NEXT_PIECE = re.compile(r"""\\{0,63}+(?:"(?=[^\s,;:)}\]])|'(?=[^,;:)}\]\n]))""")
_NOT_SECRET = frozenset({"true", "false", "null", "none"})


def encodings_of(quote: str) -> int:
    """How often a text within such quotes is written as a string of JSON."""
    return len(quote).bit_length()


def closing(text: str, opening: re.Match[str]) -> tuple[int, int]:
    """Where the content of a quoted text ends, and where its closing quote does; the text's end where none closes it.

    A string's own quotes have twice its backslashes and one more, those of the string around it have fewer.
    """
    escapes = len(opening[0]) - 1
    unit = 1 << escapes.bit_length()
    for quote in _QUOTES[opening[0][-1]].finditer(text, opening.end()):
        slashes = len(quote[0]) - 1
        if slashes % (2 * unit) == escapes:
            return quote.end() - 1 - escapes, quote.end()
        if slashes % (2 * unit) != 2 * unit - 1 and slashes < escapes:
            return quote.start(), quote.start()
    return len(text), len(text)


def shell_word(text: str, at: int) -> int:
    """The end of a word of a command line that goes on behind a closing quote: 'it'"'"'s'."""
    while opening := _NEXT_PIECE.match(text, at):
        at = closing(text, QUOTE.match(text, at) or opening)[1]
    return at


def group(text: str, at: int, quote: str, *, is_json: bool) -> tuple[list[Found], int]:
    """Every value within an object or a list, whatever its own name, and its end; names, booleans and nulls stay.

    {a;b}, as ODBC and JDBC write a password, is one value.
    """
    braced = _BRACED.match(text, at)
    if braced and not is_json:
        return [Found(at + 1, braced.end() - 1, (at, braced.end()))], braced.end()
    found: list[Found] = []
    depth = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        depth += bool(token["open"]) - bool(token["close"])
        if not depth:
            break
        if token["quote"]:
            end, at = closing(text, token)
            quote = quote or token[0]
            if token.end() < end and not _NAMES_END.match(text, at) and not text.startswith(DOTS, token.end()):
                found.append(Found(token.end(), end, (token.start(), at), encodings_of(token[0])))
        elif token["bare"] and not _NAMES_END.match(text, at):
            found += _bare_leaf(token, quote)
    return found, at if depth == 0 else len(text)


def _bare_leaf(token: re.Match[str], quote: str) -> Iterator[Found]:
    leaf = token[0].rstrip()
    if leaf.lower() not in _NOT_SECRET and not leaf.startswith(DOTS):
        end = token.start() + len(leaf)
        yield Found(token.start(), end, (token.start(), end), quote=quote)
