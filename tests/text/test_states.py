"""gluetui.text.states: every state that Glue names has a look of its own, and any other has one too."""

from __future__ import annotations

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.glue.run.run import FINAL_STATES, LIVE_STATES
from gluetui.text.safe import is_safe
from gluetui.text.states import KNOWN_STATES, ROLES, look, state_glyphs

MODEL_STATES = botocore.session.get_session().get_service_model("glue").shape_for("JobRun").members["JobRunState"].enum


def test_every_state_of_the_model_that_is_known_has_its_own_glyph_and_word() -> None:
    looks = [look(state) for state in MODEL_STATES if look(state).role != "unknown"]
    assert len(looks) >= 10
    assert len({state_glyphs()[each.glyph] for each in looks}) == len(looks)
    assert len({each.glyph for each in looks}) == len({each.word for each in looks}) == len(looks)


def test_the_states_that_a_shell_completes_are_those_that_have_a_look() -> None:
    assert set(KNOWN_STATES) == FINAL_STATES | LIVE_STATES


@pytest.mark.parametrize("state", MODEL_STATES)
def test_a_glyph_is_one_cell_and_has_one_of_ascii(state: str) -> None:
    assert cell_len(look(state).glyph) == 1
    assert len(state_glyphs().get(look(state).glyph, "?").encode("ascii")) == 1
    assert look(state).meaning.endswith(".")


@pytest.mark.parametrize(
    ("state", "role"),
    [
        ("SUCCEEDED", "good"),
        ("FAILED", "bad"),
        ("TIMEOUT", "bad"),
        ("ERROR", "bad"),
        ("STOPPED", "stopped"),
        ("EXPIRED", "stopped"),
        ("STARTING", "live"),
        ("RUNNING", "live"),
        ("STOPPING", "live"),
        ("WAITING", "waiting"),
    ],
)
def test_a_state_has_the_role_that_its_colour_follows(state: str, role: str) -> None:
    assert look(state).role == role


def test_a_missing_state_is_not_returned() -> None:
    assert look("").word == "no state"
    assert look("").role == "unknown"


def test_an_unknown_state_is_shown_as_it_came_and_safely() -> None:
    assert look("THAWING").word == "thawing"
    assert look("\x1b]0;X\x07").word == "␛]0;x␇"


@given(st.text(st.characters(exclude_categories=())))
def test_any_state_has_a_safe_look(state: str) -> None:
    shown = look(state)
    assert is_safe(shown.word)
    assert shown.role in ROLES
