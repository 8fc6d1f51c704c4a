"""Shows a link in the desktop's browser, never in one that would draw on the UI's terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence

from gluetui.glue.programs import launch
from gluetui.local.clipboard import has_desktop, is_over_ssh

LONGEST_WAIT = 2
"""Seconds to wait for an opener's exit code; a browser that runs on has started."""

TERMINAL_BROWSERS = frozenset(
    {
        "w3m",
        "w3mman",
        "lynx",
        "links",
        "links2",
        "elinks",
        "www-browser",
        "browsh",
        "carbonyl",
        "retawq",
        "cha",
        "chawan",
    }
)
"""Browsers that need a terminal of their own."""

OPENERS: Sequence[Sequence[str]] = (
    *((("open",),) if sys.platform == "darwin" else ()),
    ("xdg-open",),
    ("gio", "open"),
    ("wslview",),
    ("x-www-browser",),
    ("firefox",),
    ("google-chrome",),
    ("chromium",),
    ("chromium-browser",),
)
"""Programs that show a link, the desktop's own choice first."""


def open_in_browser(link: str) -> bool:
    """Show a link in the desktop's browser; False where none took it.

    BROWSER goes before the desktop's choice, as everywhere, but a browser of the terminal is left out.
    """
    if is_over_ssh() or not has_desktop():
        return False
    chosen = os.environ.get("BROWSER")
    commands = _chosen(chosen, link) if chosen else ([*opener, link] for opener in OPENERS)
    return any(_shows(command) for command in commands)


def _chosen(browsers: str, link: str) -> Iterator[list[str]]:
    """The commands of the variable BROWSER: several with colons between them, %s in one stands for the link."""
    for each in browsers.split(os.pathsep):
        try:
            words = shlex.split(each)
        except ValueError:
            continue
        if words and words[-1] == "&":
            words.pop()
        if words:
            has_place = any("%s" in word for word in words)
            yield [word.replace("%s", link) for word in words] if has_place else [*words, link]


def _shows(command: Sequence[str]) -> bool:
    program = shutil.which(command[0])
    if program is None:
        return False
    # A name such as x-www-browser may lead to a browser of the terminal, and its name to a file of another name.
    if TERMINAL_BROWSERS & {os.path.basename(path) for path in (program, os.path.realpath(program))}:
        return False
    try:
        return launch(command, seconds=LONGEST_WAIT) in (None, 0)
    except OSError:
        return False
