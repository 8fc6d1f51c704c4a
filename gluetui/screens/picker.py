"""A list of names to pick from by typing: profiles, Regions."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

from rich.cells import cell_len
from textual import events, on

from gluetui.glue.run.folding import folded
from gluetui.screens.dialogs import LONGEST_TITLE, Chooser
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end, one_line, pad
from gluetui.text.words import holds
from gluetui.widgets.rows import Rows


class Choice(NamedTuple):
    """A name that may be picked, and words about it; both are made safe where they are drawn."""

    name: str
    about: str
    is_current: bool = False


WhyNot = Callable[[str], str]
"""Why a typed name cannot be; "" where it can."""


class Names(Rows):
    """A list that every typed key narrows; with `unknown`, words for it, a name that it lacks can be picked too."""

    def __init__(
        self, title: str, choices: Sequence[Choice], *, unknown: str = "", why_not: WhyNot | None = None
    ) -> None:
        super().__init__(title, id="choices")
        self._all = choices
        self._unknown = unknown
        self._why_not = why_not or (lambda _: "")
        self._width = 2 + min(LONGEST_TITLE, max((cell_len(one_line(choice.name)) for choice in choices), default=0))
        self._shown: Sequence[Choice] = choices
        self.cursor = next((index for index, choice in enumerate(choices) if choice.is_current), 0)
        self.is_filtering = True

    @property
    def entry_count(self) -> int:
        return len(self._shown)

    @property
    def count_text(self) -> str:
        return f"{len(self._shown):,} of {len(self._all):,}" if self.filter_text else f"{len(self._all):,}"

    @property
    def choice(self) -> Choice:
        """The choice under the cursor."""
        return self._shown[self.cursor]

    def identity(self, entry: int) -> Choice:
        return self._shown[entry]

    def find(self, identity: object) -> int | None:
        return next((index for index, choice in enumerate(self._shown) if choice == identity), None)

    def apply_filter(self) -> None:
        words = folded(self.filter_text).split()
        found = [choice for choice in self._all if holds(folded(f"{choice.name} {choice.about}"), words)]
        typed = self.filter_text.strip()
        is_new = typed and self._unknown and typed not in [choice.name for choice in self._all]
        if is_new and not self._why_not(typed):
            found.append(Choice(typed, self._unknown))
        self._shown = found

    def set_filter(self, text: str) -> None:
        """Narrow the list to the typed words and go to the first hit; the typed name itself comes last."""
        super().set_filter(text)
        self.move_to(0)

    def fixed_lines(self, width: int) -> list[Line]:
        """The filter line, and where nothing is left the reason."""
        return [*super().fixed_lines(width), *([] if self._shown else self._nothing(width))]

    def _nothing(self, width: int) -> list[Line]:
        typed = self.filter_text.strip()
        reason = self._why_not(typed) if self._unknown else ""
        words = one_line(reason or f"nothing matches {typed!r}")
        return [[Span(line, "dim")] for line in textwrap.wrap(words, max(20, width), max_lines=4, placeholder="…")]

    @property
    def unavailable_actions(self) -> Set[str]:
        return frozenset() if self._shown else {"select"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {"select": "Choose", **({"close": "Clear"} if self.filter_text else {})}

    def draw(self, line: int, width: int) -> Line:
        choice = self._shown[line]
        about = one_line(f"current · {choice.about}".rstrip(" ·") if choice.is_current else choice.about)
        name = pad(cut_end(one_line(choice.name), self._width - 2), self._width)
        role = "" if choice in self._all else "waiting"
        return [
            Span(name, "title" if choice.is_current else role),
            Span(cut_end(about, max(0, width - self._width)), role or "dim"),
        ]

    def on_key(self, event: events.Key) -> None:
        """Pick with the first enter, which elsewhere only keeps the filter: the list is for nothing else."""
        if event.key == "enter":
            self.action_select()
            event.stop()
            event.prevent_default()


class Picker(Chooser[Choice]):
    """Answers with the choice that was picked."""

    def __init__(
        self, title: str, choices: Sequence[Choice], *, unknown: str = "", why_not: WhyNot | None = None
    ) -> None:
        self._names = Names(title, choices, unknown=unknown, why_not=why_not)
        super().__init__(self._names, max(4, len(choices)) + 1)

    @on(Rows.Selected)
    def picked(self) -> None:
        # A filter that was typed since may leave none.
        if self._names.entry_count:
            self.answer(self._names.choice)

    def action_close(self) -> None:
        if self._names.filter_text:
            self._names.set_filter("")
        else:
            self.answer(None)
