"""Copying inside a real tmux, whatever its set-clipboard says."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="LOUDLY SKIPPED: no tmux on this machine")


@pytest.mark.parametrize("setting", ["external", "on", "off"])
def test_a_copy_lands_in_the_buffer_of_tmux(setting: str, tmp_path: Path) -> None:
    socket = str(tmp_path / "tmux")

    def tmux(*arguments: str) -> str:
        command = ["tmux", "-S", socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=env).stdout

    def until(text: str, *shows: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in tmux(*shows):
            assert time.monotonic() < deadline, tmux("capture-pane", "-p")
            time.sleep(0.05)

    env = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    program = shlex.join([sys.executable, "-m", "gluetui", "--demo", "--job", "curate-sales"])
    tmux("new-session", "-d", "-x", "100", "-y", "30", ";", "set", "-g", "set-clipboard", setting)
    try:
        tmux("send-keys", f"exec {program}", "Enter")
        until("✗ failed", "capture-pane", "-p")
        tmux("send-keys", "y")
        until("JobRunState", "show-buffer")
        until("tmux buffer", "capture-pane", "-p", "-J")
        assert json.loads(tmux("show-buffer"))["JobRun"]["JobRunState"] == "FAILED"
    finally:
        tmux("kill-server")
