"""A run as `aws glue get-job-run` prints it, and runs saved to a file that `gluetui open` reads again."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gluetui.glue.files.documents import ASKED_MEMBER, NIGHT_MEMBER
from gluetui.glue.files.masked_logs import masked_events
from gluetui.glue.files.printed import AS_IT_CAME, INDENT, PrintedForm, as_json
from gluetui.glue.files.saved_logs import LOGS_MEMBER, printed_streams
from gluetui.glue.lineage.graph import numbered
from gluetui.glue.logs.event import Event
from gluetui.glue.logs.saved_streams import StreamName
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks, masked_once, masked_run

if TYPE_CHECKING:
    from gluetui.glue.lineage.critical_path import CriticalPath
    from gluetui.glue.night.night import Night

Logs = Mapping[StreamName, Iterable[Event]]
"""The events of log streams, each stream whole and in the order in which they came."""


def cli_json(run: JobRun, *, raw: bool = False, form: PrintedForm = AS_IT_CAME) -> tuple[str, int]:
    """`{"JobRun": …}` as the AWS CLI prints it, and how many values are masked.

    No member is left out, not even one that no model knows. `raw` masks nothing.
    An empty list of predecessors that were asked for is marked so: a listing's list is always empty, and means
    nothing.
    """
    members, masked = (dict(run.raw), 0) if raw else masked_once(run)
    document: dict[str, Any] = {"JobRun": form.run(members)}
    if run.asked_predecessors and run.raw.get("PredecessorRuns") == []:
        document[ASKED_MEMBER] = True
    return as_json(document, indent=INDENT), masked


_IDENTITY = ("JobName", "Id", "PreviousRunId", "PredecessorRuns")
"""Never masked: what a secret has in common with a job's name is chance, and without them no chain holds."""

_NAME_LENGTH = 48
"""Characters of a job's name in a file's: below 255 bytes in any script."""


def save(
    runs: Sequence[JobRun],
    *,
    directory: Path,
    now: datetime,
    masked: bool,
    form: PrintedForm = AS_IT_CAME,
    logs: Logs | None = None,
) -> Path:
    """Write the runs, the one that the others led to first, and return where; the file is its owner's alone.

    `logs` are saved beside them.

    It appears whole or not at all. Raises: OSError, ValueError for no runs.
    """
    if not runs:
        raise ValueError("no run to save")
    content = document(runs, masked=masked, form=form, logs=logs)
    return _written(content, directory, file_name(runs, now=now, masked=masked))


def save_night(night: Night, *, directory: Path, now: datetime, masked: bool, form: PrintedForm = AS_IT_CAME) -> Path:
    """Write a night and its runs, as `save` does: a file that opens as a night again. It may be without a run."""
    from gluetui.glue.files.saved_nights import SavedNight, printed_night

    runs = [run for known in night.jobs.values() for run in known.runs]
    content = document(runs, masked=masked, form=form, night=printed_night(SavedNight.of(night, now)))
    parts = ["night", *(f"{each:%Y%m%dT%H%M%SZ}" for each in night.window[:2]), *([] if masked else ["raw"])]
    return _written(content, directory, "-".join(parts) + ".json")


def save_trace(path: CriticalPath, *, directory: Path, now: datetime) -> Path:
    """Write a lineage in the Trace Event Format, as `save` does. It holds names, ids and times: no secrets."""
    from gluetui.glue.files.path_documents import trace

    name = "-".join([*_named(path.lineage.root), f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", "trace"])
    return _written(as_json(trace(path), indent=INDENT) + "\n", directory, f"{name}.json")


def _written(content: str, directory: Path, name: str) -> Path:
    """Write a file of its owner's alone, whole or not at all, and return where. Raises: OSError."""
    directory.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=directory, prefix=".gluetui-", suffix=".part")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode())
            file.flush()
            os.fsync(file.fileno())
        path = _free(directory, name)
        os.replace(written, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(written)
        raise
    return path


def document(
    runs: Sequence[JobRun],
    *,
    masked: bool,
    form: PrintedForm = AS_IT_CAME,
    logs: Logs | None = None,
    night: Mapping[str, Any] | None = None,
) -> str:
    """`{"JobRuns": […]}` as `aws glue get-job-runs` prints it, and of which runs the predecessors were asked for.

    Where there are `logs`, their streams stand beside the runs, and so does the `night` that the runs are of, as it
    is printed.
    """
    asked = [
        {"JobName": run.key.job_name, "RunId": run.key.run_id}
        for run in runs
        if run.asked_predecessors and isinstance(run.raw.get("PredecessorRuns"), list)
    ]
    members = _masked(runs) if masked else [dict(run.raw) for run in runs]
    beside = {NIGHT_MEMBER: night} if night is not None else {}
    whole = {"JobRuns": [form.run(each) for each in members], ASKED_MEMBER: asked, **beside}
    text = as_json(whole, indent=INDENT)
    return _with_logs(text, _masked_logs(logs, runs) if masked else logs) + "\n" if logs else text + "\n"


def file_name(runs: Sequence[JobRun], *, now: datetime, masked: bool) -> str:
    """Such as "load_orders-jr_3d888aca-20261120T023000Z-chain.json"; "raw" in it warns of secrets."""
    parts = _named(runs[0].key)
    parts += [f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
    parts += ["chain"] if len(runs) > 1 else []
    parts += [] if masked else ["raw"]
    return "-".join(parts) + ".json"


def copy_name(key: RunKey | None, kind: str) -> str:
    """The name of a copied text in a file's, such as "load_orders-jr_3d888aca-Run_id", where it is a run's."""
    return "-".join([*(_named(key) if key else ()), _safe(kind, _NAME_LENGTH) or "text"])


def _named(key: RunKey) -> list[str]:
    """The parts of a file's name that say which run it holds."""
    first, attempt = numbered(key.run_id)
    parts = [_safe(key.job_name, _NAME_LENGTH) or "job", _safe(first, 11) or "run"]
    return [*parts, f"attempt_{attempt}"] if attempt else parts


def _masked_logs(logs: Logs, runs: Sequence[JobRun]) -> Logs:
    masks = Masks([run.raw for run in runs])
    return {name: masked_events(events, masks) for name, events in logs.items()}


def _with_logs(text: str, logs: Logs) -> str:
    """The text of a JSON object with the member of the logs as its last."""
    return f'{text.removesuffix("}").rstrip()},\n{" " * INDENT}"{LOGS_MEMBER}": {"".join(printed_streams(logs))}\n}}'


def _masked(runs: Sequence[JobRun]) -> list[dict[str, Any]]:
    """Masked together, as one run's message may repeat another's secret."""
    together: list[dict[str, Any]] = masked_run({"JobRuns": [run.raw for run in runs]})[0]["JobRuns"]
    for members, run in zip(together, runs, strict=True):
        members.update({name: run.raw[name] for name in _IDENTITY if name in run.raw})
    return together


def _safe(text: str, length: int) -> str:
    """Letters, digits, dots and hyphens: no separator, no hidden file, no option."""
    return re.sub(r"[^\w.-]+", "_", text)[:length].strip(".-")


def _free(directory: Path, name: str) -> Path:
    """A path that is not taken: two saves within one second are two files."""
    path = directory / name
    numbers = count(2)
    while path.exists():
        path = directory / f"{name.removesuffix('.json')}-{next(numbers)}.json"
    return path
