"""A night in a saved file, beside its runs: its window, the jobs that were asked, and those that never ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.printed import utc_time
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import JobRun, instant, number
from gluetui.glue.run.window import Window


class SavedNight(NamedTuple):
    """All of a night but its runs."""

    window: Window
    as_of: datetime | None
    """When it was saved; None where the file does not say."""
    jobs: tuple[str, ...]
    """The jobs that answered, those without a run among them."""
    not_asked: tuple[str, ...]
    """The jobs that were listed, and not asked."""
    unanswered: Mapping[str, str]
    """By job why it did not answer."""
    missing: tuple[Missing, ...] | None
    """None where triggers were not known."""
    usual: Mapping[str, Usual]
    """By job its usual duration, which runs of other times told too."""

    @classmethod
    def of(cls, night: Night, now: datetime) -> SavedNight:
        """What is to be saved of a night."""
        return cls(
            window=Window(night.window.since, night.window.until),
            as_of=now,
            jobs=tuple(night.jobs),
            not_asked=tuple(night.not_asked),
            unanswered={job: error.args[0] for job, error in night.errors.items()},
            missing=tuple(night.missing) if night.knows_missing else None,
            usual={job: known.usual for job, known in night.jobs.items() if known.usual is not None},
        )

    def restored(self, runs: Mapping[str, Sequence[JobRun]], now: datetime) -> Night:
        """The night as it was, of its runs by job; `now` is when it was saved, at which live runs stand."""
        night = Night(self.window)
        night.list_jobs((*self.jobs, *self.unanswered, *self.not_asked), is_last=True)
        for job in self.jobs:
            night.answered(JobNight(job, runs.get(job, ()), self.window, now, usual=self.usual.get(job)), now)
        for job, reason in self.unanswered.items():
            night.refused(job, AwsError(ErrorKind.GONE, reason, "It was so when the night was saved."))
        if self.missing is not None:
            night.set_missing(self.missing)
        return night


def printed_night(night: SavedNight) -> dict[str, Any]:
    """The value of the member Night; times are ISO text in UTC."""
    members: dict[str, Any] = {
        "Since": utc_time(night.window.since),
        "Until": utc_time(night.window.until),
        "JobNames": list(night.jobs),
        "NotAsked": list(night.not_asked),
        "Unanswered": [{"JobName": job, "Error": reason} for job, reason in night.unanswered.items()],
    }
    if night.as_of is not None:
        members["AsOf"] = utc_time(night.as_of)
    if night.missing is not None:
        members["Missing"] = [_printed(each) for each in night.missing]
    members["UsualDurations"] = [
        {"JobName": job, "Seconds": usual.seconds, "Runs": usual.runs} for job, usual in night.usual.items()
    ]
    return members


def night_in(value: object) -> SavedNight | None:
    """The night of a value of the member Night, without entries that cannot be read; None where it has no window."""
    if not isinstance(value, Mapping):
        return None
    since, until = instant(value.get("Since")), instant(value.get("Until"))
    if since is None or until is None or since >= until:
        return None
    refused = [each for each in _entries(value.get("Unanswered")) if isinstance(each, Mapping)]
    unanswered = {_text(each, "JobName"): _text(each, "Error") for each in refused if _text(each, "JobName")}
    missing = value.get("Missing")
    return SavedNight(
        window=Window(since.astimezone(UTC), until.astimezone(UTC)),
        as_of=instant(value.get("AsOf")),
        jobs=_names(value.get("JobNames")),
        not_asked=_names(value.get("NotAsked")),
        unanswered=unanswered,
        missing=tuple(_missing_in(missing)) if isinstance(missing, list) else None,
        usual=dict(_usual_in(_entries(value.get("UsualDurations")))),
    )


def _printed(missing: Missing) -> dict[str, Any]:
    due = {"Due": utc_time(missing.due)} if missing.due is not None else {}
    return {"JobName": missing.job, "TriggerName": missing.trigger, "Reason": missing.reason, **due}


def _missing_in(entries: Iterable[object]) -> Iterable[Missing]:
    for each in entries:
        if isinstance(each, Mapping) and (job := _text(each, "JobName")):
            yield Missing(job, instant(each.get("Due")), _text(each, "TriggerName"), _text(each, "Reason"))


def _usual_in(entries: Iterable[object]) -> Iterable[tuple[str, Usual]]:
    for each in entries:
        if isinstance(each, Mapping) and (job := _text(each, "JobName")):
            seconds, runs = number(each.get("Seconds")), number(each.get("Runs"))
            if seconds is not None and seconds >= 0 and runs is not None:
                yield job, Usual(seconds, int(runs))


def _names(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in _entries(value) if isinstance(name, str) and name))


def _entries(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
