"""The lines of `gluetui night --json` are what DuckDB and Athena read as it is: README's query, run on the demo."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import time_machine

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.fields import catalogue
from tests.cli.conftest import Command
from tests.conftest import NOW
from tests.server import GlueServer
from tests.values import MODEL

QUERY, TABLE = re.findall(r"```sql\n(.*?)```", (Path(__file__).parents[2] / "README.md").read_text("utf-8"), re.DOTALL)
"""README's: the cost of failed runs by job and week in DuckDB, and the table of the same lines in Athena."""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connected:
        yield connected


@time_machine.travel(NOW, tick=False)
def test_the_cost_of_failed_runs_by_job_and_week(
    served: Command, connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("night.ndjson").write_text(served("night", "--json").stdout)
    summary = json.loads(served("night", "--summary").stdout)
    rows = connection.execute(QUERY).fetchall()
    assert [row[:3] for row in rows] == [("curate-sales", datetime(2026, 11, 16), summary["failed"])]
    assert rows[0][3] == pytest.approx(summary["failed_cost_usd"], abs=0.005)


@time_machine.travel(NOW, tick=False)
def test_duckdb_takes_the_lines_without_being_told_what_they_hold(
    served: Command, server: GlueServer, demo: Snapshot, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    lines = tmp_path / "night.ndjson"
    lines.write_text(served("night", "--json", "--since", "30d").stdout)
    read = connection.execute(f"SELECT count(*), min(StartedOn)::TIMESTAMP < TIMESTAMP '{NOW:%F %T}' FROM '{lines}'")
    assert read.fetchall() == [(lines.read_text().count("\n"), True)]


def test_every_column_of_the_table_is_a_member_of_a_run() -> None:
    columns = {column.split()[0] for column in TABLE.partition("(")[2].partition(")\n")[0].split(", ") if " " in column}
    assert columns <= {field.name for field in catalogue(MODEL)}
