"""What every test stands on: a stopped clock, UTC, no AWS configuration and no way to a real account."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

from gluetui.settings import RULES

# The machine is shared: how long one example takes says nothing about the code.
settings.register_profile("gluetui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gluetui")

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
"""The moment at which every test and picture takes place."""


@pytest.fixture(autouse=True)
def an_empty_machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials, no profile, no proxy, no tmux, a UTF-8 locale: only what a test sets itself."""
    home: Path = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    settings_of_ours = [rule.variable for rule in RULES.values() if rule.variable]
    for name in ("GLUETUI_CONFIG", *settings_of_ours, "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("TMUX", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLORTERM", "truecolor")
    time.tzset()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 tries again at once, and waits for a silent server no longer than it must."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))
    monkeypatch.setattr("gluetui.glue.connecting.READ_SECONDS", 0.15)
