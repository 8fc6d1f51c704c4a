"""The job, the Region and the account that the ARNs of a text name."""

from __future__ import annotations

import re
from typing import NamedTuple

from gluetui.glue.files.run_reference import Naming

_ARN = re.compile(
    r"arn:[\w-]{1,20}:(?P<service>[\w-]{1,30}):(?P<region>[\w-]{0,30}):(?P<account>\d{12})?\d*:(?P<rest>job/)?"
)
_RUN = re.compile(r"(?:/runs?)?/(?=jr_)")
"""What sets a run's id off from its job's ARN: Glue has no ARNs of runs, but texts do."""

_ELSEWHERE = frozenset({"sns", "sqs", "lambda", "iam", "sts", "kms", "s3", "events"})
"""Services that a message passes on its way, perhaps in another account, or that have no Region."""

_DENIAL = re.compile(r" (?:because (?:no|the|an?) |with an explicit deny\b)")
"""How IAM's refusals go on behind a resource."""


class ArnNaming(NamedTuple):
    """What the ARNs of a text say."""

    naming: Naming = Naming()
    region: str = ""
    account: str = ""


def from_arn(text: str) -> ArnNaming:
    """The job, the Region and the account of the ARNs: of a job's, else those that all others share."""
    places = set()
    for found in _ARN.finditer(text):
        place = found["region"], found["account"] or ""
        if found["service"] == "glue" and found["rest"]:
            return ArnNaming(_ends(text[found.end() : found.end() + 600].splitlines() or [""], text, found), *place)
        if found["service"] not in _ELSEWHERE:
            places.add(place)
    return ArnNaming(Naming(), *places.pop()) if len(places) == 1 else ArnNaming()


def _ends(lines: list[str], text: str, found: re.Match[str]) -> Naming:
    """An ARN's name: to the quote that the ARN began with, to the words of a refusal, or to the line's end."""
    line, opening = _RUN.split(lines[0], maxsplit=1)[0], text[found.start() - 1 : found.start()]
    closing = {"(": ")", "[": "]", "<": ">", "\u201c": "\u201d"}.get(opening, opening)
    if opening and not opening.isspace() and opening not in ":=,/" and closing in line:
        return Naming(line.partition(closing)[0])
    denied = _DENIAL.search(line)
    if denied:
        return Naming(line[: denied.start()].rstrip())
    whole = line.rstrip()
    is_whole = whole and not re.search(r"[\s,;\"'<>|]", whole) and whole[-1] not in ".:)]"
    return Naming(whole) if is_whole else Naming("", whole)
