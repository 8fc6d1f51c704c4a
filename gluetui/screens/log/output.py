"""What leaves a log: copies of all that is loaded, and files of the whole of it; secrets masked unless wanted raw."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.log_files import save_log
from gluetui.glue.files.references import log_stream_url
from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.masking import LogMask
from gluetui.glue.logs.pace import Stopped
from gluetui.glue.logs.records import Record
from gluetui.local.folders import refusal_here
from gluetui.panes.log_view import LogView
from gluetui.screens.log.loaded import LoadedLog
from gluetui.screens.log.loader import LogLoader
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.times import size
from gluetui.widgets.pane import CopyRequested

_READ_TOGETHER = 200
"""Records that are searched for secrets together."""

RAW = "raw, secrets included"


class LogOutput:
    """Copies and saves a log beside the keys; saving loads first what is missing, and can be stopped."""

    def __init__(self, screen: SessionScreen, view: LogView, loaded: LoadedLog, loader: LogLoader) -> None:
        self._screen = screen
        self._session = screen.session
        self._view = view
        self._loaded = loaded
        self._loader = loader
        self.is_stopped = False
        """Whether the user no longer wants what is being saved."""
        self.is_saving = False

    def stop(self) -> None:
        """Save nothing of what is under way."""
        self.is_stopped = True
        self._view.say_progress("stopping")
        self._view.measure()
        if self._loader.is_loading_all:
            self._loader.stop()

    async def copy_loaded(self) -> None:
        """Copy all that is loaded, in the order of time."""
        log = self._loaded.log
        text = await self._session.machine.ask(_all_masked, log, self._mask())
        part = "loaded part of the log" if self._loaded.has_older else "log"
        self._screen.post_message(CopyRequested(text, f"{part}, {len(log):,} records"))

    def begin(self, *, masked: bool) -> None:
        """Save the log in the background."""
        self._screen.start_work(partial(self.save, masked=masked), group="log out")

    async def save(self, *, masked: bool) -> None:
        """Load what is missing, and write a file, or a folder with a file a stream."""
        if self.is_saving:
            self._screen.toast("The log is being saved: esc stops.")
            return
        if not masked and not await self._screen.confirms("log.save_raw", "saves with the secrets in clear"):
            return
        await self._do_with_whole(partial(self._write, masked=masked))

    async def save_with_run(self) -> None:
        """Load what is missing, and have the run saved with it, in one file that gluetui opens again."""
        if not self.is_saving:
            await self._do_with_whole(self._ask_for_file_of_run)

    async def _do_with_whole(self, work: Callable[[], Awaitable[None]]) -> None:
        self.is_saving, self.is_stopped = True, False
        self._view.wait_for("saving the log", quietly=True)
        try:
            await self._load_whole()
            await work()
        except Stopped:
            self._screen.toast("Stopped: nothing is saved.")
        except AwsError as error:
            again = partial(self._screen.start_work, partial(self._do_with_whole, work), group="log out")
            self._screen.fail(error, again, self._view.load)
        finally:
            self.is_saving = False
            if self._view.is_attached and self._view.is_waiting:
                self._view.arrived()

    async def _ask_for_file_of_run(self) -> None:
        subject = self._screen.subject
        if subject is not None:
            self._screen.post_message(SessionScreen.RunRequested(self._screen, "save", subject))

    async def _load_whole(self) -> None:
        """Raises: Stopped where the user stops it, or a part could not be loaded."""
        await self._loaded.take_new_streams()
        if self._loaded.has_older:
            await self._loader.all_loaded()
        if self.is_stopped or self._loaded.has_older:
            raise Stopped

    async def _write(self, *, masked: bool) -> None:
        log = self._loaded.log
        texts = {
            stream: _masked_pieces(log, stream, self._mask()) if masked else log.raw(stream) for stream in log.streams
        }
        if not texts:
            self._screen.toast("Nothing to save: the log is empty.", severity="warning")
            return
        self._view.wait_for("saving the log", quietly=True)
        save = partial(save_log, texts, key=self._loaded.key, now=self._session.clock.now())
        try:
            path = await self._session.machine.ask(save, directory=Path.cwd(), masked=masked, wrote=self._wrote)
        except OSError as error:
            self._screen.toast(f"Not saved {refusal_here(error)}.", severity="error")
            return
        secrets = "secrets masked" if masked else RAW
        what = f"{len(texts)} streams" if len(texts) > 1 else "log"
        self._screen.toast(f"{what} saved, {secrets} (to undo, delete it): {path.name} in {path.parent}")

    def _mask(self) -> LogMask:
        shown = self._view.shown
        return LogMask(
            shown.safe.masks, cut=[stream for stream in shown.log.streams if not shown.safe.is_whole(stream)]
        )

    def _wrote(self, written: int) -> None:
        """In the thread that writes."""
        self._view.say_progress(f"saving the log, {size(written)}")
        if self.is_stopped:
            raise Stopped

    def shareables(self, region: str) -> list[tuple[str, str]]:
        """The names of the stream under the cursor, and its page in the console, to be copied."""
        view = self._view
        if not view.entry_count:
            return []
        stream = view.shown.record(view.cursor).stream
        offered = [
            ("Log group and stream", f"{stream.group} {stream.name}"),
            ("Console link of the stream", log_stream_url(stream.group, stream.name, region)),
        ]
        return [(title, view.shown.safe.masks.apply(text)) for title, text in offered if text]


def _all_masked(log: Log, mask: LogMask) -> str:
    records = (log.record(position) for position in range(len(log)))
    return "".join(_masked(records, mask))


def _masked_pieces(log: Log, stream: Stream, mask: LogMask) -> Iterator[bytes]:
    records = (page.record(number, stream) for page in log.pages(stream) for number in range(page.first, page.end))
    return (text.encode("utf-8", "surrogatepass") for text in _masked(records, mask))


def _masked(records: Iterator[Record], mask: LogMask) -> Iterator[str]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == _READ_TOGETHER:
            yield from mask.texts(batch)
            batch = []
    yield from mask.texts(batch)
