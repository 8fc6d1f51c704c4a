"""The one edge for errors: what goes wrong with AWS becomes an AwsError with its cause and the next step."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gluetui.glue.errors.answer_rules import of_answer
from gluetui.glue.errors.class_rules import BY_CLASS
from gluetui.glue.errors.origins import UNKNOWN, Origins, words_of
from gluetui.glue.errors.rules import BUG, SESSION_WIDE, Chooser, ErrorKind, Facts, Rule
from gluetui.glue.secrets.redaction import redacted

__all__ = ["AwsError", "BadAnswer", "BadSetting", "Context", "ErrorKind", "NotAws", "ReadOnly", "explained"]

LONGEST_QUOTE = 240
"""Characters of AWS's own words within a cause; the rest is in the detail."""

LONGEST_PATH = 24
"""Characters of a program's path that is told whole."""

LONGEST_COMPLAINT = 120
"""Characters of a program's complaint that is quoted whole."""

RULES: Mapping[str, Rule | Chooser] = {**BY_CLASS, "ClientError": of_answer}

RETRIABLE = frozenset({ErrorKind.THROTTLED, ErrorKind.NETWORK, ErrorKind.NOT_AWS, ErrorKind.BAD_ANSWER})


class BadAnswer(Exception):
    """An answer of AWS's that cannot be read or lacks what was asked for."""


class NotAws(Exception):
    """An answer that is not AWS's: a captive portal's or a proxy's page."""


class BadSetting(Exception):
    """An endpoint that is none, refused before botocore, which says it in many ways; the message says what is wrong."""


class ReadOnly(Exception):
    """An operation that would change something, refused before it was sent; the message names it."""


class Context(NamedTuple):
    """The call that went wrong; `program`: first word of the profile's credential_process."""

    operation: str
    profile: str | None
    region: str | None
    job_name: str | None = None
    """The job that was asked about, or the workflow where the operation is about one."""
    run_id: str | None = None
    program: str | None = None
    source: str = ""
    """The saved file that was asked in AWS's stead."""
    iam: str = ""
    """IAM's prefix of the operation."""
    origins: Origins = UNKNOWN
    """What is in force, and where it was set."""
    log_group: str = ""
    log_stream: str = ""
    is_optional: bool = False
    """Whether all else works without the service that was asked."""


class AwsError(Exception):
    """The news of a failed call: its cause, the next step, and behind a key all that was said. Holds no secrets.

    AWS's words are in it as they came, control characters too: text/safe.py makes them safe to show.
    """

    def __init__(
        self,
        kind: ErrorKind,
        cause: str,
        next_step: str,
        detail: str = "",
        *,
        command: tuple[str, ...] = (),
        retriable: bool | None = None,
        is_apart: bool = False,
    ) -> None:
        """`command` signs in, where it is certain that it does; `retriable` None means: as the kind says.

        `is_apart`: a service that all else works without was asked, so that its being out of reach is no one else's.
        """
        super().__init__(cause if cause.endswith((".", "!", "?", "…")) else f"{cause}.", next_step)
        self.kind = kind
        self.cause = cause
        self.next_step = next_step
        self.detail = detail
        self.command = command
        self._retriable = retriable
        self.is_apart = is_apart

    def __str__(self) -> str:
        return " ".join(filter(None, self.args))

    @property
    def code(self) -> str:
        """AWS's code, else the name of the exception beneath, else the kind's."""
        beneath = self.__cause__
        if beneath is None:
            return self.kind.name
        said = _mapping(_mapping(getattr(beneath, "response", None)).get("Error"))
        return str(said.get("Code") or type(beneath).__name__)

    @property
    def is_session_wide(self) -> bool:
        """Whether every call of the session meets it alike: of a service that is apart, a sign-in alone."""
        return self.kind is ErrorKind.SIGN_IN if self.is_apart else self.kind in SESSION_WIDE

    @property
    def retriable(self) -> bool:
        """Whether the same call may work by itself a little later."""
        return self.kind in RETRIABLE if self._retriable is None else self._retriable


def explained(error: BaseException, context: Context) -> AwsError:
    """The AwsError for any exception; an AwsError stays the same.

    Raises: the error itself where it is a cancellation or no Exception: there is nothing to explain.
    """
    if isinstance(error, AwsError):
        return error
    if not isinstance(error, Exception) or "CancelledError" in _names(error):
        raise error
    try:
        return _by_rule(error, context)
    except Exception:  # An exception whose own members raise must not hide that something went wrong.
        name = type(error).__name__
        return AwsError(ErrorKind.BUG, f"gluetui stumbled over an unreadable {name}", BUG.next_step, name)


def _by_rule(error: Exception, context: Context) -> AwsError:
    known = _facts(error, context)
    rule = next(RULES[name] for name in _names(error) if name in RULES)
    kind, cause, next_step, command, retriable = rule if isinstance(rule, Rule) else rule(known)
    return AwsError(
        kind,
        " ".join(cause.format_map(known).split()).rstrip(" :"),
        " ".join(next_step.format_map(known).split()),
        _detail(error, known["parser"]),
        command=tuple(shlex.split(command.format_map(known))),
        retriable=retriable,
        is_apart=context.is_optional,
    )


def _facts(error: Exception, context: Context) -> Facts:
    """All that a rule may say or ask of one error."""
    return {**_asked(context), **_kept(error, context), **_answered(error, context)}


