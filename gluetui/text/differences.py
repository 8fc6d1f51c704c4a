"""Two runs compared, as text: each value humanized, how many times as long or as dear, secrets never shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from gluetui.glue.listing.comparing import ARGUMENT, Comparison, Difference, compare
from gluetui.glue.listing.definition import Definition, JobDefinition, Present, present_values
from gluetui.glue.listing.partner import PartnerSearch, last_success_before
from gluetui.glue.run.fields import Field
from gluetui.glue.run.run import JobRun, instant, number
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks
from gluetui.text.charts import factor
from gluetui.text.field_text import NOT_RETURNED, FieldText, as_it_came
from gluetui.text.run_fields import humanize_field, without_secrets
from gluetui.text.safe import one_line
from gluetui.text.states import look
from gluetui.text.times import duration_short, when

DIFFERS = "differs"
"""In place of a value of which only secrets differ."""

EVERY_RUN = "changes every run"
MINUS = "\u2212"

_IN_RATIO = frozenset({"ExecutionTime", "DPUSeconds", "wall time", "start-up time", "DPU-hours", "estimated cost"})
_MOST_NAMED = 6
"""Differences that one line names."""


class DifferenceText(NamedTuple):
    """One difference as safe text; a value may have several lines."""

    sign: str
    """ "+", MINUS or "~"; "·" for what changes every run."""
    name: str
    before: FieldText
    after: FieldText
    aside: str
    """Such as "2.0×", "2.0× +$2.38", or why it says little."""
    section: str
    every_run: bool
    is_equal: bool = False


def difference_texts(comparison: Comparison, zone: tzinfo | None, *, with_equal: bool = False) -> list[DifferenceText]:
    """Every difference, in the order of the comparison; `with_equal` all that is equal too, each in its place."""
    masks = Masks([comparison.before.raw, comparison.after.raw])
    runs = [without_secrets(run) for run in (comparison.before, comparison.after)]
    texts = {each.place: _text(each, comparison, runs, masks, zone) for each in comparison.differences}
    if not with_equal:
        return list(texts.values())
    equal = {each.place: _text(each, comparison, runs, masks, zone, is_equal=True) for each in comparison.equal}
    texts |= equal
    return [texts[place] for place in sorted(texts, key=lambda place: (texts[place].every_run, place))]


def _text(
    each: Difference,
    comparison: Comparison,
    runs: Sequence[JobRun],
    masks: Masks,
    zone: tzinfo | None,
    *,
    is_equal: bool = False,
) -> DifferenceText:
    values = (each.before, each.after)
    before, after = (
        _value(each, value, run, masks, comparison.now, zone) for value, run in zip(values, runs, strict=True)
    )
    name = one_line(each.own_name)
    if is_equal:
        return DifferenceText("=", name, before, after, "", each.section, False, True)
    if each.is_secret and before.text == after.text:
        after = FieldText(DIFFERS)
    sign = "·" if each.every_run else each.sign.replace("-", MINUS)
    aside = EVERY_RUN if each.every_run else _aside(each, comparison)
    return DifferenceText(sign, name, before, after, aside, each.section, each.every_run)


def _value(each: Difference, value: object, run: JobRun, masks: Masks, now: datetime, zone: tzinfo | None) -> FieldText:
    if value is None:
        return FieldText("" if each.kind == ARGUMENT else NOT_RETURNED, role="absent")
    if value == "":  # Not the same as none, though some fields read so.
        return as_it_came(value)
    if each.kind != ARGUMENT:
        shown = humanize_field(each.name, run, now=now, zone=zone, kind=each.kind, for_others=True)
        return shown._replace(text=masks.repeated(shown.text), note="")
    if isinstance(value, str):
        return as_it_came(masks.argument(each.own_name, value))
    return FieldText(DOTS) if each.is_secret else as_it_came(value)


def _aside(each: Difference, comparison: Comparison) -> str:
    one, other = number(each.before), number(each.after)
    if each.name not in _IN_RATIO or one is None or other is None or one <= 0 or other < 0:
        return ""
    if each.name == "estimated cost":
        more = other - one
        return f"{factor(other / one)} {'+' if more >= 0 else MINUS}${abs(more):,.2f}"
    return factor(other / one)


def title(comparison: Comparison, zone: tzinfo | None) -> tuple[str, str]:
    """The run, and the one that it is compared with, such as "✗ 2026-11-20 03:02:11 UTC jr_…"."""
    after, before = (
        f"{look(run.state).glyph} {when(run.started, zone, for_others=True) or NOT_RETURNED} {one_line(key.run_id)}"
        for run, key in ((comparison.after, comparison.keys[1]), (comparison.before, comparison.keys[0]))
    )
    return after, before


def run_line(run: JobRun, zone: tzinfo | None, *, now: datetime) -> str:
    """A run that may be compared with: its state, when it began and how long it took."""
    state = look(run.state)
    took = duration_short(run.run_seconds(now))
    return "  ".join(filter(None, (f"{state.glyph} {state.word}", when(run.started, zone) or NOT_RETURNED, took)))


def same_line(comparison: Comparison) -> str:
    """How many fields are equal, and which could not be compared."""
    same = len(comparison.same)
    text = f"{same:,} field{' is' if same == 1 else 's are'} the same"
    if comparison.not_compared:
        names = ", ".join(one_line(name) for name in comparison.not_compared)
        text += f"; masked already, so not compared: {names}"
    return text


def differs_line(comparison: Comparison) -> str:
    """What the runs were started with that differs: "3 differences: GlueVersion, --partitions, NumberOfWorkers"."""
    names = [one_line(each.own_name) for each in comparison.settings]
    if not names:
        return "no differences in what it was started with"
    count = f"{len(names):,} difference{'s' if len(names) > 1 else ''}"
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return f"{count}: {', '.join(names[:_MOST_NAMED])}{more}"


def differs_from_last_success(run: JobRun, loaded: Sequence[JobRun], fields: Sequence[Field], *, now: datetime) -> str:
    """The same for a failed run against its last success among the job's loaded runs; "" where there is none."""
    partner = last_success_before(run, loaded) if run.is_failed else None
    return differs_line(compare(partner, run, fields, now=now, loaded=loaded)) if partner is not None else ""


