"""What can be done with the current run: copy it, read it whole, ask what a field means.

What an action needs of its own is imported when the action is taken: the first picture needs none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from textual import on, work
from textual.message import Message

from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.local.clipboard import open_in_browser, to_file
from gluetui.panes.run_details import RunDetails
from gluetui.screens.asking import Ask
from gluetui.screens.paned import PanedScreen
from gluetui.text.safe import one_line
from gluetui.text.times import Clock
from gluetui.widgets.pane import CopyRequested, Pane, ViewRequested

NO_RUN = "No run yet: open one first."


class RunActions(PanedScreen):
    """The actions on the run that `subject` names, and what the panes ask to copy or to read whole."""

    class TimesChosen(Message):
        """A person chose the zone of the times."""

        def __init__(self, is_utc: bool) -> None:
            super().__init__()
            self.is_utc = is_utc

    def __init__(self, glue: Glue, ask: Ask, clock: Clock, *, mode: str) -> None:
        """`mode` is the app's, whose stack of screens this one is at the bottom of."""
        super().__init__(ask, mode=mode)
        self.glue = glue
        self.clock = clock
        self.wanted: RunKey | None = None
        """The current run, from the moment it is asked for; the panes show it once its answer is there."""
        self.details = RunDetails(clock)

    @property
    def subject(self) -> RunKey | None:
        """The run that is acted on."""
        return self.wanted

    def action_copy_run(self) -> None:
        self._print(copies=True)

    def action_copy_raw(self) -> None:
        self._print(copies=True, raw=True)

    def action_show_json(self) -> None:
        is_shown = self.details.run is not None and self.details.run.key == self.subject
        self._print(copies=False, raw=is_shown and self.details.reveals)

    @work(exclusive=True, group="print")
    async def _print(self, *, copies: bool, raw: bool = False) -> None:
        """The run, whole, as JSON: on the clipboard or in the viewer."""
        from gluetui.glue.files.saving import cli_json

        run = await self._current()
        if run is None:
            return
        text, masked = await self.ask(cli_json, run, raw=raw)
        if not copies:
            self._view(f"{run.key.job_name} {run.key.run_id}", text)
            return
        secrets = "raw, secrets included" if raw else f"{masked} masked" if masked else "nothing to mask"
        await self.put_on_clipboard(text, f"{run.key.job_name}: JSON, {secrets}")

    def lineage(self, key: RunKey) -> Lineage | None:
        """What is known of the runs before this one."""
        return None

    def others(self, key: RunKey) -> Sequence[JobRun]:
        """Other runs of its job that are loaded."""
        return ()

    async def _current(self) -> JobRun | None:
        """The run that is acted on, whole; says so where there is none or where it cannot be had."""
        if self.subject is None:
            self.toast(NO_RUN, severity="warning")
            return None
        try:
            return await self.ask(self.glue.run, self.subject)
        except AwsError as error:
            self.toast(str(error), severity="error")
            return None

    @work(exclusive=True, group="share")
    async def action_share(self) -> None:
        from gluetui.screens.dialogs import Menu
        from gluetui.screens.sharing import shareables

        run = await self._current()
        if run is None:
            return
        key, clock = run.key, self.clock
        offered = shareables(run, self.lineage(key), self.others(key), self.glue, now=clock.now(), zone=clock.zone)
        title = one_line(f"Share · {key.job_name} {key.run_id}")
        place = await self.app.push_screen_wait(Menu(title, offered), mode=self.mode)
        if place is not None:
            await self.put_on_clipboard(offered[place].text, f"{key.job_name}: {offered[place].title}")

    @work(exclusive=True, group="share")
    async def action_open_console(self) -> None:
        from gluetui.glue.files.references import console_url

        region = "" if self.glue.is_offline else self.glue.region or ""
        link = console_url(self.subject, region) if self.subject is not None and region else ""
        if not link:
            lacks = "what is offline has none" if self.glue.is_offline else "the Region is not known"
            self.toast(NO_RUN if self.subject is None else f"No console link: {lacks}.", severity="warning")
        elif await self.ask(open_in_browser, link):
            self.toast("Opened in the browser.")
        else:
            await self.put_on_clipboard(link, "Console link")

    def action_save(self) -> None:
        self._save(masked=True)

    def action_save_raw(self) -> None:
        self._save(masked=False)

    @work(exclusive=True, group="share")
    async def _save(self, *, masked: bool) -> None:
        from gluetui.glue.files.saving import save
        from gluetui.screens.sharing import chain

        run = await self._current()
        if run is None:
            return
        is_chain = isinstance(self.focused, Pane) and self.focused.id == "predecessors"
        runs = chain(run, self.lineage(run.key)) if is_chain else [run]
        try:
            path = await self.ask(save, runs, directory=Path.cwd(), now=self.clock.now(), masked=masked)
        except OSError as error:
            self.toast(f"Not saved: {error.strerror or error}", severity="error")
            return
        secrets = "secrets masked" if masked else "raw, secrets included"
        # A toast breaks a long path wherever its line ends: the name is what people look for.
        saved = f"{len(runs)} run{'s' if len(runs) > 1 else ''} saved"
        self.toast(f"{saved}, {secrets}: {path.name} in {path.parent}")

    @work(exclusive=True, group="share")
    async def action_copy_to_file(self) -> None:
        if not self.copied:
            self.toast("Nothing was copied yet.", severity="warning")
            return
        try:
            path = await self.ask(to_file, self.copied, Path.cwd())
        except OSError as error:
            self.toast(f"Not written: {error.strerror or error}", severity="error")
            return
        self.toast(f"Written to {path}")

    @on(CopyRequested)
    def copy_requested(self, message: CopyRequested) -> None:
        self.copy_text(message.text, message.title)

    @on(ViewRequested)
    def view_requested(self, message: ViewRequested) -> None:
        self._view(message.title, message.text, is_prose=message.is_prose)

    def _view(self, title: str, text: str, *, is_prose: bool = False) -> None:
        from gluetui.screens.viewer import Viewer

        self.app.push_screen(Viewer(self.ask, title, text, is_prose=is_prose), mode=self.mode)

    def action_toggle_utc(self) -> None:
        self.clock.zone = None if self.clock.zone is UTC else UTC
        self.post_message(self.TimesChosen(self.clock.zone is UTC))
        self.show_times()

    def show_times(self) -> None:
        """Show every time in the clock's zone."""
        for pane in self.panes:
            pane.measure()
            pane.refresh()
        self.details.update_fields()
