"""Asks for the code of an MFA device on the plain terminal, for commands that print."""

from __future__ import annotations

import sys

from gluetui.glue.errors.error import GlueError, Kind


def code_from_terminal(device: str) -> str | None:
    """What the person types, unseen; None for none.

    Raises: GlueError where there is no terminal to ask on.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise GlueError(
            Kind.SIGN_IN,
            f"A code of the MFA device {device} is needed, and there is no terminal to ask for it",
            "Run it in a terminal, or with credentials in the environment.",
        )
    from getpass import getpass

    from gluetui.text.safe import one_line

    try:
        return getpass(f"MFA code of {one_line(device)}: ", sys.stderr).strip() or None
    except EOFError:
        return None
