"""The actions on the run that a screen is about: copy, share, save it, show it as JSON or in the AWS console."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import NamedTuple

from gluetui.app.copying import ELSEWHERE, RAW, Copying
from gluetui.app.path_sharing import TRACE, PathSharing
from gluetui.commands import first_key
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.printed import AS_IT_CAME, PrintedForm
from gluetui.glue.files.references import aws_command, console_url
from gluetui.glue.files.saved_logs import logged
from gluetui.glue.files.saving import cli_json, document, save
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.logs.places import log_places
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from gluetui.local.aws_cli import copies_iso_times
from gluetui.local.browser import open_in_browser
from gluetui.local.folders import refusal_here
from gluetui.screens.dialogs import Menu
from gluetui.screens.session_screen import SessionScreen, Subject
from gluetui.session.whole_logs import WholeLog
from gluetui.text.note import incident_note
from gluetui.text.run_fields import has_secrets
from gluetui.text.safe import one_line


class Shareable(NamedTuple):
    """A text to copy; secrets are masked in it."""

    title: str
    text: str


def chain(run: JobRun, lineage: Lineage) -> list[JobRun]:
    """The run and every run before it that is loaded, the run itself first."""
    if lineage.root != run.key:
        return [run]
    return [known for key in lineage.walk() if (known := lineage.get(key)) is not None]


def printed_form(glue: Glue) -> PrintedForm:
    """The form of the AWS CLI on the user's machine; as it came, where no client can say what the model is."""
    has_iso_times = copies_iso_times(glue.aws.profile)
    try:
        return glue.printed_form(has_iso_times=has_iso_times)
    except AwsError:
        return AS_IT_CAME._replace(has_iso_times=has_iso_times)


def console_region(aws: Aws, run: JobRun | None) -> str:
    """The Region of links to the AWS console; "" where it is not known. Offline only an event says its own."""
    if aws.is_offline:
        return run.text("region") if run is not None else ""
    return aws.region or ""


def shareables(
    run: JobRun,
    lineage: Lineage,
    others: Sequence[JobRun],
    aws: Aws,
    *,
    now: datetime,
    zone: tzinfo | None,
    usual: Usual | None = None,
    form: PrintedForm = AS_IT_CAME,
    cause: KnownCause | None = None,
) -> list[Shareable]:
    """The texts about a run that the user can copy; one that this run or this session cannot give is left out."""
    region = console_region(aws, run)
    masks = Masks(run.raw)
    logs = "\n".join(masks.apply(f"{each.group} {each.stream}".strip()) for each in log_places(run))
    source, runs = aws.answers_from, chain(run, lineage)
    note = incident_note(
        run, lineage, others=others, now=now, zone=zone, region=region, usual=usual, source=source.name, cause=cause
    )
    offered = [
        Shareable("Run id", run.key.run_id),
        Shareable("Job name", run.key.job_name),
        Shareable("Error message", masks.argument("ErrorMessage", run.text("ErrorMessage"))),
        Shareable("aws glue get-job-run", aws_command(run.key, aws.origins.option, region or None)),
        Shareable("Console link", console_url(run.key, region) if region else ""),
        Shareable("Log groups and streams", logs),
        Shareable("Incident note (Markdown)", note),
        Shareable(
            f"JSON of {'the loaded chain' if len(runs) > 1 else 'this run'}", document(runs, masked=True, form=form)
        ),
    ]
    return [each for each in offered if each.text]


def _log_words(runs: int, wholes: Sequence[WholeLog]) -> str:
    """Which logs are saved beside so many runs, such as " and its log"; "" for none."""
    if not wholes:
        return ""
    if runs > 1:
        return f" and {len(wholes)} log{'s' if len(wholes) > 1 else ''}"
    return " and its log" if wholes[0].is_complete else " and its log so far"


