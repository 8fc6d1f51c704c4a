"""The one search for secrets in a text, for masks and for redaction: behind a name, by form, and encoded."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from gluetui.glue.secrets.assignments import assigned
from gluetui.glue.secrets.found import DOTS, REMOVED, Found
from gluetui.glue.secrets.names import SECRET_NAMES_HOLD, has_added_rules, may_hold_secret_name
from gluetui.glue.secrets.table import FORMS, FORMS_HOLD, URL_PASSWORD, URL_PASSWORD_REACH

_PERCENT = re.compile(r"%(?:25)*(?:22|3[ad])", re.IGNORECASE)
"""A quotation mark, colon or equals sign in a URL: without one nothing is named in it."""

_PERCENT_SIGN = re.compile(r"%([2-7][0-9a-fA-F])")
_BASE64_BEGINNINGS = ("eyJ", "eyA", "ewo", "ew0", "W3s", "WyJ")
_BASE64_JSON = re.compile(rf"(?<![\w+/.-])(?:{'|'.join(_BASE64_BEGINNINGS)})[\w+/-]{{12,}}+={{0,2}}(?![\w.])")
"""Objects and lists of JSON in Base64; a JSON web token goes on after a dot."""

_HOLDS = (*FORMS_HOLD, *map(str.lower, _BASE64_BEGINNINGS))
"""A text with none of these has no secret by its form."""

_SHORT = re.compile("|".join(map(re.escape, (*_HOLDS, *SECRET_NAMES_HOLD))))
_SHORT_TO = 60
"""Characters up to which one pattern is faster than one look for each of its words."""


def secrets_in(text: str) -> list[Found]:
    """Every secret of a text, in its order; those that overlap are one."""
    together: list[Found] = []
    folded = text.lower()
    if not may_hold_secret(folded):
        return together
    for found in sorted(_each(text)):
        if not text[found.start : found.end].strip("• ") or text.startswith((DOTS, REMOVED), found.start):
            continue
        last = together[-1] if together else None
        if last is None or found.start >= last.end:
            together.append(found)
            continue
        outer = min(last.outer[0], found.outer[0]), max(last.outer[1], found.outer[1])
        together[-1] = last._replace(end=max(last.end, found.end), outer=outer)
    return together


def _each(text: str, depth: int = 0) -> Iterator[Found]:
    if "@" in text and "://" in text:
        yield from map(_of_form, url_passwords(text))
    folded = text.lower()
    if may_hold_secret_name(folded):
        yield from assigned(text)
    held = {part for part in FORMS_HOLD if part in folded}
    for form in FORMS if held else ():
        if not held.isdisjoint(form.holds) and form.needs in folded:
            yield from map(_of_form, form.compiled.finditer(text))
    if depth < 3 and "%" in text and _PERCENT.search(text):
        yield from _percent_encoded(text, depth)
    if any(map(text.__contains__, _BASE64_BEGINNINGS)):
        yield from _in_base64(text)


def url_passwords(text: str) -> Iterator[re.Match[str]]:
    """As URL_PASSWORD finds them, but only where an @ is near enough: a long text takes no time."""
    done, sign = 0, text.find("://")
    while sign >= 0 and (at := text.find("@", sign)) >= 0:
        found = URL_PASSWORD.match(text, sign + 3) if at <= sign + 3 + URL_PASSWORD_REACH else None
        if found:
            yield found
            done = found.end()
        sign = text.find("://", max(done, sign + 3, 0 if found else at - URL_PASSWORD_REACH - 6))


def _of_form(match: re.Match[str]) -> Found:
    start, end = match.span("secret" if "secret" in match.re.groupindex else 0)
    return Found(start, end, (start, end))


def _percent_encoded(text: str, depth: int) -> Iterator[Found]:
    """Secrets of a text within a URL, which may hold a URL in turn: {%22password%22:%22…%22}."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for sign in _PERCENT_SIGN.finditer(text):
        parts += (text[at : sign.start()], chr(int(sign[1], 16)))
        places += range(at, sign.start() + 1)
        at = sign.end()
    parts.append(text[at:])
    places += range(at, len(text) + 1)
    for found in _each("".join(parts), depth + 1):
        start, end = places[found.start], places[found.end]
        yield Found(start, end, (start, end))


def _in_base64(text: str) -> Iterator[Found]:
    for match in _BASE64_JSON.finditer(text):
        whole = match[0].rstrip("=")
        try:
            plain = base64.b64decode(whole + "=" * (-len(whole) % 4), altchars=b"-_" if "_" in whole else None).decode()
        except (binascii.Error, ValueError):
            continue
        if any(assigned(plain)):
            yield _of_form(match)


def may_hold_secret(folded: str) -> bool:
    """False where a lower-case text certainly has no secret: most texts have none, and each is asked."""
    if folded.replace("_", "").isalnum():
        return folded.startswith(_HOLDS) or "_a" in folded  # The id of an AWS key may follow an underscore.
    if ("@" in folded and "://" in folded) or has_added_rules():
        return True
    if len(folded) <= _SHORT_TO:
        return bool(_SHORT.search(folded))
    return may_hold_secret_name(folded) or any(map(folded.__contains__, _HOLDS))


def replaced(text: str, secrets: list[Found], instead: Callable[[Found], tuple[int, int, str]]) -> str:
    """The text with something else from a start to an end for each secret."""
    parts: list[str] = []
    done = 0
    for start, end, other in map(instead, secrets):
        parts += (text[done : max(done, start)], other)
        done = max(done, end)
    return "".join([*parts, text[done:]]) if parts else text
