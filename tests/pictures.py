"""README's pictures: the keys that lead to each, the SVG that is kept, and what an SVG shows, read back as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from functools import partial
from itertools import groupby, zip_longest
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from rich.cells import cell_len

from gluetui.app.app import GlueTui
from gluetui.glue.aws.boto import Aws
from gluetui.glue.aws.identity import Account
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.origins import Credentials, Origins, Source
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.fields import OTHER, Field
from gluetui.local.settings import Settings
from gluetui.screens.browse.screen import Browse
from gluetui.text.times import Clock
from tests.conftest import NOW
from tests.screens.seen import shown_in, until
from tests.server import GlueServer, refusal

FOLDER = Path(__file__).parents[1] / "screenshots"


class Picture(NamedTuple):
    """`steps` are keys, separated by spaces, each with a text that must be on the screen before the next step."""

    alt: str
    size: tuple[int, int]
    steps: tuple[tuple[str, str], ...]
    theme: str = "textual-dark"
    expires_at: int | None = None
    """The step before which a person's sign-in runs out; None for a picture of the demo."""


FAILED_RUN = (("j j j j", "›curate-sales"), ("enter", "✗ failed"), ("enter", "▸ ✗ curate-sales"))

PICTURES = {
    "night": Picture(
        "What happened last night, over all jobs: what failed and its cost, what did not run, what to look at",
        (160, 24),
        (("N", "18 of 18 jobs asked"), ("", "loyalty-nightly is not active")),
    ),
    "jobs": Picture(
        "All jobs with how their last runs went; the runs of the one that failed, sorted by what they consumed",
        (160, 45),
        (*FAILED_RUN[:2], ("s s s s", "DPU-hours↓")),
    ),
    "browse": Picture(
        "A failed night and what led to it: the run that failed, and behind it the one that took 2.5 times its usual",
        (160, 45),
        (
            ("j j j", "›cleanup-failed-night"),
            ("enter", "3 Details · cleanup-failed-night"),
            ("4", "2 before:"),
            ("E", "ingest-clickstream  2.5× usual"),
            ("f", "›│ ╰▾ ✗ curate-sales"),
        ),
    ),
    "failed-run": Picture(
        "The details of a failed run: its error, its times, its capacity and cost", (160, 45), FAILED_RUN
    ),
    "log": Picture(
        "The log of the failed run, at the record that says why; the cause, and where it began, stand above",
        (160, 40),
        (*FAILED_RUN, ("L", "›"), ("z", "hidden"), ("", "[Glue Exception Analysis]")),
    ),
    "narrow": Picture(
        "80×24: one pane at a time, here the predecessors of the failed run",
        (80, 24),
        (
            *FAILED_RUN[:2],
            ("enter", "3 Details · curate-sales"),
            ("4", "› ▸ ✗ curate-sales"),
            ("space", "└╴ ▸ ✓ stage-orders"),
        ),
    ),
    "viewer": Picture(
        "The JSON of the failed run over the full screen, searched for a predecessor",
        (120, 40),
        (
            *FAILED_RUN[:2],
            ("enter", "3 Details · curate-sales"),
            ("J", '"JobRunState": "FAILED"'),
            ("slash b u i l d enter", "1 of "),
        ),
    ),
    "signed-out": Picture(
        "A sign-in that ran out: what to do stands above, and what was loaded stays with its age",
        (120, 30),
        (("", "role data-engineer"), *FAILED_RUN[:2], ("r", "as of")),
        expires_at=3,
    ),
    "light": Picture("The failed run in a light theme", (160, 45), FAILED_RUN, theme="textual-light"),
    "help": Picture("The keys in force", (120, 40), (("question_mark", "In every pane"),)),
}


class KnownFields(Glue):
    """AWS may add a member to JobRun on any day, which must not make a picture stale."""

    def fields(self) -> tuple[Field, ...]:
        return tuple(field for field in super().fields() if field.section != OTHER)


BY_SSO = Credentials(Source.SSO, Source.SSO, "night-shift", "", ("aws", "sso", "login", "--profile", "night-shift"))


class SignedIn(Aws):
    """Answers come from the tests' server, shown as what it stands for."""

    other_host = property(lambda self: "", lambda self, host: None)  # type: ignore[assignment]
    _origins = Origins()

    @property
    def origins(self) -> Origins:
        """As for a profile of SSO: the keys that sign here are in a file, and no picture may name that."""
        return self._origins._replace(credentials=BY_SSO)

    @origins.setter
    def origins(self, origins: Origins) -> None:  # type: ignore[override]
        self._origins = origins

    def account(self) -> Account:
        return Account("123456789012", "arn:aws:sts::123456789012:assumed-role/data-engineer/ann")


EXPIRED = refusal("ExpiredTokenException", "The security token included in the request is expired")


