"""The help screen: every key in force, and the meaning of the signs and the columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from gluetui.commands import BY_ID, COMMANDS, PLACES, Command, bindings, key_to_press, keys_in_force
from gluetui.commands.command import PlaceKind
from gluetui.commands.keys import key_names
from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT
from gluetui.glue.run.folding import folded
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, pad
from gluetui.text.states import known_looks
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.paging import ViewPaging
from gluetui.widgets.rows import Rows
from gluetui.widgets.text_line import EDITS


class Explained(NamedTuple):
    """A sign, or a column by its name, and its meaning in a plain sentence."""

    sign: str
    meaning: str


def signs() -> list[Explained]:
    """The signs of the states, and the other signs of rows."""
    return [*(Explained(f"{look.glyph} {look.word}", look.meaning) for look in known_looks()), *_OTHER_SIGNS]


_OTHER_SIGNS = (
    Explained("?", "AWS did not return a state, or one that gluetui does not know."),
    Explained("▸ ▾", "What led to the run is not shown; it is shown below."),
    Explained("╰", "A chain: the only predecessor stands straight below its run."),
    Explained("⤴", "The run is opened at another place of the tree."),
)

COLUMNS = (
    Explained(f"last {LAST_RUNS_COUNT}", "The states of a job's last runs, the newest at the right."),
    Explained("took", "How long the run took, or has taken until now."),
    Explained("2.3×", "So many times the job's usual duration, the median of its runs loaded."),
    Explained("DPU-hours", "What the run used; AWS bills by it."),
    Explained("try", "The attempt, blank for the first: 1 is the first retry."),
    Explained("waited", "From the end of the last predecessor to the start of the run."),
)


def while_typing(width: int) -> list[Explained]:
    """The keys that edit a filter, of each kind as many as fit into so many cells; the usual ones come first."""
    return [Explained(_as_many_as_fit(each.keys, width), each.help) for each in EDITS]


def _as_many_as_fit(keys: str, width: int) -> str:
    names = key_names(keys).split()
    fitting = (" ".join(names[:count]) for count in range(len(names), 1, -1))
    return next((shown for shown in fitting if len(shown) <= width), names[0])


MOUSE = (
    Explained(
        "click", "On a column's name: sorts the runs by it, again: the other way round. On ▸ or ▾: opens, closes."
    ),
    Explained("drag", "Selects nothing here: hold shift, or option, and the terminal selects."),
)

_MEANING_WIDTH = 60
"""Cells of a line of a meaning: it fits the narrowest screen."""

_WIDEST_KEYS = 30
"""Cells of the column of keys at most, however many keys the user's keymap gives a command."""


class Here(NamedTuple):
    """Where help was asked for."""

    commands: Sequence[Command] = ()
    """The commands whose keys work there, those of the nearest place first."""
    is_typing: bool = False
    """Whether a filter is being typed."""


def in_force(screen: Screen[Any]) -> Here:
    """What the keys do on a screen, as its focus is now."""
    focused, keymap = screen.focused, dict(screen.app._keymap)
    takes = focused.check_consume_key if focused is not None else lambda key, character: False
    bound = dict.fromkeys(each.binding.id for each in screen.active_bindings.values())
    commands = [BY_ID[name] for name in bound if name in BY_ID and key_to_press(BY_ID[name], keymap, takes)]
    is_typing = isinstance(focused, Rows) and focused.is_filtering
    return Here(sorted(commands, key=_distance), is_typing)


def _distance(command: Command) -> int:
    """The keys of the pane or of what lies over the panes come first, those of every list next."""
    is_own = PLACES[command.place].kind in (PlaceKind.PANE, PlaceKind.OVER)
    return 0 if is_own else 1 if command.place == "rows" else 2


