"""The routes from the program to the user's clipboard, and whether the text is known to have arrived."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

LONGEST_WAIT = 1
"""Seconds to wait at most for a clipboard program."""

OSC_52_LIMIT = 780_000
"""Characters that arrived through tmux by OSC 52; 1.1 million did not (tried)."""


def copy(text: str, write: Callable[[str], None]) -> str:
    """Put text on the clipboard by the first route there is, and say which it was.

    Blocks for at most two seconds, so it is called in a thread. `write` sends a control sequence to the terminal.
    """
    if os.environ.get("TMUX") and _to_tmux(text):
        return "copied to the tmux buffer"
    if not is_over_ssh() and _to_desktop(text):
        return "copied to the clipboard"
    encoded = base64.b64encode(text.encode("utf-8", "backslashreplace")).decode("ascii")
    if len(encoded) > OSC_52_LIMIT:
        return "not copied: too long for this terminal's clipboard"
    write(f"\x1b]52;c;{encoded}\a")
    return "sent to the terminal's clipboard (it cannot confirm)"


def is_over_ssh() -> bool:
    """Whether the desktop is on another machine than the program."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def _to_tmux(text: str) -> bool:
    return _feed(["tmux", "load-buffer", "-w", "-"], text)


def _to_desktop(text: str) -> bool:
    """The clipboard of the desktop, by the program that pyperclip would choose; False where there is none."""
    if not has_desktop():
        return False
    import pyperclip

    done: list[bool] = []

    def put() -> None:
        with suppress(pyperclip.PyperclipException, OSError, subprocess.SubprocessError):
            pyperclip.copy(text)
            done.append(True)

    # pyperclip itself waits for its program without a limit.
    thread = Thread(target=put, daemon=True)
    thread.start()
    thread.join(LONGEST_WAIT)
    return bool(done)


def _feed(command: list[str], text: str) -> bool:
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8", "backslashreplace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_WAIT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def open_in_browser(link: str) -> bool:
    """Show a link in the desktop's browser; False where there is no desktop."""
    if is_over_ssh() or not has_desktop():
        return False
    import webbrowser

    return webbrowser.open(link)


def to_file(text: str, directory: Path) -> Path:
    """Write text to a new file that only its owner can read. Raises: OSError."""
    handle, name = tempfile.mkstemp(prefix="gluetui-copy-", suffix=".txt", dir=directory)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)


def has_desktop() -> bool:
    """Whether there is a desktop, with a clipboard of its own and a browser."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
