"""Runs what credential_process names in botocore's stead: kept from the UI's terminal, and told how it ended."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from functools import wraps
from typing import Any

from gluetui.glue.programs import Ended, output_of

LONGEST_PROGRAM = 60.0
"""Seconds that a program gets without a terminal: it may wait for the user in a window of its own."""


_COLOURS = re.compile(rb"\x1b\[[0-9;]*m")


class CredentialPrograms:
    """botocore's `Popen` for one profile."""

    def __init__(self) -> None:
        self.have_terminal = True
        """Whether a program may ask on the terminal; not while the UI draws there and takes its keys."""

    def serve(self, session: Any) -> None:
        """Be used in place of subprocess by this session, also for a profile that a role comes from."""
        # botocore keeps both private, and makes a provider anew for the profile behind a role.
        resolver = session._session.get_component("credential_provider")
        resolver.get_provider("custom-process")._popen = self
        builder = resolver.get_provider("assume-role")._profile_provider_builder
        make = builder._create_process_provider

        @wraps(make)
        def served(profile_name: str) -> Any:
            provider = make(profile_name)
            provider._popen = self
            return provider

        builder._create_process_provider = served

    def __call__(self, command: Sequence[str], **_streams: Any) -> Finished:
        """As Popen does. Raises: OSError where there is no such program, or it cannot be run."""
        if not command:
            return Finished(Ended(1, b"", b"it names no program"))
        return Finished(_with_terminal(command) if self.have_terminal else output_of(command, seconds=LONGEST_PROGRAM))


class Finished:
    """A program as botocore looks at it: its exit code, its credentials, or its complaint in words."""

    def __init__(self, ended: Ended) -> None:
        trouble = _trouble(ended)
        self.returncode = int(bool(trouble))
        self._said = _text(ended.output), trouble.encode()

    def communicate(self) -> tuple[bytes, bytes]:
        """stdout and stderr, which botocore reads as UTF-8 come what may."""
        return self._said


def _with_terminal(command: Sequence[str]) -> Ended:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        output, complaint = child.communicate()
    return Ended(child.returncode, output, complaint)


def _trouble(ended: Ended) -> str:
    """What a program that failed said last, and how it ended where that says more; "" for one that did not fail."""
    complaint = _text(_COLOURS.sub(b"", ended.complaint)).decode().strip()
    if not ended.code and not ended.cut:
        return ""
    how = ended.how if ended.cut or ended.code < 0 or not complaint else ""
    return "\n".join(filter(None, (complaint, how)))


def _text(said: bytes) -> bytes:
    return said.decode("utf-8", "replace").encode()
