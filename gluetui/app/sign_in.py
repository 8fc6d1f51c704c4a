"""Runs the command that signs in, in the terminal, while the app is suspended."""

from __future__ import annotations

import os
import select
import shlex
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple

from gluetui.glue.errors.origins import KEYS, Credentials, Source
from gluetui.local.clipboard import has_desktop, is_over_ssh
from gluetui.text.safe import one_line

_USAGE_EXIT_CODES = (2, 252)
"""The exit codes of the AWS CLI, versions 1 and 2, for a command that it does not know."""


class _SignIn(NamedTuple):
    """What is known of a command of the AWS CLI that signs in."""

    remote: str
    """The option without which its browser must be on the machine that it runs on."""
    since: str
    """The first AWS CLI that has it."""
    remote_since: str
    """The first that has the option."""


_SIGN_INS = {
    ("aws", "sso", "login"): _SignIn("--use-device-code", "2", "2.22"),
    ("aws", "login"): _SignIn("--remote", "2.32", "2.32"),
}


def for_this_terminal(command: Sequence[str]) -> tuple[str, ...]:
    """The same sign-in by a code that any browser takes, where the browser is on another machine: over SSH."""
    option = _remote_option(command)
    return (*command, option) if option and is_over_ssh() else tuple(command)


def _remote_option(command: Sequence[str]) -> str:
    return next((known.remote for _, known in _known(command)), "")


def _known(command: Sequence[str]) -> Iterator[tuple[tuple[str, ...], _SignIn]]:
    return (each for each in _SIGN_INS.items() if tuple(command[: len(each[0])]) == each[0])


def why_no_command(profile: str, by: Credentials, opens_profile: str) -> str:
    """Why there is no command that signs in, and what helps instead."""
    if by.source is Source.ENVIRONMENT:
        return (
            f"The keys of the environment ({KEYS}) go before any sign-in: export new ones or unset them, "
            f"then start gluetui again. {opens_profile}"
        )
    if by.source in (Source.NONE, Source.NO_SUCH_PROFILE):
        step = "`aws configure sso` or `aws configure`, in a shell, sets them up."
        return f"Profile {profile} has no credentials yet: {step}"
    return f"Profile {profile} has its credentials from {by.source}: there is no command to run. {opens_profile}"


def why_unknown(command: Sequence[str]) -> str:
    """Which AWS CLI knows the command with its option, for one that does not."""
    words, known = next(_known(command), ((), None))
    if known is None:
        return ""
    since = known.remote_since if known.remote in command else known.since
    return f" `{' '.join(words)}` needs AWS CLI {since}: `aws --version` says which this is."


def run_in_terminal(command: Sequence[str]) -> int:
    """Run a command while the app is suspended: ctrl+c reaches it alone, a signal that ends the app ends it first.

    Returns: its exit code, negative for the signal that ended it.
    """
    print(f"$ {one_line(shlex.join(command))}", file=sys.stderr, flush=True)
    option = _remote_option(command)
    if option and option not in command and not has_desktop():
        # No desktop may mean a container; a console with a browser of its own needs no code.
        print(f"(No browser on this machine? The same with {option}, in a shell.)", file=sys.stderr, flush=True)
    with _signals_put_off() as ends:
        code = _ended(command, ends)
        if code > 0 and not ends.number:
            reason = why_unknown(command) if code in _USAGE_EXIT_CODES else ""
            print(f"\nThat failed.{reason} Enter goes back to gluetui.", file=sys.stderr, flush=True)
            while not ends.number and not select.select([sys.stdin], [], [], 0.2)[0]:
                pass
    return code


def _ended(command: Sequence[str], ends: _Ends) -> int:
    """The command's exit code, 126 or 127 as a shell's where it cannot be run; the terminal is as it was before."""
    modes = termios.tcgetattr(sys.stdin)
    try:
        with subprocess.Popen(command) as child:
            ends.child = child
            return child.wait()
    except OSError as error:
        print(f"{one_line(command[0])}: {error.strerror}", file=sys.stderr, flush=True)
        return 127 if isinstance(error, FileNotFoundError) else 126
    finally:
        # A command that asks for a password and is stopped leaves the terminal without echo.
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, modes)


class _Ends:
    """Ends the command when a signal ends the app, and keeps the number of that signal."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.number = 0

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        if self.child is not None:
            self.child.terminate()


@contextmanager
def _signals_put_off() -> Iterator[_Ends]:
    """Put off signals that end the app until the command is over, and keep ctrl+c and ctrl+z from the app."""
    ends = _Ends()
    handlers: dict[signal.Signals, Callable[[int, FrameType | None], None] | signal.Handlers] = {
        signal.SIGTERM: ends,
        signal.SIGHUP: ends,
        # A handler and not SIG_IGN, which the command would inherit.
        signal.SIGINT: lambda *_: None,
        signal.SIGTSTP: signal.SIG_DFL,
    }
    # asyncio learns of signals through this file descriptor, whatever their handlers are.
    wakes = signal.set_wakeup_fd(-1)
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield ends
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakes)
        if ends.number:
            os.kill(os.getpid(), ends.number)
