"""What can be done with the current run: copy it, read it whole, ask what a field means."""

from __future__ import annotations

from datetime import UTC

from textual import on, work

from gluetui.glue.client import Glue
from gluetui.glue.errors import GlueError
from gluetui.glue.printed import printed
from gluetui.glue.runs import RunKey
from gluetui.screens.copying import Ask
from gluetui.screens.paned import PanedScreen
from gluetui.screens.viewer import Viewer
from gluetui.text.clock import Clock
from gluetui.text.field_help import field_help
from gluetui.text.run_fields import value_text
from gluetui.widgets.rows import Rows
from gluetui.widgets.run_details import RunDetails


class RunActions(PanedScreen):
    """The actions on the run that `wanted` names and on the field under the cursor of `details`."""

    def __init__(self, glue: Glue, ask: Ask, clock: Clock) -> None:
        super().__init__(ask)
        self.glue = glue
        self.clock = clock
        self.wanted: RunKey | None = None
        """The current run, from the moment it is asked for; the panes show it once its answer is there."""
        self.details = RunDetails(clock)

    def action_copy_run(self) -> None:
        self._print(copies=True)

    def action_copy_raw(self) -> None:
        self._print(copies=True, raw=True)

    def action_show_json(self) -> None:
        self._print(copies=False, raw=self.details.reveals)

    @work(exclusive=True, group="print")
    async def _print(self, *, copies: bool, raw: bool = False) -> None:
        """The current run, whole, as JSON: on the clipboard or in the viewer."""
        if self.wanted is None:
            self.tell("No run yet: open one first.", severity="warning")
            return
        try:
            run = await self.ask(self.glue.run, self.wanted)
        except GlueError as error:
            self.tell(f"No JSON: {error}", severity="error")
            return
        text, masked = printed(run, raw=raw)
        if not copies:
            self.app.push_screen(Viewer(self.ask, f"{run.key.job_name} {run.key.run_id}", text))
            return
        secrets = "raw, secrets included" if raw else f"{masked} masked" if masked else "nothing to mask"
        await self.put_on_clipboard(text, f"JSON, {secrets}")

    def action_copy_field(self) -> None:
        field = self.details.entry
        if field is not None:
            self.copy_text(value_text(field), field.field.name)

    def action_about_field(self) -> None:
        field = self.details.entry
        if field is not None:
            self.app.push_screen(Viewer(self.ask, f"About {field.field.name}", field_help(field)))

    @on(Rows.Selected, "#details")
    def field_selected(self) -> None:
        field = self.details.entry
        if field is not None:
            self.app.push_screen(Viewer(self.ask, field.field.name, value_text(field)))

    def action_toggle_utc(self) -> None:
        self.clock.zone = None if self.clock.zone is UTC else UTC
        for pane in self.panes:
            pane.refresh()
        self.details.update_fields()
