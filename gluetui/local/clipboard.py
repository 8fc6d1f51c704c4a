"""The routes from the program to the user's clipboard, and whether the text is known to have arrived."""

from __future__ import annotations

import base64
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from gluetui.glue.programs import feed

LONGEST_WAIT = 1
"""Seconds to wait at most for a clipboard program."""

OSC_52_USUAL = 100_000
"""Characters of OSC 52 that terminals usually take at most (xterm's buffer); of more, many drop all without a word."""

OSC_52_LIMIT = 780_000
"""Characters that arrived through tmux by OSC 52; 1.1 million did not (tried)."""

SCREEN_PIECE = 700
"""Bytes of a sequence that GNU screen is given at once: it drops one of 768 or more."""

WAYLAND, X11 = "WAYLAND_DISPLAY", "DISPLAY"

DESKTOP_PROGRAMS: Sequence[tuple[str, Sequence[str]]] = (
    ("", ("pbcopy",)),
    (WAYLAND, ("wl-copy",)),
    (X11, ("xclip", "-selection", "clipboard")),
    (X11, ("xsel", "--clipboard", "--input")),
    ("", ("clip.exe",)),
)
"""Programs that put their stdin on the desktop's clipboard, each with the variable that it needs."""


def copy(text: str, write: Callable[[str], None]) -> str:
    """Put text on the clipboard by the first route there is, and say which it was.

    Blocks for a few seconds at most, so it is called in a thread. `write` sends a control sequence to the terminal.
    """
    if os.environ.get("TMUX") and _feed(("tmux", "load-buffer", "-w", "-"), text):
        return "copied to the tmux buffer"
    if not is_over_ssh() and _to_desktop(text):
        return "copied to the clipboard"
    encoded = base64.b64encode(text.encode("utf-8", "backslashreplace")).decode("ascii")
    if len(encoded) > OSC_52_LIMIT:
        return "not copied: too long for this terminal's clipboard"
    write(through_multiplexers(f"\x1b]52;c;{encoded}\a"))
    doubt = "" if len(encoded) <= OSC_52_USUAL else f", and many terminals drop more than {OSC_52_USUAL * 3 // 4000} kB"
    return f"sent to the terminal's clipboard (it cannot confirm{doubt})"


def through_multiplexers(sequence: str) -> str:
    """A sequence in the form that reaches the terminal around tmux or GNU screen."""
    # screen hands on what stands in a device control string; over SSH only its own form of TERM shows it.
    if os.environ.get("STY") or os.environ.get("TERM", "").startswith("screen."):
        pieces = (sequence[start : start + SCREEN_PIECE] for start in range(0, len(sequence), SCREEN_PIECE))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    if os.environ.get("TMUX"):
        # By its settings tmux takes the plain form itself, hands the wrapped one on, or both.
        return f"{sequence}\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\"
    return sequence


def is_over_ssh() -> bool:
    """Whether the desktop is on another machine than the program."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def has_desktop() -> bool:
    """Whether there is a desktop, with a clipboard of its own and a browser."""
    return sys.platform != "linux" or bool(os.environ.get(X11) or os.environ.get(WAYLAND))


def _to_desktop(text: str) -> bool:
    """Whether one of the desktop's programs took the text; its exit code says so."""
    return has_desktop() and any(
        _feed(command, text)
        for variable, command in DESKTOP_PROGRAMS
        if (not variable or os.environ.get(variable)) and shutil.which(command[0])
    )


def _feed(command: Sequence[str], text: str) -> bool:
    # Windows reads UTF-16.
    encoding = "utf-16-le" if command[0] == "clip.exe" else "utf-8"
    try:
        return feed(command, text.encode(encoding, "backslashreplace"), seconds=LONGEST_WAIT) == 0
    except OSError:
        return False


def to_file(text: str, directory: Path, name: str) -> Path:
    """Write text to a new file that only its owner can read, named after what it is. Raises: OSError."""
    for number in count(1):
        path = directory / f"gluetui-copy-{name}{f'-{number}' if number > 1 else ''}.txt"
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            break
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path
