"""Boxes over the screen that asks: a short list to choose from, and the code of an MFA device."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import ModalScreen

from gluetui.commands import BY_ID, bindings
from gluetui.glue.run.folding import folded
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.lines import Lines
from gluetui.widgets.rows import Rows
from gluetui.widgets.text_line import TextLine

LONGEST_TITLE = 45
"""Cells of the column of titles at most; behind it stands the beginning of each text."""

HELP = replace(BY_ID["app.help"].binding(), action="app.help")
"""Textual does not offer the app's bindings on modal screens."""

Answer = TypeVar("Answer")


class Choices(Rows):
    """Titles, each with the beginning of its text."""

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], verb: str) -> None:
        """`verb` names the action on a choice in the line of keys."""
        super().__init__(title, id="choices")
        self._all = choices
        self._verb = verb
        self._width = min(LONGEST_TITLE, 2 + max((cell_len(one_line(name)) for name, _ in choices), default=0))
        self.shown = list(range(len(choices)))
        """The indexes of the choices that the filter leaves."""

    @property
    def entry_count(self) -> int:
        return len(self.shown)

    def apply_filter(self) -> None:
        wanted = folded(self.filter_text)
        self.shown = [index for index, (title, _) in enumerate(self._all) if wanted in folded(title)]

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {"select": self._verb, **super().key_titles}

    def draw(self, line: int, width: int) -> Line:
        title, text = self._all[self.shown[line]]
        taste = cut_end(one_line(text[:200].strip()), max(0, width - self._width))
        return [Span(pad(cut_end(one_line(title), self._width - 1), self._width)), Span(taste, "dim")]


class Modal(ModalScreen[Answer | None]):
    """One box over the screen that asks; its answer is None where the user leaves it."""

    def __init__(self, box: Lines) -> None:
        super().__init__()
        self._box = box

    def compose(self) -> ComposeResult:
        yield self._box
        yield KeyLine()

    def on_mount(self) -> None:
        self._box.focus()

    def action_close(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        self.answer(None)

    def answer(self, answer: Answer | None) -> None:
        """Close with an answer, once: Textual's `dismiss` takes whatever screen is on top then."""
        if self.is_active:
            self.dismiss(answer)


class Chooser(Modal[Answer]):
    """A list to choose from; the choice is the answer."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("menu"), HELP]

    def __init__(self, rows: Rows, height: int) -> None:
        """`height` is that of the entries, without border and filter line."""
        super().__init__(rows)
        self._rows = rows
        rows.styles.height = height + 3

    def action_close(self) -> None:
        if not self._rows.close_filter():
            super().action_close()


class Menu(Chooser[int]):
    """Answers with the index of the choice."""

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], *, verb: str = "Copy") -> None:
        """`choices` are titles with their texts; `verb` names the action on a choice in the line of keys."""
        self._choices = Choices(title, choices, verb)
        super().__init__(self._choices, len(choices))

    @on(Rows.Selected)
    def chosen(self) -> None:
        # A filter that was typed since may leave none.
        if self._choices.entry_count:
            self.answer(self._choices.shown[self._choices.cursor])


DIGITS = frozenset(string.digits)

LONGEST_CODE = 12
"""Digits that the box takes at most; MFA devices show six."""


class CodeLine(Lines, can_focus=True):
    """Takes the digits of a code and shows a dot for each."""

    class Given(Message):
        """Enter was pressed on a code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, device: str, profile: str) -> None:
        super().__init__("MFA code", id="code")
        self.name_after(f"profile {profile}")
        self._device = one_line(device)
        self._typed = TextLine()

    @property
    def entry_count(self) -> int:
        return 0

    def fixed_lines(self, width: int) -> list[Line]:
        return [
            [Span(cut_middle(self._device, width), "dim")],
            [Span("Code ", "name"), *self._dots.spans(width - len("Code "), has_caret=True)],
        ]

    @property
    def _dots(self) -> TextLine:
        """What is shown of the code."""
        return TextLine(*("•" * len(part) for part in self._typed))

    def on_mount(self) -> None:
        self.measure()

    def on_resize(self) -> None:
        self.measure()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A digit is typed here, and so no command."""
        return character in DIGITS

    def on_key(self, event: events.Key) -> None:
        line = self._typed.edited(event.key, event.character)
        if event.key == "enter" and self._typed.text:
            self.post_message(self.Given(self._typed.text))
        elif line is not None and set(line.text) <= DIGITS:
            self._take_code(line)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        self._take_code(self._typed.typed("".join(character for character in event.text if character in DIGITS)))
        event.stop()

    def _take_code(self, line: TextLine) -> None:
        if len(line.text) <= LONGEST_CODE:
            self._typed = line
        else:
            self._typed = TextLine(line.text[:LONGEST_CODE])
        self.measure()
        self.refresh()


class CodeScreen(Modal[str]):
    """Answers with the code."""

    BINDINGS: ClassVar[list[BindingType]] = [
        BY_ID["menu.close"].binding(),
        replace(BY_ID["app.quit"].binding(), action="app.quit"),
        HELP,
    ]

    def __init__(self, device: str, profile: str) -> None:
        super().__init__(CodeLine(device, profile))

    @on(CodeLine.Given)
    def given(self, message: CodeLine.Given) -> None:
        self.answer(message.code)
