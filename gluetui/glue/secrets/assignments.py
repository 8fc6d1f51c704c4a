"""Secrets behind a name: in JSON at any depth and encoding, options, headers, properties, XML; whole or cut off."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from gluetui.glue.secrets.found import DOTS, REMOVED, Found
from gluetui.glue.secrets.names import SECRET_NAMES_HOLD, has_added_rules, is_masked_by_user, is_secret_name
from gluetui.glue.secrets.quoting import QUOTE, closing, encodings_of, group, shell_word
from gluetui.glue.secrets.table import AUTHORIZATION_WITH_PARTS, KEPT_WORDS, SCHEME_OF_HEADER

ARN = re.compile(r"arn:[\w-]+:\S*")

_ANCHOR = re.compile(
    r"""(?<![\w.-])(?P<name>(?:[\w.-]|\\{1,8}u[0-9a-fA-F]{4}){1,256}+)"""
    r"""(?:(?P<quote>\\{0,63}+["'])?\]?(?:(?P<sep>\s{0,16}+(?:=>|->|:=|={1,3}+|:(?!//)))"""
    r"""|(?<![\w.-]{256})(?P<gap>[ \t]{1,8}+|,\s{0,16}+)))"""
)
"""A name and its sign: name=value, name: value, "name": value, name -> value, --name value, "--name", "value"."""

_PAIR = re.compile(
    r"""(?i)\\{0,63}+["'](?:name|key|parameterkey|parametername)\\{0,63}+["']\s{0,16}+:\s{0,16}+\\{0,63}+["']"""
    r"""(?P<name>[\w. -]{1,256}+)\\{0,63}+["']\s{0,16}+,\s{0,64}+(?P<quote>\\{0,63}+["'])(?:parameter)?val(?:ue)?"""
    r"""\\{0,63}+["'](?P<sep>\s{0,16}+:)"""
)
"""{"name": "password", "value": …}, as environments and tags are written."""

_ELEMENT = re.compile(
    r"<name>(?P<property>[^<>]{1,256}+)</name>\s{0,64}+<value>(?P<value>[^<>]{1,1024}+)</"
    r"|<(?P<name>[\w.-]{1,256}+)(?:\s[^<>]{0,256})?>(?P<secret>[^<>]{1,1024}+)</"
)
"""<password>…</password> and the properties of Hadoop."""

_CALL = re.compile(
    r"""(?<=\()\s{0,8}\\{0,63}+["'](?P<name>[\w.-]{1,256}+)(?P<quote>\\{0,63}+["'])\s{0,8}+(?P<gap>,)\s{0,8}+(?=\\{0,63}+["'])"""
)
"""The arguments of .option("password", "…")."""

_UNICODE = re.compile(r"\\{1,8}u([0-9a-fA-F]{4})")
_NAME_CHARACTERS = frozenset(string.ascii_letters + string.digits + "_.-")
_NAME_END = re.compile(r"[^\w.-]|\Z", re.ASCII)
_BLANKS = re.compile(r"\s{0,32}")
_BARE = re.compile(r"""[^\s"'&;,]+""")
_WORD = re.compile(r"""[^\s"'\\<>]+""")
_NEXT = re.compile(r"[\w.-]{1,80}+=")
_OPENING = re.compile(r"""\{(?!\{)|\[|\((?=\\*["'])""")
_OPTION = re.compile(r"--?[A-Za-z][A-Za-z-]*+(?:=.*)?")
_LONGEST_PASSWORD = 256
_HEADER = re.compile(r"(^| )authorization$|^(set )?cookies?$")
_PROSE = re.compile(r"\S+[ \t]+[a-z]+(?:[ \t]|$|[.,])", re.MULTILINE)
_QUOTE_MARK = re.compile(r"""\\*+["']""")
_SECOND_WORD = re.compile(r"""[ \t]+[^\s"'\\<>]+""")
_NON_BLANK = re.compile(r"\S+")
_LINE = re.compile(r"[^\r\n]*")
_LOOSE_NAMES = frozenset({"secret", "secrets", "token", "tokens", "credential", "credentials", "signature", "auth"})
"""Names that are words of prose too: "Error loading SSO Token: Token for corp does not exist"."""

_PLACEHOLDERS = frozenset({"true", "false", "null", "none", "nil", "undefined"})


def assigned(text: str) -> Iterator[Found]:
    """The secrets of a text that stand behind a secret's name."""
    is_plain = text.isascii() and "\\u" not in text and not has_added_rules()
    yield from _by_words(text) if is_plain else _by(_ANCHOR, text)
    if '"' in text or "'" in text:
        if "val" in text.lower():
            yield from _by(_PAIR, text)
        if "(" in text:
            yield from _by(_CALL, text)
    if "</" in text:
        for element in _ELEMENT.finditer(text):
            group_name = "secret" if element["name"] else "value"
            if is_secret_name(element["name"] or element["property"]) and not _is_hidden(element[group_name]):
                start, end = element.span(group_name)
                yield Found(start, end, (start, end))


def _by(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    """What follows an innocent name is read too: "failed: password=x"."""
    at = 0
    while anchor := pattern.search(text, at):
        at = anchor.end()
        if is_secret_name(_name(anchor)) and _is_meant(anchor, text):
            found, at = _values(anchor, text)
            yield from found


def _by_words(text: str) -> Iterator[Found]:
    """As `_by`: only names with a word that names of secrets hold are read, which few of a log's names have."""
    at = end = 0
    for place in _places_of_words(text.lower()):
        if place < end:
            continue
        start = place
        while start > end and text[start - 1] in _NAME_CHARACTERS:
            start -= 1
        end = _NAME_END.search(text, place).start()  # type: ignore[union-attr]
        anchor = _ANCHOR.match(text, start) if start >= at else None
        if anchor and is_secret_name(anchor["name"]) and _is_meant(anchor, text):
            found, at = _values(anchor, text)
            yield from found


def _places_of_words(folded: str) -> list[int]:
    places: list[int] = []
    for word in SECRET_NAMES_HOLD:
        at = folded.find(word)
        while at >= 0:
            places.append(at)
            at = folded.find(word, at + 1)
    return sorted(places)


def _name(anchor: re.Match[str]) -> str:
    return _UNICODE.sub(lambda found: chr(int(found[1], 16)), anchor["name"])


def _is_meant(anchor: re.Match[str], text: str) -> bool:
    """Whether the sign after the name is one: a blank is for options, a colon alone for names that are no prose."""
    names = anchor.groupdict()
    if names.get("gap") is not None:
        is_option = anchor["name"].startswith("-") and len(anchor["name"].lstrip("-")) > 1
        is_quoted = names.get("quote") is not None
        return anchor.re is _CALL or (is_option and is_quoted == anchor["gap"].startswith(","))
    if names.get("quote") or not anchor["sep"].endswith(":") or text[anchor.end() : anchor.end() + 1].isspace():
        return True
    before = text[anchor.start() - 1 : anchor.start()]
    return before not in (":", "/") and anchor["name"].lower() not in _LOOSE_NAMES


def _values(anchor: re.Match[str], text: str) -> tuple[list[Found], int]:
    """The secrets behind a secret's name, and where to read on."""
    name, quote = _name(anchor), anchor.groupdict().get("quote") or ""
    at = _BLANKS.match(text, anchor.end()).end()  # type: ignore[union-attr]
    if not quote and ("\n" in text[anchor.end() : at] or _is_empty(anchor, text, at)):
        return [], anchor.end()
    if text.startswith((DOTS, REMOVED), at):
        return [], anchor.end()
    opening = QUOTE.match(text, at)
    if _OPENING.match(text, at):
        in_group, end = group(text, at, quote, is_json=bool(quote) or ":" in (anchor.groupdict().get("sep") or ""))
        is_whole = bool(in_group) and not _BARE.match(text, end)
        in_group = [each for each in in_group if not _stays(name, text[each.start : each.end])]
        if quote or is_whole or end - at > _LONGEST_PASSWORD or not anchor.groupdict().get("sep"):
            return in_group, end
        # Else it is a password that begins with a bracket.
    if _HEADER.search(_spaced(name)) and anchor.groupdict().get("sep"):
        found = list(_header(text, at, opening))
    elif opening:
        found = list(_quoted(anchor, text, opening))
    else:
        found = list(_bare(anchor, text, at, quote))
    return found, max([anchor.end(), *(each.outer[1] for each in found)])


def _is_empty(anchor: re.Match[str], text: str, at: int) -> bool:
    """Whether the value is empty and another assignment follows: "password= host=h"."""
    return anchor.groupdict().get("sep") == "=" and at > anchor.end() and bool(_NEXT.match(text, at))


def _spaced(name: str) -> str:
    return re.sub(r"[^a-z]+", " ", name.lower()).strip()


def _quoted(anchor: re.Match[str], text: str, opening: re.Match[str]) -> Iterator[Found]:
    end, after = closing(text, opening)
    is_json = bool(anchor.groupdict().get("quote"))
    if not is_json:
        after = shell_word(text, after)
    value = text[opening.end() : end if is_json or after <= end + len(opening[0]) else after]
    if value and not _stays(_name(anchor), value):
        yield Found(opening.end(), opening.end() + len(value), (opening.start(), after), encodings_of(opening[0]))


def _bare(anchor: re.Match[str], text: str, at: int, quote: str) -> Iterator[Found]:
    gap = anchor.groupdict().get("gap")
    found = (_WORD if gap or anchor["name"].startswith("-") else _BARE).match(text, at)
    if not found:
        return
    value = _without_end(found[0], text[found.end() : found.end() + 1])
    is_prose = gap or (anchor["sep"].endswith(":") and not quote)
    if (gap and _OPTION.fullmatch(value)) or (is_prose and _is_word_of_prose(anchor, text, at, value)):
        return
    if value and value.lower() not in _PLACEHOLDERS and value.strip("*[]{}()") and not _stays(_name(anchor), value):
        end = at + len(value)
        if not quote:
            end = max(end, shell_word(text, end)) if value == found[0] else end
        yield Found(at, end, (at, end), quote=quote)


def _is_word_of_prose(anchor: re.Match[str], text: str, at: int, value: str) -> bool:
    word = value.strip("'().!?:").lower()
    if word in KEPT_WORDS:
        return True
    return anchor["name"].lower() in _LOOSE_NAMES and word.isalpha() and bool(_PROSE.match(text, at))


def _without_end(value: str, following: str) -> str:
    """Without the bracket that was opened before the name, and without the backslashes of a quote that follows."""
    if following in ('"', "'"):
        value = value.rstrip("\\")
    for opened, closed in ("()", "[]", "{}", "<>"):
        while value.endswith(closed) and value.count(closed) > value.count(opened):
            value = value[:-1]
    return value


def _header(text: str, at: int, opening: re.Match[str] | None) -> Iterator[Found]:
    """The credentials of a header: the scheme stays, all of the line goes where nothing of the value may stay."""
    if opening:
        start, (end, whole) = opening.end(), closing(text, opening)
    else:
        start, end = at, _LINE.match(text, at).end()  # type: ignore[union-attr]
        whole = end
    scheme = SCHEME_OF_HEADER.match(text, start, end)
    inner = scheme.end() if scheme else start
    first = _NON_BLANK.search(text, inner, end)
    if not first or _is_hidden(first[0]) or (not scheme and first[0].strip(".,").lower() in KEPT_WORDS):
        return
    if not opening and not AUTHORIZATION_WITH_PARTS.match(text, start, end):
        end = _end_of_credential(text, inner, end, is_list=not scheme and text.find(";", inner, end) >= 0)
    yield Found(inner, end, (at, whole), encodings_of(opening[0]) if opening else 0)


def _end_of_credential(text: str, start: int, end: int, *, is_list: bool) -> int:
    """The end of one word, of two after an unknown scheme, or of a cookie's whole list."""
    quote = _QUOTE_MARK.search(text, start, end)
    if is_list:
        return quote.start() if quote else end
    word = _WORD.match(text, start, end)
    if not word:
        return end
    if word[0].isalpha() and (second := _SECOND_WORD.match(text, word.end(), end)):
        word = second
    return word.start() + len(word[0].rstrip(",;.)]}"))


def _stays(name: str, value: str) -> bool:
    return _is_hidden(value) or bool(ARN.fullmatch(value) and not is_masked_by_user(name))


def _is_hidden(value: str) -> bool:
    return value.startswith((DOTS, REMOVED))
