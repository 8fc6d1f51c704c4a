"""The predecessors as time bars in place of columns: which part of the time is drawn, what is kept between looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import datetime, timedelta

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.listing.last_runs import UsualDurations
from gluetui.glue.run.run import RunKey
from gluetui.text.critical_path import numbers, sentence
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, one_line
from gluetui.text.timeline import whole_axis
from gluetui.text.timeline_rows import Columns, TimelineRows, columns, widest
from gluetui.text.times import Clock

MOST_ZOOMS = 20
LEAST_SPAN = timedelta(seconds=10)
"""The shortest time that is drawn over the whole width."""

SENTENCE_LINES = 2
SENTENCE_FROM = 8
"""Rows of the pane from which on the sentence stands below its runs."""

NO_ZOOM = "The axis goes no further that way."
_ZOOMS = ("zoom(1)", "zoom(-1)", "zoom(0)")


class TreeTimeline:
    """Works the critical path out once for all answers of a burst, and each run's numbers when it is first seen."""

    def __init__(self, clock: Clock, usual: UsualDurations, key_of: Callable[[str], str]) -> None:
        self._clock = clock
        self._usual = usual
        self._key_of = key_of
        self.is_shown = False
        self._lineage: Lineage | None = None
        self._rows: list[LineageRow] = []
        self._widest = 0
        self._made: tuple[CriticalPath, int] | None = None
        """The path, and after how many answers it was worked out."""
        self._numbers: dict[tuple[RunKey, float | None], Mapping[str, str]] = {}
        self._lines: dict[tuple[int, int, float | None], Line] = {}
        """Drawn rows, by node, width and usual duration."""
        self._sentence: tuple[tuple[float | None, ...], str] | None = None
        """The sentence, and the usual durations that it tells of."""
        self._kept: TimelineRows | None = None
        """What draws the path over the part of its time that was chosen last."""
        self._zooms = 0
        self._around: datetime | None = None
        """The moment that stays in its place as the axis is zoomed."""

    # What is drawn.

    def take(self, lineage: Lineage | None, rows: list[LineageRow]) -> None:
        """Draw these rows from now on, and of the lineage what has been answered so far."""
        if lineage is not self._lineage:
            self._lineage, self._zooms, self._made = lineage, 0, None
        self._rows, self._lines = rows, {}
        if self.is_shown:
            self._widest = widest(rows)
            if self._made is not None and lineage is not None and self._made[1] != lineage.answers:
                self._made = None

    def toggle(self) -> None:
        """Draw bars from now on in place of columns, or columns again."""
        self.is_shown = not self.is_shown
        self.take(self._lineage, self._rows)

    def count_on(self) -> None:
        """Bring runs that are not over to this moment."""
        if self._made is not None and not all(run.last.is_final for run in self._made[0].runs.values()):
            self._made = None

    @property
    def lineage(self) -> Lineage | None:
        """What is drawn as bars; None while columns are."""
        return self._lineage if self.is_shown else None

    @property
    def path(self) -> CriticalPath | None:
        """The critical path of what was answered when the rows were last taken; None without a tree."""
        if self._made is None and self._lineage is not None:
            self._made = CriticalPath(self._lineage, self._clock.now()), self._lineage.answers
            self._numbers, self._sentence = {}, None
        return self._made[0] if self._made is not None else None

    # The axis.

    def zoom(self, step: int, key: RunKey | None) -> bool:
        """Draw half or twice the time, the run in its place; with 0 all of it. False where there is no further step."""
        path = self.path
        whole = whole_axis(path) if path is not None else None
        zooms = min(max(self._zooms + step, 0), MOST_ZOOMS) if step else 0
        if path is None or whole is None or zooms == self._zooms:
            return False
        if step > 0 and whole.span / 2**zooms < LEAST_SPAN:
            return False
        run = path.of(key) if key is not None else None
        if run is not None:
            self._around = run.start + run.ran / 2
        self._zooms, self._kept = zooms, None
        return True

    @property
    def is_zoomed(self) -> bool:
        """Whether less than all of the time is drawn."""
        return self._zooms > 0

    # For the line of keys.

    @property
    def idle(self) -> Set[str]:
        """The actions that do nothing: there is no axis beside columns, and all of it is not shown once more."""
        if not self.is_shown or not self._rows:
            return frozenset(_ZOOMS)
        return frozenset() if self.is_zoomed else frozenset(_ZOOMS[1:])

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why each of these actions does nothing."""
        if self.is_shown:
            return dict.fromkeys(_ZOOMS, "All of the time is shown." if self._rows else "No run is drawn.")
        return dict.fromkeys(_ZOOMS, f"There is no axis beside columns: {self._key_of('tree.timeline')} shows bars.")

    @property
    def titles(self) -> Mapping[str, str]:
        """What the keys do now, where that is not what their commands say."""
        return {"timeline": "Columns"} if self.is_shown else {}

    # Lines.

    def lines_above(self, width: int) -> list[Line]:
        """What the critical path is made of, and the time that is drawn."""
        drawn, lineage = self._drawn() if self.is_shown else None, self._lineage
        if drawn is None or lineage is None:
            return []
        is_loaded = not drawn.path.is_at_least or not lineage.frontier()
        return [drawn.title(width, is_loaded=is_loaded)]

    def foot_lines(self, width: int, height: int) -> list[Line]:
        """What would have brought the end forward; in a low pane it is left to `told`."""
        said = self.told if height >= SENTENCE_FROM else ""
        lines = wrapped(said, width) if said else []
        if len(lines) > SENTENCE_LINES:
            lines = [*lines[: SENTENCE_LINES - 1], cut_end(" ".join(lines[SENTENCE_LINES - 1 :]), width)]
        return [[Span(line)] for line in lines]

    @property
    def told(self) -> str:
        """The whole sentence on what would have brought the end forward; "" while columns are drawn."""
        path = self.path if self.is_shown else None
        if path is None:
            return ""
        usual = tuple(self._usual_seconds(run.key.job_name) for run in path.path)
        if self._sentence is None or self._sentence[0] != usual:
            self._sentence = usual, one_line(sentence(path, self._usual_seconds))
        return self._sentence[1]

    def heading(self, width: int) -> Line:
        """The axis and the names of the columns."""
        drawn = self._drawn()
        return drawn.heading(self._columns(drawn, width)) if drawn is not None else []

    def line(self, entry: int, width: int) -> Line:
        """One row."""
        drawn, row = self._drawn(), self._rows[entry]
        if drawn is None:
            return []
        look = row.node, width, self._usual_seconds(row.link.job_name)
        if look not in self._lines:
            self._lines[look] = drawn.line(row, self._columns(drawn, width), self._numbers_of(drawn, row))
        return self._lines[look]

    def _drawn(self) -> TimelineRows | None:
        path, zone = self.path, self._clock.zone
        if path is None:
            return None
        kept = self._kept
        if kept is None or kept.path is not path or kept.zone is not zone:
            whole = whole_axis(path)
            axis = whole
            if whole is not None and self._zooms:
                axis = whole.zoomed(2**self._zooms, self._around or whole.start + whole.span / 2, whole)
            self._lines = {}
            kept = self._kept = TimelineRows(path, axis, zone, self._clock.zone_name, self._key_of)
        return kept

    def _columns(self, drawn: TimelineRows, width: int) -> Columns:
        return columns(self._widest, width, has_bars=drawn.axis is not None)

    def _numbers_of(self, drawn: TimelineRows, row: LineageRow) -> Mapping[str, str]:
        if row.kind == "attempt":
            return drawn.of_attempt(row)
        run = drawn.path.of(row.key) if row.key is not None and row.run is not None else None
        if run is None:
            return {}
        usual = self._usual_seconds(run.key.job_name)
        if (run.key, usual) not in self._numbers:
            self._numbers[run.key, usual] = numbers(drawn.path, run, usual)
        return self._numbers[run.key, usual]

    def _usual_seconds(self, job_name: str) -> float | None:
        usual = self._usual.usual(job_name)
        return usual.seconds if usual is not None else None
