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


@pytest.mark.parametrize("name", ["boto3", "botocore", "pyperclip", "urllib3"])
def test_importing_the_app_loads_no_aws(name: str) -> None:
    assert name not in loaded_after("import gluetui.app")


@pytest.mark.parametrize("name", ["textual", "rich", "boto3", "botocore", "humanize"])
def test_importing_the_command_line_loads_no_screen_and_no_aws(name: str) -> None:
    assert name not in loaded_after("import gluetui.cli")


@pytest.mark.parametrize("name", ["textual", "rich", "boto3", "humanize", "click"])
def test_the_library_knows_no_screen(name: str) -> None:
    assert name not in loaded_after("import gluetui.glue.client, gluetui.glue.snapshot, gluetui.glue.lineage_tree")
