"""How `gluetui get-job-run` fails: with the exit codes of the AWS CLI on PATH."""

from __future__ import annotations

from enum import Enum

from gluetui.cli.exit_codes import Failure
from gluetui.local.aws_cli import major_version


class Fault(Enum):
    """A kind of failure, and its exit code in the AWS CLI 1 and in version 2."""

    USAGE = (2, 252)
    VALUE = (255, 252)
    CONFIGURATION = (255, 253)
    AWS = (255, 254)
    OTHER = (None, 255)

    @property
    def exit_code(self) -> int:
        """The code of the version in whose stead gluetui is run."""
        first: int | None
        second: int
        first, second = self.value
        return second if first is None or major_version() > 1 else first


_BY_CLASS = {
    "ParamValidationError": Fault.VALUE,
    "NoRegionError": Fault.CONFIGURATION,
    "NoCredentialsError": Fault.CONFIGURATION,
    "ClientError": Fault.AWS,
}
"""By the name of botocore's class, or of one that it inherits from."""


def failure(fault: Fault, *lines: str) -> Failure:
    """The failure of a kind, in one or two lines."""
    return Failure(*lines, exit_code=fault.exit_code)


def fault_of(error: BaseException | None) -> Fault:
    """The kind of what botocore raised."""
    names = [cls.__name__ for cls in type(error).__mro__]
    return next((_BY_CLASS[name] for name in names if name in _BY_CLASS), Fault.OTHER)
