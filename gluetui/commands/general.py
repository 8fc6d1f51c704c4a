"""The commands of every list, of every session, of viewers and menus, and of the program."""

from __future__ import annotations

from gluetui.commands.command import Command

ROWS = (
    Command("rows.up", "rows", "up,k", "cursor(-1)", "Up", "One line up", while_typing=True, palette="One line up"),
    Command(
        "rows.down", "rows", "down,j", "cursor(1)", "Down", "One line down", while_typing=True, palette="One line down"
    ),
    Command("rows.page_up", "rows", "pageup,ctrl+b", "page(-1)", "Page up", "One page up", while_typing=True),
    Command("rows.page_down", "rows", "pagedown,ctrl+f", "page(1)", "Page down", "One page down", while_typing=True),
    Command("rows.half_up", "rows", "ctrl+u", "half_page(-1)", "Half up", "Half a page up", palette="Half a page up"),
    Command(
        "rows.half_down", "rows", "ctrl+d", "half_page(1)", "Half down", "Half a page down", palette="Half a page down"
    ),
    Command("rows.first", "rows", "home,g", "first", "First", "To the first line", palette="First line"),
    Command(
        "rows.last", "rows", "end,G,shift+g", "last", "Last", "To the last line that is loaded", palette="Last line"
    ),
    Command("rows.left", "rows", "left,h", "left", "Left", "To the pane before", palette="Pane before"),
    Command("rows.right", "rows", "right,l", "right", "Right", "To the next pane", palette="Pane after"),
    Command(
        "rows.open",
        "rows",
        "enter",
        "select",
        "Open",
        "Deeper: a job's runs, a run's fields, a predecessor, a value",
        in_footer=True,
        while_typing=True,
        palette="Open what is under the cursor",
        lacking="There is nothing to open here.",
    ),
    Command(
        "rows.filter",
        "rows",
        "slash",
        "filter",
        "Filter",
        "Narrow the list to what holds what you type",
        in_footer=True,
        palette="Filter this pane",
    ),
)

SESSION = (
    Command(
        "browse.file",
        "session",
        "F,shift+f",
        "app.copy_to_file",
        "To a file",
        "Write what was copied last to a file",
        palette="Write what was copied to a file",
    ),
    Command(
        "browse.night",
        "session",
        "N,shift+n",
        "night",
        "Night",
        "All jobs of the last 24 hours, what failed first",
        in_footer=True,
        palette="Night: all jobs, what failed first",
        is_everywhere=True,
    ),
    Command(
        "browse.profile",
        "session",
        "P,shift+p",
        "switch('profile')",
        "Profile",
        "Another profile, or back to one",
        in_footer=True,
        palette="Another profile",
    ),
    Command(
        "browse.region",
        "session",
        "R,shift+r",
        "switch('region')",
        "Region",
        "This profile in another Region",
        in_footer=True,
        palette="Another Region",
    ),
    Command(
        "browse.sign_in",
        "session",
        "I,shift+i",
        "switch('sign-in')",
        "Sign in",
        "Run the command that signs this profile in",
    ),
    Command(
        "browse.utc",
        "session",
        "u",
        "toggle_utc",
        "UTC",
        "Times in UTC, or in this machine's zone",
        palette="Times: UTC or local",
    ),
    Command(
        "browse.error",
        "session",
        "e",
        "show_error",
        "Error",
        "All that was said of what went wrong",
        palette="What went wrong, in full",
    ),
    Command(
        "browse.refresh",
        "session",
        "r",
        "refresh",
        "Refresh",
        "Ask again for what can have changed",
        in_footer=True,
        palette="Refresh this pane",
    ),
)

OVER = (
    Command(
        "viewer.next",
        "viewer",
        "n",
        "screen.match(1)",
        "Next",
        "To the next match",
        in_footer=True,
        palette="Text: next match",
        lacking="No match to go to: search first.",
    ),
    Command(
        "viewer.previous",
        "viewer",
        "N,shift+n",
        "screen.match(-1)",
        "Previous",
        "To the match before",
        in_footer=True,
        palette="Text: match before",
        lacking="No match to go to: search first.",
    ),
    Command(
        "viewer.copy",
        "viewer",
        "y,c",
        "copy",
        "Copy text",
        "Copy the whole text",
        in_footer=True,
        palette="Text: copy all",
    ),
    Command(
        "viewer.close",
        "viewer",
        "escape",
        "close",
        "Close",
        "Drop the search, or close",
        in_footer=True,
        while_typing=True,
        is_kept=True,
        palette="Text: drop the search, or close",
    ),
    Command("viewer.leave", "viewer", "q", "leave", "Close", "Close at once", in_footer=True, palette="Text: close"),
    Command(
        "menu.close",
        "menu",
        "escape",
        "close",
        "Close",
        "Drop the filter, or close",
        in_footer=True,
        while_typing=True,
        is_kept=True,
        palette="Menu: drop the filter, or close",
    ),
    Command("menu.leave", "menu", "q", "leave", "Close", "Close at once", in_footer=True, palette="Menu: close"),
)

PROGRAM = (
    Command(
        "app.help", "app", "question_mark,f1", "help", "Help", "The keys in force", in_footer=True, while_typing=True
    ),
    Command("app.palette", "app", "ctrl+p", "command_palette", "Palette", "Every command by name"),
    Command("app.suspend", "app", "ctrl+z", "suspend", "Suspend", "To the shell; its `fg` comes back", always=True),
    Command("app.quit", "app", "q", "quit", "Quit", "Quit; what lies over the panes is closed instead", in_footer=True),
    Command(
        "app.leave",
        "app",
        "ctrl+c,ctrl+q",
        "quit",
        "Quit",
        "Quit, whatever is open",
        in_footer=True,
        always=True,
        palette="Quit anywhere",
    ),
)
