"""Addresses of the AWS console in a text: old and new, of every partition, within other links, encoded or cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from gluetui.glue.files.pasted import CUT_ID, RUN_ID
from gluetui.glue.files.regions import CONSOLES, regions_in

_HOSTS = "|".join(map(re.escape, CONSOLES.values()))
_START = rf"(?:https?(?::|%3A|%253A)|(?<![\w./-])(?:[\w-]+\.)*(?:{_HOSTS})/|(?<!\S)#!?/)"
_LINK = re.compile(rf"{_START}[^\s<>\"`\u201c\u201d\u00ab\u00bb]+", re.IGNORECASE)
_SPACED = re.compile(r"[^\r\n<>\"`#?]{0,255}?/(?:run/jr_[0-9a-f]{64}(?:_attempt_\d{1,3})?|runs|script|details)\b")
"""The rest of an address in whose job's name the spaces are not encoded."""

_MOST_LAYERS = 4
"""Links within links that are looked into: mail, single sign-on and chat wrap one another."""

_MOST_LINKS = 200
"""Links of a text that are looked at."""


_LONGEST_QUERY = 16_384
"""Characters of a link's parameters that are looked at."""

_BEHIND = 300
"""Characters behind an address in which its job's name may go on; AWS allows 255."""


class Address(NamedTuple):
    """What an address names; "" for a part that it does not name."""

    job_name: str = ""
    run_id: str = ""
    region: str = ""
    account: str = ""
    rest: str = ""
    """Words that begin with the job's name, where the address leaves open how far it goes."""


def addresses(text: str) -> tuple[list[Address], str]:
    """The addresses in a text that name something of Glue's or a Region, and the text without any link."""
    found, words, end = [], [], 0
    for link, start, stop in _links(text):
        words.append(text[end:start])
        end = stop
        address = _read(link, _MOST_LAYERS)
        if any(address):
            found.append(_left_open(address, link, text, stop))
    return found, " ".join([*words, text[end:]])


def _links(text: str) -> Iterator[tuple[str, int, int]]:
    """Each link without the punctuation around it, and where it stands."""
    end = 0
    for _ in range(_MOST_LINKS):
        found = _LINK.search(text, end)
        if found is None:
            return
        start, end = found.span()
        link = found[0]
        spaced = None if "/run" in link or "%2Frun" in link else _SPACED.match(text, end)
        if spaced is not None and ("/job/" in link or "/job%2F" in link):
            link, end = link + spaced[0], spaced.end()
        whole = len(link) == len(text)
        bare = link if whole else _bare(link, text[start - 1 : start])
        yield bare, start, start + len(bare)


def _bare(link: str, before: str) -> str:
    """A link without what ends its sentence; a bracket or a quote belongs to it only where it opened in it."""
    while link:
        last = link[-1]
        closes = {")": "(", "]": "[", "}": "{"}.get(last)
        if (
            last in ".,;:!?*_|"
            or (last == "'" and before == "'")
            or (closes and link.count(closes) < link.count(last))
            or (before in "([" and before and last == {"(": ")", "[": "]"}[before])
        ):
            link = link[:-1]
        else:
            break
    return link.partition("'")[0] if before == "'" and "'," in link else link


def _left_open(address: Address, link: str, text: str, stop: int) -> Address:
    """A name at the address's end that a space cut may go on behind it, unless spaces are encoded in it."""
    behind = text[stop : stop + _BEHIND].splitlines()[0] if text[stop : stop + 1].strip("\r\n") else ""
    is_last = not address.run_id and address.job_name and unquote(link).endswith(f"/{address.job_name}")
    if not is_last or "%" in link.rpartition("/")[2] or not re.match(r"[ \t]+\w", behind):
        return address
    return address._replace(job_name="", rest=f"{address.job_name}{behind}")


def _read(link: str, layers: int) -> Address:
    """The console's own address, or the one that another link holds."""
    link = _decoded(link)
    try:
        parts = urlsplit(link)
    except ValueError:
        return Address()
    own = _of_console(parts)
    if own.job_name or not layers:
        return own
    inner = [_read(each, layers - 1) for each in _inner(link, parts)]
    best = next((each for each in inner if each.job_name), None) or next((each for each in inner if each.run_id), own)
    return Address(
        best.job_name,
        best.run_id or own.run_id,
        best.region or own.region,
        best.account or own.account,
        best.rest,
    )


def _decoded(link: str) -> str:
    """A link that is encoded as a whole, or whose "#" is, as it was."""
    for _ in range(_MOST_LAYERS):
        if "://" in link[:8] or not re.match(r"https?%", link, re.IGNORECASE):
            break
        link = unquote(link)
    if "#" not in link and _is_console(link):
        link = re.sub(r"%(?:25)?23", "#", link, count=1)
    before, sign, fragment = link.partition("#")
    return before + sign + (unquote(fragment) if re.match(r"!?%2F", fragment, re.IGNORECASE) else fragment)


