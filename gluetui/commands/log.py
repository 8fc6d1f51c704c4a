"""The commands on the log of a run."""

from __future__ import annotations

from gluetui.commands.command import Command

_NO_SEARCH = "No match to go to: search first."
_NO_RECORD = "No record is loaded yet."


def _command(
    name: str,
    keys: str,
    action: str,
    title: str,
    help_text: str,
    *,
    palette: str,
    lacking: str = "",
    shown: bool = False,
) -> Command:
    return Command(
        f"log.{name}",
        "log",
        keys,
        action,
        title,
        help_text,
        in_footer=shown,
        palette=f"Log: {palette}",
        lacking=lacking,
    )


LOG = (
    _command(
        "next_error",
        "e",
        "next_error(1)",
        "Error",
        "To the next error, the best evidence of a failure first",
        palette="next error",
        lacking=_NO_RECORD,
        shown=True,
    ),
    _command(
        "previous_error",
        "E,shift+e",
        "next_error(-1)",
        "Error before",
        "To the error before, in the order of evidence",
        palette="error before",
        lacking=_NO_RECORD,
    ),
    _command(
        "next", "n", "match(1)", "Next", "To the next match", palette="next match", lacking=_NO_SEARCH, shown=True
    ),
    _command(
        "previous",
        "N,shift+n",
        "match(-1)",
        "Previous",
        "To the match before",
        palette="match before",
        lacking=_NO_SEARCH,
    ),
    _command(
        "only",
        "ampersand",
        "only",
        "Only matches",
        "Only matches and what surrounds them, the rest, or all",
        palette="only what matches, only the rest, all",
        lacking="Search first: then only what matches can be shown.",
    ),
    _command(
        "regex",
        "alt+r",
        "regex",
        "Expression",
        "Search for an expression, or the text as it stands",
        palette="search for a regular expression, or a text",
    )._replace(while_typing=True),
    _command(
        "noise",
        "z",
        "noise",
        "Noise",
        "Less of Spark and Glue: no chatter, script and errors, all",
        palette="less noise, or all again",
        shown=True,
    ),
    _command(
        "source", "tab", "source(1)", "Source", "The next source alone, or all", palette="next source", shown=True
    ),
    _command("source_before", "shift+tab", "source(-1)", "Source before", "The source before", palette="source before"),
    _command(
        "pick_source",
        "number_sign",
        "screen.pick_source",
        "Sources",
        "Choose a source, executors too",
        palette="choose a source",
    ),
    _command(
        "answers",
        "i",
        "screen.answers",
        "Asked",
        "Which log groups and streams were asked, and what each said",
        palette="which groups and streams were asked",
    ),
    _command(
        "wrap", "w", "wrap", "Wrap", "Break long lines, or scroll sideways", palette="wrap or not", lacking=_NO_RECORD
    ),
    _command(
        "times",
        "t",
        "times",
        "Times",
        "Clock, time since the start, since the record before, none",
        palette="another time column",
    ),
    _command(
        "follow",
        "f",
        "screen.follow",
        "Follow",
        "Show what comes while the run goes on, or stop that",
        palette="follow, or stop",
        shown=True,
    ),
    _command(
        "load_all",
        "A,shift+a",
        "screen.load_all",
        "Load all",
        "Load the whole log; esc stops",
        palette="load all",
        shown=True,
    ),
    _command(
        "copy",
        "c",
        "copy_record",
        "Copy record",
        "Copy the record, or the range",
        palette="copy the record or the range",
        lacking=_NO_RECORD,
        shown=True,
    ),
    _command(
        "copy_all",
        "y",
        "screen.copy_loaded",
        "Copy all",
        "Copy all that is loaded of the log",
        palette="copy all that is loaded",
        lacking=_NO_RECORD,
    ),
    _command(
        "range",
        "space",
        "range",
        "Range",
        "Begin a range of records here, or drop it",
        palette="begin or drop a range",
        lacking=_NO_RECORD,
    ),
    _command(
        "save",
        "S,shift+s",
        "screen.save_log(True)",
        "Save log",
        "Save the whole log, a file a stream; esc stops",
        palette="save the whole log",
        shown=True,
    ),
    _command(
        "save_raw",
        "ctrl+s",
        "screen.save_log(False)",
        "Save log raw",
        "Save as S does, with the secrets",
        palette="save the whole log with secrets",
    ),
    _command(
        "close",
        "escape",
        "screen.close",
        "Close",
        "Drop the search, stop what is under way, close",
        palette="drop the search, stop, or close",
        shown=True,
    )._replace(while_typing=True, is_kept=True),
    _command("leave", "q", "screen.leave", "Close", "Close at once", palette="close"),
)
