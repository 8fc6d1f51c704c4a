"""A line that the user types: its text and its caret, the keys that edit it, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len

from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end, cut_start, graphemes, one_line

CARET = "▏"

_MOST_CHARACTERS_A_CELL = 5
"""Characters that can stand in one cell: one, and the marks that `one_line` keeps on it."""


class TextLine(NamedTuple):
    """A text with a caret in it, which goes by characters as they are seen: with the marks that stand on them."""

    before: str = ""
    after: str = ""
    """The text behind the caret."""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.before + self.after

    def edited(self, key: str, character: str | None) -> TextLine | None:
        """The line after a key, by Textual's name, that edits it or moves its caret; None for any other key."""
        if key in EDIT_KEYS:
            return EDIT_KEYS[key](self)
        return self.typed(character) if character is not None and character.isprintable() else None

    def typed(self, text: str) -> TextLine:
        """The line with a text put in at the caret."""
        return TextLine(self.before + text, self.after)

    def pasted(self, text: str) -> TextLine:
        """The line with a text of any lines put in: line ends and tabs become blanks, those around it nothing."""
        return self.typed(" ".join(text.strip("\r\n").splitlines()).replace("\t", " "))

    def spans(self, width: int, *, has_caret: bool) -> Line:
        """The part around the caret that fits into so many cells, without the caret from the start; all made safe."""
        most = _MOST_CHARACTERS_A_CELL * max(width, 0)
        if not has_caret:
            return [Span(cut_end(one_line(self.text[: most + 1]), width))]
        before, after = one_line(self.before[-most - 1 :]), one_line(self.after[: most + 1])
        room = width - cell_len(CARET)
        behind = min(cell_len(after), max(room // 3, room - cell_len(before)))
        return [Span(cut_start(before, room - behind)), Span(CARET, "key"), Span(cut_end(after, behind))]


def _back(line: TextLine) -> TextLine:
    return _split(line, len(line.before) - len("".join(graphemes(line.before)[-1:])))


def _on(line: TextLine) -> TextLine:
    return _split(line, len(line.before) + len("".join(graphemes(line.after)[:1])))


def _word_back(line: TextLine) -> TextLine:
    """To the start of the word before the caret, or of the one that it stands in."""
    return _split(line, len("".join(_without_last(graphemes(line.before), _is_of_word))))


def _word_on(line: TextLine) -> TextLine:
    left = _without_last(graphemes(line.after)[::-1], _is_of_word)
    return _split(line, len(line.text) - len("".join(left)))


def _blank_back(line: TextLine) -> TextLine:
    """To the start of what stands between blanks before the caret."""
    return _split(line, len("".join(_without_last(graphemes(line.before), lambda each: not each.isspace()))))


def _start(line: TextLine) -> TextLine:
    return _split(line, 0)


def _end(line: TextLine) -> TextLine:
    return _split(line, len(line.text))


def _split(line: TextLine, caret: int) -> TextLine:
    return TextLine(line.text[:caret], line.text[caret:])


def _without_last(characters: list[str], belongs: Callable[[str], bool]) -> list[str]:
    """Characters without the last of those that belong together, and without what follows them."""
    end = len(characters)
    for wanted in (False, True):
        while end and belongs(characters[end - 1]) is wanted:
            end -= 1
    return characters[:end]


def _is_of_word(character: str) -> bool:
    return character[0].isalnum() or character[0] == "_"


def _deleting(move: Callable[[TextLine], TextLine]) -> Callable[[TextLine], TextLine]:
    """Deletes all between the caret and the place to which a move takes it."""

    def deleted(line: TextLine) -> TextLine:
        moved = move(line)
        kept = min(len(moved.before), len(line.before)), max(len(moved.before), len(line.before))
        return TextLine(line.text[: kept[0]], line.text[kept[1] :])

    return deleted


class Edit(NamedTuple):
    """What keys do to the line."""

    keys: str
    """Textual's names, comma-separated, the usual ones first."""
    help: str
    """One sentence for the help screen."""
    edit: Callable[[TextLine], TextLine]


EDITS = (
    Edit("left,ctrl+b", "One character back", _back),
    Edit("right,ctrl+f", "One character on", _on),
    Edit("ctrl+left,alt+left,alt+b", "One word back", _word_back),
    Edit("ctrl+right,alt+right,alt+f", "One word on", _word_on),
    Edit("home,ctrl+a", "To the start", _start),
    Edit("end,ctrl+e", "To the end", _end),
    Edit("backspace,ctrl+h", "Delete the character before the caret", _deleting(_back)),
    Edit("delete,ctrl+d", "Delete the character at the caret", _deleting(_on)),
    Edit("ctrl+w", "Delete back to a blank", _deleting(_blank_back)),
    Edit("alt+backspace,ctrl+backspace", "Delete a word back", _deleting(_word_back)),
    Edit("alt+d,alt+delete,ctrl+delete", "Delete a word on", _deleting(_word_on)),
    Edit("ctrl+u", "Delete to the start", _deleting(_start)),
    Edit("ctrl+k", "Delete to the end", _deleting(_end)),
)
"""All keys that edit a line or move its caret; every other key that types is put in."""

EDIT_KEYS = {key: each.edit for each in EDITS for key in each.keys.split(",")}

MOST_USED_EDITS = ("left", "right", "ctrl+w", "ctrl+u")
"""The keys of edits for which the line of keys has room."""