class RunActions:
    """A method for each command on a run, named as its action; each shows its outcome on the screen that asked."""

    def __init__(self, screen: SessionScreen, subject: Subject, copying: Copying) -> None:
        self._screen = screen
        self._session = screen.session
        self._subject = subject
        self._copying = copying

    async def copy(self) -> None:
        await self._copy(raw=False)

    async def copy_raw(self) -> None:
        await self._copy(raw=True)

    async def show_json(self) -> None:
        run = await self._run()
        if run is not None:
            is_raw = self._subject.is_revealed
            text, _ = await self._session.machine.ask(cli_json, run, raw=is_raw, form=await self._form())
            self._screen.view(f"{run.key.job_name} {run.key.run_id}", text, has_secrets=is_raw and has_secrets(run))

    async def show_log(self) -> None:
        session = self._session
        if session.settings.logs == "off":
            self._screen.toast("Logs are not asked for: the setting logs is off.", severity="warning")
            return
        from gluetui.screens.log.screen import LogScreen

        self._screen.app.push_screen(LogScreen(session, self._subject.key), mode=session.mode)

    async def compare(self) -> None:
        from gluetui.screens.diff.screen import DiffScreen

        screen = DiffScreen(self._session, self._subject.key, self._subject.against)
        self._screen.app.push_screen(screen, mode=self._session.mode)

    async def share(self) -> None:
        run = await self._run()
        if run is None:
            return
        clock, aws, mode = self._session.clock, self._session.aws, self._session.mode
        lineage, others = self._lineage(run), self._screen.others_of(run.key)
        usual = self._session.usual(run.key.job_name)
        form, cause = await self._form(), self._session.causes.get(run.key)
        offered = shareables(
            run, lineage, others, aws, now=clock.now(), zone=clock.zone, usual=usual, form=form, cause=cause
        )
        drawn = PathSharing(self._screen, self._subject.drawn) if self._subject.drawn is not None else None
        offered = [*(Shareable(*each) for each in (drawn.offered if drawn is not None else ())), *offered]
        menu = one_line(f"Share · {run.key.job_name} {run.key.run_id}")
        index = await self._screen.app.push_screen_wait(Menu(menu, offered), mode=mode)
        if index is not None:
            title, text = offered[index]
            if drawn is not None and title == TRACE:
                await drawn.save()
                return
            await self._copying.copy(self._screen, text, f"{run.key.job_name}: {title}", of=run.key, kind=title)

    async def open_console(self) -> None:
        aws = self._session.aws
        known = self._session.glue.cached(self._subject.key)
        region = console_region(aws, known)
        link = console_url(self._subject.key, region) if region else ""
        if not link:
            lacks = "the file does not say in which Region its run is" if aws.is_offline else "the Region is not known"
            self._screen.toast(f"No console link: {lacks}.", severity="warning")
        elif await self._session.machine.ask(open_in_browser, link):
            self._screen.toast("Opened in the browser.")
        else:
            await self._copying.copy(self._screen, link, "Console link", of=self._subject.key)

    async def save(self) -> None:
        await self._save(masked=True)

    async def save_raw(self) -> None:
        await self._save(masked=False)

    async def _copy(self, *, raw: bool) -> None:
        run = await self._run()
        if run is None or (raw and not await self._may_show([run], "browse.copy_raw", "copies")):
            return
        text, masked = await self._session.machine.ask(cli_json, run, raw=raw, form=await self._form())
        secrets = RAW if raw else f"{masked} masked" if masked else "nothing to mask"
        title, kind = f"{run.key.job_name}: JSON, {secrets}", "JSON-raw" if raw else "JSON"
        await self._copying.copy_as(self._screen, text, title, of=run.key, kind=kind)

    async def _save(self, *, masked: bool) -> None:
        run = await self._run()
        if run is None:
            return
        runs = chain(run, self._lineage(run)) if self._subject.with_chain else [run]
        if not masked and not await self._may_show(runs, "browse.save_raw", "saves"):
            return
        wholes = [whole for each in runs if (whole := self._screen.log_of(each)) is not None]
        logs = {name: events for whole in wholes for name, events in logged(whole.log).items()}
        now, form = self._session.clock.now(), await self._form()
        write = partial(save, runs, now=now, masked=masked, form=form, logs=logs)
        try:
            path = await self._session.machine.ask(write, directory=Path.cwd())
        except OSError as error:
            copies = "browse.copy_raw" if not masked else "browse.copy" if len(runs) == 1 else "browse.share"
            instead = f"{first_key(copies, self._screen.app._keymap)} copies instead. {ELSEWHERE}"
            self._screen.toast(f"Not saved {refusal_here(error)}. {instead}", severity="error")
            return
        secrets = "secrets masked" if masked else RAW
        # A toast breaks a long path wherever its line ends, so the file's name, which the user looks for, comes first.
        saved = f"{len(runs)} run{'s' if len(runs) > 1 else ''}{_log_words(len(runs), wholes)} saved"
        log = self._way_to_log if len(runs) == 1 and not wholes else ""
        self._screen.toast(f"{saved}, {secrets}{log} (to undo, delete it): {path.name} in {path.parent}")

    @property
    def _way_to_log(self) -> str:
        """The keys that save a log that is not loaded; "" where a file may have none."""
        keymap = self._screen.app._keymap
        keys = f"{first_key('browse.log', keymap)} then {first_key('log.save', keymap)}"
        return "" if self._session.aws.is_offline else f", its log by {keys}"

    async def _may_show(self, runs: Sequence[JobRun], command: str, does: str) -> bool:
        """Ask the user where secrets that the screen hides would be given away."""
        hidden = [run for run in runs if not (self._subject.is_revealed and run.key == self._subject.key)]
        if not any(map(has_secrets, hidden)):
            return True
        return await self._screen.confirms(command, f"{does} with the secrets in clear")

    def _lineage(self, run: JobRun) -> Lineage:
        """The known runs before a run, by its own answer where the screen does not show it yet."""
        lineage = self._screen.lineage_of(run.key)
        if lineage is None:
            lineage = Lineage(run.key)
            lineage.add(run, key=run.key)
        return lineage

    async def _form(self) -> PrintedForm:
        """The form in which the AWS CLI prints a run, found out beside the event loop."""
        return await self._session.machine.ask(printed_form, self._session.glue)

    async def _run(self) -> JobRun | None:
        """The run that is acted on, whole; None, with a toast, where AWS does not give it."""
        try:
            return self._session.known.whole(self._subject.key) or await self._asked(self._subject.key)
        except AwsError as error:
            self._screen.toast(str(error), severity="error")
            return None

    async def _asked(self, key: RunKey) -> JobRun:
        """The run from AWS, which may take its time: until then a toast says so."""
        self._screen.toast(f"{key.job_name}: the run is loaded first.")
        run = await self._session.known.run(key)
        self._screen.app.clear_notifications()
        return run
