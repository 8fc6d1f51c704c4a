"""What is read of a person's settings, and that nothing in them, however wrong, stops the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.local.settings import MOST_BYTES, RULES, Settings, read_settings, settings_path
from gluetui.text.safe import is_safe

HOSTILE = "\x1b]52;c;AAAA\x07\u202e[@click=app.quit]x[/]"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def settings_of(path: Path, text: str | bytes = "", **environ: str) -> Settings:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings({"GLUETUI_CONFIG": str(path), **environ})


def test_without_a_file_the_defaults_are_in_force_and_nothing_is_said() -> None:
    assert read_settings({}) == Settings()


def test_the_file_is_where_the_operating_system_keeps_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_path({}) == tmp_path / "gluetui" / "config.toml"
    (tmp_path / "gluetui").mkdir()
    settings_path({}).write_text("refresh = 7")
    assert read_settings({}).refresh == 7


def test_every_setting_is_read(config: Path) -> None:
    read = settings_of(
        config,
        'theme = "nord"\ntimes = "utc"\nascii = true\nrefresh = 2.5\nstatuses = false\n'
        'logs = "ask"\nnight = "20:00-06:00"\n'
        'masks = ["pin", "^--x"]\nlog_file = "~/log"\n[keymap]\n"app.quit" = "Q"\nrows.up = "w,up"\n',
    )
    assert read.notices == ()
    assert (read.theme, read.times, read.ascii, read.refresh, read.statuses) == ("nord", "utc", True, 2.5, False)
    assert read.keymap == {"app.quit": "Q", "rows.up": "w,up"}
    assert [rule.matches("--PIN_CODE") for rule in read.masks] == [True, False]
    assert (read.logs, read.night, read.log_file) == ("ask", "20:00-06:00", Path.home() / "log")
    assert set(read.sources) == set(RULES)


VARIABLES = [
    ("GLUETUI_THEME", "nord", "theme", "nord"),
    ("GLUETUI_TIMES", "utc", "times", "utc"),
    ("GLUETUI_ASCII", "yes", "ascii", True),
    ("GLUETUI_ASCII", "auto", "ascii", "auto"),
    ("GLUETUI_REFRESH", "0", "refresh", 0),
    ("GLUETUI_STATUSES", "off", "statuses", False),
    ("GLUETUI_LOGS", "off", "logs", "off"),
    ("GLUETUI_NIGHT", "22:00-06:00", "night", "22:00-06:00"),
    ("GLUETUI_LOG", "/x", "log_file", Path("/x")),
]


@pytest.mark.parametrize(("variable", "text", "name", "value"), VARIABLES)
def test_a_variable_goes_before_the_file(config: Path, variable: str, text: str, name: str, value: object) -> None:
    file = 'theme = "dracula"\ntimes = "local"\nascii = false\nrefresh = 9\nstatuses = true\nlog_file = "/y"\n'
    assert getattr(settings_of(config, file, **{variable: text}), name) == value
    assert getattr(settings_of(config, file, **{variable: ""}), name) == getattr(settings_of(config, file), name)


def test_every_variable_is_tried_above() -> None:
    assert {rule.variable for rule in RULES.values() if rule.variable} == {each[0] for each in VARIABLES}


BAD = {
    "night": ['"18-8"', "18", '"18:00-18:00"', '""'],
    "theme": ["3", '""', "true"],
    "times": ['"moon"', "1"],
    "ascii": ['"maybe"', "[]", "2.5"],
    "refresh": ['"soon"', "-1", "0.01", "nan", "inf", "true", "1e9", "2024-01-01", "0x" + "f" * 500],
    "statuses": ['"some"', "{}", "7"],
    "logs": ['"never"', "false", "1"],
    "masks": ["5", "{a = 1}"],
    "log_file": ["false", '""'],
    "keymap": ["1", '"q"', "[[]]"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_a_bad_value_is_told_with_file_name_value_and_what_is_allowed(config: Path, name: str, text: str) -> None:
    read = settings_of(config, f"{name} = {text}")
    assert getattr(read, name) == getattr(Settings(), name)
    [notice] = read.notices
    assert notice.startswith(f"{config}: {name} = ")
    assert notice.endswith(f"allowed: {RULES[name].allowed}.")
    assert name not in read.sources


def test_a_bad_value_of_a_variable_leaves_the_file_s() -> None:
    read = read_settings({"GLUETUI_REFRESH": "soon"})
    assert read.notices == ("GLUETUI_REFRESH = 'soon' is not used; allowed: 0 for never, or 1 to 86400 seconds.",)


def test_an_unknown_name_is_told_with_those_that_there_are(config: Path) -> None:
    assert settings_of(config, "colour = 1").notices == (
        f"{config}: colour is not a setting; there are: {', '.join(RULES)}.",
    )


def test_a_bad_entry_costs_no_other_entry(config: Path) -> None:
    read = settings_of(config, 'masks = ["pin", 5, "day("]\n[keymap]\na = 1\n"app.quit" = "Q"\n')
    assert read.keymap == {"app.quit": "Q"}
    assert [rule.matches("--day(x") for rule in read.masks] == [False, True]
    assert len(read.notices) == 3


@pytest.mark.parametrize(
    "content", [b"theme = ", b"\xff\xfe", b"a" * (MOST_BYTES + 1), b"x = " + b"[" * 5000, b"a = 1\na = 2"]
)
def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(config: Path, content: bytes) -> None:
    read = settings_of(config, content, GLUETUI_TIMES="utc")
    [notice] = read.notices
    assert notice.startswith(f"{config} is not used: ")
    assert read.times == "utc"


def test_a_file_that_was_named_must_be_there_and_be_a_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path, Path("/dev/zero"), Path("~nobody-here/x")):
        assert read_settings({"GLUETUI_CONFIG": str(path)}).notices == (f"{path} is not used: it is not a file.",)


def test_hostile_text_acts_on_no_terminal_and_a_credential_is_not_repeated(config: Path) -> None:
    text = HOSTILE.encode("unicode_escape").decode().replace("\\x", "\\u00")
    read = settings_of(config, f'theme = 1\n"{text}" = 1\ntimes = "{text}"\nrefresh = "AKIAIOSFODNN7EXAMPLE"\n')
    assert len(read.notices) == 4
    assert all(map(is_safe, read.notices))
    assert "AKIA" not in "".join(read.notices)


def test_a_long_value_is_cut_in_its_notice(config: Path) -> None:
    [notice] = settings_of(config, f'times = "{"x" * 10_000}"').notices
    assert len(notice) < 400


VALUES = st.recursive(
    st.sampled_from(["1", "true", "-0.5", "nan", '"auto"', '"\\u001b[2J"', "'('", '"q,w"', "1979-05-27", "[1]"])
    | st.integers(0, 6000).map(lambda digits: "0x1" + "f" * digits),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | inner.map(lambda each: f"{{ a = {each}, 'b.c' = {each} }}")
    ),
    max_leaves=6,
)


@given(lines=st.dictionaries(st.sampled_from([*RULES, "colour"]), VALUES), noise=st.text(max_size=20))
def test_no_content_of_the_file_raises(
    tmp_path_factory: pytest.TempPathFactory, lines: dict[str, str], noise: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    table = "\n".join(f"{name} = {value}" for name, value in lines.items())
    for text in (table, table + noise, noise):
        read = settings_of(path, text.encode("utf-8", "replace"))
        assert all(map(is_safe, read.notices))


@given(environ=st.dictionaries(st.sampled_from([each[0] for each in VARIABLES]), st.text()))
def test_no_value_of_a_variable_raises(environ: dict[str, Any]) -> None:
    assert all(map(is_safe, read_settings(environ).notices))
