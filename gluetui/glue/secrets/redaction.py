"""Credentials taken out of text that AWS or another program wrote: messages, reasons, addresses, lines of a log."""

from __future__ import annotations

import re
from functools import cache

from gluetui.glue.secrets.found import REMOVED
from gluetui.glue.secrets.search import replaced, secrets_in
from gluetui.glue.secrets.table import ADDRESSES, GUESSES


def redacted(text: str) -> str:
    """The text without key ids, secret keys, tokens, passwords, Authorization and user:password@ of URLs."""
    for address in _compiled(ADDRESSES):
        text = address.sub("", text)
    text = replaced(text, secrets_in(text), lambda found: (*found.outer, REMOVED))
    for guess in _compiled(GUESSES):
        text = guess.sub(_without_secret, text)
    return text


def _without_secret(match: re.Match[str]) -> str:
    if "secret" not in match.re.groupindex:
        return REMOVED
    start, end = (each - match.start() for each in match.span("secret"))
    return match[0][:start] + REMOVED + match[0][end:]


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Compiled when the first text comes: the first picture has none."""
    return tuple(map(re.compile, patterns))
