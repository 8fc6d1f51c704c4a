"""What of a run can be handed on, each as a title and a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.references import aws_command, console_url
from gluetui.glue.files.saving import document
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.logs.places import log_places
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import Masks
from gluetui.text.note import incident_note


class Shareable(NamedTuple):
    """A text to copy; secrets are masked in it."""

    title: str
    text: str


def chain(run: JobRun, lineage: Lineage | None) -> list[JobRun]:
    """The run and every run before it that is loaded, the run itself first."""
    if lineage is None or lineage.root != run.key:
        return [run]
    return [known for key in lineage.walk() if (known := lineage.get(key)) is not None]


def shareables(
    run: JobRun, lineage: Lineage | None, others: Sequence[JobRun], glue: Glue, *, now: datetime, zone: tzinfo | None
) -> list[Shareable]:
    """Everything that there is to hand on; what this run or this session lacks is left out."""
    region = "" if glue.is_offline else glue.region or ""
    masks = Masks(run.raw)
    logs = "\n".join(masks.apply(f"{place.group} {place.stream}".strip()) for place in log_places(run))
    offered = [
        Shareable("Run id", run.key.run_id),
        Shareable("Job name", run.key.job_name),
        Shareable("Error message", masks.argument("ErrorMessage", run.text("ErrorMessage"))),
        Shareable("aws glue get-job-run", aws_command(run.key, glue.profile, region or None)),
        Shareable("Console link", console_url(run.key, region) if region else ""),
        Shareable("Log groups and streams", logs),
        Shareable(
            "Incident note (Markdown)", incident_note(run, lineage, others=others, now=now, zone=zone, region=region)
        ),
        Shareable("JSON of the loaded chain", document(chain(run, lineage), masked=True)),
    ]
    return [each for each in offered if each.text]