def _asked(context: Context) -> Facts:
    named = context.job_name or ""
    job, workflow = ("", named) if "Workflow" in context.operation else (named, "")
    about = {"job": job, "workflow": workflow, "log group": context.log_group}
    from_where = words_of(context.origins, context.profile, _short_path(context.program or ""))
    return {
        **{name: redacted(words) for name, words in from_where.items()},
        "region": context.region or "this Region",
        "file": context.source,
        "job_name": job,
        "workflow": workflow,
        "run_id": context.run_id or "",
        "named_job": f" named {job}" if job else " of that name",
        "on_job": next((f" on {kind} {name}" for kind, name in about.items() if name), ""),
        "log_group": context.log_group,
        "log_stream": context.log_stream,
    }


def _short_path(path: str) -> str:
    """A long path without its folders, which would leave no room for what the program says."""
    return path if len(path) <= LONGEST_PATH else f"…/{path.rpartition('/')[2]}"


def _kept(error: Exception, context: Context) -> Facts:
    """The values that the exception holds beside its message: keywords of botocore's classes, attributes of OSError."""
    kept = getattr(error, "kwargs", None)
    given: Mapping[str, object] = kept if isinstance(kept, dict) else {}
    url = redacted(str(given.get("proxy_url") or given.get("endpoint_url") or ""))
    host = re.search(r"://([^/\s?#]+)", url)
    return {
        "class": type(error).__name__,
        "origin": _origin(error),
        "parser": _parser_words(given.get("error")),
        "host": host.group(1) if host else _line(url) or "AWS",
        "reason": _line(given.get("error_msg") or given.get("error")),
        "complaint": _complaint(given.get("error_msg")),
        "provider": _line(given.get("provider")),
        "missing": _line(given.get("cred_var")),
        "bad_region": _blanks_seen(given.get("region_name") or context.region),
        "bad_profile": _line(given.get("profile") or context.profile or "default"),
        "path": _line(given.get("path") or getattr(error, "filename", None)),
        "system": _line(getattr(error, "strerror", None)),
    }


def _answered(error: Exception, context: Context) -> Facts:
    """The words of the error, AWS's where it was a ClientError: its code, its message, its HTTP status."""
    answer = _mapping(getattr(error, "response", None))
    said = _mapping(answer.get("Error"))
    words = redacted(str(said.get("Message") or said.get("message") or "") if answer else str(error))
    code = _line(said.get("Code"))
    operation = _line(getattr(error, "operation_name", None) or context.operation) or "the call"
    # AWS names the action that is missing, which may be another than the operation's own.
    named = re.search(r"perform:? ([a-z0-9-]+:[A-Za-z0-9]+)", words)
    return {
        "code": code.removesuffix("Exception").removesuffix("Fault"),
        "status": _line(_mapping(answer.get("ResponseMetadata")).get("HTTPStatusCode")),
        "said": words,
        "message": _line(words) or type(error).__name__,
        "page": _page(code, words),
        "last_word": _line(words.rpartition(":")[2]),
        "operation": operation,
        "permission": named.group(1) if named else f"{context.iam}:{operation}",
    }


def _page(code: str, words: str) -> str:
    """The words that stand for a web page in a cause: its title."""
    title = re.search(r"<title[^>]{0,99}>([^<]{1,999})", words, re.IGNORECASE)
    if title:
        page = f'a web page "{_line(title.group(1))}"'
    else:
        page = "a web page" if words.lstrip().startswith("<") else _line(words)
    return f"HTTP {code}, {page}" if code else page


def _detail(error: Exception, parser_words: str) -> str:
    """The whole message and the one beneath it, but no line of a config file: it may be a key."""
    beneath = _mapping(getattr(error, "kwargs", None)).get("error")
    more = f"{type(beneath).__name__}: {beneath}" if beneath else ""
    if type(error).__name__ == "ConfigParseError":
        more = parser_words
    return redacted("\n".join(filter(None, (f"{type(error).__name__}: {error}", more))))


def _parser_words(complaint: object) -> str:
    """A config parser's complaint with its line number but without the line."""
    first = (str(complaint or "").splitlines() or [""])[0]
    words = _line(re.sub(r"^While reading from .*?\[line +\d+\]: ", "", first).split(": '")[0])
    listed = getattr(complaint, "errors", None)
    number = getattr(complaint, "lineno", None) or (listed[0][0] if isinstance(listed, list) else None)
    return f"{words}, line {number}" if number else words


def _origin(error: Exception) -> str:
    """Which part of botocore it came out of; "gluetui" where our own code raised it, "" where unknown."""
    seen = []
    for module in reversed(list(_modules(error))):
        package = module.partition(".")[0]
        if package == "gluetui":
            seen.append(package)
            break
        if package in ("botocore", "boto3"):
            seen.append(module.removeprefix("botocore."))
    if seen in ([], ["gluetui"]):
        return "".join(seen)
    return next((part for part in ("tokens", "credentials", "parsers") if part in seen), "boto")


def _modules(error: Exception) -> Iterator[str]:
    traceback = error.__traceback__
    while traceback is not None:
        yield str(traceback.tb_frame.f_globals.get("__name__", ""))
        traceback = traceback.tb_next


def _names(error: BaseException) -> Iterator[str]:
    return (cls.__name__ for cls in type(error).__mro__)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _complaint(value: object) -> str:
    """A program's complaint, of a long one the last line: before it may stand a traceback or a prompt."""
    words = redacted(str(value or "")).strip()
    return _line(words if len(words) <= LONGEST_COMPLAINT else words.splitlines()[-1])


def _line(value: object) -> str:
    """Text without secrets on one line, without its final full stop, so that it can stand in a sentence."""
    words = " ".join(redacted(str(value or "")).split()).rstrip(". ")
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"


def _blanks_seen(value: object) -> str:
    """A name, in quotes where blanks at its ends would not be seen."""
    name = str(value or "")
    return _line(name) if name == name.strip() else redacted(repr(name))
