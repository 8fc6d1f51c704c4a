"""CloudWatch Logs' filter patterns, as far as logs that are not in AWS answer them: words and quoted phrases."""

from __future__ import annotations

import re
from collections.abc import Callable

_TERM = re.compile(r'(?P<sign>[?-]?)(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|(?P<word>[^\s"]+))(?=\s|$)\s*')


class UnreadPattern(ValueError):
    """A pattern of another kind: of JSON's members, of columns, or a regular expression."""


def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a message matches: it holds every term, none with "-" before it, and one of those with "?".

    Raises: UnreadPattern.
    """
    wanted: list[str] = []
    either: list[str] = []
    unwanted: list[str] = []
    kinds = {"": wanted, "?": either, "-": unwanted}
    at, pattern = 0, pattern.strip()
    if pattern[:1] in ("{", "[", "%"):
        raise UnreadPattern("Of filter patterns, words and quoted phrases are answered here.")
    while at < len(pattern):
        term = _TERM.match(pattern, at)
        if term is None:
            raise UnreadPattern(f"Invalid character(s) in term '{pattern[at:]}'")
        phrase = term["phrase"]
        kinds[term["sign"]].append(term["word"] if phrase is None else re.sub(r"\\(.)", r"\1", phrase))
        at = term.end()

    def matches(message: str) -> bool:
        has_wanted = all(each in message for each in wanted) and not any(each in message for each in unwanted)
        return has_wanted and (not either or any(each in message for each in either))

    return matches
