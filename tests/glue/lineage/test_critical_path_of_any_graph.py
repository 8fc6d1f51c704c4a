"""The critical path, slack and savings of arbitrary graphs, held against times that are shifted and computed again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.lineage.critical_path import TOLERANCE, CriticalPath
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.savings import saving
from gluetui.glue.run.run import JobRun, RunKey
from tests.glue.lineage.chains import GONE, NOW, ran

ZERO = timedelta()
MILLISECOND = timedelta(milliseconds=1)


def a_run(
    draw: st.DrawFn, number: int, before: list[tuple[str, float]], *, in_order: bool
) -> tuple[list[JobRun], tuple[str, float]]:
    """A run after some others, with its attempts; in order: it begins when the last of them has ended."""
    chosen = draw(st.lists(st.sampled_from(before), unique=True, max_size=4)) if before else []
    ready = max((end for _, end in chosen), default=float(draw(st.integers(0, 500))))
    wait = draw(st.integers(-5_000, 60_000) if in_order else st.integers(-400_000, 400_000)) / 1000
    time, attempts, runs = ready + wait, draw(st.integers(1, 3)), []
    for attempt in range(attempts):
        run_id = f"r{number}" + (f"_attempt_{attempt}" if attempt else "")
        end = time + draw(st.integers(0, 900_000)) / 1000
        state = "SUCCEEDED" if attempt == attempts - 1 else "FAILED"
        named = [each for each, _ in chosen] if attempt == 0 else []
        runs.append(ran(run_id, time, end, *named, JobRunState=state))
        time, last = end + draw(st.integers(-2_000, 90_000)) / 1000, end
    return runs, (run_id, last)


@st.composite
def lineages(draw: st.DrawFn, *, in_order: bool = False, missing: bool = True) -> Lineage:
    """A graph with attempts, gaps, overlaps, clocks that differ and runs that are missing."""
    runs: list[JobRun] = []
    made: list[tuple[str, float]] = []
    for number in range(draw(st.integers(1, 9))):
        more, last = a_run(draw, number, made[-5:], in_order=in_order)
        runs += more
        made.append(last)
    root, *others = reversed(runs)
    lineage = Lineage(root.key)
    lineage.add(root)
    for run in others:
        if missing and draw(st.integers(0, 6)) == 0:
            lineage.fail(run.key, GONE)
        else:
            lineage.add(run)
    return lineage


def end_again(path: CriticalPath, key: RunKey, later: timedelta) -> timedelta:
    """How much later the root ends where one run ends later, every run waiting for its predecessors as long as it did.

    Another way to count than the library's: by one run at a time, from the root.
    """

    def moved(run: RunKey) -> timedelta:
        own = later if run == key else ZERO
        start = path.runs[run].start
        before = [each for each in path.runs[run].before if each in path.runs]
        ended = [each for each in before if path.runs[each].end <= start + TOLERANCE]
        if not ended:
            return own
        was = max(path.runs[each].end for each in ended)
        return own + max(path.runs[each].end + moved(each) for each in ended) - was

    return moved(path.root)


@given(lineages())
def test_the_runs_on_the_path_and_the_gaps_between_them_tile_the_wall_time_exactly(lineage: Lineage) -> None:
    path = CriticalPath(lineage, NOW)
    if not path.path:
        assert path.of(lineage.root) is None and path.is_at_least
        return
    assert path.path[-1] is path.of(lineage.root)
    assert sum((run.ran + path.gap_on_path(run) for run in path.path), ZERO) == path.wall
    assert sum((run.ran for run in path.path), ZERO) + path.waited == path.wall
    for before, run in zip(path.path, path.path[1:], strict=False):
        assert before.end + path.gap_on_path(run) == run.start
        assert path.gap_on_path(run) >= -TOLERANCE


@given(lineages())
def test_slack_is_never_negative_and_none_on_the_path(lineage: Lineage) -> None:
    path = CriticalPath(lineage, NOW)
    for key in lineage.walk():
        slack = path.slack(key)
        assert slack is None or slack >= ZERO
        assert not path.is_on_path(key) or slack == ZERO
        assert path.of(key) is not None or slack is None


@given(lineages(in_order=True, missing=False))
def test_who_ends_later_by_its_slack_delays_nothing_and_by_more_delays_the_root(lineage: Lineage) -> None:
    path = CriticalPath(lineage, NOW)
    for key in path.runs:
        slack = path.slack(key)
        assert slack is not None
        assert end_again(path, key, slack) == ZERO
        assert end_again(path, key, slack + MILLISECOND) == MILLISECOND


@given(lineages(), st.floats(0, 2_000))
def test_a_saving_is_what_the_same_times_give_when_they_are_computed_again(lineage: Lineage, usual: float) -> None:
    path = CriticalPath(lineage, NOW)
    for run in path.path:
        found = saving(path, run.key, usual)
        if found is None:
            assert run.last.state != "SUCCEEDED"
            continue
        assert ZERO <= found.saves <= found.over
        assert end_again(path, run.key, -found.over) == -found.saves


@given(lineages(in_order=True, missing=False), st.floats(0, 2_000))
def test_a_saving_that_is_capped_is_no_more_than_the_lead_over_its_runner_up(lineage: Lineage, usual: float) -> None:
    path = CriticalPath(lineage, NOW)
    for run in path.path:
        found = saving(path, run.key, usual)
        if found is not None and found.is_capped:
            assert found.runner_up is not None and found.runner_up is not run
            moves = run.key in led_to(path, found.runner_up.key)
            if not moves and not path.is_on_path(found.runner_up.key):
                assert found.saves == path.slack(found.runner_up.key)


def led_to(path: CriticalPath, key: RunKey) -> set[RunKey]:
    before = [each for each in path.runs[key].before if each in path.runs]
    return {key}.union(*(led_to(path, each) for each in before))
