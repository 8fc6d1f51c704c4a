"""Arguments read as the AWS CLI reads them: by argparse, so that abbreviations and complaints are the same."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from gluetui.cli.exit_codes import Failure

USAGE, GENERAL = 2, 255
"""Exit codes of the AWS CLI 1: parameters that are missing or malformed, and everything else. (2 has 252 to 255.)"""


class AwsCommand(click.Command):
    """A command whose options are declared as any other's, and read as `aws` reads them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args == ["help"]:
            args = ["--help"]
        if ctx.resilient_parsing or "--help" in args or "-h" in args:
            return super().parse_args(ctx, args)
        ctx.params.update(parsed(self.params, args))
        return []


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Failure(message, exit_code=USAGE)


def parsed(options: Sequence[click.Parameter], arguments: Sequence[str]) -> dict[str, Any]:
    """By the options' names; None where one was not given.

    Raises: Failure, with the AWS CLI's words and exit code.
    """
    parser = _Parser(prog="gluetui get-job-run", add_help=False, argument_default=None)
    for option in options:
        if isinstance(option, click.Option):
            _add(parser, option)
    known, unknown = parser.parse_known_args(arguments)
    given = vars(known)
    _need_required(given)
    if unknown:
        raise Failure(f"Unknown options: {', '.join(unknown)}", exit_code=GENERAL)
    return given


def _add(parser: ArgumentParser, option: click.Option) -> None:
    name = option.name
    if option.is_flag:
        parser.add_argument(*option.opts, dest=name, action="store_const", const=True)
        if option.secondary_opts:
            parser.add_argument(*option.secondary_opts, dest=name, action="store_const", const=False, default=SUPPRESS)
    elif isinstance(option.flag_value, str):
        parser.add_argument(*option.opts, dest=name, nargs="?", const=option.flag_value)
    else:
        parser.add_argument(*option.opts, dest=name)


def _need_required(given: dict[str, Any]) -> None:
    """A skeleton of the output is made for valid parameters only; one of the input needs none."""
    skeleton = given["generate_cli_skeleton"]
    if skeleton not in (None, "input", "output"):
        raise Failure(
            "argument --generate-cli-skeleton: Invalid choice, valid choices are: input, output", exit_code=USAGE
        )
    if given["cli_input_json"] is not None or skeleton == "input":
        return
    missing = [f"--{name.replace('_', '-')}" for name in ("job_name", "run_id") if given[name] is None]
    if missing:
        raise Failure(f"the following arguments are required: {', '.join(missing)}", exit_code=USAGE)
