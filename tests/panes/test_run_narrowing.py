"""What of a job's runs is shown: the filter is read anew as it is typed and ends with the job; orders go round."""

from __future__ import annotations

from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.ordering import DESCENDING, Order
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.run_narrowing import RunNarrowing
from gluetui.session.job_runs import JobRuns
from gluetui.text.times import Clock
from tests.conftest import NOW


def a_job(name: str, *ids: str) -> JobRuns:
    job = JobRuns(name)
    job.merge(Page(tuple(JobRun({"JobName": name, "Id": each}) for each in ids), None), NOW)
    return job


def narrowing(job: JobRuns) -> RunNarrowing:
    made = RunNarrowing(Clock(lambda: NOW))
    made.show(job)
    return made


def shown(runs: RunNarrowing) -> list[str]:
    runs.job.ordering.work()
    return [runs.job.loaded[index].key.run_id for index in runs.job.ordering.shown]


def test_only_a_filter_that_lets_other_runs_through_is_worked_out() -> None:
    runs = narrowing(a_job("job", "jr_1", "jr_2"))
    assert runs.narrow("jr_2")
    assert runs.is_busy
    assert runs.busy_text == "filtering 2…"
    assert shown(runs) == ["jr_2"]
    assert not runs.narrow("jr_2 state:")
    assert runs.find(RunKey("job", "jr_2")) == 0
    assert runs.find(RunKey("job", "jr_1")) is None


def test_a_filter_ends_with_the_job_and_the_order_stays() -> None:
    one, other = a_job("one", "jr_1", "jr_2"), a_job("other", "jr_3")
    runs = narrowing(one)
    runs.narrow("jr_2")
    runs.choose(Order("started"))
    assert shown(runs) == ["jr_2"]
    runs.show(other)
    assert shown(runs) == ["jr_3"]
    runs.show(one)
    assert shown(runs) == ["jr_1", "jr_2"]
    assert runs.order == Order("started")


def test_orders_go_through_the_columns_and_back_to_awss_own() -> None:
    runs = narrowing(a_job("job", "jr_1"))
    columns = []
    while (order := runs.next_order) is not None:
        columns.append(order.column)
        runs.choose(order)
    assert columns == list(DESCENDING)
    runs.choose(None)
    assert runs.reversed_order == Order("started", is_reversed=True)
    runs.choose(runs.reversed_order)
    assert runs.reversed_order == Order("started")


def test_the_first_word_that_was_not_applied_is_remarked_upon() -> None:
    runs = narrowing(a_job("job", "jr_1"))
    assert runs.remark(80) == []
    assert not runs.narrow("dur>x since:never")
    [line] = runs.remark(80)
    assert line[0].text.startswith("not applied: dur>x")
