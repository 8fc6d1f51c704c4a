"""What leaves the timeline of the predecessors: its critical path as text, and as a trace file."""

from __future__ import annotations

from pathlib import Path

from gluetui.app.copying import ELSEWHERE
from gluetui.glue.files.saving import save_trace
from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.graph import Lineage
from gluetui.local.folders import refusal_here
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.critical_path import path_text

TRACE = "Timeline, to a trace file"
_TRACE_HELP = "what Perfetto and chrome://tracing draw: a track a run, arrows along the critical path"


class PathSharing:
    """The runs of one tree as they are known now."""

    def __init__(self, screen: SessionScreen, lineage: Lineage) -> None:
        self._screen = screen
        self._session = screen.session
        self._path = CriticalPath(lineage, screen.session.clock.now())

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Titles with their texts; that of TRACE says what would be saved."""
        text = path_text(self._path, self._usual_seconds, self._session.clock.zone)
        return [(f"Critical path of {self._path.lineage.root.job_name}", text), (TRACE, _TRACE_HELP)]

    async def save(self) -> None:
        """Write the trace file, and say where it is."""
        session, path = self._session, self._path
        try:
            written = await session.machine.ask(save_trace, path, directory=Path.cwd(), now=session.clock.now())
        except OSError as error:
            self._screen.toast(f"Not saved {refusal_here(error)}. {ELSEWHERE}", severity="error")
            return
        runs = len(path.runs)
        saved = f"Trace of {runs:,} run{'' if runs == 1 else 's'} saved"
        self._screen.toast(f"{saved} (to undo, delete it): {written.name} in {written.parent}")

    def _usual_seconds(self, job_name: str) -> float | None:
        usual = self._session.usual(job_name)
        return usual.seconds if usual is not None else None
