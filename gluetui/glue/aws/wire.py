"""What a command may ask for of the connection to AWS: which certificates to trust, and how long to wait."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Wire(NamedTuple):
    """How a connection differs from botocore's and gluetui's own custom."""

    verify: bool | str | None = None
    """False trusts any certificate, a path names those to trust."""
    timeouts: Mapping[str, int | None] = MappingProxyType({})
    """botocore's connect_timeout and read_timeout in seconds; None waits for ever."""


AS_USUAL = Wire()
