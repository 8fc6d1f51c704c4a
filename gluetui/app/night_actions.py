"""What leaves the board of a night: its summary on the clipboard, the night as a file."""

from __future__ import annotations

from pathlib import Path

from gluetui.app.copying import ELSEWHERE, RAW, Copying
from gluetui.app.run_actions import printed_form
from gluetui.commands import first_key
from gluetui.glue.files.saving import save_night
from gluetui.glue.night.night import Night
from gluetui.local.folders import refusal_here
from gluetui.screens.dialogs import Menu
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.night_note import night_note

SUMMARY = "Summary of the night (Markdown)"


class NightActions:
    """A method for each command on a run that is about the whole night on the board, named as its action."""

    def __init__(self, screen: SessionScreen, night: Night, triggers_error: str, copying: Copying) -> None:
        self._screen = screen
        self._session = screen.session
        self._night = night
        self._triggers_error = triggers_error
        self._copying = copying

    async def copy(self) -> None:
        note = await self._session.machine.ask(self._note)
        await self._copying.copy(self._screen, note, SUMMARY, of=None, kind="night-summary")

    async def share(self) -> None:
        """Offer the summary, and what there is of the run under the cursor."""
        note = await self._session.machine.ask(self._note)
        offered, subject = [(SUMMARY, note)], self._screen.subject
        if subject is not None:
            offered.append(("More of the run", f"{subject.key.job_name} {subject.key.run_id}"))
        index = await self._screen.app.push_screen_wait(Menu("Share · night", offered), mode=self._session.mode)
        if index == 0:
            await self._copying.copy(self._screen, note, SUMMARY, of=None, kind="night-summary")
        elif index is not None and subject is not None:
            self._screen.post_message(SessionScreen.RunRequested(self._screen, "share", subject))

    async def save(self) -> None:
        await self._save(masked=True)

    async def save_raw(self) -> None:
        if await self._screen.confirms("browse.save_raw", "saves with the secrets in clear"):
            await self._save(masked=False)

    def _note(self) -> str:
        session = self._session
        return night_note(
            self._night,
            now=session.clock.now(),
            zone=session.clock.zone,
            region="" if session.aws.is_offline else session.aws.region or "",
            source=session.aws.answers_from.name,
            triggers_error=self._triggers_error,
        )

    async def _save(self, *, masked: bool) -> None:
        machine, now = self._session.machine, self._session.clock.now()
        form = await machine.ask(printed_form, self._session.glue)
        try:
            path = await machine.ask(save_night, self._night, directory=Path.cwd(), now=now, masked=masked, form=form)
        except OSError as error:
            instead = f"{first_key('browse.copy', self._screen.app._keymap)} copies the summary. {ELSEWHERE}"
            self._screen.toast(f"Not saved {refusal_here(error)}. {instead}", severity="error")
            return
        runs = sum(len(known.runs) for known in self._night.jobs.values())
        secrets = "secrets masked" if masked else RAW
        what = f"The night saved, {runs:,} {'run' if runs == 1 else 'runs'}, {secrets}"
        self._screen.toast(f"{what} (to undo, delete it): {path.name} in {path.parent}")
