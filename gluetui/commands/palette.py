"""What the palette calls a command, where the pane that it is about is not there to tell."""

from __future__ import annotations

from gluetui.commands import Command

_TITLES = {
    "rows.up": "One line up",
    "rows.down": "One line down",
    "rows.first": "First line",
    "rows.last": "Last line",
    "rows.left": "Pane before",
    "rows.right": "Pane after",
    "rows.open": "Open what is under the cursor",
    "rows.filter": "Filter this pane",
    "jobs.failed": "Jobs: only those that failed, or all",
    "runs.sort": "Runs: sort by the next column",
    "runs.reverse": "Runs: reverse the order",
    "runs.load_all": "Runs: load all",
    "details.copy": "Details: copy the field",
    "details.about": "Details: what the field means",
    "details.reveal": "Details: show or hide secrets",
    "details.absent": "Details: show or hide absent fields",
    "tree.toggle": "Predecessors: expand or collapse",
    "tree.expand_all": "Predecessors: expand all",
    "tree.failed": "Predecessors: nearest failed run",
    "tree.left": "Predecessors: collapse or go out",
    "tree.right": "Predecessors: expand or go in",
    "browse.escape": "Clear the filter, or go back",
    "browse.jobs": "Go to the jobs",
    "browse.runs": "Go to the runs",
    "browse.details": "Go to the details",
    "browse.predecessors": "Go to the predecessors",
    "browse.copy": "Run: copy as JSON",
    "browse.copy_raw": "Run: copy as JSON with secrets",
    "browse.share": "Run: share",
    "browse.open": "Run: open in the AWS console",
    "browse.save": "Run: save to a file",
    "browse.save_raw": "Run: save to a file with secrets",
    "browse.file": "Write what was copied to a file",
    "browse.json": "Run: show the JSON",
    "browse.profile": "Another profile",
    "browse.region": "Another Region",
    "browse.utc": "Times: UTC or local",
    "browse.error": "What went wrong, in full",
    "browse.refresh": "Refresh this pane",
    "browse.back": "Run: back to the one before",
    "browse.forward": "Run: forward again",
    "viewer.next": "Text: next match",
    "viewer.previous": "Text: match before",
    "viewer.copy": "Text: copy all",
    "viewer.close": "Text: drop the search, or close",
    "viewer.leave": "Text: close",
    "app.leave": "Quit anywhere",
}
"""By id; the others' own titles say enough."""


def palette_title(command: Command) -> str:
    """A title that stands alone."""
    return _TITLES.get(command.id, command.title)
