"""A pasted text without what mail, chat and typography did to it."""

from __future__ import annotations

import html
import quopri
import re

from gluetui.glue.run.blanks import BLANKS, UNSEEN

READ_CHARACTERS = 65_536
"""Characters of a text that are looked at: those around the first run id, where it holds one."""

RUN_ID = re.compile(r"jr_[0-9a-f]{64}(?![0-9a-f])(?:_attempt_\d{1,3})?")
CUT_ID = re.compile(r"(?<![\w-])jr_[0-9a-f]{6,63}(?![\w-])")
"""The beginning of one, as a narrow column or a cut line leaves it."""

_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys(BLANKS, " "), **dict.fromkeys(UNSEEN, None), "\u2011": "-", "\u2028": "\n", "\u2029": "\n"}
)
_BREAK = r"(?:[ \t]*=?\r?\n[ \t>|]*)?"
"""A break that mail or a terminal put within a word, with the quoting of the next line."""

_BROKEN_ID = re.compile(rf"jr_(?:{_BREAK}[0-9a-f]){{64}}(?![0-9a-f])(?:{_BREAK}_attempt_\d{{1,3}})?", re.IGNORECASE)
_LINE_BREAK = re.compile(r"[ ]*\r?\n[ >]*")
_SOFT_BREAK = re.compile(r"(?m)^([^\r\n]{30,998}[^\s=])=[ \t]*\r?\n")
"""Lines of quoted-printable mail are broken where they are long."""

_QUOTING = re.compile(r"^[ \t]*(?:>[> \t]*)+", re.MULTILINE)
_CHAT_LINK = re.compile(r"<(https?://[^<>|\s]+)\|([^<>\r\n]*)>")
_ANGLE_LINK = re.compile(r"<(https?://[^<>]{1,8192})>")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_DASHED_OPTION = re.compile(r"(?<!\S)[\u2012-\u2015\u2212](?=[a-z]+(?:-[a-z]+)*\b)")
_LINE_TAG = re.compile(r"<(?:br|/?p|/?tr|/?div|/?li|/?ul|/?table|/?h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_CELL_TAG = re.compile(r"</(?:td|th)\s*>", re.IGNORECASE)
_OTHER_TAG = re.compile(
    r"</?(?:html|head|body|b|i|u|em|strong|code|pre|span|font|tbody|thead|td|th|small)\b[^<>]{0,500}>", re.IGNORECASE
)


def without_unseen(text: str) -> str:
    """A text whose blanks are spaces, without the characters that have no width."""
    return text if text.isascii() else text.translate(_TYPOGRAPHY)


def run_ids_in(text: str) -> list[str]:
    """The runs whose ids a text holds, each once; the attempts of a run are one."""
    return list(dict.fromkeys(found[0].partition("_attempt")[0] for found in RUN_ID.finditer(cleaned(text))))


def cut_id_in(text: str) -> str:
    """The beginning of a run's id that the text does not hold whole; "" where there is none."""
    found = CUT_ID.search(cleaned(text))
    return found[0] if found else ""


def cleaned(text: str) -> str:
    """The part of a text around its run id, as its writer wrote it: an id or an address is one word again."""
    text = _around_id(without_unseen(text))
    text = _mail(text)
    text = _CHAT_LINK.sub(r" \1 \2 ", text)
    text = _ANGLE_LINK.sub(lambda found: " " + _LINE_BREAK.sub("", found[1]) + " ", text)
    text = _joined_addresses(text)
    if "</" in text:
        text = _OTHER_TAG.sub("", _LINE_TAG.sub("\n", _CELL_TAG.sub(" | ", text)))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]).replace("\xa0", " "), text)
    return _DASHED_OPTION.sub("--", text).strip()


def _around_id(text: str) -> str:
    if len(text) <= READ_CHARACTERS:
        return text
    found = re.search(r"jr_[0-9a-f]{8}", text, re.IGNORECASE)
    start = max(0, found.start() - READ_CHARACTERS // 2) if found else 0
    return text[start : start + READ_CHARACTERS]


def _mail(text: str) -> str:
    """Quoted-printable text decoded, the quoting of answers taken away, and ids in one piece."""
    text = _SOFT_BREAK.sub(r"\1", text)
    if "=3D" in text:
        decoded = quopri.decodestring(text.encode("utf-8", "surrogatepass"))
        text = without_unseen(decoded.decode("utf-8", "replace"))
    text = _BROKEN_ID.sub(lambda found: re.sub(r"[\s>|=]+", "", found[0]).lower(), text)
    return _QUOTING.sub("", text)


def _joined_addresses(text: str) -> str:
    """An address whose run stands on the next line, in one piece."""
    if "/run/jr_" not in text:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        first, last = line.split(maxsplit=1)[:1], lines[-1].rsplit(maxsplit=1)[-1:] if lines else []
        begins = last and last[0].startswith(("http://", "https://")) and "#" in last[0] and "/run/" not in last[0]
        if begins and first and "/run/jr_" in first[0] and "://" not in first[0]:
            lines[-1] = lines[-1].rstrip() + line.lstrip()
        else:
            lines.append(line)
    return "\n".join(lines)
