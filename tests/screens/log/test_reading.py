"""Reading a log: whole records, wrapped or sideways, with times in three forms, one of them opened in full."""

from __future__ import annotations

from gluetui.screens.viewer import Viewer
from tests.logs_server import LogService, Served
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading, spark

TRACE = "2026-08-04 04:17:36 ERROR Job:326 - broke\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n"
JSON = '{"level": "WARN", "message": "low", "free": 12}\n'
LONG = "begin " + "x" * 400 + " end\n"


def short_log() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(3), Served(STARTED + 4000, LONG), Served(STARTED + 5500, JSON))
    service.put(ERROR, "jr_1", Served(STARTED + 60_000, TRACE), Served(STARTED + 70_000, "bye\n"))
    return service


async def test_a_record_has_its_time_its_source_and_all_of_its_lines() -> None:
    async with reading(short_log()) as log:
        shown = log.lines
        at = next(number for number, line in enumerate(shown) if "broke" in line)
        assert shown[at].startswith(" 01:31:00.000 error    ERROR Job: broke")
        assert shown[at + 1].strip() == "at a.B.c(B.java:1)"
        assert shown[at + 2].strip() == "at a.B.d(B.java:2)"
        assert "1 error · 1 warning · 7 records" in log.border


async def test_the_head_that_a_record_has_of_its_own_is_whole_where_there_is_room_or_no_time_beside_it() -> None:
    own = "2026-08-04 04:17:36 ERROR Job:326 - broke"
    async with reading(short_log(), size=(220, 50)) as log:
        assert any(line.startswith(f" 01:31:00.000 error    {own}") for line in log.lines)
    async with reading(short_log(), size=(80, 24)) as log:
        assert not any(own in line for line in log.lines)
        await log.press("t", "t", "t")
        assert any(line.startswith(f" error    {own}") for line in log.lines)


async def test_the_cursor_goes_by_record() -> None:
    async with reading(short_log()) as log:
        assert log.under_cursor == "bye"
        await log.press("up")
        assert log.under_cursor.startswith("2026-08-04 04:17:36 ERROR")
        await log.press("up")
        assert log.under_cursor == JSON.strip()


async def test_times_are_a_clock_since_the_start_since_the_record_before_or_off() -> None:
    async with reading(short_log()) as log:
        await log.press("t")
        assert "+1:00.000" in next(line for line in log.lines if "broke" in line)
        await log.press("t")
        assert "+54.500" in next(line for line in log.lines if "broke" in line)
        await log.press("t")
        assert next(line for line in log.lines if "broke" in line).startswith(" error    2026")
        await log.press("t")
        assert " 01:31:00.000" in next(line for line in log.lines if "broke" in line)


async def test_wrapping_shows_long_lines_whole_and_keeps_the_place() -> None:
    async with reading(short_log()) as log:
        await log.press("up")
        await log.press("w")
        assert log.under_cursor.startswith("2026-08-04 04:17:36 ERROR")
        text = "".join(line[23:].strip() for line in log.lines if "x" * 30 in line or line.endswith(" end"))
        assert text.count("x") == 400
        await log.press("w")
        assert sum("x" * 30 in line for line in log.lines) == 1
        assert log.under_cursor.startswith("2026-08-04 04:17:36 ERROR")


async def test_scrolling_sideways_stays_while_the_cursor_moves() -> None:
    async with reading(short_log()) as log:
        await log.press("right")
        column = log.view.column
        assert column > 0 and f"from column {column + 1}" in log.border
        await log.press("up", "home", "end")
        assert log.view.column == column
        await log.press("left", "left")
        assert log.view.column == 0


async def test_a_json_record_opens_with_a_member_a_line() -> None:
    async with reading(short_log()) as log:
        await log.press("up", "up", "enter")
        viewer = log.here.app.screen
        assert isinstance(viewer, Viewer)
        assert viewer.view.text == '{\n  "level": "WARN",\n  "message": "low",\n  "free": 12\n}'
        await log.press("escape")
        assert log.here.app.screen is log.screen


async def test_noise_goes_by_key_and_is_counted() -> None:
    service = LogService()
    chatter = "2026-08-04 04:17:36 INFO TaskSetManager:1 - Starting task {}"
    service.put(OUTPUT, "jr_1", *lines(3), *lines(20, text=chatter))
    service.put(ERROR, "jr_1", Served(STARTED, "2026-08-04 04:17:36 INFO SparkEnv:1 - Registering\n"))
    async with reading(service) as log:
        await log.press("z")
        assert "20 hidden" in log.border and "no chatter" in log.border
        await log.press("z")
        assert "21 hidden" in log.border and "only the script's and errors" in log.border
        assert [log.view.shown.record(row).message for row in range(3)] == ["line 0", "line 1", "line 2"]
        await log.press("z")
        assert "hidden" not in log.border


async def test_equal_neighbours_are_one_row_with_their_count() -> None:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(50, text="again"), Served(STARTED + 90_000, "end\n"))
    async with reading(service) as log:
        assert any("50× again" in line for line in log.lines)
        assert len(log.view.shown.rows) == 2


async def test_one_source_alone_or_all_of_them() -> None:
    async with reading(short_log()) as log:
        await log.press("tab")
        assert "only output" in str(log.view.border_title)
        assert not any("broke" in line for line in log.lines) and any("line 2" in line for line in log.lines)
        await log.press("tab")
        assert any("broke" in line for line in log.lines) and not any("line 2" in line for line in log.lines)
        await log.press("tab")
        assert any("broke" in line for line in log.lines) and any("line 2" in line for line in log.lines)


async def test_the_log_of_another_run_is_that_runs() -> None:
    service = short_log()
    service.put(OUTPUT, "jr_1_attempt_1", Served(STARTED, "of the retry\n"))
    async with reading(service, spark("jr_1"), spark("jr_1_attempt_1")) as log:
        assert not any("of the retry" in line for line in log.lines)