class HelpRows(Rows):
    """The commands, those in force first and then place by place, and a legend; `/` narrows it like every list."""

    paging = ViewPaging()

    def __init__(self, keymap: dict[str, str], here: Here | None = None) -> None:
        """`keymap` gives keys that replace those of a command, by its id; `here` is where help was asked for."""
        super().__init__("Keys", id="keys")
        self._here = here or Here()
        self._keymap = keymap
        self._width = min(_WIDEST_KEYS, 1 + max(len(self._keys(command)) for command in COMMANDS))
        self.apply_filter()

    def apply_filter(self) -> None:
        wanted = folded(self.filter_text)
        self._lines: list[Explained | str] = []
        for title, explained in self._sections():
            found = [each for each in explained if wanted in folded(f"{each.sign} {each.meaning}")]
            if found:
                self._lines += [*([""] if self._lines else []), title, *chain.from_iterable(map(_lines, found))]
        self._entries = [line for line, shown in enumerate(self._lines) if isinstance(shown, Explained)]

    def _sections(self) -> Iterator[tuple[str, list[Explained]]]:
        """Titles, each with what it is about: the keys in force, those of other places, the mouse, the signs."""
        in_force = set(self._here.commands)
        typing = "While a filter is typed", while_typing(self._width - 1)
        if self._here.is_typing:
            yield typing
        for name in dict.fromkeys(command.place for command in self._here.commands):
            yield PLACES[name].title, self._explained(name, in_force)
        others = set(COMMANDS) - in_force
        for name, place in PLACES.items():
            if own := self._explained(name, others):
                is_second = any(command.place == name for command in in_force)
                yield f"{place.title}, but not here" if is_second else place.title, own
        if not self._here.is_typing:
            yield typing
        yield from (("Mouse", list(MOUSE)), ("Signs", signs()), ("Columns", list(COLUMNS)))

    def _explained(self, place: str, commands: Set[Command]) -> list[Explained]:
        own = [command for command in COMMANDS if command.place == place and command in commands]
        return [Explained(self._keys(command), command.help) for command in own]

    def _keys(self, command: Command) -> str:
        return key_names(keys_in_force(command, self._keymap))

    @property
    def entry_count(self) -> int:
        return len(self._entries)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    @property
    def count_text(self) -> str:
        return f"{self.cursor + 1} of {len(self._entries)}" if self._entries else "nothing matches"

    def entry_at(self, line: int) -> int:
        entry = bisect_left(self._entries, line)
        return entry if entry < len(self._entries) and self._entries[entry] == line else -1

    def lines_of(self, entry: int) -> range:
        return range(self._entries[entry], self._entries[entry] + 1)

    def cursor_moved(self) -> None:
        self.measure()

    def draw(self, line: int, width: int) -> Line:
        shown = self._lines[line]
        if isinstance(shown, str):
            return [Span(shown, "title")]
        return [Span(pad(shown.sign, self._width), "key"), Span(cut_end(shown.meaning, width - self._width))]

    @property
    def unavailable_actions(self) -> Set[str]:
        """There is nothing to open in a list of keys."""
        return super().unavailable_actions if self.is_filtering else super().unavailable_actions | {"select"}


class Help(ModalScreen[None]):
    """The keys and the legend over the full screen; the key that opened it closes it too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("menu"),
        replace(BY_ID["app.help"].binding(), action="close", show=False),
    ]

    def __init__(self, here: Here | None = None) -> None:
        """`here` is where help was asked for: its keys come first."""
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        yield HelpRows(dict(self.app._keymap), self._here)
        yield KeyLine()

    def action_close(self) -> None:
        rows = self.query_one(HelpRows)
        if not rows.close_filter():
            self.action_leave()

    def action_leave(self) -> None:
        if self.is_active:  # Textual's `dismiss` takes whatever screen is on top then.
            self.dismiss()


def _lines(explained: Explained) -> list[Explained]:
    """As many lines as the meaning takes."""
    first, *more = wrapped(explained.meaning, _MEANING_WIDTH)
    return [Explained(explained.sign, first), *(Explained("", line) for line in more)]
