"""Where this program keeps its own files, by the custom of the operating system; a user may have no such place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

NO_HOME = "there is no home folder"
"""Why there is no place: in a container the user often has neither HOME nor a name."""


def state_folder() -> Path | None:
    """Where reports and choices are kept; None where the user has no home."""
    return _folder(platformdirs.user_state_dir)


def config_folder() -> Path | None:
    """Where settings are kept; None where the user has no home."""
    return _folder(platformdirs.user_config_dir)


def _folder(of: Callable[..., str]) -> Path | None:
    try:
        path = Path(of("gluetui", appauthor=False))
    except RuntimeError:  # By platformdirs for a home that it cannot find; older versions leave the ~ as it stands.
        return None
    return path if path.is_absolute() else None


def home() -> str:
    """The user's home folder; "" where there is none."""
    found = os.path.expanduser("~")
    return found if os.path.isabs(found) else ""


def refusal_here(error: OSError) -> str:
    """Why no file could be written in the folder that the program was started in, and which folder that is."""
    try:
        folder = os.getcwd()
    except OSError:
        return "in the folder of the start, which is gone"
    return f"in {folder}: {error.strerror or error}"


def absence(path: Path) -> str:
    """Such as " (not there)", behind the path of a file that cannot be found; "" where it can."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return " (not there)"
    except OSError as error:
        return f" ({error.strerror})"
    return ""
