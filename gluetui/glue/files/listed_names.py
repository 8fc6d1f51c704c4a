"""The words of a text held against the names of jobs that AWS lists: the longest fit, or a choice, never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from gluetui.glue.files.prose import PROSE

_ID_MARK = "jr_"
_BEFORE_JOB = re.compile(r"\bjobs?\b[\"'`*_:,()\s-]{0,6}$", re.IGNORECASE)
_AFTER_JOB = re.compile(r"\bjob\b[\"'`*:,(]{0,3} [\"'`*(]{0,3}(\w+)", re.IGNORECASE)
_STATE_BEHIND = re.compile(
    r"[\"'`*_:,)\]\s-]{0,6}(?:has\b|have\b|is\b|was\b|did\b|just\b|failed|fails|succeeded|finished|completed|stopped|"
    r"timed out|ended|started|starting|running|run\b|error|jr_|/jr_|\(jr_)",
    re.IGNORECASE,
)
_TELLS = re.compile(r"[\"'`*]{0,3} (?:has|have|is|was|did|failed|fails|succeeded|finished|stopped|timed out)\b", re.I)
_ID_BEFORE = re.compile(r"jr_[\"'`*_:,()\s-]{0,6}(?:of|for|in)?[\"'`*_:,()\s-]{0,6}$", re.IGNORECASE)
_AROUND = 80
"""Characters before and behind a name that say whether the sentence is about it."""

_MOST_PLACES = 20
"""Places of one name in a text that are looked at."""


class Found(NamedTuple):
    """What a text and a list of names have in common."""

    job_name: str = ""
    """The one job that the text names; "" where it names none, or leaves a choice."""
    candidates: tuple[str, ...] = ()
    """Names that the text holds, among which the user chooses."""


class _Fit(NamedTuple):
    name: str
    places: tuple[tuple[int, int], ...]
    weight: int
    """2 or 1 where the sentence is about it, 0 where it only stands there, -1 for a word of every alert."""


def found_in(words: str, names: Iterable[str], *, begins: bool = False) -> Found:
    """The listed job that the words name; `begins`: the words begin with it, or with a longer name."""
    text = _plain(words)
    if begins:
        return _beginning(text, names)
    fits = _without_shorter([fit for name in names if (fit := _fit(text, name)) is not None])
    named = [fit for fit in fits if fit.weight >= 0]
    best = max((fit.weight for fit in named), default=0)
    sure = [fit.name for fit in named if fit.weight == best] if best else []
    usual = [fit.name for fit in fits if fit.weight < 0 and _is_told_of(text, fit)]
    if len(sure) == 1 and not usual and not _names_another(text, fits):
        return Found(sure[0])
    if named and usual:
        return Found("", (*usual, *(sure or [fit.name for fit in named])))
    if named:
        return Found("", tuple(sure or [fit.name for fit in named]))
    folded = text.casefold()
    alike = [fit for name in names if (fit := _fit(folded, name, folds=True)) is not None and fit.weight >= 0]
    return Found("", tuple(fit.name for fit in _without_shorter(alike) or fits))


def _is_told_of(text: str, fit: _Fit) -> bool:
    """Whether a job that is called as a word of every alert may be the one that the sentence is about."""
    return any(
        _BEFORE_JOB.search(text[max(0, start - _AROUND) : start]) is not None
        and _TELLS.match(text[end : end + _AROUND]) is not None
        for start, end in fit.places
    )


def _names_another(text: str, fits: list[_Fit]) -> bool:
    """Whether a word behind "job" is no listed name, nor a usual word: it may be that of a job that is not listed."""
    for found in islice(_AFTER_JOB.finditer(text), _MOST_PLACES):
        place, word = found.start(1), found[1].lower()
        if word not in PROSE and not word.startswith(_ID_MARK):
            return not any(start <= place < end for fit in fits for start, end in fit.places)
    return False


def _beginning(text: str, names: Iterable[str]) -> Found:
    """The longest name is the one only where the sentence goes on behind it as no name does."""
    fits = sorted((name for name in names if name and _begins(text, _plain(name))), key=len, reverse=True)
    if not fits:
        first = text.split(" ", 1)[0].rstrip(".,;:'\"").casefold()
        return Found("", tuple(name for name in names if first and _plain(name).casefold().startswith(first))[:50])
    behind = text[len(_plain(fits[0])) :]
    word = re.match(r"\s*(\w*)", behind)
    goes_on = behind[:1] == " " and word is not None and word[1] and word[1].lower() not in PROSE
    return Found("", tuple(fits)) if goes_on else Found(fits[0])


def _begins(text: str, name: str) -> bool:
    return bool(name) and text.startswith(name) and not _continues(text[len(name) : len(name) + 2])


def _fit(text: str, name: str, *, folds: bool = False) -> _Fit | None:
    plain = _plain(name).casefold() if folds else _plain(name)
    places = tuple(_places(text, plain)) if plain else ()
    if not places:
        return None
    if plain.isalpha() and plain.lower() in PROSE:
        return _Fit(name, places, -1)
    is_plain = plain.replace(" ", "").isalpha()
    return _Fit(name, places, max(_weight(text, start, end, is_plain=is_plain) for start, end in places))


def _weight(text: str, start: int, end: int, *, is_plain: bool) -> int:
    """2 where the sentence is about a job of that name, 1 where it says something of it, else 0.

    A name of words alone may stand there by chance, and a longer name may begin so behind "job".
    """
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    is_behind_job = _BEFORE_JOB.search(before) is not None
    following = re.match(r" (\w+)", behind)
    if following and following[1].lower() not in PROSE and not following[1].startswith(_ID_MARK):
        return 0 if is_plain or is_behind_job else 1
    if is_behind_job or behind.startswith(f"/{_ID_MARK}"):
        return 2
    is_named = _STATE_BEHIND.match(behind) or _ID_BEFORE.search(before) or re.match(r"\W{0,3}(?:glue )?job\b", behind)
    return 1 if is_named or not is_plain else 0


def _places(text: str, name: str) -> Iterable[tuple[int, int]]:
    """Where a name stands by itself, not as a part of a longer word."""
    start = text.find(name)
    for _ in range(_MOST_PLACES):
        if start < 0:
            return
        end = start + len(name)
        before = text[start - 1 : start]
        joined = before and (
            before.isalnum() or before in "_-." or (before == "/" and text[end : end + 4] != f"/{_ID_MARK}")
        )
        if not joined and not _continues(text[end : end + 2]):
            yield start, end
        start = text.find(name, start + 1)


def _continues(behind: str) -> bool:
    """Whether the text behind a name belongs to the same word."""
    first, second = behind[:1], behind[1:2]
    if not first:
        return False
    return first.isalnum() or first in "_-" or (first in "./" and second.isalnum() and not behind.startswith("/j"))


def _without_shorter(fits: list[_Fit]) -> list[_Fit]:
    """Names that stand by themselves somewhere, not only within a longer one."""
    spans = [(place, len(fit.name)) for fit in fits for place in fit.places]
    return [
        fit
        for fit in fits
        if any(
            not any(
                start <= place[0] and place[1] <= end and end - start > place[1] - place[0] for (start, end), _ in spans
            )
            for place in fit.places
        )
    ]


def _plain(text: str) -> str:
    """A text composed, its blanks one space each."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).replace("\u2019", "'").split())
