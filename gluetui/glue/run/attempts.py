"""The attempts of one run, by the form of their ids."""

from __future__ import annotations

from gluetui.glue.run.run import JobRun

ATTEMPT = "_attempt_"
"""A retry's Id is the first attempt's Id plus this and a number (recorded payloads)."""


def numbered(run_id: str) -> tuple[str, int]:
    """The first attempt's id and the attempt's number, by the form of an id.

    Glue retries ten times at most (MaxRetries), so three digits are not an attempt of its making.
    """
    first, mark, digits = run_id.rpartition(ATTEMPT)
    if mark and first and digits.isascii() and digits.isdigit() and len(digits) <= 2:
        return first, int(digits)
    return run_id, 0


def are_attempts_of_one(run: JobRun, other: JobRun) -> bool:
    """Whether two runs of a job are attempts of one run, or the same, as far as their ids and PreviousRunId tell."""
    ids = [each.key.run_id for each in (run, other)]
    before = [each.text("PreviousRunId") for each in (run, other)]
    return numbered(ids[0])[0] == numbered(ids[1])[0] or ids[0] == before[1] or ids[1] == before[0]
