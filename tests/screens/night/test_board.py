"""The board of a night: how it is reached, what it tells at one look, and the ways to a run and back."""

from __future__ import annotations

from gluetui.cli.main import main
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import RunKey
from gluetui.panes.night_rows import Apart
from tests.screens.conftest import NARROW, WIDE, Loopback, browsing
from tests.screens.night.conftest import AtNight, a_night, asked_jobs, at_night, ran, serving_triggers, trigger
from tests.screens.seen import shown_in


async def test_it_begins_on_the_first_job_that_failed_and_tells_why(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        assert night.under_cursor == "clean"
        assert "disk full" in night.text
        assert "FAILED · 1 job, 1 failed run" in night.text
        assert "4 runs · 1 failed" in night.text
        assert "1 on" in night.text
        assert "5 of 5 jobs asked" in night.text


async def test_what_went_well_is_one_line_that_space_opens_and_closes(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        assert "3 other jobs: 2 runs succeeded, 1 on" in night.text
        assert "report" not in night.text
        await night.here.press("space")
        assert "report" in night.text
        assert night.under_cursor == "clean"
        await night.here.press("space")
        assert "report" not in night.text


async def test_enter_opens_the_run_and_the_way_back_leads_to_the_board_as_it_was(aws: Loopback) -> None:
    aws.holds([*a_night(), *(ran(f"many-{number:02}", f"jr_{number}", 5, "FAILED") for number in range(40))])
    async with at_night(aws.glue, size=NARROW) as night:
        await night.here.press("space", "slash", *"many", "enter", *["down"] * 30)
        job, top, seen = night.under_cursor, night.board.top, night.text
        await night.here.press("enter")
        assert night.here.is_in_front
        assert night.here.run_key is not None
        assert night.here.run_key.job_name == job
        assert night.here.focus == "details"
        await night.here.press("left_square_bracket")
        assert night.is_in_front
        assert (night.under_cursor, night.board.top, night.text) == (job, top, seen)
        assert night.board.rows.is_open


async def test_the_way_back_leads_past_the_runs_that_were_opened_from_there(aws: Loopback) -> None:
    aws.holds([*a_night(), ran("load", "jr_other", 30)])
    async with at_night(aws.glue, size=NARROW) as night:
        await night.here.press("enter")
        night.here.open_run(RunKey("load", "jr_load"))
        await night.here.settled()
        await night.here.press("left_square_bracket")
        assert night.here.is_in_front
        assert night.here.run_key == RunKey("clean", "jr_clean")
        await night.here.press("left_square_bracket")
        assert night.is_in_front


async def test_a_job_that_did_not_run_is_due_and_opens_its_runs(aws: Loopback) -> None:
    aws.holds([*a_night(), ran("mart", "jr_mart", 40), ran("mart", "jr_old", 64)])
    aws.server.fault = serving_triggers(
        trigger("nightly", "clean", cron="30 0 * * ? *"), trigger("in", "mart", "clean")
    )
    async with at_night(aws.glue) as night:
        await night.here.until(lambda: night.jobs(Section.MISSING) == ["mart"])
        await night.here.settled()
        assert "DUE, BUT DID NOT RUN · 1 job" in night.text
        assert "clean FAILED" in night.text
        assert "1 missing" in night.text
        await night.here.press("down")
        assert night.under_cursor == "mart"
        await night.here.press("enter")
        assert night.here.is_in_front
        assert (night.here.focus, night.here.runs.job_name) == ("runs", "mart")
        await night.here.press("left_square_bracket")
        assert night.is_in_front
        assert night.under_cursor == "mart"


async def test_the_way_back_leads_to_the_board_from_the_only_run_of_a_job_too(aws: Loopback) -> None:
    aws.holds([*a_night(), ran("mart", "jr_mart", 40)])
    aws.server.fault = serving_triggers(trigger("daily", "mart", cron="0 1 * * ? *"))
    async with at_night(aws.glue) as night:
        await night.here.until(lambda: night.jobs(Section.MISSING) == ["mart"])
        await night.here.settled()
        await night.here.press("down", "enter")
        assert night.here.run_key == RunKey("mart", "jr_mart")
        await night.here.press("left_square_bracket")
        assert night.is_in_front


async def test_esc_closes_it_once_there_is_nothing_to_stop_and_N_finds_it_again_without_a_call(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.press("down")
        where = night.under_cursor
        await night.here.press("escape")
        assert night.here.is_in_front
        before = len(aws.server.calls)
        await night.here.press("N")
        assert night.is_in_front
        assert night.under_cursor == where
        assert len(aws.server.calls) == before


async def test_the_palette_leads_there_from_a_text_that_lies_over_the_panes(aws: Loopback) -> None:
    aws.holds(a_night())
    async with browsing(aws.glue, job="clean", run="jr_clean") as here:
        await here.press("J")
        assert not here.is_in_front
        entry = next(
            each for each in here.app.get_system_commands(here.app.screen) if each.title.startswith("Night: all")
        )
        done = entry.callback()
        if done is not None:
            await done
        night = AtNight(here)
        await here.until(lambda: night.is_in_front)
        await night.done()
        assert len(here.app.screen_stack) == 2


async def test_the_program_opens_there(aws: Loopback) -> None:
    aws.holds(a_night())
    async with browsing(aws.glue, settled=False, night=True) as here:
        night = AtNight(here)
        await here.until(lambda: night.is_in_front and night.board.night is not None)
        await night.done()
        assert night.under_cursor == "clean"
        assert aws.server.counts["ListJobs"] == 1
    assert "--night" in {option for each in main.params for option in each.opts}


async def test_its_keys_are_those_of_every_screen(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.press("u")
        assert "machine" in night.here.toasts[-1] or "UTC" in night.here.toasts[-1]
        await night.here.press("J")
        assert '"jr_clean"' in shown_in(night.here.app, "screen")
        await night.here.press("escape", "question_mark")
        assert "On the board of a night" in shown_in(night.here.app, "screen")


async def test_each_section_is_sorted_by_itself(aws: Loopback) -> None:
    aws.holds([ran("b", "jr_b", 1, "FAILED"), ran("a", "jr_a", 2, "FAILED", ExecutionTime=900), *a_night()])
    async with at_night(aws.glue) as night:
        await night.here.press("s")
        assert night.board.rows.entries[:3] == ["b", "a", "clean"]
        await night.here.press("s")
        assert "sorted by took" in night.board.count_text
        assert night.board.rows.entries[0] == "a"
        await night.here.press("v")
        assert night.board.rows.entries[2] == "a"


async def test_bars_take_the_place_of_columns_and_give_it_back(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue, size=NARROW) as night:
        assert "█" not in night.lines[night.line_of("clean")]
        await night.here.press("T")
        assert "█" in night.lines[night.line_of("clean")]
        assert "disk full" not in night.text
        await night.here.press("T")
        assert "disk full" in night.text
    async with at_night(aws.glue, size=WIDE) as night:
        assert "█" in night.lines[night.line_of("clean")]
        assert "disk full" in night.text


async def test_runs_and_jobs_are_filtered_in_one_language(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        for text, jobs in (
            ("disk", ["clean"]), ("job:rep", ["report"]), ("state:succ", ["load", "report"]),
            ("-job:l state:succ", ["report"]), ("rep state:failed", []), ("error:disk", ["clean"]),
            ("id:jr_live", ["live"]),
        ):  # fmt: skip
            night.board.set_filter(text)
            assert [entry for entry in night.board.rows.entries if isinstance(entry, str)] == jobs, text
            await night.here.press("escape")
        assert night.board.rows.counts[Apart.NOT_KNOWN] == 0


async def test_one_job_is_asked_once(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue):
        assert sorted(asked_jobs(aws.server)) == ["clean", "idle", "live", "load", "report"]
        assert aws.server.counts["ListJobs"] == 1
        assert aws.server.counts["GetTriggers"] == 1


async def test_L_opens_the_log_of_the_run_and_esc_comes_back(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.tap("L")
        await night.here.until(lambda: night.here.focus == "log")
        await night.here.settled()
        assert "clean jr_clean" in shown_in(night.here.app, "screen")
        await night.here.press("escape")
        assert night.is_in_front
        assert night.under_cursor == "clean"


async def test_the_palette_leads_from_a_log_to_the_board_under_it(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        await night.here.tap("L")
        await night.here.until(lambda: night.here.focus == "log")
        await night.here.settled()
        await night.here.press("N")
        assert not night.is_in_front
        offered = night.here.app.get_system_commands(night.here.app.screen)
        done = next(each for each in offered if each.title.startswith("Night: all")).callback()
        if done is not None:
            await done
        await night.here.until(lambda: night.is_in_front)


async def test_the_cause_in_a_log_is_the_error_of_its_row(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        causes = night.here.session.causes
        causes.lines[RunKey("clean", "jr_clean")] = "No space left on device in clean.py:7"
        causes._tell(RunKey("clean", "jr_clean"))
        assert "No space left on device in clean.py:7" in night.text
        assert "disk full" not in night.text
