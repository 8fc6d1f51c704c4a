"""The AWS CLI of the user's machine: which version it is, and in which form it prints times."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import which

from gluetui.glue.aws.config import profile_setting

PROGRAM = "aws"
DEFAULT_MAJOR = 2
"""The version whose forms hold where no AWS CLI is there, or it does not say which one it is."""

SECONDS = 5.0
"""How long the AWS CLI may take to say its version."""

TIME_FORMS = ("iso8601", "wire", "none")
"""Values of cli_timestamp_format: ISO text, or as AWS sent it under either of two names."""

_VERSION_IN_PATH = re.compile(r"/(?:aws-cli/v|awscli(?:@|/))(\d+)(?=[./ ]|$)")
"""Where AWS's installers and Homebrew put the program: nothing need be run there."""

_SAID = re.compile(rb"aws-cli/(\d+)\.")


def major_version() -> int:
    """1 or 2: of the `aws` on PATH, which is asked once a day at most."""
    found = which(PROGRAM)
    if found is None:
        return DEFAULT_MAJOR
    try:
        path = Path(found).resolve(strict=True)
        # A shim stays the same program while the version behind it changes: what it said holds for a day.
        return _major(found, f"{path} {path.stat().st_mtime_ns} {datetime.now(UTC).date()}")
    except (OSError, RuntimeError):
        return DEFAULT_MAJOR


def prints_iso_times(form: str) -> bool:
    """Whether times are ISO text: by one of TIME_FORMS, else as the AWS CLI on PATH does by itself."""
    return form == "iso8601" or (form not in TIME_FORMS and major_version() > 1)


def copies_iso_times(profile: str | None) -> bool:
    """The same for what is copied or saved, by the AWS config file."""
    return prints_iso_times(profile_setting(profile, "cli_timestamp_format"))


@cache
def _major(program: str, identity: str) -> int:
    """By where it is, by what it said the last time, or by what it says now."""
    in_path = _VERSION_IN_PATH.search(identity)
    if in_path:
        return int(in_path[1])
    from gluetui.local.choices import Remembered

    remembered = Remembered()
    known, _, of_program = remembered.aws_cli.partition(" ")
    if of_program == identity and known.isdecimal():
        return int(known)
    said = _SAID.search(_says(program))
    if said is None:
        return DEFAULT_MAJOR
    remembered.keep(aws_cli=f"{int(said[1])} {identity}")
    remembered.finish(1)
    return int(said[1])


def _says(program: str) -> bytes:
    """The program's `--version`, asked without a terminal; b"" where it fails or takes too long."""
    try:
        asked = subprocess.Popen(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError:
        return b""
    with asked:
        try:
            return asked.communicate(timeout=SECONDS)[0]
        except subprocess.TimeoutExpired:
            with suppress(OSError):
                os.killpg(asked.pid, signal.SIGKILL)
            return b""
