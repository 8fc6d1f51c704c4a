"""Why a run started or a job did not run, and what follows, as rows: the same on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import groupby
from typing import NamedTuple

from gluetui.glue.run.run import RunKey
from gluetui.glue.triggers.finding import Certainty, Finding, Kind, at
from gluetui.glue.triggers.report import Report
from gluetui.glue.triggers.set_off import SetOff
from gluetui.glue.triggers.workflow_run import WorkflowRunKey
from gluetui.text.lines import Span
from gluetui.text.safe import one_line, shown_name
from gluetui.text.states import look
from gluetui.text.times import local_time, when
from gluetui.text.windows import window_text

AS_OF_NOW = "(as of now)"

NO_HISTORY = "Triggers are shown as they are now: AWS keeps no history of them."

INVISIBLE = "What Step Functions, Airflow or EventBridge start from here is not visible."

_SIGNS = {
    Kind.MET: ("✓", "good"),
    Kind.OTHERWISE: ("✗", "bad"),
    Kind.DID_NOT_RUN: ("✗", "bad"),
    Kind.NO_RUN_CAME: ("✗", "bad"),
    Kind.BY_HAND: ("!", "warning"),
    Kind.STILL_ON: ("▶", "live"),
    Kind.INACTIVE: ("■", "stopped"),
    Kind.LOOP: ("↻", "warning"),
    Kind.UNKNOWN: ("?", "unknown"),
}

_OF_TRIGGER = frozenset(
    {Kind.SCHEDULE, Kind.NOT_DUE, Kind.NO_RUN_CAME, Kind.INACTIVE, Kind.ON_DEMAND, Kind.EVENT, Kind.CONDITIONS}
)
"""Kinds of findings that are about the trigger itself."""

_BESIDE_CONDITIONS = frozenset({Kind.WORKFLOW, Kind.NO_RUN_CAME})
"""Kinds of a conditional trigger's findings that are none of its conditions."""


class Target(NamedTuple):
    """What a row opens: one of these."""

    run: RunKey | None = None
    job: str = ""
    trigger: str = ""
    workflow: WorkflowRunKey | None = None
    """A workflow's run; its id is "" where it is to be looked for."""


class WhyRow(NamedTuple):
    """One row; its text is safe, and not cut."""

    text: str
    role: str = ""
    sign: Span = Span(" ")
    depth: int = 0
    target: Target | None = None
    """None for a heading, a note or a sentence."""


def question_text(report: Report, now: datetime, zone: tzinfo | None) -> str:
    """The question as a title, such as "Why did curate-sales not run? · 11-19 18:00 → 11-20 08:00"."""
    job = shown_name(report.job) or "(job not returned)"
    if report.window is None:
        run = report.run.key.run_id if report.run is not None else ""
        return f"Why did {job} run? · {one_line(run)}".rstrip(" ·")
    asked = f"How did {job} run?" if report.run is not None else f"Why did {job} not run?"
    return f"{asked} · {window_text(report.window, now, zone)}"


def why_rows(report: Report, *, zone: tzinfo | None) -> list[WhyRow]:
    """The rows from top to bottom; the last one says the cause in one sentence."""
    has_run = report.run is not None
    rows = [WhyRow("WHAT STARTED IT" if has_run else "WHY IT DID NOT RUN", "title")]
    rows += _finding_rows(report, zone)
    if has_run:
        rows += _effect_rows(report)
    rows += _waiting_rows(report)
    if _shows_triggers(report):
        rows.append(WhyRow(NO_HISTORY, "dim"))
    if report.why.cause:
        role = "bad" if report.why.causing_run is not None and not _is_start(report) else "name"
        target = Target(run=report.why.causing_run) if report.why.causing_run else None
        rows.append(WhyRow(_sentence(_with_zone(report.why.cause, _times(report), zone)), role, target=target))
    return rows


def _shows_triggers(report: Report) -> bool:
    """Whether a row rests on a trigger as it is now."""
    of_trigger = any(each.trigger and each.certainty is not Certainty.UNKNOWN for each in report.why.findings)
    return bool(of_trigger or report.effects.set_off or report.waits)


def _is_start(report: Report) -> bool:
    """Whether the sentence tells what started a run, which is nothing bad."""
    return report.window is None


def _times(report: Report) -> list[datetime]:
    return [finding.when for finding in report.why.findings if finding.when is not None]


