"""What a run led to, level by level, by the answers that are there."""

from __future__ import annotations

from gluetui.glue.run.run import JobRun
from gluetui.glue.triggers.asking import Unanswered, Wanted
from gluetui.glue.triggers.downstream import NOTHING_FOLLOWED, Downstream
from gluetui.glue.triggers.report import Answers
from tests.glue.triggers.account import MORNING, account, after, run, runs, scheduled

CHAIN = account(scheduled("s", "load"), after("in", "load", "clean"), after("done", "clean", "mart"))
LOADED = run("load", "02:00", "02:10", trigger="s")
CLEANED = run("clean", "02:10", "02:20", trigger="in", PredecessorRuns=[{"JobName": "load", "RunId": "jr_load_02:00"}])


def downstream(root: JobRun, *each: JobRun, proved: bool = True) -> Downstream:
    answers = Answers()
    answers.jobs |= runs(*each, none="load clean mart")
    for one in each:
        answers.runs[one.key] = JobRun(one.raw, asked_predecessors=True) if proved else Unanswered()
    return Downstream(CHAIN, root, answers, lambda: MORNING)


def followed(found: Downstream, root: JobRun) -> list[str] | None:
    links = found.lineage.links(root.key)
    return None if links is None else [link.job_name for link in links]


def test_a_run_that_names_this_one_followed_it() -> None:
    found = downstream(LOADED, LOADED, CLEANED)
    assert found.lineage.frontier() == [LOADED.key]
    assert not any(found.follow([LOADED.key]))
    assert followed(found, LOADED) == ["clean"]
    assert found.lineage.frontier() == [CLEANED.key]
    assert not found.probable


def test_what_nothing_proves_is_marked_as_probable() -> None:
    found = downstream(LOADED, LOADED, CLEANED, proved=False)
    found.follow([LOADED.key])
    assert found.probable == {CLEANED.key}


def test_what_is_lacking_is_wanted_and_nothing_is_known_before() -> None:
    found = Downstream(CHAIN, LOADED, Answers(), lambda: MORNING)
    assert found.follow([LOADED.key]) == Wanted(frozenset({"load", "clean"}), frozenset())
    assert followed(found, LOADED) is None


def test_what_a_live_run_led_to_is_found_out_anew_once_it_is_over() -> None:
    live = run("load", "02:00", state="RUNNING", trigger="s")
    found = downstream(live, LOADED, CLEANED)
    found.follow([live.key])
    assert followed(found, live) == []
    assert found.why_none(live) == "It is not over: nothing follows before its end"
    found.renew(LOADED)
    assert found.lineage.frontier() == [LOADED.key]
    found.follow([LOADED.key])
    assert followed(found, LOADED) == ["clean"]


def test_a_run_that_led_to_nothing_says_why() -> None:
    found = downstream(CLEANED, LOADED, CLEANED)
    found.follow([CLEANED.key])
    assert followed(found, CLEANED) == []
    assert found.why_none(CLEANED) == f"{NOTHING_FOLLOWED} mart did not start: AWS does not tell why"
