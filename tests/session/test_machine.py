"""What is done on the user's machine: in threads of its own, and the last copy is there for a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from gluetui.session.machine import Machine
from tests.session.test_calls import Hanging


async def test_what_was_copied_last_can_be_written_to_a_file(tmp_path: Path) -> None:
    machine, written = Machine(), list[str]()
    assert machine.copied == ""
    for text in ("first", "größe"):
        assert "cannot confirm" in await machine.copy(text, written.append)
    assert (machine.copied, len(written)) == ("größe", 2)
    path = await machine.write_copied(tmp_path)
    assert (path.parent, path.read_text("utf-8")) == (tmp_path, "größe")


async def test_an_error_of_the_machine_is_raised(tmp_path: Path) -> None:
    machine = Machine()
    with pytest.raises(OSError):
        await machine.write_copied(tmp_path / "missing")


async def test_one_thing_that_hangs_does_not_hold_up_the_next() -> None:
    machine, hanging = Machine(), Hanging()
    waiting = asyncio.create_task(machine.ask(hanging.call))
    await hanging.have_begun(1)
    assert await machine.ask(len, "abc") == 3
    hanging.let_go()
    await waiting
