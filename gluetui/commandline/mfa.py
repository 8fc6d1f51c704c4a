"""Asks for the code of an MFA device on the plain terminal, for commands that print."""

from __future__ import annotations

import sys


def code_from_terminal(device: str) -> str | None:
    """What the person types, unseen; None where nobody is there to type."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from getpass import getpass

    from gluetui.text.safe import one_line

    try:
        return getpass(f"MFA code of {one_line(device)}: ", sys.stderr).strip() or None
    except EOFError:
        return None
