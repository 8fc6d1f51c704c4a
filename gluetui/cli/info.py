"""`gluetui info`: the block to paste into a bug report. Nothing is called, and no value of a credential is read out."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from gluetui import __version__
from gluetui.cli.apply_settings import configured
from gluetui.cli.connection import Connection, connected
from gluetui.cli.printing import write, write_json
from gluetui.glue.aws.config import ConfigFile, config_files
from gluetui.glue.aws.origins import Given, origins
from gluetui.glue.demo import DEMO
from gluetui.glue.errors.origins import Setting
from gluetui.glue.files.printed import INDENT
from gluetui.local.clipboard import has_desktop, is_over_ssh
from gluetui.local.colours import with_colour_choices

LIBRARIES = ("textual", "rich", "click", "humanize", "boto3", "botocore")


@click.command(name="info", short_help="Print versions, settings and paths for a bug report.")
@click.option("--json", "as_data", is_flag=True, help="Print one JSON object; what is said of settings is a list.")
@connected()
def info(*, connection: Connection, as_data: bool) -> None:
    """Print versions, settings and paths: the block to paste into a bug report. Calls nothing."""
    from gluetui.text.safe import one_line

    facts = [*_versions(), *_aws(connection), *_terminal(), *_paths()]
    if as_data:
        data: dict[str, Any] = {name: _without_home(value) for name, value in facts}
        write_json({**data, "settings not used": [notice for _, notice in _settings()]}, indent=INDENT)
        return
    facts += _settings()
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        write(f"{name:<{width}}  {one_line(_without_home(value))}")


def _versions() -> Iterator[tuple[str, str]]:
    yield "gluetui", __version__
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()})"
    yield "system", f"{platform.system()} {platform.release()} {platform.machine()}"
    for name in LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "not installed"


def _aws(connection: Connection) -> Iterator[tuple[str, str]]:
    if connection.demo or connection.files:
        yield "answers from", DEMO if connection.demo else "saved files"
        return
    options = {"profile": connection.profile, "region": connection.region, "endpoint-url": connection.endpoint_url}
    given = Given(*(Setting(value or "", f"--{name}") for name, value in options.items()))
    found = origins(given, config_files(), os.environ)
    yield "profile", _set(found.profile, "default")
    yield "region", _set(found.region, "not set")
    yield "endpoint", _set(found.endpoint, "AWS's own")
    yield "certificates", _set(found.certificates, "botocore's own")
    yield "credentials by", found.credentials.source
    if found.hint:
        yield "AWS files", found.hint


def _set(setting: Setting, otherwise: str) -> str:
    """The value in force, without credentials, and its place."""
    from gluetui.glue.secrets.redaction import redacted

    return f"{redacted(setting.value)} ({setting.place})" if setting.value else otherwise


def _terminal() -> Iterator[tuple[str, str]]:
    yield "clipboard", _clipboard()
    yield "colours", f"{_colours()} ({_variables('TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR')})"
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    redirected = [name for name, stream in streams.items() if not stream.isatty()]
    yield "terminal", f"{', '.join(redirected)} redirected" if redirected else "stdin, stdout and stderr"
    yield "encoding", f"{sys.stdout.encoding} ({_variables('LC_ALL', 'LC_CTYPE', 'LANG')})"


def _colours() -> str:
    """What Rich makes of the terminal that the UI draws on."""
    from rich.console import Console

    terminal = Console(stderr=True, _environ=with_colour_choices(os.environ))
    return "none" if terminal.no_color else terminal.color_system or "none"


def _clipboard() -> str:
    """The first route that gluetui.local.clipboard will try."""
    if os.environ.get("TMUX"):
        return "tmux buffer"
    if is_over_ssh():
        return "the terminal's, by OSC 52 (over SSH)"
    if not has_desktop():
        return "the terminal's, by OSC 52 (no desktop)"
    return "the desktop's"


def _paths() -> Iterator[tuple[str, str]]:
    from gluetui.local.folders import NO_HOME, absence, state_folder
    from gluetui.local.settings import settings_path

    files = config_files()
    yield "AWS config", _read_from(files.config)
    yield "AWS credentials", _read_from(files.credentials)
    for name, path in (("settings", settings_path(os.environ)), ("crash reports", state_folder())):
        yield name, f"{path}{absence(path)}" if path else f"none: {NO_HOME}"
    yield "installed in", str(Path(__file__).parents[1])
    yield "Python in", sys.executable


def _read_from(file: ConfigFile) -> str:
    """A file's path, and why nothing was read from it; the words of a parser may quote a line, which may be a key."""
    if file.error is not None:
        return f"{file.name} (broken)"
    return f"{file.name}{f' ({file.fault})' if file.fault else '' if file.is_there else ' (not there)'}"


def _settings() -> Iterator[tuple[str, str]]:
    """The settings that are not used."""
    from gluetui.commands.keymap import usable

    for notice in usable(configured()).notices:
        yield "setting", notice


def _variables(*names: str) -> str:
    return ", ".join(f"{name}={os.environ[name]}" for name in names if name in os.environ) or "nothing set"


def _without_home(text: str) -> str:
    """Text with ~ for the home folder: the block is sent to others, and the path often holds the user's name."""
    from gluetui.local.folders import home

    folder = home()
    return text.replace(folder, "~") if len(folder) > 1 else text
