"""What is imported when, measured in a fresh interpreter: the screen paints before boto3 loads."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_after(statement: str) -> set[str]:
    """Top-level names in sys.modules after a statement, in an interpreter of its own."""
    script = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("name", ["boto3", "botocore", "urllib3"])
def test_importing_the_app_loads_no_aws(name: str) -> None:
    assert name not in loaded_after("import gluetui.app.app")


@pytest.mark.parametrize("name", ["cause_search", "cause_rules", "heads", "records"])
def test_importing_the_app_loads_nothing_that_reads_logs(name: str) -> None:
    script = f"import gluetui.app.app, sys\nprint('gluetui.glue.logs.{name}' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", ["email", "zipfile"])
def test_importing_the_app_loads_nothing_that_only_reports_need(name: str) -> None:
    assert name not in loaded_after("import gluetui.app.app, gluetui.local.choices, gluetui.cli.apply_settings")


@pytest.mark.parametrize("name", ["textual", "rich", "boto3", "botocore", "humanize"])
def test_importing_the_command_line_loads_no_screen_and_no_aws(name: str) -> None:
    assert name not in loaded_after("import gluetui.cli.main")


@pytest.mark.parametrize("name", ["textual", "rich", "boto3", "humanize", "click"])
def test_the_library_knows_no_screen(name: str) -> None:
    assert name not in loaded_after(
        "import gluetui.glue.clients.glue, gluetui.glue.files.snapshot, gluetui.glue.lineage.tree"
    )


def test_the_screen_has_been_painted_before_boto3_is_loaded() -> None:
    script = """
import sys
from gluetui.app.app import GlueTui
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.screens.browse.screen import Browse

painted = []
show = GlueTui._display

def watched(app, screen, what):
    painted.append(what is not None)
    show(app, screen, what)

GlueTui._display = watched
Browse.begin = lambda screen: screen.app.exit()
GlueTui(Glue(Aws(endpoint_url="http://127.0.0.1:9"))).run(headless=True)
assert any(painted)
"""
    assert {"boto3", "botocore", "urllib3"}.isdisjoint(loaded_after(script))


def test_a_version_is_told_without_importing_a_command() -> None:
    script = "import gluetui.cli.main, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "gluetui.cli.connection" in loaded
    assert loaded.isdisjoint({"gluetui.cli.tree", "gluetui.cli.show", "gluetui.cli.tables"})
