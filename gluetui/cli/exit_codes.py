"""How every command ends: its exit code, and one or two lines on stderr that say what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import click

from gluetui.cli.streams import open_closed, refusal_to_print, settle
from gluetui.glue.errors.error import AwsError, ErrorKind

BUG, USAGE, SIGN_IN, REFUSED, GONE = 1, 2, 3, 4, 5
INTERRUPTED, CLOSED_PIPE = 130, 141
"""The codes by which a shell reports a program that SIGINT or SIGPIPE ended."""

EXIT_CODES: Mapping[ErrorKind, int] = {
    ErrorKind.SIGN_IN: SIGN_IN,
    ErrorKind.GONE: GONE,
    ErrorKind.SETUP: USAGE,
    ErrorKind.BUG: BUG,
}
"""By the kind of error; every other kind is a refusal by AWS, or a network without an answer."""


class Failure(click.ClickException):
    """A command that could not do its work; each line is made safe when it is shown."""

    def __init__(self, *lines: str, exit_code: int) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
        self._exit_code = exit_code

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        return self._exit_code

    def show(self, file: Any = None) -> None:
        """Each line made safe, the first as an error."""
        for number, line in enumerate(self.lines):
            complain(line if number else f"Error: {line}")


class Program(click.Group):
    """A group whose commands end quietly where they are stopped, and never with a traceback."""

    def main(self, *args: Any, standalone_mode: bool = True, **more: Any) -> Any:
        open_closed()
        run: Callable[..., Any] = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **more)
        try:
            # For an option that prints and ends, such as --help, click returns the exit code.
            code = run(*args, standalone_mode=False, **more) or 0
        except click.ClickException as error:
            code = error.exit_code
            with suppress(OSError):
                error.show()
        except click.Abort:
            code = BUG
            complain("Aborted!")
        settle()
        sys.exit(code)

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        with _ending_in_order():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _ending_in_order():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Turns whatever stops a command into its exit code and the lines that say why."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        _exit_at_once(INTERRUPTED)
    except BrokenPipeError:
        _exit_at_once(CLOSED_PIPE)
    except AwsError as error:
        raise failure(error) from error
    except Exception as error:
        if refusal := refusal_to_print(error):
            raise Failure(f"stdout takes no output: {refusal}.", exit_code=USAGE) from error
        from gluetui.local.crash_report import reported

        raise Failure("gluetui met a bug in itself.", reported(error), exit_code=BUG) from error


def failure(error: AwsError) -> Failure:
    """The failure of a command that an error of AWS's, or on the way to it, stopped: the cause, then the next step."""
    return Failure(error.args[0], error.next_step, exit_code=exit_code(error))


def exit_code(error: AwsError) -> int:
    """The exit code for an error."""
    # botocore refuses parameters that were wrong on the command line, such as an empty job name.
    if type(error.__cause__).__name__ == "ParamValidationError":
        return USAGE
    return EXIT_CODES.get(error.kind, REFUSED)


def complain(line: str) -> None:
    """One line on stderr, whatever is in it."""
    from gluetui.text.safe import one_line

    with suppress(OSError):
        encoding = sys.stderr.encoding or "utf-8"
        click.echo(one_line(line).encode(encoding, "backslashreplace").decode(encoding), err=True)


def _exit_at_once(code: int) -> NoReturn:
    """Ends at once and without a word: threads may hang in calls, and buffered output has no reader left."""
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)
