"""An answer printed in one of the AWS CLI's forms, after its `--query`."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

from gluetui.cli.aws.failures import Fault, failure
from gluetui.cli.aws.options import OUTPUTS
from gluetui.cli.printing import is_terminal, write, write_json
from gluetui.glue.aws.config import profile_setting
from gluetui.glue.files.printed import INDENT

Query = Callable[[Any], Any]

_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that do something on a terminal, wherever a pipe leads; text has no other way to hold them."""


def compiled(expression: str | None) -> Query:
    """What `--query` makes of an answer. Raises: Failure where it is no JMESPath."""
    if expression is None:
        return lambda answer: answer
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        query = jmespath.compile(expression)
    except (JMESPathError, ValueError, RecursionError) as error:
        raise failure(Fault.VALUE, f"Bad value for --query {expression}: {_line(error)}") from None

    def search(answer: Any) -> Any:
        try:
            return query.search(answer)
        except (JMESPathError, ValueError, TypeError, RecursionError) as error:
            raise failure(Fault.OTHER, _line(error)) from None

    return search


def chosen_output(option: str | None, profile: str | None) -> str:
    """The form to print: the option's, the environment's, the profile's, else JSON, as for the AWS CLI."""
    output = option or os.environ.get("AWS_DEFAULT_OUTPUT") or profile_setting(profile, "output") or "json"
    if output not in OUTPUTS:
        raise failure(Fault.OTHER, f"Unknown output type: {output}", f"There are {', '.join(OUTPUTS)}.")
    return output


def print_answer(value: Any, output: str, *, color: str | None) -> None:
    """Print what a call answered; an empty object prints nothing."""
    if output == "json":
        if value != {}:
            write_json(value, indent=INDENT)
        return
    for line in _lines(value, output, color):
        write(line)


def _lines(value: Any, output: str, color: str | None) -> Iterator[str]:
    if output == "text":
        from gluetui.cli.aws.text import text_lines

        return map(_safe, text_lines(value))
    if output == "table":
        from gluetui.cli.aws.table import drawn_table

        is_coloured = color == "on" or (color != "off" and is_terminal())
        return drawn_table("GetJobRun", value, width=_width(), is_coloured=is_coloured, safe=_safe)
    from gluetui.cli.aws.yaml import yaml_text

    if value == {}:
        return iter(())
    return iter([yaml_text([value] if output == "yaml-stream" else value)])


def _safe(text: str) -> str:
    """A terminal gets nothing that cannot be seen; a pipe gets the text, but for what would act behind it."""
    from gluetui.text.safe import many_lines

    return many_lines(text) if is_terminal() else _ACTING.sub(lambda found: many_lines(found[0]), text)


def _width() -> int:
    """The terminal's cells; the AWS CLI takes 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