def _sentence(text: str) -> str:
    safe = one_line(text).rstrip(".")
    return f"{safe[:1].upper()}{safe[1:]}." if safe.startswith(("it ", "trigger ")) else f"{safe}."


def _finding_rows(report: Report, zone: tzinfo | None) -> Iterator[WhyRow]:
    head: Finding | None = None
    for finding in report.why.findings:
        if finding.kind is Kind.CONDITIONS:
            head = finding
        is_of_head = head is not None and (head.trigger, head.depth) == (finding.trigger, finding.depth)
        is_condition = is_of_head and finding is not head and finding.kind not in _BESIDE_CONDITIONS
        yield WhyRow(
            _finding_text(finding, zone),
            "" if finding.certainty is Certainty.KNOWN else "dim" if finding.kind in _OF_TRIGGER else "",
            _sign(report, finding),
            2 * finding.depth + is_condition,
            _target(finding),
        )


def _sign(report: Report, finding: Finding) -> Span:
    if finding.kind is Kind.RAN and report.run is not None:
        shown = look(report.run.state)
        return Span(shown.glyph, shown.role)
    return Span(*_SIGNS.get(finding.kind, ("·", "dim")))


def _finding_text(finding: Finding, zone: tzinfo | None) -> str:
    text = _with_zone(one_line(finding.text), [finding.when] if finding.when else [], zone)
    if finding.when is not None and at(finding.when) not in text:
        text += f", {'started' if finding.kind is Kind.RAN else 'ended'} {when(finding.when, zone)}"
    if finding.certainty is Certainty.PROBABLE and finding.kind in (Kind.MET, Kind.LAST):
        return f"{text} (probably)"
    return text if finding.kind not in _OF_TRIGGER or AS_OF_NOW[1:-1] in text else f"{text} {AS_OF_NOW}"


def _with_zone(text: str, times: list[datetime], zone: tzinfo | None) -> str:
    """The text with its times in the user's zone too, where that is another one."""
    for moment in dict.fromkeys(times):
        local = local_time(moment, zone)
        if local.utcoffset():
            text = text.replace(at(moment), f"{at(moment)} ({local:%H:%M} {when(moment, zone).split(' ', 2)[-1]})")
    return text


def _target(finding: Finding) -> Target | None:
    if finding.run is not None and finding.run.run_id:
        return Target(run=finding.run)
    if finding.workflow is not None:
        return Target(workflow=finding.workflow)
    if finding.kind in _OF_TRIGGER and finding.trigger:
        return Target(trigger=finding.trigger)
    return Target(job=finding.job) if finding.job else None


def _effect_rows(report: Report) -> Iterator[WhyRow]:
    yield WhyRow("WHAT IT SET OFF", "title")
    if report.effects.text:
        yield WhyRow(one_line(report.effects.text), "dim")
    for trigger, group in groupby(report.effects.set_off, key=lambda each: each.trigger):
        yield WhyRow(f"trigger {shown_name(trigger)} {AS_OF_NOW}", "", Span("·", "dim"), 0, Target(trigger=trigger))
        for each in group:
            yield WhyRow(one_line(each.text), "", _sign_of_effect(each), 1, _target_of_effect(each))
    if not any(finding.kind is Kind.BY_HAND for finding in report.why.findings):  # Which says so too.
        yield WhyRow(INVISIBLE, "dim")


def _sign_of_effect(effect: SetOff) -> Span:
    if effect.run is not None:
        return Span("✓", "good") if effect.certainty is Certainty.KNOWN else Span("≈", "unknown")
    return Span("?", "unknown") if effect.certainty is Certainty.UNKNOWN else Span("✗", "bad")


def _target_of_effect(effect: SetOff) -> Target | None:
    if effect.run is not None:
        return Target(run=effect.run)
    return Target(job=effect.job) if effect.job else None


def _waiting_rows(report: Report) -> Iterator[WhyRow]:
    """What waits in vain: it follows from the triggers alone, so no run has to be asked for."""
    if not report.waits:
        return
    job = shown_name(report.waits_for.job_name) if report.waits_for is not None else ""
    yield WhyRow(f"WAITS IN VAIN FOR {job} · {len(report.waits):,} jobs".replace(" 1 jobs", " 1 job"), "title")
    for each in report.waits:
        yield WhyRow(shown_name(each), "", Span("✗", "bad"), 0, Target(job=each))
