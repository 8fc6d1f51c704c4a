"""README's pictures are what the app shows today, and load nothing from anywhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.aws_home import KEYS, AwsHome
from tests.pictures import FOLDER, PICTURES, cells, differences, drawn

README = FOLDER.parent / "README.md"
REGENERATE = "GLUETUI_PICTURES=write uv run pytest tests/test_pictures.py"
MOST_LINES = 30


@pytest.fixture(params=PICTURES)
def kept(request: pytest.FixtureRequest) -> str:
    """The SVG of one picture."""
    return (FOLDER / f"{request.param}.svg").read_text("utf-8")


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_shows_what_the_app_shows(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    AwsHome(tmp_path, monkeypatch).config(f"[profile night-shift]\n{KEYS}")
    path = FOLDER / f"{name}.svg"
    now = await drawn(name)
    if os.environ.get("GLUETUI_PICTURES") == "write":
        path.write_text(now, "utf-8")
    assert path.exists(), f"no picture {path.name} yet: {REGENERATE}"
    found = differences(path.read_text("utf-8"), now)
    if found:
        told = [f"{path.name} is stale. To draw it again: {REGENERATE}", *found[:MOST_LINES]]
        pytest.fail("\n".join(told), pytrace=False)


def test_a_picture_has_its_size_and_is_filled_to_the_edge(kept: str, request: pytest.FixtureRequest) -> None:
    width, height = PICTURES[request.node.callspec.params["kept"]].size
    shown = cells(kept)
    assert (len(shown[0]), len(shown)) == (width, height)
    assert all(cell.ground for line in shown for cell in line)


def test_a_picture_loads_nothing(kept: str) -> None:
    outside = re.findall(r"@font-face|@import|url\((?!#)|\bhref\b|<script|<image|<use", kept)
    assert outside == []


def test_every_file_of_screenshots_is_a_picture_that_is_checked() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.svg" for name in PICTURES}


def test_readme_shows_every_picture_with_what_it_shows() -> None:
    shown = re.findall(r"!\[(.+?)\]\(screenshots/(.+?)\.svg\)", README.read_text("utf-8"))
    assert sorted(shown) == sorted((picture.alt, name) for name, picture in PICTURES.items())


def test_a_picture_counts_as_stale_for_what_can_be_seen_only() -> None:
    kept = (FOLDER / "help.svg").read_text("utf-8")
    changes = {
        "a text": ("One&#160;line&#160;up", "One&#160;page&#160;up"),
        "a colour": ("fill: #", "fill: #0"),
        "a weight": ("font-weight: bold }", "font-weight: normal }"),
        "a ground": ('<rect fill="#', '<rect fill="#0'),
    }
    for what, (old, new) in changes.items():
        assert old in kept and differences(kept, kept.replace(old, new)), what
    assert not differences(kept, kept.replace("\n<", "<").replace("help-", "terminal-1-"))
