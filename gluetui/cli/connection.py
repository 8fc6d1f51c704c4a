"""Where a command's answers come from: the options for it, their completion, and the Glue made of them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gluetui.cli.apply_settings import log_option, log_to
from gluetui.cli.exit_codes import USAGE, Failure, exit_code
from gluetui.glue.aws.wire import AS_USUAL, Wire
from gluetui.glue.errors.answer_rules import RUN_GONE
from gluetui.glue.errors.error import AwsError, ErrorKind

if TYPE_CHECKING:
    from gluetui.glue.clients.glue import Glue
    from gluetui.glue.files.documents import Documents
    from gluetui.glue.run.run import JobRun, RunKey


def complete_profile(context: click.Context, option: click.Parameter, incomplete: str) -> list[str]:
    """The profiles whose names begin so."""
    from gluetui.glue.aws.config import profiles

    return [name for name in profiles() if name.startswith(incomplete)]


def complete_region(context: click.Context, option: click.Parameter, incomplete: str) -> list[str]:
    """The Regions whose names begin so."""
    from gluetui.glue.aws.regions import regions

    return [name for name in regions() if name.startswith(incomplete)]


def code_from_terminal(device: str) -> str | None:
    """The MFA code that the user types, unseen; None for none.

    Raises: AwsError where there is no terminal to ask on.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise AwsError(
            ErrorKind.SIGN_IN,
            f"A code of the MFA device {device} is needed, and there is no terminal to ask for it",
            "Run it in a terminal, or with credentials in the environment.",
        )
    from getpass import getpass

    from gluetui.text.safe import one_line

    try:
        return getpass(f"MFA code of {one_line(device)}: ", sys.stderr).strip() or None
    except EOFError:
        return None


def run_id_as_meant(value: str) -> str:
    """A run's id, without the blanks that a copy brought along: click's type of such options."""
    from gluetui.glue.run.blanks import trimmed

    return trimmed(value)


Command = TypeVar("Command", bound=Callable[..., Any])

profile_option = click.option(
    "--profile", metavar="P", help="AWS profile; AWS_PROFILE works too.", shell_complete=complete_profile
)
region_option = click.option(
    "--region",
    metavar="R",
    help="AWS Region; AWS_REGION, AWS_DEFAULT_REGION and the profile's work too.",
    shell_complete=complete_region,
)
endpoint_option = click.option("--endpoint-url", metavar="URL", help="Another endpoint of Glue than AWS's own.")
demo_option = click.option("--demo", is_flag=True, help="Browse a bundled example; no AWS account and no network.")
files_option = click.option(
    "--open",
    "files",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Take the answers from a saved file, or from - for stdin; several are merged.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Where to ask, by the options of the command line."""

    profile: str | None = None
    region: str | None = None
    region_from: str = "--region"
    """What gave the Region: the option, or what the user opens."""
    endpoint_url: str | None = None
    demo: bool = False
    files: tuple[str, ...] = ()

    def command(self, *words: str) -> str:
        """A command line that asks at the same place."""
        named = {"--profile": self.profile, "--region": self.region, "--endpoint-url": self.endpoint_url}
        options = [each for option, value in named.items() if value for each in (option, value)]
        demo = ["--demo"] if self.demo else []
        return shlex.join(["gluetui", *words, *options, *demo, *(f"--open={file}" for file in self.files)])

    def run(self, key: RunKey, glue: Glue | None = None) -> tuple[Glue, JobRun]:
        """The run that the user named, and the Glue that it came from: `glue`, or a new one.

        Raises: Failure where there is no such run.
        """
        glue = glue or self.glue()
        try:
            return glue, glue.run(key)
        except AwsError as error:
            if error.next_step != RUN_GONE.next_step:
                raise
            step = f"`{self.command('runs', key.job_name)}` lists those that there are."
            raise Failure(error.args[0], step, exit_code=exit_code(error)) from error

    def opened(self) -> tuple[Glue, Documents]:
        """The Glue of the saved files, and all that was read of them. Raises: Failure for a file that cannot be."""
        from gluetui.cli.sources import documents_in, source_name
        from gluetui.glue.aws.boto import Aws
        from gluetui.glue.clients.glue import Glue

        found = documents_in(self.files)
        return Glue(Aws(open_snapshot=found.snapshot, source=source_name(self.files), as_of=found.as_of)), found

    def glue(self, *, wire: Wire = AS_USUAL) -> Glue:
        """The Glue to ask, by a connection like `wire`.

        It calls nothing yet, and reads no files but saved ones and AWS's configuration.

        Raises: Failure for a file that cannot be read, and for a profile that no config file has.
        """
        from gluetui.glue.aws.boto import Aws
        from gluetui.glue.aws.config import check_profile
        from gluetui.glue.clients.glue import Glue

        if self.demo:
            from gluetui.glue.demo import demo

            return demo()
        if self.files:
            return self.opened()[0]
        try:
            check_profile(self.profile)
        except AwsError as error:
            raise Failure(str(error), exit_code=USAGE) from error
        return Glue(
            Aws(
                profile=self.profile,
                region=self.region,
                region_from=self.region_from,
                endpoint_url=self.endpoint_url,
                mfa_code=code_from_terminal,
                wire=wire,
            )
        )


def connected(*, files: bool = True) -> Callable[[Command], Command]:
    """Give a command the options of a connection, which it takes as `connection`.

    Options before the command's name, as in `gluetui --profile P jobs`, hold for it too.
    """
    options = [profile_option, region_option, endpoint_option, demo_option]
    options += [files_option, log_option] if files else [log_option]

    def decorate(function: Command) -> Command:
        @wraps(function)
        def with_connection(**given: Any) -> Any:
            log_to(given.pop("log_file", None), click.get_current_context(), tells=True)
            own = {name: given.pop(name, None) for name in ("profile", "region", "endpoint_url", "demo", "files")}
            return function(connection=_merged(own), **given)

        wrapped: Any = with_connection
        for option in reversed(options):
            wrapped = option(wrapped)
        return wrapped  # type: ignore[no-any-return]

    return decorate


def _merged(own: dict[str, Any]) -> Connection:
    context = click.get_current_context()
    before = context.parent.params if context.parent else {}
    given = {name: value or before.get(name) for name, value in own.items()}
    if given["demo"] and given["files"]:
        raise click.UsageError("--demo and --open FILE exclude each other.")
    return Connection(
        profile=given["profile"],
        region=given["region"],
        endpoint_url=given["endpoint_url"],
        demo=bool(given["demo"]),
        files=tuple(given["files"] or ()),
    )
