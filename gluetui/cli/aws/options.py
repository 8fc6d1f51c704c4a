"""The AWS CLI's options, read as `aws` reads them: beginnings of names will do, and all faults are in its words."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import click

from gluetui.cli.aws.failures import Fault, failure
from gluetui.local.aws_cli import TIME_FORMS

OUTPUTS = ("json", "text", "table", "yaml", "yaml-stream")
SKELETONS = ("input", "output")

CHOICES: Mapping[str, Sequence[str]] = {
    "output": OUTPUTS,
    "color": ("on", "off", "auto"),
    "generate_cli_skeleton": SKELETONS,
    "cli_timestamp_format": TIME_FORMS,
    "cli_binary_format": ("base64", "raw-in-base64-out"),
}
"""By option, the only values that it takes."""

REFUSED: Mapping[str, str] = {
    "sign_request": "--no-sign-request: AWS Glue answers signed requests only; give a --profile",
    "cli_auto_prompt": "--cli-auto-prompt: gluetui asks for nothing; `gluetui` without a command shows what there is",
    "cli_input_yaml": "--cli-input-yaml: gluetui reads no YAML; give the same as --cli-input-json",
}
"""By option of the AWS CLI's that gluetui cannot follow, why."""

IGNORED = "Accepted for the AWS CLI's sake."

Declared = tuple[tuple[str, ...], dict[str, Any]]
"""An option's names as click takes them, and what else click is told of it."""

DECLARED: Sequence[Declared] = (
    (("--query",), {"metavar": "JMESPATH", "help": "Print only what this finds in the answer."}),
    (("--output",), {"metavar": "|".join(OUTPUTS), "help": "Form; AWS_DEFAULT_OUTPUT and the profile's output too."}),
    (("--color",), {"metavar": "on|off|auto", "help": "Whether a table is coloured; auto: on a terminal."}),
    (
        ("--cli-timestamp-format",),
        {
            "metavar": "|".join(TIME_FORMS),
            "help": "Times as ISO text or as AWS sent them; else by the profile, else as the `aws` on PATH.",
        },
    ),
    (("--debug",), {"is_flag": True, "help": "Log on stderr what botocore does, without secrets."}),
    (("--no-verify-ssl",), {"is_flag": True, "help": "Trust any certificate."}),
    (("--ca-bundle",), {"metavar": "FILE", "help": "Certificates to trust."}),
    (("--cli-read-timeout",), {"metavar": "SECONDS", "help": "How long to wait for an answer; 0 for ever."}),
    (("--cli-connect-timeout",), {"metavar": "SECONDS", "help": "How long to wait for a connection; 0 for ever."}),
    (("--no-cli-pager",), {"is_flag": True, "help": IGNORED}),
    (("--no-paginate",), {"is_flag": True, "help": IGNORED}),
    (("--no-cli-auto-prompt",), {"is_flag": True, "help": IGNORED}),
    (("--cli-binary-format",), {"metavar": "FORMAT", "help": IGNORED}),
    (("--no-sign-request", "sign_request"), {"is_flag": True, "hidden": True}),
    (("--cli-auto-prompt", "cli_auto_prompt"), {"is_flag": True, "hidden": True}),
    (("--cli-input-yaml", "cli_input_yaml"), {"metavar": "YAML", "hidden": True}),
)


def global_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that the AWS CLI has for every call."""
    for names, said in reversed(DECLARED):
        function = click.option(*names, **said)(function)
    return function


class AwsCommand(click.Command):
    """A command whose options are declared as any other's, and read as `aws` reads them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args == ["help"]:
            args = ["--help"]
        if ctx.resilient_parsing or {"--help", "-h", "--version"} & set(args):
            return super().parse_args(ctx, [arg for arg in args if arg in ("--help", "-h", "--version")] or args)
        ctx.params.update(parsed(self.params, args))
        return []


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise failure(Fault.USAGE, message)


def parsed(options: Sequence[click.Parameter], arguments: Sequence[str]) -> dict[str, Any]:
    """The values by the options' names; None for one that was not given.

    Raises: Failure, with the AWS CLI's words and exit code.
    """
    parser = _Parser(prog="gluetui get-job-run", add_help=False, argument_default=None)
    for option in options:
        if isinstance(option, click.Option) and not option.is_eager:
            _add(parser, option)
    known, unknown = parser.parse_known_args(arguments)
    given = vars(known)
    _check_choices(given)
    _need_required(given)
    if unknown:
        taken = ", ".join(
            option.opts[0] for option in options if isinstance(option, click.Option) and not option.hidden
        )
        raise failure(Fault.VALUE, f"Unknown options: {', '.join(unknown)}", f"There are {taken}.")
    for name, why in REFUSED.items():
        if given[name] is not None:
            raise failure(Fault.VALUE, why)
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


def _check_choices(given: Mapping[str, Any]) -> None:
    for name, choices in CHOICES.items():
        if given[name] is not None and given[name] not in choices:
            option, there_are = name.replace("_", "-"), ", ".join(choices)
            raise failure(Fault.USAGE, f"argument --{option}: Invalid choice, valid choices are: {there_are}")


def _need_required(given: Mapping[str, Any]) -> None:
    """Refuses missing parameters. A skeleton of the input needs none; one of the output is made for valid ones only."""
    if given["cli_input_json"] is not None or given["generate_cli_skeleton"] == "input":
        return
    missing = [f"--{name.replace('_', '-')}" for name in ("job_name", "run_id") if given[name] is None]
    if missing:
        raise failure(Fault.USAGE, f"the following arguments are required: {', '.join(missing)}")
