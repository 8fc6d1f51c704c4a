"""The night in a real terminal: from the shell to the log of what failed in a few keys, at any size."""

from __future__ import annotations

import pytest

from tests.pty.terminal import gluetui

MOST_KEYS = 5
"""From the shell to the log of a failed run."""


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (220, 60)])
def test_the_log_of_what_failed_last_night_is_a_few_keys_from_the_shell(size: tuple[int, int]) -> None:
    road = [
        ("N", ("1 failed", "6 missing", "›✗ curate-sales", "mart-revenue-daily", "build-customer-360")),
        ("enter", ("JobRunState", "FAILED")),
        ("L", ("Log · curate-sales", "curate_sales.py:87")),
    ]
    assert len(road) <= MOST_KEYS
    with gluetui("--demo", size=size) as terminal:
        terminal.wait_for("ingest-orders")
        for key, seen in road:
            terminal.press(key)
            terminal.wait_for(*seen)
        terminal.press("esc")
        terminal.wait_for("JobRunState")
        terminal.press("[")
        terminal.wait_for("6 missing", "›✗ curate-sales")


def test_the_board_is_there_from_the_start_where_it_is_asked_for() -> None:
    with gluetui("--demo", "--night", size=(80, 24)) as terminal:
        terminal.wait_for("›✗ curate-sales", "6 missing")
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 0
