"""The READMEs' tables are what the program says of itself; their commands, policy and diagram are those in force."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click
import pytest

from gluetui.cli.main import main
from gluetui.commands import COMMANDS, PLACES
from gluetui.commands.keymap import usable
from gluetui.commands.keys import key_names
from gluetui.glue.aws.services import SERVICES
from gluetui.local.settings import RULES, read_settings

ROOT = Path(__file__).parents[1]
README, FOR_DEVELOPERS, FOR_TESTERS = (ROOT / folder / "README.md" for folder in (".", "gluetui", "tests"))
MOST_BYTES = {README: 16_000, FOR_DEVELOPERS: 8_000, FOR_TESTERS: 8_000}
REGENERATE = "GLUETUI_README=write uv run pytest tests/test_readme.py"


def table(*rows: tuple[str, ...]) -> str:
    """A Markdown table, its first row the heading; without spaces around cells, for README has a limit of size."""
    heading, *others = [f"|{'|'.join(cell.replace('|', chr(92) + '|') for cell in row)}|" for row in rows]
    return "\n".join([heading, "|---" * len(rows[0]) + "|", *others])


def code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def options() -> str:
    """The options of the command line, as `gluetui --help` lists them."""
    context = click.Context(main, **main.context_settings)
    records = [each.get_help_record(context) for each in main.get_params(context)]
    return table(("Option", "Meaning"), *((f"`{record[0]}`", record[1]) for record in records if record))


def keys() -> str:
    """The commands that the line of keys names, in the order of the help screen, a row each place."""
    rows = [("Where", "Keys")]
    for name, place in PLACES.items():
        own = [command for command in COMMANDS if command.place == name and command.in_footer]
        if own and name not in ("viewer", "menu"):
            rows.append((place.title, " · ".join(f"{code(key_names(each.keys).split())} {each.title}" for each in own)))
    return table(*rows)


def layers() -> list[str]:
    """import-linter's layers, topmost first, without the package's name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names: list[str] = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [name.removeprefix("gluetui.") for name in names]


def folders() -> str:
    """Every folder with what its `__init__` says of it, layer by layer."""
    package = ROOT / "gluetui"
    rooms = {path.parent.relative_to(package) for path in package.rglob("*.py")} - {Path()}
    packages = layers()
    rows = [("Folder", "What it is for")]
    for room in sorted(rooms, key=lambda room: (packages.index(room.parts[0]), room)):
        said = ast.get_docstring(ast.parse((package / room / "__init__.py").read_text("utf-8")))
        assert said, f"{room}/__init__.py does not say what the folder is for"
        rows.append((f"`{room.as_posix()}`", said.partition("\n")[0]))
    return table(*rows)


GENERATED: Mapping[Path, Mapping[str, Callable[[], str]]] = {
    README: {"options": options, "keys": keys},
    FOR_DEVELOPERS: {"folders": folders},
}


@pytest.mark.parametrize("readme", GENERATED, ids=lambda readme: readme.parent.name)
def test_the_tables_are_what_the_program_says(readme: Path) -> None:
    found = wanted = readme.read_text("utf-8")
    for name, text in GENERATED[readme].items():
        begin, end = f"<!-- {name}: generated -->\n\n", f"\n\n<!-- end of {name} -->"
        before, _, rest = wanted.partition(begin)
        _, _, after = rest.partition(end)
        assert rest and after, f"{readme} has no place for {name}: {begin}…{end}"
        wanted = before + begin + text() + end + after
    if os.environ.get("GLUETUI_README") == "write":
        readme.write_text(wanted, "utf-8")
    else:
        assert found == wanted, f"The tables of {readme} are stale. To write them again: {REGENERATE}"


@pytest.mark.parametrize("readme", MOST_BYTES, ids=lambda readme: readme.parent.name)
def test_a_readme_is_short_enough_to_be_read(readme: Path) -> None:
    assert readme.stat().st_size <= MOST_BYTES[readme]


def test_every_module_says_what_it_is() -> None:
    modules = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "gluetui").rglob("*.py")]
    assert all(ast.get_docstring(module) for module in modules)


def fenced(language: str, below: str = "", *, readme: Path = README) -> list[str]:
    """The code blocks of a language below a heading, or all of them."""
    text = readme.read_text("utf-8")
    section = re.split(r"^#+ ", text.partition(f"# {below}\n")[2], flags=re.MULTILINE)[0] if below else text
    return re.findall(rf"^```{language}\n(.*?)\n```$", section, re.DOTALL | re.MULTILINE)


def test_the_set_up_is_one_command_for_the_demo_and_one_for_the_tests() -> None:
    assert fenced("sh", "Try it") == ["pip install uv && uv run gluetui --demo", "pip install uv && uv run pytest"]


def test_the_policy_allows_what_the_program_calls_and_nothing_else() -> None:
    [policy] = map(json.loads, fenced("json"))
    for statement, is_optional in zip(policy["Statement"], (False, True), strict=True):
        actions: list[str] = statement["Action"]
        expected = [action for service in SERVICES for action in service.permissions(optional=is_optional)]
        assert sorted(actions) == sorted(expected)
        assert statement["Effect"] == "Allow"


def test_the_checks_are_those_of_ci() -> None:
    [checks] = fenced("sh", "Checks")
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    frame = ("#", "set ", "cd ")
    assert checks.splitlines() == [line for line in script if line and not line.startswith(frame)]


def test_the_examples_print_what_they_are_said_to_print() -> None:
    [block] = fenced("console", "Copy, share, script")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    for example in block.removeprefix("$ ").split("\n$ "):
        command, _, wanted = example.partition("\n")
        shell = ["bash", "-c", command]
        done = subprocess.run(shell, capture_output=True, text=True, env={**os.environ, "PATH": path}, timeout=60)
        assert done.stdout.rstrip() == wanted, command


def test_the_diagram_is_what_import_linter_checks() -> None:
    [diagram] = fenced("text", readme=FOR_DEVELOPERS)
    assert [line.split()[0] for line in diagram.splitlines() if "↓" not in line] == layers()


@pytest.mark.parametrize("readme", MOST_BYTES, ids=lambda readme: readme.parent.name)
def test_what_the_commands_and_links_point_at_is_there(readme: Path) -> None:
    text = readme.read_text("utf-8")
    linked = {readme.parent / name for name in re.findall(r"\]\(([^)#]+)\)", text)}
    named = {ROOT / name for name in re.findall(r"\btests/[\w/]+\.py\b", text)}
    assert {path for path in linked | named if not path.exists()} == set()


def test_the_settings_are_those_that_are_read_and_the_example_is_good(tmp_path: Path) -> None:
    [example] = fenced("toml", "Settings")
    config = tmp_path / "config.toml"
    config.write_text(example)
    assert usable(read_settings({"GLUETUI_CONFIG": str(config)})).notices == ()
    rows = re.findall(r"^\| `(\w+)` \| (?:–|`(GLUETUI_\w+)`)", README.read_text("utf-8"), re.MULTILINE)
    assert rows == [(name, rule.variable) for name, rule in RULES.items()]
