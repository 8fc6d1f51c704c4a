"""What every test stands on: a stopped clock, UTC, no AWS configuration and no way to a real account."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.loaders import JSONFileLoader
from hypothesis import HealthCheck, settings
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from gluetui.glue.files.snapshot import Snapshot
from gluetui.local.settings import RULES
from tests.at_rest import frames_at_rest, pilots_that_wait_like_this
from tests.server import GlueServer

EXAMPLES = int(os.environ.get("GLUETUI_EXAMPLES", "40"))
"""Examples of each test over arbitrary values; issue 3's figure, 10,000, takes minutes."""

# The machine is shared: how long one example takes says nothing about the code.
settings.register_profile("gluetui", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gluetui")

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
"""The moment at which every test and picture takes place."""


def pytest_configure() -> None:
    """Who runs the tests in the background of a shell has SIGINT ignored, and so would every program they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors, since tests of a terminal or of a live account mostly wait."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Python need not search through all the tests for garbage each time that one of them leaves some."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def threads_end_with_the_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program's threads end with the process. One that runs many apps would gather them, and the apps with them."""
    made: list[ThreadPoolExecutor] = []

    def pool(threads: int, **named: str) -> ThreadPoolExecutor:
        made.append(ThreadPoolExecutor(threads, **named))
        return made[-1]

    monkeypatch.setattr("gluetui.session.calls.ThreadPoolExecutor", pool)
    yield
    for each in made:
        each.shutdown(wait=False)


@pytest.fixture(autouse=True, scope="session")
def models_are_parsed_once() -> Iterator[None]:
    """botocore parses its model of Glue anew for each session, which takes three quarters of making a client."""
    parsed: dict[str, Any] = {}
    load = JSONFileLoader.load_file

    def once(loader: JSONFileLoader, path: str) -> Any:
        if path not in parsed:
            parsed[path] = load(loader, path)
        return parsed[path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def pilots_wait_for_the_app() -> Iterator[None]:
    with pilots_that_wait_like_this(), frames_at_rest():
        yield


@pytest.fixture(autouse=True, scope="session")
def looks_are_parsed_once() -> Iterator[None]:
    """Textual parses all of an app's CSS twice, which takes a fifth of its start; rules are only read afterwards."""
    parsed: dict[object, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def once(sheet: Stylesheet, *source: Any, **more: Any) -> list[RuleSet]:
        key = (source, frozenset(more.items()), frozenset(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def sts_that_refuses() -> Iterator[GlueServer]:
    """`--endpoint-url` is not meant for STS and for logs, which would be AWS's own."""
    with GlueServer(Snapshot([])).serving() as serving:
        yield serving


@pytest.fixture(autouse=True)
def an_empty_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, sts_that_refuses: GlueServer
) -> None:
    """No credentials, no profile, no proxy, no tmux, a UTF-8 locale: only what a test sets itself."""
    home: Path = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    settings_of_ours = [rule.variable for rule in RULES.values() if rule.variable]
    for name in ("GLUETUI_CONFIG", *settings_of_ours, "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("TMUX", "STY", "BROWSER", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts_that_refuses.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", sts_that_refuses.url)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setattr("gluetui.local.aws_cli.PROGRAM", "an-aws-that-is-not-there")
    time.tzset()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 tries again at once."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))


@pytest.fixture
def short_silences(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Glue whose client is made now gives a silent server up soon, and now and then one that is only slow."""
    monkeypatch.setattr("gluetui.glue.aws.boto.READ_SECONDS", 0.15)
