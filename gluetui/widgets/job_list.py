"""The jobs of the account, by name."""

from __future__ import annotations

from gluetui.text.safe import cut_middle, one_line
from gluetui.text.spans import Line
from gluetui.widgets.item_rows import ItemRows


class JobList(ItemRows[str]):
    """Job names in AWS's order; posts Selected when a person wants a job's runs."""

    def __init__(self) -> None:
        super().__init__("1 Jobs", id="jobs")

    def searched_text(self, item: str) -> str:
        return item

    def identify(self, item: str) -> str:
        return item

    def draw(self, line: int, width: int) -> Line:
        return self.marked(cut_middle(one_line(self.item_at(line)), width))
