"""Which values are secret, by their name or by the value itself, and texts and answers without them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from gluetui.glue.run.run import FINAL_STATES, JobRun
from gluetui.glue.secrets.assignments import ARN
from gluetui.glue.secrets.found import DOTS, Found, plain_forms
from gluetui.glue.secrets.names import NameRule, added_rules, is_masked_by_user, is_secret_name
from gluetui.glue.secrets.quoting import group
from gluetui.glue.secrets.search import may_hold_secret, replaced, secrets_in
from gluetui.glue.secrets.table import FORMS

_SPREAD_FROM = 4
"""A secret shorter than this is masked in its own place only: elsewhere "a" or "123" is mere chance."""

_SPREAD_INSIDE_WORDS_FROM = 8
"""A secret shorter than this is masked elsewhere only where it stands as a word of its own."""

_TOO_COMMON = frozenset(
    {"true", "false", "none", "null", "standard", "flex", "script", "notebook", "visual"}
    | {state.lower() for state in (*FINAL_STATES, "STARTING", "RUNNING", "STOPPING", "WAITING")}
)
"""Values that say nothing secret, among them AWS's own words, which a run must keep to be read at all."""

_READ_ONCE = 500
"""Characters of a name and its value up to which what was read in them is kept."""

_LONGEST_HIDDEN = 4096
"""Characters of an argument that is hidden whole for one of its words: a longer one is a text."""

_DEEPEST = 50
"""No answer nests so deep; what lies deeper is masked unseen rather than walked to the recursion limit."""


def mask_value(name: str, value: str) -> str:
    """The value as it may be shown: itself, DOTS, or with DOTS in place of a password inside it."""
    return _masked(name, value, [])


class Masks:
    """The secrets that a run's Arguments (or a whole answer) hold, masked wherever another text repeats them.

    Give `apply` the true text, before it is made safe or cut: a changed secret is not recognised.
    """

    __slots__ = ("_masked", "_secrets")

    def __init__(self, arguments: object) -> None:
        found: set[str] = set()
        self._masked: dict[tuple[str, str], str] = {}
        for name, value in _leaves("", arguments, 0):
            self._masked[name, value], secrets = _read_briefly(name, value)
            if secrets:
                found.update(secrets)
        self._secrets = _spread_forms(frozenset(found)) if found else ()

    def apply(self, text: str) -> str:
        """The text with DOTS for every repeated secret and everything that shows itself to be one."""
        return self.repeated(_read_briefly("", text)[0])

    def may_change(self, text: str) -> bool:
        """False where `apply` would certainly leave the text, and each of its lines, as it is: a glance, no search."""
        return may_hold_secret(text.lower()) or any(secret in text for secret, _ in self._secrets)

    def argument(self, name: str, value: str) -> str:
        """The value of an argument or member as it may be shown, other arguments' secrets masked too."""
        return self.repeated(self.own(name, value))

    def hides(self, name: str, value: object) -> bool:
        """Whether anything of a value of any form would be masked."""
        if isinstance(value, Mapping):
            return any(
                self.apply(str(key)) != key or self.hides(_inherited(name, key), each) for key, each in value.items()
            )
        if isinstance(value, list | tuple):
            return any(self.hides(name, each) for each in value)
        return value is not None and _shown_leaf(self, name, value) != value

    def repeated(self, text: str) -> str:
        """The text with DOTS for every secret of the run that it repeats."""
        for secret, pattern in self._secrets:
            if secret in text:
                text = pattern.sub(DOTS, text) if pattern else text.replace(secret, DOTS)
        return text

    def own(self, name: str, value: str) -> str:
        """The value without the secrets that it holds by itself; what repeats others is left to `repeated`."""
        masked = self._masked.get((name, value))
        return mask_value(name, value) if masked is None else masked


