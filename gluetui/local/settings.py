"""The user's settings: config.toml and, above it, environment variables; a value that cannot be used is a notice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from gluetui.glue.secrets.names import NameRule

MOST_BYTES = 1_000_000
"""Bytes of a config.toml that are read; a larger one is not used."""

_LONGEST_QUOTE = 60
_LONGEST_REFRESH = 86_400


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The values in force, by default for a user without settings."""

    theme: str | None = None
    """Textual's name; None: the one chosen last, else Textual's own default."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Comma-separated keys by a command's id, as they were read; gluetui.commands.keymap checks them."""
    times: Literal["local", "utc"] | None = None
    """None: as chosen last, else local."""
    ascii: bool | Literal["auto"] = "auto"
    """Whether signs are drawn with ASCII only; "auto": where the locale has nothing else."""
    refresh: float = 5.0
    """Seconds between two looks at a live run; 0 is never."""
    statuses: bool = True
    """Whether each job in sight is asked for its last run."""
    logs: Literal["auto", "ask", "off"] = "auto"
    """Whether the log of a run that failed is looked into for the cause by itself, when it is asked for, or never."""
    night: str = "18:00-08:00"
    """The times of day at which the night begins and ends; gluetui.text.windows reads them."""
    masks: tuple[NameRule, ...] = ()
    """Names of arguments whose values are secret, besides those of gluetui.glue.secrets.names."""
    log_file: Path | None = None
    notices: tuple[str, ...] = ()
    """Values that were not used, and why, each in one line that is safe to show."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """By setting, where its value was read, as a notice names it."""

    def refusal(self, name: str, read: object, allowed: str) -> str:
        """The notice for a value that turns out to be of no use later; `name` may go on, as in keymap.app.quit."""
        setting, dot, rest = name.partition(".")
        return refusal(f"{self.sources.get(setting, setting)}{dot}{rest}", read, allowed)


class _Rule(NamedTuple):
    read: Callable[[object], object]
    """Raises ValueError for what is not allowed."""
    allowed: str
    variable: str = ""


def settings_path(environ: Mapping[str, str]) -> Path | None:
    """The file that is read, by GLUETUI_CONFIG or the custom of the operating system; None where there is no place."""
    from gluetui.local.folders import config_folder

    named = environ.get("GLUETUI_CONFIG")
    if named:
        return Path(os.path.expanduser(named))
    folder = config_folder()
    return folder and folder / "config.toml"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of the file and the environment; whatever is wrong there becomes a notice, never an error."""
    path, reading = settings_path(environ), _Reading()
    is_named = bool(environ.get("GLUETUI_CONFIG"))
    read = _table(path, must_be_there=is_named, notices=reading.notices) if path else {}
    for name, value in read.items():
        reading.take(name, value, f"{path}: {name}")
    for name, rule in RULES.items():
        given = environ.get(rule.variable) if rule.variable else None
        if given:
            reading.take(name, given, rule.variable)
    return Settings(**reading.values, notices=tuple(reading.notices), sources=reading.sources)


