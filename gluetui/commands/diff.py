"""The commands of two runs that are compared."""

from __future__ import annotations

from gluetui.commands.command import Command

_NOTHING = "There is nothing to compare yet."

DIFF = (
    Command(
        "diff.next",
        "diff",
        "n",
        "go_to_difference(1)",
        "Next",
        "To the next difference",
        in_footer=True,
        palette="Comparison: next difference",
        lacking=_NOTHING,
    ),
    Command(
        "diff.previous",
        "diff",
        "N,shift+n",
        "go_to_difference(-1)",
        "Previous",
        "To the difference before",
        palette="Comparison: difference before",
        lacking=_NOTHING,
    ),
    Command(
        "diff.equal",
        "diff",
        "a",
        "toggle_equal",
        "Show equal",
        "Show or hide what is equal",
        in_footer=True,
        palette="Comparison: show or hide what is equal",
        lacking=_NOTHING,
    ),
    Command(
        "diff.partner",
        "diff",
        "p",
        "screen.pick_partner",
        "Other run",
        "Compare with another run of the job",
        in_footer=True,
        palette="Comparison: with another run",
    ),
    Command(
        "diff.json",
        "diff",
        "J,shift+j",
        "screen.show_differences",
        "JSON",
        "The differences as JSON over the full screen",
        in_footer=True,
        palette="Comparison: show as JSON",
        lacking=_NOTHING,
    ),
    Command(
        "diff.copy",
        "diff",
        "y",
        "screen.copy_note",
        "Copy",
        "Copy the differences as Markdown",
        in_footer=True,
        palette="Comparison: copy as Markdown",
        lacking=_NOTHING,
    ),
    Command(
        "diff.escape",
        "diff",
        "escape",
        "screen.close",
        "Close",
        "Clear the filter, stop the search, close",
        in_footer=True,
        while_typing=True,
        is_kept=True,
        palette="Comparison: clear the filter, stop, or close",
    ),
    Command("diff.leave", "diff", "q", "screen.leave", "Close", "Close at once", palette="Comparison: close"),
)