def masked_run(raw: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """A deep copy of an answer with its secrets masked, and how many values were changed."""
    masks = Masks(raw)
    changed = 0

    def copy(name: str, value: Any, depth: int) -> Any:
        nonlocal changed
        if depth > _DEEPEST:
            shown: Any = DOTS
        elif isinstance(value, Mapping):
            # A member's own name stays, whatever a secret is: without it the member would count as not returned.
            return {
                _shown_name(masks, key) if depth else key: copy(_inherited(name, key), each, depth + 1)
                for key, each in value.items()
            }
        elif isinstance(value, list | tuple):
            return [copy(name, each, depth + 1) for each in value]
        else:
            shown = _shown_leaf(masks, name, value)
        changed += shown is not value and shown != value
        return shown

    return copy("", raw, 0), changed


@lru_cache(maxsize=16)
def masked_once(run: JobRun) -> tuple[Mapping[str, Any], int]:
    """As masked_run, kept for the last runs, as a long answer takes a while: the copy is to be read only."""
    return masked_run(run.raw)


def _read(name: str, value: str, _rules: tuple[NameRule, ...]) -> tuple[str, tuple[str, ...]]:
    """The masked value, and the secrets that the name and the value hold; by other rules it is another answer."""
    found: list[str] = []
    masked = _masked(name, value, found)
    _masked_name(name, found)
    return masked, tuple(found)


# The runs of a job differ in few of their values.
_read_once = lru_cache(maxsize=512)(_read)


def _read_briefly(name: str, value: str) -> tuple[str, tuple[str, ...]]:
    """As `_read`, which is done once for what is short enough to be kept."""
    read = _read if len(name) + len(value) > _READ_ONCE else _read_once
    return read(name, value, added_rules())


@lru_cache(maxsize=64)
def _spread_forms(found: frozenset[str]) -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    """Every form of these secrets that is masked elsewhere too, the longest first."""
    spread = {form for secret in found for form in _forms(secret) if _is_spread(form)}
    return tuple((each, _pattern(each)) for each in sorted(spread, key=lambda each: (-len(each), each)))


def _masked(name: str, value: str, found: list[str]) -> str:
    """The masked value; the secrets taken out of it are added to `found`, in all their forms."""
    if not value.strip("• ") or (value.startswith("arn:") and ARN.fullmatch(value) and not is_masked_by_user(name)):
        return value
    secrets = secrets_in(value)
    is_secret = is_secret_name(name)
    if is_secret and value[0] in "{[":
        secrets += group(value, 0, "", is_json=True)[0]
    for each in secrets:
        found += plain_forms(value[each.start : each.end], each.encodings)
    if is_secret or (secrets and name.startswith("-") and _hides_value(value)):
        found += plain_forms(value, 0)
        return DOTS
    return replaced(value, secrets, _dotted)


def _dotted(found: Found) -> tuple[int, int, str]:
    return found.start, found.end, f"{found.quote}{DOTS}{found.quote}"


def _hides_value(value: str) -> bool:
    """Whether a short argument shows a secret beside which another one may stand that nothing shows."""
    if len(value) > _LONGEST_HIDDEN or value.lstrip()[:1] in '{["' or "=" in value:
        return False
    return any(form.hides_value and form.compiled.search(value) for form in FORMS)


def _masked_name(name: str, found: list[str]) -> str:
    """A name such as `--password=x`, which a slip on a command line makes, without what follows the sign."""
    before, sign, after = name.partition("=")
    if not after or not is_secret_name(before):
        return name
    found.append(after)
    return before + sign + DOTS


def mask_name(name: str) -> str:
    """An argument's name as it may be shown."""
    return _masked_name(name, [])


def _shown_name(masks: Masks, name: object) -> str:
    return masks.apply(mask_name(str(name)))


def _shown_leaf(masks: Masks, name: str, value: Any) -> Any:
    if isinstance(value, str):
        return masks.argument(name, value)
    if isinstance(value, int | float) and not isinstance(value, bool) and is_secret_name(name):
        return DOTS
    return value


def _inherited(name: str, key: object) -> str:
    """The name to judge a nested value by: a value within a secret is secret, whatever its own name."""
    return name if is_secret_name(name) else str(key)


def _leaves(name: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        inherits = is_secret_name(name)
        for key, each in value.items():
            inner = name if inherits else str(key)
            if isinstance(each, str) and depth < _DEEPEST:
                yield inner, each
            else:
                yield from _leaves(inner, each, depth + 1)
    elif isinstance(value, str):
        yield name, value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(name, each, depth + 1)
    elif value is not None and not isinstance(value, bool) and is_secret_name(name):
        yield name, repr(value)


def _forms(secret: str) -> set[str]:
    """The secret as other texts write it: bare, in a URL, in JSON."""
    quoted = quote(secret, safe="", errors="replace")
    return {secret, secret.strip(), quoted, unquote(secret), json.dumps(secret)[1:-1]}


def _is_spread(secret: str) -> bool:
    return len(secret) >= _SPREAD_FROM and secret.lower() not in _TOO_COMMON and bool(secret.strip("• "))


def _pattern(secret: str) -> re.Pattern[str] | None:
    """Where a short secret is masked; None for one that is masked wherever it stands."""
    if len(secret) >= _SPREAD_INSIDE_WORDS_FROM:
        return None
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])")
