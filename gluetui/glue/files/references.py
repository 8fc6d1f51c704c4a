"""Where a run is named: console addresses, ARNs, log streams, commands and alert texts, read and written."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from gluetui.glue.files.events import state_change
from gluetui.glue.files.json_values import inner_json
from gluetui.glue.run.run import RunKey

READ_CHARACTERS = 65_536
"""Characters of a text that are looked at."""

_RUN_ID = re.compile(r"jr_[0-9a-f]{64}(?:_attempt_\d{1,3})?")
_REGION = re.compile(r"\b[a-z]{2}(?:-[a-z]+){1,2}-\d{1,2}\b")
_URL = re.compile(r"https?://[^\s<>\"'`]+")
_ARN = re.compile(r"""arn:(?P<partition>[\w-]+):glue:(?P<region>[\w-]*):\d*:job/(?P<job>[^\s"'`<>,;)\]}]+)""")
_PATH = re.compile(r"^!?/*(?:v2/)?(?:editor/)?job/(?P<job>[^/?]+)(?:/run/(?P<run>[^/?]+))?")
"""The part after "#" in Glue Studio's addresses: /job/<job>/run/<run id>, /editor/job/<job>/runs and the like."""

_OLDER = re.compile(r"[:;&?](?:job)?[nN]ame=(?P<job>[^;&]+)")
"""The older console's: #job:name=<job>, #jobRun:jobName=<job>;jobRunId=<run id>."""

_LABELLED = (
    re.compile(r"""job[ _-]?name["'`*]*\s*[:=]\s*(?P<mark>["'`])(?P<job>(?:(?!(?P=mark))[^\r\n])+)""", re.IGNORECASE),
    re.compile(r"""job[ _-]?name[*]*\s*=\s*(?P<job>[^\s"'`,;|&)}\]]+)""", re.IGNORECASE),
    re.compile(
        r"job[ _-]?name[*]*\s*:[\s*]*(?P<job>\S[^\r\n]*?)\s*"
        r"(?:[,;|}\r\n]|\s(?:job\s?)?run\b|\sstate\b|\s\w+[:=]|$)",
        re.IGNORECASE,
    ),
    re.compile(r"""\bjob:?\s+(?P<mark>["'`])(?P<job>(?:(?!(?P=mark))[^\r\n])+)""", re.IGNORECASE),
    re.compile(
        r"\bjob:?\s+(?!(?:run|runs|name|state|id|with|has|is|was|failed|for|in|of|on|and|the|to|status)\b)"
        r"(?!jr_)(?P<job>[\w.-]*[\w-])",
        re.IGNORECASE,
    ),
)
"""How alerts name a job, the surest first."""

_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
"""The console's host by partition."""


class RunReference(NamedTuple):
    """A run as a text names it; "" for a part that the text does not name."""

    job_name: str = ""
    run_id: str = ""
    region: str = ""


def parse_reference(text: str) -> RunReference | None:
    """The job, the run or both that a text names; None where it names neither.

    A log stream's name holds a run id only: the text has to name the job besides.
    """
    text = text[:READ_CHARACTERS].strip()
    named = _from_json(text) or _from_command(text)
    if named is None:
        urls = [_from_url(url if url == text else url.rstrip(".,;)")) for url in _URL.findall(text)]
        named = next((url for url in urls if url.job_name), None) or _from_words(text, urls)
    if named.run_id or named.job_name:
        return named
    return None


def console_url(key: RunKey, region: str, partition: str = "") -> str:
    """The page of one run in the AWS console (unverified live); "" for a partition whose console is not known.

    `partition` "" means: the Region's.
    """
    host = _CONSOLES.get(partition or partition_of(region))
    if host is None:
        return ""
    where = f"?region={_encoded(region)}" if region else ""
    return f"https://{host}/gluestudio/home{where}#/job/{_encoded(key.job_name)}/run/{_encoded(key.run_id)}"


def partition_of(region: str) -> str:
    """By the form of the Region's name; "aws" for any that has no form of its own."""
    for start, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")):
        if region.startswith(start):
            return partition
    isolated = re.match(r"(?:us|eu)-(iso[a-z]?)-", region)
    return f"aws-{isolated[1]}" if isolated else "aws"


def aws_command(key: RunKey, profile: str | None = None, region: str | None = None) -> str:
    """The AWS CLI's command for the run with its predecessors, quoted for sh, bash and zsh."""
    options = {"--job-name": key.job_name, "--run-id": key.run_id, "--profile": profile, "--region": region}
    # With "=" a value that begins with a hyphen is no option.
    given = [
        f"{name}={_quoted(value)}" if value.startswith("-") else f"{name} {_quoted(value)}"
        for name, value in options.items()
        if value
    ]
    return " ".join(["aws glue get-job-run", *given, "--predecessors-included"])


def _quoted(text: str) -> str:
    """As shlex has it; control characters are written as escapes, for a terminal acts on what is pasted."""
    if text.isprintable():
        return shlex.quote(text)
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    parts = (each if each.isprintable() else _escape(each) for each in escaped)
    return "$'" + "".join(parts) + "'"


def _escape(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _from_json(text: str) -> RunReference | None:
    """An event, or a run as AWS sends it."""
    value = inner_json(text)
    change = state_change(value)
    if change is not None:
        return RunReference(*change.key, change.region)
    if not isinstance(value, dict):
        return None
    run: Mapping[str, Any] = value["JobRun"] if isinstance(value.get("JobRun"), dict) else value
    names = (run.get("JobName"), run.get("Id") or run.get("JobRunId") or run.get("RunId"))
    job_name, run_id = (name if isinstance(name, str) else "" for name in names)
    return RunReference(job_name, run_id) if job_name else None


def _from_command(text: str) -> RunReference | None:
    """`aws glue get-job-run --job-name … --run-id …`, as aws_command writes it."""
    if "--job-name" not in text:
        return None
    try:
        words = shlex.split(text.replace("\\\n", " "))
    except ValueError:
        return None
    given: dict[str, str] = {}
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, sign, value = word.partition("=")
        given.setdefault(name, value if sign else following)
    return RunReference(given.get("--job-name", ""), given.get("--run-id", ""), given.get("--region", ""))


def _from_url(url: str) -> RunReference:
    try:
        parts = urlsplit(url)
    except ValueError:
        return RunReference()
    fragment = parts.fragment
    path = _PATH.match(fragment)
    older = _OLDER.search(f"#{fragment}".replace("#", ":", 1)) if path is None else None
    job = path["job"] if path else older["job"] if older else ""
    found = _RUN_ID.search(unquote(fragment))
    run_id = unquote(path["run"]) if path and path["run"] else found[0] if found else ""
    asked = parse_qs(parts.query).get("region") or parse_qs(fragment.partition("?")[2]).get("region")
    host = _REGION.match(parts.netloc)
    return RunReference(unquote(job), run_id, asked[0] if asked else host[0] if host else "")


def _from_words(text: str, urls: list[RunReference]) -> RunReference:
    """The run that an ARN, an id and the words around them name."""
    words = _URL.sub(" ", text)
    arn = _ARN.search(words)
    run_id = _RUN_ID.search(words)
    region = arn["region"] if arn else ""
    found = next((match for pattern in _LABELLED if (match := pattern.search(words))), None)
    job = arn["job"] if arn else found["job"].strip() if found else ""
    run_ids = [run_id[0]] if run_id else [url.run_id for url in urls if url.run_id]
    regions = [region, *(url.region for url in urls), *_REGION.findall(words)]
    if not run_ids and not arn:
        job = found["job"].strip() if found and found.re in _LABELLED[:3] else ""
    return RunReference(job, run_ids[0] if run_ids else "", next(filter(None, regions), ""))
