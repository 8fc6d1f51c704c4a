"""The run that a JSON document is about, though it holds none: CloudTrail, Data Quality, alarms, hooks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gluetui.glue.files.arns import from_arn
from gluetui.glue.files.json_values import inner_json, whole_value
from gluetui.glue.files.pasted import RUN_ID
from gluetui.glue.run.blanks import trimmed

_JOB = frozenset({"jobname", "gluejobname", "gluejob"})
_RUN = frozenset({"jobrunid", "runid", "gluerunid", "gluejobrunid", "gluejobrun"})
_RUN_IF_ID = frozenset({"id", "jobid", "run", "jobrun", "resourceid"})
"""Members that other things than runs have too: a run's begins with "jr_"."""

_REGION, _ACCOUNT = frozenset({"region", "awsregion"}), frozenset({"account", "accountid", "recipientaccountid"})
_MOST_NODES = 100_000
_LONGEST_TEXT = 65_536


class Mention(NamedTuple):
    """What a document says of a run; "" for a part that it does not say."""

    job_name: str
    run_id: str
    region: str
    account: str
    text: str = ""
    """The texts of a document that names no run by its members, one a line."""


def mentioned(text: str) -> Mention | None:
    """The run that the JSON in a text is about; None for a text that is no JSON."""
    if text[:1] not in ("{", "[", '"'):
        return None
    value = whole_value(text)
    return mentioned_in(value) if isinstance(value, dict | list | str) else None


def mentioned_in(value: object) -> Mention:
    """The run that a decoded document is about: named in one object, or as the only job and the only run in it."""
    seen = _Seen()
    for each in _objects(value, seen):
        job, run_id = seen.take(each)
        if job and run_id:
            return Mention(job, run_id, seen.region, seen.account)
    runs = list(seen.runs) or list({found for text in seen.texts for found in RUN_ID.findall(text)})
    job = seen.jobs.popitem()[0] if len(seen.jobs) == 1 else ""
    run_id = runs[0] if len(runs) == 1 else ""
    region, account = seen.region, seen.account
    if (job and run_id) or (job and not runs) or not seen.texts:
        return Mention(job, run_id, region, account)
    whole = "\n".join(seen.texts)[:_LONGEST_TEXT]
    if not RUN_ID.search(whole):
        whole = f"{whole}\n{run_id}" if run_id else whole
    arn = from_arn(whole)
    return Mention(job, run_id, region or arn.region, account or arn.account, whole)


@dataclass
class _Seen:
    """What has been met so far."""

    jobs: dict[str, None] = field(default_factory=dict)
    runs: dict[str, None] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    region: str = ""
    account: str = ""

    def take(self, value: Mapping[str, object]) -> tuple[str, str]:
        """The job and the run that one object names."""
        job = run_id = ""
        for name, member in _members(value):
            if not isinstance(member, str | int) or not str(member).strip():
                continue
            text = trimmed(str(member))
            if name in _JOB and isinstance(member, str):
                job = job or text
            elif (name in _RUN and isinstance(member, str)) or (name in _RUN_IF_ID and text.startswith("jr_")):
                run_id = run_id or text
            elif name in _REGION:
                self.region = self.region or text
            elif name in _ACCOUNT and re.fullmatch(r"\d{12}", text):
                self.account = self.account or text
        self.jobs.update({job: None} if job else {})
        self.runs.update({run_id: None} if run_id.startswith("jr_") else {})
        return job, run_id


def _members(value: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Members by their names in lower case; a metric's dimension by its own."""
    for name, member in value.items():
        yield re.sub(r"[^a-z]", "", name.lower()), member
    low = {name.lower(): member for name, member in value.items()}
    if isinstance(low.get("name"), str) and "value" in low:
        yield str(low["name"]).replace("_", "").lower(), low["value"] if low["value"] != "ALL" else ""


def _objects(value: object, seen: _Seen) -> Iterator[Mapping[str, object]]:
    """All objects, the outer ones first, inside strings of JSON too; texts are noted."""
    stack = [value]
    for _ in range(_MOST_NODES):
        if not stack:
            return
        each = stack.pop()
        if isinstance(each, str):
            inside = inner_json(each)
            if inside is None:
                seen.texts.append(each)
            else:
                stack.append(inside)
        elif isinstance(each, list):
            stack.extend(reversed(each))
        elif isinstance(each, dict):
            yield each
            stack.extend(reversed(each.values()))
