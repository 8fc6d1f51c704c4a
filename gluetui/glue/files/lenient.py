"""Notations that are nearly JSON: with comments and trailing commas, and what Python prints of a dict."""

from __future__ import annotations

import ast
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

_LONGEST = 8_000_000
"""Characters of a text that is read in this way."""

_NOT_JSON = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|^[ \t]*#[^\n]*', re.MULTILINE)
_TRAILING_COMMA = re.compile(r'"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])')
_PRINTED_BY_PYTHON = re.compile(r"\s*[\[(]*\{\s*'")


def lenient_value(text: str) -> object:
    """The value of a text that is no JSON, but nearly. Raises: ValueError."""
    if len(text) > _LONGEST:
        raise ValueError("too long")
    if _PRINTED_BY_PYTHON.match(text):
        return _printed_by_python(text)
    if not ("//" in text or "/*" in text or "#" in text or re.search(r",\s*[}\]]", text)):
        raise ValueError("no JSON")
    plain = _NOT_JSON.sub(lambda found: found[0] if found[0].startswith('"') else _blank(found[0]), text)
    plain = _TRAILING_COMMA.sub(lambda found: found[0] if found[0].startswith('"') else " ", plain)
    try:
        return json.loads(plain)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _blank(text: str) -> str:
    """As many line ends, so that a fault behind it keeps its place."""
    return re.sub(r"[^\n]", " ", text)


def _printed_by_python(text: str) -> object:
    try:
        return _value(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, RecursionError, MemoryError, AttributeError, TypeError, OverflowError) as error:
        raise ValueError(str(error)) from None


def _value(node: ast.expr) -> Any:
    """A literal's value, a datetime as ISO text; nothing is called."""
    match node:
        case ast.Constant(value=value) if value is None or isinstance(value, str | int | float):
            return value
        case ast.Dict(keys=keys, values=values):
            return {_text(key): _value(value) for key, value in zip(keys, values, strict=True)}
        case ast.List(elts=entries) | ast.Tuple(elts=entries) | ast.Set(elts=entries):
            return [_value(entry) for entry in entries]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Call(func=function) if _name(function) == "datetime":
            return _moment(node).isoformat()
        case ast.Call(func=function, args=[entries]) if _name(function) in ("OrderedDict", "defaultdict", "dict"):
            entries = _value(entries)
            return entries if isinstance(entries, dict) else dict(entries)
        case ast.Call(func=function, args=[argument]) if _name(function) == "Decimal":
            return float(_value(argument))
    raise ValueError("no literal")


def _text(node: ast.expr | None) -> str:
    value = _value(node) if node is not None else None
    if not isinstance(value, str):
        raise ValueError("a key that is no text")
    return value


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _moment(call: ast.Call) -> datetime:
    """`datetime.datetime(2026, 11, 20, 2, 14, tzinfo=tzlocal())`: tzlocal is taken to be this machine's zone."""
    given: dict[str, Any] = {each.arg: each.value for each in call.keywords if each.arg and each.arg != "fold"}
    zone = given.pop("tzinfo", None)
    moment = datetime(*map(_value, call.args), **{name: _value(value) for name, value in given.items()})
    if zone is None:
        return moment.replace(tzinfo=UTC)
    if _name(zone.func if isinstance(zone, ast.Call) else zone) == "tzlocal":
        return moment.astimezone()
    return moment.replace(tzinfo=_zone(zone))


def _zone(node: ast.expr) -> timezone:
    """UTC, or an offset such as tzoffset(None, 3600) and timezone(timedelta(seconds=3600)) have it."""
    if not isinstance(node, ast.Call):
        return UTC
    if _name(node.func) in ("tzutc", "UTC"):
        return UTC
    if _name(node.func) == "tzoffset":
        return timezone(timedelta(seconds=_value(node.args[1])))
    if _name(node.func) == "timezone" and isinstance(node.args[0], ast.Call):
        offset = node.args[0]
        parts = {each.arg: _value(each.value) for each in offset.keywords if each.arg}
        return timezone(timedelta(*map(_value, offset.args), **parts))
    raise ValueError("a zone that is not known")
