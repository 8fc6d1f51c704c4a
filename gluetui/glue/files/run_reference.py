"""A run as a text names it; a module of its own, as the screen needs no more of what reads texts."""

from __future__ import annotations

from typing import NamedTuple


class RunReference(NamedTuple):
    """A run as a text names it; "" for a part that the text does not name."""

    job_name: str = ""
    """The job, where the text labels or quotes it, or has it in an address, an ARN or JSON."""
    run_id: str = ""
    region: str = ""
    account: str = ""
    words: str = ""
    """Words that hold the job's name, where the text leaves it open: the names that AWS lists tell which it is."""
    begins: bool = False
    """Whether these words begin with the name."""


class Naming(NamedTuple):
    """What a text says of a job's name; "" for what it does not say."""

    job_name: str = ""
    rest: str = ""
    """Words that begin with the name, where the text leaves open how far it goes."""