async def drawn(name: str) -> str:
    """A picture as the app draws it now."""
    picture = PICTURES[name]
    with GlueServer(Snapshot.demo(NOW)).serving() as server:
        if picture.expires_at is None:
            glue = KnownFields(Aws(open_snapshot=lambda: Snapshot.demo(NOW), source="the demo"))
        else:
            glue = KnownFields(SignedIn(profile="night-shift", region="eu-west-1", endpoint_url=server.url))
        app = GlueTui(glue, clock=Clock(lambda: NOW, UTC), settings=Settings(refresh=0))
        app.theme = picture.theme
        async with app.run_test(size=picture.size) as pilot:
            for step, (keys, text) in enumerate((("", "›alert-on-failure"), *picture.steps)):
                if step - 1 == picture.expires_at:
                    server.fault = lambda call: EXPIRED
                for key in keys.split():
                    await pilot.press(key)
                await until(pilot, partial(_is_settled_with, app, text))
            await pilot.pause()
            return kept_form(name, app.export_screenshot(simplify=True))


def _is_settled_with(app: GlueTui, text: str) -> bool:
    """Whether a text is on the screen and no call is under way any more, or about to be made."""
    browse = app.screen_stack[0]
    assert isinstance(browse, Browse)
    is_waiting = any(pane.is_waiting for pane in browse.panes.order)
    is_quiet = not is_waiting and browse.last_runs.is_idle and all(worker.is_finished for worker in app.workers)
    return is_quiet and text in shown_in(app, "screen")


def kept_form(name: str, svg: str) -> str:
    """Textual's SVG without the fonts that it would load, its ids the same each time, an element a line."""
    local = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    named = re.sub(r"terminal-\d+", name, local)
    lines = re.sub(r"(?<=>)(?=<(?:rect|text)\b)", "\n", named).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"


class Cell(NamedTuple):
    """A place on the screen. What a space would be written with cannot be seen, so it has only a ground."""

    character: str = " "
    colour: str = ""
    style: str = ""
    """Other declarations than the colour, such as "font-weight: bold"."""
    ground: str = ""


NO_LINE: list[Cell] = []


def cells(svg: str) -> list[list[Cell]]:
    """What an SVG of Rich's shows, line by line, however its template puts that into elements."""
    root = ElementTree.fromstring(svg)
    parts = [part for group in root.findall(_tag("g")) for part in group.iter()]
    rects = [part for part in parts if part.tag == _tag("rect")]
    texts = [part for part in parts if part.tag == _tag("text")]
    styles = dict(_styles("".join(each.text or "" for each in root.iter(_tag("style")))))
    height, width = _cell_size(svg, texts)
    shown: dict[tuple[int, int], Cell] = {}
    for rect in rects:
        line, column = int(_number(rect, "y") // height), round(_number(rect, "x") / width)
        for at in range(column, column + round(_number(rect, "width") / width)):
            shown[line, at] = Cell(ground=rect.attrib["fill"])
    for text in texts:
        line, column = int(_number(text, "y") // height), round(_number(text, "x") / width)
        colour, style = styles[text.attrib["class"]]
        for character in (text.text or "").replace("\xa0", " "):
            if not character.isspace():
                ground = shown.get((line, column), Cell()).ground
                shown[line, column] = Cell(character, colour, style, ground)
            column += cell_len(character)
    ends = [max(where) + 1 for where in zip(*shown, strict=True)]
    return [[shown.get((line, at), Cell()) for at in range(ends[1])] for line in range(ends[0])]


def differences(kept: str, now: str) -> list[str]:
    """The lines that two SVGs show otherwise, as text; with colours where the text is the same."""
    found: list[str] = []
    pairs = zip_longest(cells(kept), cells(now), fillvalue=NO_LINE)
    for number, (before, after) in enumerate(pairs, 1):
        if before != after:
            text = _text(before) == _text(after)
            found += [f"line {number}", f"  kept {_told(before, text)}", f"  now  {_told(after, text)}"]
    return found


def _text(line: list[Cell]) -> str:
    return "".join(cell.character for cell in line)


def _told(line: list[Cell], with_looks: bool) -> str:
    if not with_looks:
        return _text(line)
    pieces = [(look, "".join(cell.character for cell in run)) for look, run in groupby(line, lambda cell: cell[1:])]
    return " ".join(f"{text!r} {' '.join(filter(None, look))}" for look, text in pieces)


def _styles(css: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Colour and other declarations by class."""
    for name, body in re.findall(r"\.([\w-]+)\s*\{(.*?)\}", css, re.DOTALL):
        declared = [each.partition(":") for each in body.split(";") if each.strip()]
        rules = {key.strip(): value.strip() for key, _, value in declared}
        colour = rules.pop("fill", "")
        yield name, (colour, "; ".join(f"{key}: {rules[key]}" for key in sorted(rules)))


def _cell_size(svg: str, texts: list[ElementTree.Element]) -> tuple[float, float]:
    """Height and width of a cell in the SVG's own unit."""
    height = re.search(r"line-height:\s*([\d.]+)px", svg)
    assert height is not None and texts, "no picture of a terminal"
    return float(height[1]), _number(texts[0], "textLength") / len(texts[0].text or "")


def _number(element: ElementTree.Element, name: str) -> float:
    return float(element.attrib[name])


def _tag(name: str) -> str:
    return f"{{http://www.w3.org/2000/svg}}{name}"
