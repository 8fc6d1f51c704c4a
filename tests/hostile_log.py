"""A log that acts on a terminal, lies about its times and keeps no form: nothing of it may harm the user or be lost."""

from __future__ import annotations

from gluetui.glue.logs.event import Event

START = 1_795_000_000_000
"""Milliseconds since the epoch at which the log begins."""

MESSAGES = {
    "NUL": "before\x00after\n",
    "escapes that clear, move and colour": "\x1b[2J\x1b[1;1H\x1b[31mred\x1b[0m\n",
    "an escape without its end": "\x1b[38;5;",
    "a title": "\x1b]0;a new title\x07\n",
    "OSC 52, which sets the clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07\n",
    "a link of OSC 8": "\x1b]8;;https://example.com/\x1b\\harmless\x1b]8;;\x1b\\\n",
    "C1 controls": "\x9b2J\x90q\x9c\x85next\n",
    "a query that the terminal answers": "\x1b[c\x1b[6n\x05\n",
    "bidi marks that turn the line around": "user \u202etxt.exe\u202c \u2066hidden\u2069 end\n",
    "characters without a width": "pass\u200bword\ufeff \u00ad\u2060\n",
    "lone surrogates": "\ud800 and \udfff\n",
    "marks that are piled up": "Z" + "\u0301" * 400 + "\n",
    "wide and joined characters": "👩‍👩‍👧‍👦 漢字 🇩🇪\n",
    "a bar of progress by carriage returns": "".join(f"\r[{'#' * n:<50}] {2 * n} %" for n in range(51)) + "\n",
    "other ends of lines": "a\u2028b\u2029c\x0bd\x0ce\x1cf\r\ng\n",
    "backspaces over a word": "password\b\b\b\b\b\b\b\bharmless\n",
    "markup": "[red]not red[/red] [/] [@click=app.quit]quit[/]\n",
    "tabs and blanks alone": "\t \t\n",
    "a line end alone": "\n",
    "nothing": "",
    "a head without a message": "2026-08-19 12:57:31,333 ERROR [main] x.Y (Z.scala:1): \n",
    "the line end of the record before": "\n2026-08-19 12:57:31,334 WARN [main] x.Y (Z.scala:1): follows\n",
    "a head that is cut": "2026-08-19 12:57:3",
    "and its rest": "1,335 INFO [main] x.Y (Z.scala:1): joined\n",
    "an analysis that is cut": '[Glue Exception Analysis] {"Event": "GlueETLJobExceptionEvent", "Failure Reason": "Tr',
    "JSON nested too deeply": "[" * 5000 + "\n",
    "a time that is none": "2026-99-99 99:99:99,999 ERROR [main] x.Y (Z.scala:1): when?\n",
    "a trace without an end": "Traceback (most recent call last):\n" + '  File "x.py", line 1, in f\n' * 300,
}
"""Each kind of message by what is wrong with it."""

ONE_MEGABYTE = "one line " * 116_505
"""A message as large as AWS takes one, without a line end."""


def hostile_log() -> list[Event]:
    """Every message, then 1 MB in one event, events of one millisecond, and a clock that runs backwards."""
    events = [Event(START + number, message, START + number + 900) for number, message in enumerate(MESSAGES.values())]
    events.append(Event(START + 1000, ONE_MEGABYTE, START + 1900))
    events += [Event(START + 2000, f"the same millisecond, {number}\n") for number in range(50)]
    events += [Event(START + 3000 - 100 * number, f"backwards, {number}\n") for number in range(30)]
    late = [Event(START + 5, "late: it came after all others\n", START + 900_000), Event(0, "of 1970\n")]
    return events + late
