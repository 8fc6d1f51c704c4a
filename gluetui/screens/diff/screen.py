"""The screen of two runs of a job: what differs, and what the job's definition says now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from gluetui.glue.run.run import RunKey
from gluetui.panes.run_differences import RunDifferences
from gluetui.screens.closable_screen import ClosableScreen
from gluetui.screens.diff.loader import DiffLoader
from gluetui.screens.session_screen import Subject
from gluetui.session.session import Session
from gluetui.text.safe import one_line
from gluetui.widgets.pane import CopyRequested
from gluetui.widgets.rows import Step

MOST_OFFERED = 200
"""Loaded runs, the newest, that can be picked to compare with."""

NOT_LOADED = "a run id of this job"


class DiffScreen(ClosableScreen):
    """Hands keys on to what loads the two runs, and what differs to the clipboard and the viewer."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, key: RunKey, against: RunKey | None = None) -> None:
        """Without `against` the run is compared with the last one that succeeded and began before it."""
        super().__init__(session)
        self.differences = RunDifferences(session.clock)
        self.differences.name_after(key.job_name)
        self.loader = DiffLoader(self, self.differences, key, against)

    def body(self) -> Iterable[Widget]:
        yield self.differences

    def on_mount(self) -> None:
        self.differences.focus()
        self.call_after_refresh(self.loader.begin)

    @property
    def subject(self) -> Subject | None:
        return Subject(self.loader.key)

    def ask_again(self) -> None:
        if self.session.aws.is_offline and self.differences.comparison is not None:
            self.toast("What a file holds does not change.")
        elif self.differences.is_waiting:
            self.toast("AWS is being asked for it already.")
        else:
            self.loader.again()

    # Another run.

    def action_pick_partner(self) -> None:
        self.start_work(self._pick_partner, group="partner", exclusive=True)

    async def _pick_partner(self) -> None:
        from gluetui.screens.picker import Choice, Picker
        from gluetui.text.differences import run_line

        key, zone, now = self.loader.key, self.session.clock.zone, self.session.clock.now()
        shown = self.differences.comparison
        current = shown.keys[0] if shown is not None else None
        runs = [run for run in self.loader.job.loaded[:MOST_OFFERED] if run.key.run_id not in ("", key.run_id)]
        choices = [Choice(run.key.run_id, run_line(run, zone, now=now), run.key == current) for run in runs]
        picker = Picker(f"Compare with · {one_line(key.job_name)}", choices, unknown=NOT_LOADED)
        picked = await self.app.push_screen_wait(picker, mode=self.session.mode)
        if picked is not None and picked.name != key.run_id:
            self.loader.compare_with(RunKey(key.job_name, picked.name))

    # What leaves it.

    def action_show_differences(self) -> None:
        from gluetui.glue.files.difference_documents import differences_object
        from gluetui.glue.files.printed import INDENT, as_json

        shown, definition = self.differences.comparison, self.differences.definition
        if shown is not None:
            document = differences_object(shown, definition.changed if definition is not None else "not asked")
            self.view(f"{shown.keys[1].job_name}: what differs", as_json(document, indent=INDENT))

    def action_copy_note(self) -> None:
        from gluetui.text.differences_note import differences_note

        shown = self.differences.comparison
        if shown is not None:
            note = differences_note(shown, self.differences.definition, self.session.clock.zone)
            self.post_message(CopyRequested(note, f"{shown.keys[1].job_name}: what differs (Markdown)"))

    # Keys.

    @property
    def steps(self) -> list[Step]:
        """What esc does, nearest first."""
        works = [Step("Stop", self.loader.stop)] if self.loader.is_searching else []
        return [*self.differences.clearing, *works, *super().steps]

    @property
    def unavailable_actions(self) -> Set[str]:
        return super().unavailable_actions | {"run('compare')"}

    @property
    def reasons(self) -> Mapping[str, str]:
        return {**super().reasons, "run('compare')": "The run is compared here already."}
