"""gluetui.glue.logs.heads: every recorded head, and lines that have none."""

from __future__ import annotations

import pytest

from gluetui.glue.logs.heads import begins_record, head_of, level_of_json


@pytest.mark.parametrize(
    ("head", "level", "logger"),
    [
        ("22/11/14 06:08:18 ERROR ProcessLauncher: ", "ERROR", "ProcessLauncher"),
        (
            "2026-08-19 12:57:31,333 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(70)): ",
            "ERROR",
            "glue.ProcessLauncher",
        ),
        (
            "2026-08-19 12:57:31,333 WARN  [Thread-4] util.Utils (Logging.scala:logWarning(69)): ",
            "WARN",
            "util.Utils",
        ),
        (
            "INFO\t2026-01-08T23:30:48,988\t37709\tcom.amazonaws.services.glue.PythonModuleInstaller\t[main]\t",
            "INFO",
            "com.amazonaws.services.glue.PythonModuleInstaller",
        ),
        ("2026-08-04 04:17:36 ERROR TransportRequestHandler:326 - ", "ERROR", "TransportRequestHandler"),
        ("2026-08-03 23:52:00,162 ERROR [MainThread] root - ", "ERROR", "root"),
        ("2026-08-03 23:52:00,162 [WARNING] curate - ", "WARN", "curate"),
        ("2026-08-03 23:52:00,162 - curate.io - CRITICAL - ", "FATAL", "curate.io"),
        ("[2026-08-03 23:52:00] INFO ", "INFO", ""),
        ("[2026-08-03 23:52:00,001] {curate.py:12} WARNING - ", "WARN", ""),
        ("2026-08-03T23:52:00.162Z", None, ""),
        ("\x1b[31m2026-08-03 23:52:00 ERROR\x1b[0m a.B:1 - ", "ERROR", "a.B"),
        ("23:52:00 INFO curate: ", "INFO", "curate"),
        ("ERROR:curate:", "ERROR", "curate"),
        ("ERROR: ", "ERROR", ""),
        ("[INFO] ", "INFO", ""),
    ],
)
def test_a_head_tells_the_level_the_logger_and_where_the_text_begins(head: str, level: str, logger: str) -> None:
    found = head_of(f"{head}the 12 orders")
    assert found is not None
    assert (found.level, found.logger) == (level, logger)
    assert f"{head}the 12 orders"[found.length :].lstrip() == "the 12 orders"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("LAUNCH ERROR | Couldn't download s3://etl/curate.py", "ERROR"),
        ("Traceback (most recent call last):", None),
        ("Container: container_1690_0001_01_000001 on ip-10-0-0-7", None),
        ('{"level": "warning", "message": "late"}', "WARN"),
        ('{"time": "2026-08-03", "levelname": "ERROR", "name": "curate"}', "ERROR"),
    ],
)
def test_some_heads_have_no_time(line: str, level: str | None) -> None:
    found = head_of(line)
    assert found is not None and not found.is_timed and found.level == level


@pytest.mark.parametrize(
    "line",
    [
        "", "\n", "orders: 12", "INFORMATION about 12 orders", "ERRORS 12", "2026-08-03 was a Monday", " ERROR: in",
        "\tat a.B.c(D.scala:1)", "12:30 o'clock", "23:52:00 closing", '{"a": 1}', "Error: x", "Exception in thread",
        "22/11/14 orders", "é", "\x00",
    ],
)  # fmt: skip
def test_a_line_of_the_scripts_has_no_head(line: str) -> None:
    assert head_of(line) is None


def test_a_level_that_json_says_late_is_found() -> None:
    assert level_of_json('{"message": "' + "x" * 900 + '", "severity": "ERROR"}') == "ERROR"


@pytest.mark.parametrize(
    ("before", "after", "begins"),
    [
        ("12 orders", "2026-08-04 04:17:36 ERROR A:3 - late", True),
        ("12 orders", "22/11/14 06:08:18 INFO A: late", True),
        ("12 orders", "INFO\t2026-01-08T23:30:48,988\t37709\ta.B\t[main]\tlate", True),
        ("12 orders", "Traceback (most recent call last):", True),
        ("12 orders", "LAUNCH ERROR | late", True),
        ('{"level": "info"}', '{"level": "error"}', True),
        ("[Stage 0:>]\r", "Traceback (most recent call last):", True),
        ("22/11/14 06:08:18 INFO A: late", "22/11/14 06:08:19 INFO A: late", True),
        ("2026-08-04 ", "04:17:36 ERROR A: late", False),
        ("20", "22/11/14 06:08:18 ERROR A: late", False),
        ("2026-08-19 12:57:31,333 ", "ERROR: late", False),
        ("[", "2026-08-04 04:17:36] INFO late", False),
        ('{"time": "', '2026-08-04 04:17:36", "level": "ERROR"}', False),
        ("2026-08-04 04:17:36 ERROR A:3 - Error from Python:", "Traceback (most recent call last):", False),
        ("a.PythonException: ", "Traceback (most recent call last):", False),
        ('[{"level": "info"}, ', '{"level": "error"}', False),
        ("12 orders of ", "2026-08-04 04:17:36", False),
        ("12 orders", "23 orders", False),
        ("12 orders", "\n", False),
    ],
)
def test_where_an_event_begins_in_the_middle_of_a_line(before: str, after: str, begins: bool) -> None:
    assert begins_record(f"{before}{after}", 0, len(before)) is begins
