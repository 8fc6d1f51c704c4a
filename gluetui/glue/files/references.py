"""Where a run is named: console addresses, ARNs, log streams, commands and alert texts, read and written."""

from __future__ import annotations

import re
import shlex
from urllib.parse import quote

from gluetui.glue.files.arns import from_arn
from gluetui.glue.files.command_lines import options_in
from gluetui.glue.files.labels import from_labels
from gluetui.glue.files.links import Address, addresses
from gluetui.glue.files.mentions import mentioned
from gluetui.glue.files.pasted import RUN_ID, cleaned
from gluetui.glue.files.prose import PROSE
from gluetui.glue.files.regions import CONSOLES, account_in, partition_of, regions_in
from gluetui.glue.files.run_reference import Naming, RunReference
from gluetui.glue.run.run import RunKey

__all__ = ["RunReference", "aws_command", "console_url", "log_stream_url", "parse_reference", "partition_of"]

_MOST_WORDS = 8_192
"""Characters around the run's id in which a job's name is looked for."""


_USUAL = PROSE | {"driver", "progress", "bar", "insights", "rca", "g", "aws", "output", "logs", "v2"}
"""Words of alerts and of log streams: a text of these alone holds no job's name."""


def parse_reference(text: str) -> RunReference | None:
    """The job, the run or both that a text names; None where it names neither.

    A log stream's name holds a run id only: the text has to name the job besides.
    """
    text = cleaned(text)
    mention = mentioned(text)
    if mention is not None and (mention.job_name or mention.run_id):
        if not mention.text:
            return RunReference(*mention[:4])
        text = mention.text
    named = _read(text)
    if mention is not None:
        named = named._replace(region=named.region or mention.region, account=named.account or mention.account)
    return named if named.job_name or named.run_id or named.begins else None


def _read(text: str) -> RunReference:
    """Commands, ARNs, addresses and labels, the surest first; what one leaves open another may tell."""
    links, words = addresses(text)
    options, arns = options_in(text), from_arn(words)
    link = next((each for each in links if each.job_name or each.rest), Address())
    namings = (
        Naming(options.job_name, options.rest),
        arns.naming,
        Naming(link.job_name, link.rest),
        from_labels(words),
    )
    sure = next((each.job_name for each in namings if each.job_name), "")
    rest = next((each.rest for each in namings if each.rest), "")
    ids = [found[0] for found in RUN_ID.finditer(words)] + [each.run_id for each in links if each.run_id]
    run_id = _bare((link.run_id if link.job_name else "") or options.run_id or "".join(ids[:1]))
    regions = (options.region, link.region, arns.region, *(each.region for each in links), _region(words))
    accounts = (link.account, arns.account, *(each.account for each in links), account_in(words))
    region, account = ("".join([each for each in found if each][:1]) for found in (regions, accounts))
    if sure:
        return RunReference(sure, run_id, region, account)
    looked = rest if rest else _words(words) if run_id else ""
    return RunReference("", run_id, region, account, looked, bool(rest))


def _bare(run_id: str) -> str:
    """A run's id without the quotes of a chat or the parameters of a link around it."""
    found = RUN_ID.search(run_id)
    return found[0] if found else run_id


def _region(words: str) -> str:
    """The Region that the words name, where it is one only."""
    found = regions_in(words)
    return found[0] if len(found) == 1 else ""


def _words(text: str) -> str:
    """The words around a run's id that may hold a job's name; "" where they are an alert's usual words only."""
    found = RUN_ID.search(text)
    start = max(0, found.start() - _MOST_WORDS // 2) if found else 0
    words = RUN_ID.sub("jr_", text[start : start + _MOST_WORDS])
    if all(_is_usual(word) for word in re.findall(r"\w+", words)):
        return ""
    return words


def _is_usual(word: str) -> bool:
    return word.lower() in _USUAL or word.startswith("jr_") or not word.strip("0123456789abcdef_")


def console_url(key: RunKey, region: str, partition: str = "") -> str:
    """The page of one run in the AWS console (unverified live); "" for a partition whose console is not known.

    `partition` "" means: the Region's.
    """
    host = CONSOLES.get(partition or partition_of(region))
    if host is None:
        return ""
    where = f"?region={_encoded(region)}" if region else ""
    return f"https://{host}/gluestudio/home{where}#/job/{_encoded(key.job_name)}/run/{_encoded(key.run_id)}"


def log_stream_url(group: str, stream: str, region: str) -> str:
    """The page of a log stream in the AWS console (unverified live); "" for a partition whose console is not known."""
    host = CONSOLES.get(partition_of(region))
    if host is None or not region:
        return ""
    # The console encodes twice, and writes % as $25.
    names = [quote(_encoded(each), safe="").replace("%", "$") for each in (group, stream)]
    where = f"#logsV2:log-groups/log-group/{names[0]}/log-events/{names[1]}"
    return f"https://{host}/cloudwatch/home?region={_encoded(region)}{where}"


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
