"""A command, and the places in which keys of commands work."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding


class PlaceKind(StrEnum):
    """Groups places by the other places whose keys work at the same time."""

    EVERYWHERE = "everywhere"
    """The keys work beside those of every other place."""
    SCREEN = "screen"
    """The keys work beside those of the screen's other places and of its panes."""
    PANE = "pane"
    """The keys work beside those of the screen, while the pane has the focus."""
    OVER = "over"
    """The keys work on viewers and menus over the screens, in place of the keys of those."""


class Place(NamedTuple):
    """A pane, a screen or another part of the program in which the keys of commands work."""

    title: str
    """The heading of its keys in help and README."""
    kind: PlaceKind
    screen: str = ""
    """The screen that it belongs to; "" where it is on every one."""
    elsewhere: str = "It works on the panes: close what lies over them first."
    """What to say in the palette where none of its keys work."""

    def meets(self, other: Place) -> bool:
        """Whether keys of both places work at the same time."""
        kinds = {self.kind, other.kind}
        if self == other or PlaceKind.EVERYWHERE in kinds:
            return True
        is_elsewhere = self.screen and other.screen and self.screen != other.screen
        return PlaceKind.SCREEN in kinds and PlaceKind.OVER not in kinds and not is_elsewhere


PLACES = {
    "rows": Place("In every pane", PlaceKind.EVERYWHERE),
    "jobs": Place("In the jobs", PlaceKind.PANE, "browse"),
    "runs": Place("In the runs", PlaceKind.PANE, "browse"),
    "details": Place("In the details", PlaceKind.PANE, "browse"),
    "tree": Place("In the predecessors", PlaceKind.PANE, "browse"),
    "panes": Place("From pane to pane", PlaceKind.SCREEN, "browse"),
    "browse": Place("Among the panes", PlaceKind.SCREEN, "browse"),
    "log": Place("In a log", PlaceKind.OVER, elsewhere="It works in the log of a run: open one first."),
    "night": Place(
        "On the board of a night", PlaceKind.PANE, "night", "It works on the board of the night: open it first."
    ),
    "why": Place(
        "In an answer why", PlaceKind.PANE, "why", "It works in the answer why a run came: ask for one first."
    ),
    "diff": Place(
        "Where two runs are compared", PlaceKind.OVER, elsewhere="It works where two runs are compared: do that first."
    ),
    "run": Place("With a run", PlaceKind.SCREEN),
    "session": Place("On every screen", PlaceKind.SCREEN),
    "trail": Place("Through opened runs", PlaceKind.SCREEN, "browse"),
    "viewer": Place("In a text", PlaceKind.OVER, elsewhere="It works in a text over the panes, such as a run's JSON."),
    "menu": Place("In a menu", PlaceKind.OVER, elsewhere="It works in a menu, such as that of what to share."),
    "app": Place("The program", PlaceKind.EVERYWHERE),
}
"""By the name that commands give, in the order of the help screen."""


class Command(NamedTuple):
    """One thing that the user can do, by key or from the palette."""

    id: str
    """The name by which users' keymaps give it other keys."""
    place: str
    """The place in which its keys work: a name in PLACES."""
    keys: str
    """Textual's names of the keys, comma-separated; a keymap can replace them."""
    action: str
    title: str
    """Two or three words, for the line of keys."""
    help: str
    """One sentence for the help screen."""
    in_footer: bool = False
    always: bool = False
    """Whether its keys work also in menus, in the palette and while the user types."""
    while_typing: bool = False
    """Whether its keys, but those that type or edit, work also while the user types into a filter line."""
    is_kept: bool = False
    """Whether the line of keys names it however little room there is."""
    needs_run: bool = False
    """Whether it acts on the run that the screen is about."""
    is_everywhere: bool = False
    """Whether the palette leads there also where its keys are others'."""
    palette: str = ""
    """A title that stands alone, for the palette; "" where `title` does."""
    lacking: str = ""
    """What it needs, as a sentence, for the user who calls it where that is missing; "" where it says so itself."""

    def binding(self) -> Binding:
        """Textual's binding, whose id is the one by which Textual looks a keymap up."""
        return Binding(
            self.keys,
            self.action,
            self.title,
            show=self.in_footer,
            id=self.id,
            tooltip=self.help,
            priority=self.always,
        )
