"""Who gives the answers, by its name in a sentence: AWS, a saved file, stdin or the demo."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

AWS_NAME = "AWS"

_FILES = re.compile(r"file |\d+ files$")


class Source(NamedTuple):
    """What sentences say of the source of an answer."""

    name: str = AWS_NAME
    as_of: datetime | None = None
    """The newest time that a file holds: what counts on while a run is live stops there."""

    @property
    def is_aws(self) -> bool:
        """Whether it is AWS; all others have no more than what is there."""
        return self.name == AWS_NAME

    @property
    def no_jobs(self) -> str:
        """The sentence for an empty list of jobs."""
        if self.is_aws:
            return "AWS says that this account and Region have no Glue jobs."
        return f"There are no Glue jobs in {self.name}."

    @property
    def no_runs(self) -> str:
        """The sentence for an empty list of a job's runs."""
        if self.is_aws:
            return "AWS says that this job has no runs."
        return f"There are no runs of this job in {self.name}."

    @property
    def more(self) -> str:
        """Where the rest of a list is that is not loaded whole."""
        return f"more {'on' if self.is_aws else 'in'} {self.name}"


def source_named(shown: str, as_of: datetime | None = None) -> Source:
    """The source that the program shows as "file orders.json", "2 files", "stdin" or "the demo"."""
    if shown == "stdin":
        return Source("standard input", as_of)
    return Source(f"the {shown}" if _FILES.match(shown) else shown, as_of)
