"""Why an answer could not be had, in a word, and what stands for a name that AWS did not return."""

from __future__ import annotations

from gluetui.glue.errors.error import GlueError, Kind

JOB_NOT_RETURNED = "(job not returned)"
"""In place of the job's name in an entry of PredecessorRuns that has none."""

_WORDS = {
    Kind.DENIED: "denied",
    Kind.GONE: "gone",
    Kind.THROTTLED: "throttled",
    Kind.NETWORK: "unreachable",
    Kind.BAD_ANSWER: "unreadable",
}


def no_answer_word(error: GlueError) -> str:
    """Of at most eleven cells, for a column; "no answer" where the kind of the error tells no more."""
    return _WORDS.get(error.kind, "no answer")
