"""The definitions of jobs as a session had them: each is asked for once, by a permission of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.comparing import Comparison
from gluetui.glue.listing.definition import JobDefinition, last_changed
from gluetui.session.known_runs import Asks

if TYPE_CHECKING:
    from gluetui.glue.aws.boto import Aws


class KnownDefinitions:
    """Keeps each answer of GetJob, a refusal too; what failed otherwise is asked for again."""

    def __init__(self, session: Asks) -> None:
        self._session = session
        self._known: dict[str, Mapping[str, Any] | AwsError] = {}
        """By the job's name."""

    def forget(self, job_name: str) -> None:
        """Ask for a job once more, the next time that it is wanted."""
        self._known.pop(job_name, None)

    async def beside(self, comparison: Comparison) -> JobDefinition:
        """The present definition of the job of two runs; the reason where it could not be had."""
        job_name = comparison.keys[1].job_name
        if job_name not in self._known:
            try:
                self._known[job_name] = await self._session.ask(_read, self._session.glue.aws, job_name)
            except AwsError as error:
                if error.kind is not ErrorKind.DENIED:
                    return JobDefinition("not asked", {}, error.cause)
                self._known[job_name] = error
        known = self._known[job_name]
        if isinstance(known, AwsError):
            return JobDefinition("denied", {})
        return JobDefinition(last_changed(known, comparison.before, comparison.after), known)


def _read(aws: Aws, job_name: str) -> Mapping[str, Any]:
    """One call; what makes it is imported in its thread, as the start need not."""
    from gluetui.glue.clients.workflows import Workflows

    return Workflows(aws).job(job_name)
