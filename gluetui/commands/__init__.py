"""Every command once, as data: key line, help, palette, key bindings and README's table of keys follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from textual.binding import Binding

from gluetui.commands.keys import key_name, told_apart, typed_by


class Command(NamedTuple):
    """One thing that the user can do."""

    id: str
    """The name that users' keymaps give it, so it stays."""
    place: str
    """Where its key works: a key of PLACES."""
    keys: str
    """Textual's names of the keys, comma-separated; a keymap can replace them."""
    action: str
    title: str
    """Two or three words, for the line of keys."""
    help: str
    """One sentence for the help screen."""
    in_footer: bool = False
    always: bool = False
    """Also in a menu, in the palette and while something is typed."""

    def binding(self) -> Binding:
        """For Textual, which looks a keymap up by the id."""
        return Binding(
            self.keys,
            self.action,
            self.title,
            show=self.in_footer,
            id=self.id,
            tooltip=self.help,
            priority=self.always,
        )


PLACES = {
    "rows": "In every pane",
    "jobs": "In the jobs",
    "runs": "In the runs",
    "details": "In the details",
    "tree": "In the predecessors",
    "browse": "Anywhere",
    "viewer": "In a text",
    "menu": "In a menu",
    "app": "The program",
}
"""Title by place, in the order of the help screen."""

