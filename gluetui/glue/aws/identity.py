"""Whose credentials these are, as STS says, and the codes of MFA devices that they may need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.origins import whose


class Account(NamedTuple):
    """An account's number, and the ARN that its credentials stand for."""

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


AskCode = Callable[[str], str | None]
"""Asks for the code of the device that it is given, in the thread of the call; None: the user gave none."""


class MfaCodes:
    """Stands where botocore would read from the terminal. A user that gave no code is asked again only on retry."""

    def __init__(self, ask: AskCode | None, profile: str | None) -> None:
        self.ask = ask
        self.is_declined = False
        self._who = whose(profile)
        self._device = "the device"

    def serve(self, session: Any) -> None:
        """Be asked in place of getpass, which would draw on the screen, whenever this session needs a code."""
        # botocore's provider keeps its prompter private; its other providers never ask.
        provider = session._session.get_component("credential_provider").get_provider("assume-role")
        provider._prompter = self

    def __call__(self, prompt: str) -> str:
        """botocore's prompter: its words end with the device."""
        device = prompt.removeprefix("Enter MFA code for ").rstrip(": ")
        self._device = device
        code = None if self.is_declined or self.ask is None else self.ask(device)
        if not code:
            self.is_declined = True
            raise self.none_given()
        return code

    def none_given(self) -> AwsError:
        """The error of a call that needs a code after the user gave none."""
        return AwsError(
            ErrorKind.SIGN_IN, f"No MFA code was given for {self._who}", f"Retry with a code of {self._device}."
        )