class _Reading:
    """The settings read so far; a later value of a setting replaces the one before."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.notices: list[str] = []

    def take(self, name: str, value: object, source: str) -> None:
        rule = RULES.get(name)
        if rule is None:
            self.notices.append(_notice(f"{source} is not a setting; there are: {', '.join(RULES)}."))
            return
        try:
            read = rule.read(value)
        except ValueError:
            self.notices.append(refusal(source, value, rule.allowed))
            return
        # A bad entry of a table or a list costs no other entry.
        if isinstance(read, dict):
            read = dict(self._keymap(read, source))
        elif isinstance(read, list):
            read = tuple(self._masks(read, source))
        self.values[name], self.sources[name] = read, source

    def _keymap(self, entries: dict[str, object], source: str) -> Iterator[tuple[str, str]]:
        for command, keys in entries.items():
            if isinstance(keys, str):
                yield command, keys
            else:
                self.notices.append(refusal(f"{source}.{command}", keys, "a text of keys with commas between them"))

    def _masks(self, entries: list[object], source: str) -> Iterator[NameRule]:
        from gluetui.glue.secrets.names import literal_rule, name_rule

        for entry in entries:
            if not isinstance(entry, str) or not entry.strip():
                self.notices.append(refusal(source, entry, "texts, each a word or a regular expression"))
                continue
            try:
                yield name_rule(entry)
            except ValueError as error:
                # Masking too much is better than showing a secret.
                self.notices.append(_notice(f"{source}: {_quoted(entry)} is {error}; it is taken as it stands."))
                yield literal_rule(entry)


def refusal(source: str, read: object, allowed: str) -> str:
    """One line: where a value was read, the value, and what is allowed."""
    return _notice(f"{source} = {_quoted(read)} is not used; allowed: {allowed}.")


def _quoted(read: object) -> str:
    try:
        text = repr(read)
    except (ValueError, RecursionError):  # A number of thousands of digits, or tables within tables.
        return f"a huge {type(read).__name__}"
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _notice(text: str) -> str:
    from gluetui.glue.secrets.redaction import redacted
    from gluetui.text.safe import one_line

    return one_line(redacted(text))


def _table(path: Path, *, must_be_there: bool, notices: list[str]) -> dict[str, Any]:
    """The file's content; {} where there is none that can be read."""
    import tomllib

    try:
        if not path.is_file():
            # Anything else, such as a pipe, might never end.
            if must_be_there or path.exists():
                notices.append(_notice(f"{path} is not used: it is not a file."))
            return {}
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValueError(f"it has more than {MOST_BYTES:,} bytes")
        return tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        notices.append(_notice(f"{path} is not used: {error.strerror or error}."))
    except RecursionError:
        notices.append(_notice(f"{path} is not used: it nests too deep."))
    except ValueError as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        notices.append(_notice(f"{path} is not used: {reason}."))
    return {}


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _path(value: object) -> Path:
    return Path(os.path.expanduser(_text(value)))


def _flag(value: object) -> bool:
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    word = str(value).strip().lower()
    if not isinstance(value, bool | str | int) or word not in words:
        raise ValueError
    return words[word]


def _ascii(value: object) -> bool | str:
    return "auto" if value == "auto" else _flag(value)


def _times(value: object) -> str:
    word = _text(value).lower()
    if word not in ("local", "utc"):
        raise ValueError
    return word


def _logs(value: object) -> str:
    word = _text(value).lower()
    if word not in ("auto", "ask", "off"):
        raise ValueError
    return word


def _night(value: object) -> str:
    from gluetui.text.windows import NightHours

    hours = _text(value)
    if NightHours.read(hours) is None:
        raise ValueError
    return hours


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError
    try:
        seconds = float(value)
    except OverflowError:
        raise ValueError from None
    if not (seconds == 0 or 1 <= seconds <= _LONGEST_REFRESH):
        raise ValueError
    return seconds


def _list(value: object) -> list[object]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise ValueError
    return value


def _flat(value: object) -> dict[str, object]:
    """A table by dotted names: `rows.up = "w"` without quotes is a table within a table."""
    if not isinstance(value, dict):
        raise ValueError
    found: dict[str, object] = {}
    ahead = [("", value)]
    while ahead:
        before, table = ahead.pop()
        for name, each in table.items():
            if isinstance(each, dict):
                ahead.append((f"{before}{name}.", each))
            else:
                found[f"{before}{name}"] = each
    return found


RULES: Mapping[str, _Rule] = {
    "theme": _Rule(_text, "the name of a theme", "GLUETUI_THEME"),
    "keymap": _Rule(_flat, "a table of ids of commands and their keys"),
    "times": _Rule(_times, "local or utc", "GLUETUI_TIMES"),
    "ascii": _Rule(_ascii, "auto, true or false", "GLUETUI_ASCII"),
    "refresh": _Rule(_seconds, f"0 for never, or 1 to {_LONGEST_REFRESH} seconds", "GLUETUI_REFRESH"),
    "statuses": _Rule(_flag, "true or false", "GLUETUI_STATUSES"),
    "logs": _Rule(_logs, "auto, ask or off", "GLUETUI_LOGS"),
    "night": _Rule(_night, "the times of day at which a night begins and ends, such as 18:00-08:00", "GLUETUI_NIGHT"),
    "masks": _Rule(_list, "a list of texts, each a word or a regular expression"),
    "log_file": _Rule(_path, "the path of a file", "GLUETUI_LOG"),
}
"""Every setting, in README's order."""
