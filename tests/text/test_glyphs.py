"""What stands for the program's signs on a terminal without UTF-8, and when."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import gluetui
from gluetui.text.states import ascii_text, is_ascii_only

PACKAGE = Path(gluetui.__file__).parent


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        ("╭─ 1 Jobs ─╮", "+- 1 Jobs -+"),
        ("│└╴├╴╰", "|+-+-+"),
        ("▁▔█▏▌▄", "_-#|| "),
        ("› ▾ ✗ failed · 60×15…", "> - x failed - 60x15~"),
        ("größe 漢字", "gr??e ????"),
        ("␛]52", "?]52"),
    ],
)
def test_signs_have_a_like_and_other_text_a_question_mark_a_cell(drawn: str, shown: str) -> None:
    assert ascii_text(drawn) == shown


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_grows_or_shrinks(text: str) -> None:
    assert ascii_text(text).isascii()
    assert sum(map(cell_len, ascii_text(text))) == sum(map(cell_len, text))


def test_every_sign_that_the_program_draws_has_a_like() -> None:
    source = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    kept_for_hidden_text = {"␛", "␡"}
    signs = set(re.findall(r"[^\x00-\x7f]", source)) - kept_for_hidden_text
    assert len(signs) > 30
    assert [sign for sign in signs if "?" in ascii_text(sign)] == []


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({}, True),
        ({"LANG": "C"}, True),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "en_US.ISO-8859-1"}, True),
        ({"LANG": "de_DE@euro"}, True),
        ({"LC_ALL": "", "LANG": "C.utf8"}, False),
        ({"LANG": "xx_XX.UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8"}, False),
    ],
)
def test_the_locale_s_name_decides_also_where_python_overrides_it(locale: dict[str, str], expected: bool) -> None:
    code = "import sys; from gluetui.text.states import is_ascii_only; sys.exit(is_ascii_only())"
    ended = subprocess.run([sys.executable, "-c", code], env={"PATH": os.environ["PATH"], **locale}, check=False)
    assert bool(ended.returncode) == expected


def test_a_locale_of_utf_8_keeps_the_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.utf8")
    assert not is_ascii_only()