COMMANDS = (
    Command("rows.up", "rows", "up,k", "cursor(-1)", "Up", "One line up"),
    Command("rows.down", "rows", "down,j", "cursor(1)", "Down", "One line down"),
    Command("rows.page_up", "rows", "pageup", "page(-1)", "Page up", "One page up"),
    Command("rows.page_down", "rows", "pagedown", "page(1)", "Page down", "One page down"),
    Command("rows.first", "rows", "home,g", "first", "First", "To the first line"),
    Command("rows.last", "rows", "end,G,shift+g", "last", "Last", "To the last line that is loaded"),
    Command("rows.left", "rows", "left,h", "left", "Left", "To the pane before"),
    Command("rows.right", "rows", "right,l", "right", "Right", "To the next pane"),
    Command(
        "rows.open",
        "rows",
        "enter",
        "select",
        "Open",
        "Deeper: a job's runs, a run's fields, a predecessor, a value",
        True,
    ),
    Command(
        "rows.filter",
        "rows",
        "slash",
        "filter",
        "Filter",
        "Narrow the list to what holds what you type",
        True,
    ),
    Command(
        "jobs.failed",
        "jobs",
        "exclamation_mark",
        "toggle_failed",
        "Failed",
        "Only the jobs whose last run failed, or all again",
        True,
    ),
    Command("runs.sort", "runs", "s", "sort", "Sort", "Sort by the next column, or as AWS does again", True),
    Command("runs.reverse", "runs", "v", "reverse", "Reverse", "Sort the other way round", True),
    Command("runs.load_all", "runs", "A,shift+a", "load_all", "Load all", "Load all runs of the job; esc stops", True),
    Command("details.copy", "details", "c", "copy_field", "Copy field", "Copy the value of the field", True),
    Command(
        "details.about",
        "details",
        "i",
        "about_field",
        "About",
        "What the field means, by AWS's documentation",
        True,
    ),
    Command(
        "details.reveal",
        "details",
        "x",
        "reveal",
        "Secrets",
        "Show secrets, or hide them again; leaving the run hides them",
        True,
    ),
    Command(
        "details.absent",
        "details",
        "a",
        "toggle_absent",
        "Absent",
        "Hide or show the fields that AWS did not return",
        True,
    ),
    Command("tree.toggle", "tree", "space", "toggle_node", "Expand", "Show or hide a run's predecessors", True),
    Command("tree.expand_all", "tree", "E,shift+e", "expand_all", "All", "Expand all predecessors; esc stops", True),
    Command("tree.failed", "tree", "f", "find_failed", "Failed", "To the nearest failed run before this one", True),
    Command("tree.left", "tree", "left,h", "left", "Collapse or out", "Collapse, or go to the run that it preceded"),
    Command("tree.right", "tree", "right,l", "right", "Expand or in", "Expand, or go to the first predecessor"),
    Command(
        "browse.escape",
        "browse",
        "escape",
        "escape",
        "Escape",
        "Clear the filter, close what is open, or go back",
        True,
    ),
    Command("browse.jobs", "browse", "1", "pane('jobs')", "Jobs", "To the jobs"),
    Command("browse.runs", "browse", "2", "pane('runs')", "Runs", "To the runs of the job"),
    Command("browse.details", "browse", "3", "pane('details')", "Details", "To the fields of the run"),
    Command(
        "browse.predecessors",
        "browse",
        "4",
        "pane('predecessors')",
        "Predecessors",
        "To the runs that led to the run",
    ),
    Command("browse.next", "browse", "tab", "next_pane(1)", "Next pane", "To the next pane"),
    Command("browse.previous", "browse", "shift+tab", "next_pane(-1)", "Previous pane", "To the pane before"),
    Command(
        "browse.copy",
        "browse",
        "y",
        "copy_run",
        "Copy",
        "Copy the run's JSON as `aws glue get-job-run` prints it",
        True,
    ),
    Command("browse.copy_raw", "browse", "Y,shift+y", "copy_raw", "Copy raw", "Copy the run's JSON with its secrets"),
    Command(
        "browse.share",
        "browse",
        "C,shift+c",
        "share",
        "Share",
        "Copy the id, error, command, link, logs, a note…",
        True,
    ),
    Command(
        "browse.open",
        "browse",
        "o",
        "open_console",
        "Console",
        "The run in the AWS console, or its link copied",
    ),
    Command(
        "browse.save",
        "browse",
        "S,shift+s",
        "save",
        "Save",
        "Save the run, or in the tree its chain, to a file",
        True,
    ),
    Command("browse.save_raw", "browse", "ctrl+s", "save_raw", "Save raw", "Save as S does, with the secrets"),
    Command("browse.file", "browse", "F,shift+f", "copy_to_file", "To a file", "Write what was copied last to a file"),
    Command("browse.json", "browse", "J,shift+j", "show_json", "JSON", "The run's JSON over the full screen", True),
    Command("browse.profile", "browse", "P,shift+p", "profile", "Profile", "Another profile, or back to one", True),
    Command("browse.region", "browse", "R,shift+r", "region", "Region", "This profile in another Region", True),
    Command(
        "browse.sign_in",
        "browse",
        "I,shift+i",
        "sign_in",
        "Sign in",
        "Run the command that signs this profile in",
    ),
    Command("browse.utc", "browse", "u", "toggle_utc", "UTC", "Times in UTC, or in this machine's zone"),
    Command("browse.error", "browse", "e", "show_error", "Error", "All that was said of what went wrong"),
    Command(
        "browse.refresh",
        "browse",
        "r",
        "refresh_pane",
        "Refresh",
        "Ask AWS again for what can have changed",
        True,
    ),
    Command(
        "browse.back",
        "browse",
        "left_square_bracket",
        "step(-1)",
        "Back",
        "To the run that was opened before",
        True,
    ),
    Command(
        "browse.forward",
        "browse",
        "right_square_bracket",
        "step(1)",
        "Forward",
        "Forward again through the runs that were opened",
        True,
    ),
    Command("viewer.next", "viewer", "n", "screen.match(1)", "Next", "To the next match", True),
    Command("viewer.previous", "viewer", "N,shift+n", "screen.match(-1)", "Previous", "To the match before", True),
    Command("viewer.copy", "viewer", "y,c", "copy", "Copy text", "Copy the whole text", True),
    Command("viewer.close", "viewer", "escape", "close", "Close", "Drop the search, or close", True),
    Command("viewer.leave", "viewer", "q", "leave", "Close", "Close at once", True),
    Command("menu.close", "menu", "escape", "close", "Close", "Drop the filter, or close", True),
    Command("menu.leave", "menu", "q", "leave", "Close", "Close at once", True),
    Command("app.help", "app", "question_mark,f1", "help", "Help", "The keys in force", True),
    Command("app.palette", "app", "ctrl+p", "command_palette", "Palette", "Every command by name"),
    Command("app.suspend", "app", "ctrl+z", "suspend", "Suspend", "To the shell; its `fg` comes back", always=True),
    Command("app.quit", "app", "q", "quit", "Quit", "Quit; what lies over the panes is closed instead", True),
    Command("app.leave", "app", "ctrl+c,ctrl+q", "quit", "Quit", "Quit, whatever is open", True, always=True),
)

BY_ID = {command.id: command for command in COMMANDS}


def bindings(place: str) -> list[Binding]:
    """The bindings of one place, for a BINDINGS class variable."""
    return [command.binding() for command in COMMANDS if command.place == place]


def keys_in_force(command: Command, keymap: Mapping[str, str]) -> str:
    """A command's keys, comma-separated: the user's keymap goes before its own."""
    return keymap.get(command.id) or command.keys


Takes = Callable[[str, str | None], bool]
"""Whether a key, which types a character, is text and no command: Textual's `check_consume_key`."""


def key_to_press(command: Command, keymap: Mapping[str, str], takes: Takes) -> str:
    """The first of a command's keys that is not taken as text, by Textual's name; "" if all are."""
    keys = told_apart(keys_in_force(command, keymap))
    return next((key for key in keys if not takes(key, typed_by(key))), "")


def first_key(command_id: str, keymap: Mapping[str, str], takes: Takes = lambda key, character: False) -> str:
    """The key to name in a sentence, as help and README write it."""
    return key_name(key_to_press(BY_ID[command_id], keymap, takes))
