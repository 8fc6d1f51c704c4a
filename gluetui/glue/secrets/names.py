"""Which names are those of secrets: by rules of our own, and by those that the user has added."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_SECRET_ENDINGS = re.compile(
    r"(password|passwd|passphrase|passcode|pwd|secret|token|credential|apikey|privatekey|accesskey|secretkey"
    r"|connectionstring|connstr|jdbcurl|auth|authorization|bearer|dsn)s?$"
)
_SECRET_PHRASES = re.compile(
    r"\b(api key|private key|access key|connection string|conn str|conn string|jdbc url"
    r"|pass word|pass phrase)s?\b"
)
_POINTER_PHRASES = re.compile(r"\bsecrets? manager\b|\bsecrets? (id|ids)$")
_POINTER_ENDINGS = frozenset({"arn", "arns", "name", "names"})

_SECRET_NAMES_HOLD = ("pass", "pwd", "secret", "token", "credential", "key", "conn", "jdbc", "auth", "bearer", "dsn")
"""A text with none of these has no match of the patterns, which take 20 times as long to say so."""

_PLAIN_WORDS = re.compile(r"[A-Za-z][A-Za-z _-]*")
_MEMBER = re.compile(r"[A-Z][A-Za-z]*")
"""How AWS names the members of an answer, such as JobRunState; arguments are named --like-this."""


class NameRule(NamedTuple):
    """A rule that the user has added to the names of secrets."""

    pattern: re.Pattern[str]
    is_words: bool
    """Whether the pattern is for the words of a name, or for the name as it is written."""

    def matches(self, name: str) -> bool:
        """Whether the rule is about a name."""
        if not self.is_words:
            return bool(self.pattern.search(name))
        words = _words(name)
        return bool(self.pattern.search(f"{words} {words.replace(' ', '')}"))


_added: tuple[NameRule, ...] = ()


def name_rule(text: str) -> NameRule:
    """Plain words mean names that have them: `pin` is --pin, --userPin and --PIN_CODE, not --spinning.

    All else is a regular expression, looked for anywhere in a name; neither minds capitals.
    Raises: ValueError where it is neither.
    """
    is_words = bool(_PLAIN_WORDS.fullmatch(text))
    expression = rf"\b{_words(text)}\b" if is_words else text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python would write on the terminal what it finds odd in an expression.
        try:
            return NameRule(re.compile(expression, re.IGNORECASE), is_words)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"no regular expression: {error}") from None


def literal_rule(text: str) -> NameRule:
    """For names that hold the text as it stands."""
    return NameRule(re.compile(re.escape(text), re.IGNORECASE), False)


def add_rules(rules: Sequence[NameRule]) -> None:
    """Make these the rules that the user has added, for the whole process; to be called before a run is shown."""
    global _added
    _added = tuple(rules)
    is_masked_by_user.cache_clear()
    is_secret_name.cache_clear()


def added_rules() -> tuple[NameRule, ...]:
    """The rules that `add_rules` was given last."""
    return _added


@lru_cache(maxsize=4096)
def is_masked_by_user(name: str) -> bool:
    """Whether an argument's name meets an added rule; what AWS calls a member stays, or no run could be read."""
    return bool(_added) and not _MEMBER.fullmatch(name) and any(rule.matches(name) for rule in _added)


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether an argument or member of this name holds a secret, by whole words and by words' endings."""
    if is_masked_by_user(name):
        return True
    segments = re.findall(r"[A-Za-z]+", name)
    words = _words(name)
    if words.rpartition(" ")[2] in _POINTER_ENDINGS:
        return False
    remaining = _POINTER_PHRASES.sub("", words).split()
    mixed = [segment.lower() for segment in segments if len(_WORD.findall(segment)) > 1]  # APIkey, DBpwd
    return bool(_SECRET_PHRASES.search(words)) or any(map(_SECRET_ENDINGS.search, (*remaining, *mixed)))


def may_hold_secret_name(folded: str) -> bool:
    """False where a lower-case text certainly has no name of a secret in it."""
    return bool(_added) or any(part in folded for part in _SECRET_NAMES_HOLD)


def _words(name: str) -> str:
    """The words of a name in lower case: "api key" for apiKey, API_KEY and --api-key."""
    return " ".join(word.lower() for segment in re.findall(r"[A-Za-z]+", name) for word in _WORD.findall(segment))