def _inner(link: str, parts: SplitResult) -> Iterator[str]:
    """The links that a link's parameters or its path hold."""
    for name, value in (*_fields(parts.query), *_fields(parts.fragment.partition("?")[2])):
        if name == "u" and "-3A__" in value:
            # Proofpoint's own encoding of links in mail.
            value = unquote(value.replace("-", "%").replace("_", "/"))
        if re.match(r"https?(?::|%)", value, re.IGNORECASE):
            # Where the link within is not encoded, its own parameters and its "#" go to the outer one.
            yield link[link.find(value) :] if "#" in link and "#" not in value and value in link else value
        elif value.startswith("/") and "#" in value:
            yield f"https://{CONSOLES['aws']}{value}"
    if "/https:/" in parts.path:
        yield link[link.find("/https:/") + 1 :]
    elif "/v3/__https:/" in parts.path:
        # Proofpoint's newer one writes the "#" as "*".
        yield link[link.find("__") + 2 :].rpartition("__;")[0].replace("*", "#", 1)


def _fields(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query[:_LONGEST_QUERY], max_num_fields=100)
    except ValueError:
        return []


def _is_console(link: str) -> bool:
    host = re.match(r"(?:https?://)?([^/?#]*)", link, re.IGNORECASE)
    return bool(host) and host is not None and host[1].lower().endswith(tuple(CONSOLES.values()))


def _of_console(parts: SplitResult) -> Address:
    """What the console's own address names; one of another host is believed only where it names a run of Glue's."""
    is_console = _is_console(f"https://{parts.netloc}") or not parts.scheme
    path, _, query = parts.fragment.partition("?")
    job, run_id = _in_path(path)
    if not job and is_console:
        job = _in_older(parts.fragment)
    plain = unquote(unquote(parts.fragment.replace("$", "%")))
    found = RUN_ID.search(plain) or RUN_ID.search(unquote(parts.path)) or RUN_ID.search(unquote(parts.query))
    run_id = run_id or (found[0] if found else "")
    if not is_console and not RUN_ID.fullmatch(run_id):
        job = run_id = ""
    given = dict([*_fields(query), *_fields(parts.query)])
    # A stream may be called after its job: <job>/<run id>.
    stream = None if job else re.search(r"log-events/([^/]{1,255})/jr_", plain)
    region, account = _place(parts, given, is_console=is_console)
    return Address(job, run_id, region, account, f"{stream[1]}/jr_" if stream else "")


def _place(parts: SplitResult, given: dict[str, str], *, is_console: bool) -> tuple[str, str]:
    """The Region and the account of an address, by its parameters or its host."""
    region, account = given.get("region", ""), given.get("account_id", "")
    if not re.fullmatch(r"[a-z0-9-]{1,32}", region):
        hosts = regions_in(parts.netloc.replace(".", " ")) if is_console else []
        region = hosts[0] if hosts else ""
    numbered = re.match(r"(\d{12})-", parts.netloc)
    return region, numbered[1] if numbered else account if re.fullmatch(r"\d{12}", account) else ""


def _in_older(fragment: str) -> str:
    """The job of the older console's #job:name=<job>, #jobRun:jobName=<job>;jobRunId=<run id>."""
    kind, _, members = fragment.partition(":")
    for member in re.split("[;&?]", members):
        name, _, value = member.partition("=")
        if name == "jobName" or (name.lower() == "name" and "job" in kind.lower()):
            return unquote(value)
    return ""


def _in_path(path: str) -> tuple[str, str]:
    """Job and run of #/job/<job>/run/<run id>, #/editor/job/<job>/runs, #/v2/etl-configuration/jobs/view/<job>."""
    steps = [step for step in path.lstrip("!").split("/") if step]
    for place, step in enumerate(steps[:6]):
        behind = [unquote(each) for each in steps[place + 1 :]]
        if step == "job" and behind:
            return _job_and_run(behind)
        if step == "jobs" and len(behind) > 1 and behind[0] in ("view", "edit", "details"):
            return _job_and_run(behind[1:])
    return "", ""


def _job_and_run(steps: list[str]) -> tuple[str, str]:
    """The job, which may hold slashes that are not encoded, and the run behind it."""
    for place, step in enumerate(steps):
        if step in ("run", "runs", "insights") and RUN_ID.fullmatch("".join(steps[place + 1 : place + 2])):
            return "/".join(steps[:place]), steps[place + 1]
    if RUN_ID.fullmatch(steps[0]):
        return "", steps[0]
    is_run = len(steps) > 2 and steps[1] in ("run", "runs")
    return steps[0], steps[2] if is_run and not CUT_ID.fullmatch(steps[2]) else ""
