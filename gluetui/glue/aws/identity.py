"""Whose credentials these are, as STS says."""

from __future__ import annotations

from typing import NamedTuple


class Account(NamedTuple):
    """An account's number, and the ARN of who asked."""

    number: str
    arn: str

    @property
    def who(self) -> str:
        """Such as "role Reader" or "user ann"; "" where the ARN is of another form."""
        kind, *names = self.arn.rpartition(":")[2].split("/")
        if kind == "assumed-role":
            return f"role {names[0]}" if names else ""
        if kind == "root":
            return "root"
        return f"{kind.replace('-', ' ')} {names[-1]}" if kind in ("user", "federated-user") and names else ""
