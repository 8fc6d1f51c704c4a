"""Which names are those of secrets: by rules of our own, and by those that the user has added."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_KEYS = (
    "access|account|admin|aes|anthropic|api|app|auth|aws|azure|bot|cipher|cosmos|crypto|datadog|decryption|deploy"
    "|encryption|fernet|gemini|github|gitlab|google|gpg|hmac|jwt|licen[cs]e|mailgun|master|openai|pgp|private|root"
    "|rsa|secret|sendgrid|service|shared|signing|slack|ssh|ssl|stripe|subscription|tls|twilio|vault|webhook"
)
"""Words that make a key a credential: a key of a table, a partition or an object in S3 is none."""

_SECRET_ENDINGS = re.compile(
    r"(password|passwd|passphrase|passcode|passw|pwd|pw|secret|token|credential|creds|privatekey|secretkey"
    r"|connectionstring|connstr|jdbcurl|auth|authorization|bearer|dsn|webhook|webhookurl"
    r"|passwort|kennwort|senha|contrasena|motdepasse|wachtwoord|losenord|adgangskode"
    r"|(?:admin|api|app|db|ftp|jdbc|key|keystore|ldap|login|mail|my|mysql|ora|oracle|pg|redis|redshift|root|smtp|sql"
    rf"|ssh|truststore|user)pass|(?:{_KEYS})key)s?$"
)
_SECRET_PHRASES = re.compile(
    rf"\b((?:{_KEYS}) key|connection string|conn str|conn string|jdbc url|web hook|mot de passe|pre shared key"
    r"|pass word|pass phrase)s?\b"
)
_LAST_WORDS: dict[str, frozenset[str]] = {
    "pass": frozenset(
        "band boarding by dry final first full high last low multi one per pre season second single third two".split()  # noqa: SIM905 - a list of this length is read as text
    ),
    "pat": frozenset(
        "column date exclude file glob include input key match name path prefix regex s table".split()  # noqa: SIM905 - as above
    ),
    **dict.fromkeys(("cred", "cookie", "cookies", "salt", "salts", "jwt", "psk", "mdp"), frozenset()),
}
"""Words that mean a secret only where a name ends in them, and not after these: a first pass, a file's pattern."""

_POINTER_PHRASES = re.compile(r"\bsecrets? manager\b|\btokens? per\b|\bsecrets? (id|ids)$")
_POINTER_ENDINGS = frozenset(
    """
    age algorithm alias arn arns bucket class col cols column columns count database date days description dir
    directory enabled encoding endpoint expiration expires expiry field fields file filename files folder format hint
    host hours id ids issuer kind label length limit location method minutes mode name names param parameter path
    paths pattern policy port prefix provider ref region required rotation schema scheme scope scopes seconds size
    source table timeout ttl type types uri url user username users version
    """.split()  # noqa: SIM905 - as above
)
"""A name that ends so says something about a secret: where it is kept, of which kind it is."""

_SECRET_IN_SPITE = re.compile(r"\b(access key ids?|(jdbc|webhook|web hook) (url|uri)|webhook endpoint)$")
"""Endings of a pointer that are part of a secret's own name."""

_FLAG = re.compile(
    r"(allow|ask|create|delete|describe|disable|enable|get|has|is|list|max|min|no|num|prompt|put|requires?|rotate|skip"
    r"|use) "
)
"""A name that begins so says whether there is a secret, or how many, or what is done with one."""

SECRET_NAMES_HOLD = (
    *("pass", "pw", "secret", "token", "cred", "key", "conn", "jdbc", "auth", "bearer", "dsn", "hook", "pat", "cookie"),
    *("salt", "jwt", "psk", "mdp", "kennwort", "senha", "contrase", "wachtwoord", "senord", "adgangskode", "u00"),
)
"""A text with none of these, or with an escaped letter, names no secret, which takes 20 times as long to say."""

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
    words = _words(name)
    if _SECRET_IN_SPITE.search(words):
        return True
    before, last = ("", *words.split())[-2:] if words else ("", "")
    if last in _POINTER_ENDINGS or _FLAG.match(words):
        return False
    remaining = _POINTER_PHRASES.sub("", words).split()
    mixed = [segment.lower() for segment in _segments(name) if len(_WORD.findall(segment)) > 1]  # APIkey, DBpwd
    return (
        before not in _LAST_WORDS.get(last, {before})
        or bool(_SECRET_PHRASES.search(words))
        or any(map(_SECRET_ENDINGS.search, (*remaining, *mixed)))
    )


def has_added_rules() -> bool:
    """Whether the user has added a rule, by which any name may be a secret's."""
    return bool(_added)


def may_hold_secret_name(folded: str) -> bool:
    """False where a lower-case text certainly has no name of a secret in it."""
    return bool(_added) or any(map(folded.__contains__, SECRET_NAMES_HOLD))


def _segments(name: str) -> list[str]:
    """The runs of letters in a name, without their accents."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.findall(r"[A-Za-z]+", plain)


def _words(name: str) -> str:
    """The words of a name in lower case: "api key" for apiKey, API_KEY and --api-key."""
    return " ".join(word.lower() for segment in _segments(name) for word in _WORD.findall(segment))