def no_partner(search: PartnerSearch, zone: tzinfo | None) -> str:
    """Why a search found no run to compare with, and how far it looked."""
    if not search.is_of_use:
        return "AWS returned no start of this run, so which runs began before it is not known."
    return f"No run of this job that succeeded began before it: {looked_through(search, zone)}."


def looked_through(search: PartnerSearch, zone: tzinfo | None) -> str:
    """How far a search has looked, such as "400 runs looked through, back to 2026-11-19 03:01:00 UTC"."""
    back = f", back to {when(search.back_to, zone, for_others=True)}" if search.back_to else ""
    count = search.looked_through
    return f"{count:,} run{'' if count == 1 else 's'} looked through{back}"


_DEFINITION_WORDS: dict[Definition, str] = {
    "between": "changed {at}, between the two",
    "since": "changed {at}, since both; whether it changed between them too is not known",
    "before": "not changed since before both, {at}",
    "denied": "not known: it needs glue:GetJob",
    "not asked": "not known",
}


def definition_lines(definition: JobDefinition, comparison: Comparison, zone: tzinfo | None) -> list[str]:
    """When the job's definition was last changed, and what it says now that the later run was not started with."""
    at = when(instant(definition.job.get("LastModifiedOn")), zone, for_others=True)
    words = one_line(definition.reason) or _DEFINITION_WORDS[definition.changed].format(at=at)
    masks = Masks([definition.job, comparison.before.raw, comparison.after.raw])
    return [words, *_present_lines(present_values(definition.job, comparison.after), masks)]


def _present_lines(present: Iterable[Present], masks: Masks) -> Iterator[str]:
    for each in present:
        own_name = each.name.removeprefix("DefaultArguments.")
        now, run = (_shown(own_name, value, masks) for value in (each.now, each.of_run))
        if each.of_run is None:
            yield f"{one_line(masks.apply(each.name))} is now {now}"
        elif now == run:
            yield f"{one_line(masks.apply(each.name))} {DIFFERS} from the run's"
        else:
            yield f"{one_line(masks.apply(each.name))} is now {now}, of the run {run}"


def _shown(name: str, value: object, masks: Masks) -> str:
    if isinstance(value, str):
        return one_line(as_it_came(masks.argument(name, value)).text)
    return DOTS if masks.hides(name, value) else one_line(as_it_came(value).text)
