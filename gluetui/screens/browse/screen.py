"""The main screen: jobs, their runs, one run's fields and the runs before it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from gluetui.commands import bindings
from gluetui.glue.clients.glue import Glue, Page
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_list import RunList
from gluetui.screens.asking import Ask, Work
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.job_loader import JobPages
from gluetui.screens.browse.last_runs_loader import Glance
from gluetui.screens.browse.run_loader import RunPages
from gluetui.screens.browse.tree_loader import Ancestry
from gluetui.screens.retry_news import RetryNews
from gluetui.text.times import Clock
from gluetui.widgets.item_pane import ItemPane
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.pane import Pane
from gluetui.widgets.pane_tabs import PaneTabs
from gluetui.widgets.rows import Rows


class Browse(CurrentRun):
    """Makes the panes and what loads them; answers what the panes post and what the keys ask for."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("browse")]

    def __init__(
        self,
        glue: Glue,
        ask: Ask,
        clock: Clock,
        *,
        mode: str,
        job: str | None = None,
        run: str | None = None,
        refresh: float = 5.0,
        statuses: bool = True,
    ) -> None:
        """`refresh`: seconds between two looks at what is live, 0 for never; `statuses`: look up jobs' last runs."""
        super().__init__(glue, ask, clock, mode=mode)
        self._start = (job, run)
        self.jobs = JobList(clock, shows_statuses=statuses)
        self.runs = RunList(clock)
        self.predecessors = PredecessorTree(clock, self)
        ask = self.ask
        self.ancestry = self.standing.nodes = Ancestry(
            glue, ask, self.predecessors, start=self._start_fetching, tell=self.toast, heard=self.standing.heard
        )
        self.glance = Glance(glue, ask, self.jobs, self.predecessors, start=self.start_work, is_on=statuses)
        start, fail = self.start_work, self.standing.fail
        self.job_pages = JobPages(glue, ask, self.jobs, start=start, fail=fail)
        self.run_pages = RunPages(
            glue, ask, self.runs, start=start, fail=fail, first_page=self.preview, listed=self._runs_listed
        )
        self.keep_up(refresh)

    def compose(self) -> ComposeResult:
        job, run = self._start
        first: Pane = self.details if run else self.runs if job else self.jobs
        self.show_first(first)
        with Vertical(id="top"):
            yield self.top_line
            yield self.banner
        yield PaneTabs([(pane.id or "", pane.title) for pane in self.panes])
        for name, column in {"lists": (self.jobs, self.runs), "run": (self.details, self.predecessors)}.items():
            yield Vertical(*column, id=name, classes="column -shown" if first in column else "column")
        yield KeyLine()

    @property
    def panes(self) -> tuple[Pane, ...]:
        return (self.jobs, self.runs, self.details, self.predecessors)

    def on_mount(self) -> None:
        self.refresh_header()
        self.runs.say_empty(f"{self.runs.key_of('rows.open')} on a job shows its runs.")
        self.details.say_empty("A run's fields are shown here.")
        self.predecessors.say_empty("The runs that led to a run are shown here.")
        job, run = self._start
        # Before the first picture: who sees it may press a key at once.
        self.focus_pane("details" if run else "runs" if job else "jobs")
        RetryNews(self.jobs, self.runs, self.details, self.predecessors, self.ancestry).listen(self.glue)
        # boto3 is loaded by the first call, which waits until the screen has been painted.
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Ask AWS for what the screen opens with."""
        job, run = self._start
        # What was asked for comes first.
        if job and run:
            self.open_run(RunKey(job, run))
        elif job:
            self.run_pages.load_runs(job, previews=True)
        self.job_pages.load_jobs()
        self.connect()

    def _start_fetching(self, fetching: Work) -> None:
        self.start_work(fetching, group="predecessors")

    def _runs_listed(self, job_name: str, page: Page[JobRun]) -> None:
        self.job_pages.opened(job_name)
        self.glance.take(job_name, page)

    # What the panes post.

    @on(Rows.Selected, "#jobs")
    def job_selected(self) -> None:
        if self.jobs.item is not None:
            self.open_job(self.jobs.item)

    @on(ItemPane.Typed, "#jobs")
    def job_typed(self, message: ItemPane.Typed) -> None:
        self.open_job(message.text)

    def open_job(self, job_name: str) -> None:
        """Show a job's runs, asking for them if others are shown."""
        if job_name != self.runs.job_name:
            self.run_pages.load_runs(job_name, previews=True)
        self.focus_pane("runs")

    @on(Rows.Selected, "#runs")
    def run_selected(self) -> None:
        if self.runs.item is not None:
            self.open_run(self.runs.item.key)
            self.focus_pane("details")

    @on(ItemPane.Typed, "#runs")
    def run_typed(self, message: ItemPane.Typed) -> None:
        self.open_run(RunKey(self.runs.job_name, message.text))
        self.focus_pane("details")

    @on(Rows.NearEnd, "#runs")
    def runs_near_end(self) -> None:
        # A page may have arrived since this was posted; what failed is asked for again by itself, or by a person.
        if self.runs.is_near_end and self.runs.error is None:
            self.run_pages.load_more_runs()

    @on(RunList.LoadAllRequested)
    def all_runs_wanted(self) -> None:
        if self.runs.job_name and self.runs.loaded and not self.runs.has_more:
            count = len(self.runs.loaded)
            self.toast(f"All {count:,} runs are loaded." if count > 1 else "The job's only run is loaded.")
        self.run_pages.load_all_runs()

    @on(RunList.UsualChanged)
    def usual_changed(self) -> None:
        self.details.compare(self.runs.job_name, self.runs.usual)
        self.predecessors.refresh_changed()

    def usual(self, job_name: str, /) -> Usual | None:
        """What is known to be usual for a job: of its loaded runs, or of its last ones."""
        loaded = self.runs.usual if job_name == self.runs.job_name else None
        return loaded or self.jobs.last_runs.usual(job_name)

    @on(Rows.Selected, "#predecessors")
    def predecessor_selected(self) -> None:
        key = self.predecessors.key
        if key is not None:
            self.open_run(key)

    @on(PredecessorTree.FetchRequested)
    def predecessors_wanted(self, message: PredecessorTree.FetchRequested) -> None:
        self.ancestry.want(message.view, message.keys, refresh=message.refresh)

    @on(PredecessorTree.NearestFailedRequested)
    def failed_wanted(self, message: PredecessorTree.NearestFailedRequested) -> None:
        search = partial(self.ancestry.find_failed, message.view, message.start)
        self.start_work(search, group="search", exclusive=True)

    def action_escape(self) -> None:
        """Stop what was asked for and goes on: loading all runs, fetching predecessors, checking jobs."""
        is_about_jobs = self.focused is self.jobs and not self.jobs.is_filtering
        if not (self.run_pages.stop() or self.ancestry.stop() or (is_about_jobs and self.glance.stop())):
            super().action_escape()

    def pane_focused(self, pane: Pane) -> None:
        """Who goes to the predecessors of a run that was only looked at, asks for them."""
        if pane is self.jobs:
            self.job_pages.offer_seen()
        elif pane is self.predecessors and self.wanted is not None and self.glue.cached(self.wanted) is None:
            self.open_run(self.wanted)

    # Actions, one a command.

    def action_show_error(self) -> None:
        """All that was said: in the pane's own error, that of the run under the cursor, or the banner's."""
        row = self.predecessors.row if self.focused is self.predecessors else None
        own = self.focused.error if isinstance(self.focused, Pane) else None
        error = own or (row.error if row else None) or self.standing.fault
        from gluetui.screens.viewer import Viewer

        if error is None:
            self.toast("Nothing went wrong here.")
        else:
            text = f"{error}\n\n{error.detail}"
            self.app.push_screen(Viewer(self.ask, "What went wrong", text, is_prose=True), mode=self.mode)

    def action_refresh_pane(self) -> None:
        self.glue.mfa.is_declined = False
        if self.standing.retry(self.focused):
            return
        if self.focused is self.jobs:
            self.job_pages.load_jobs()
            self.glance.again()
        elif self.focused is self.runs and self.runs.job_name:
            self.run_pages.load_runs(self.runs.job_name)
        else:
            self._refresh_run()

    def _refresh_run(self) -> None:
        run = self.glue.cached(self.subject) if self.subject else None
        if run is not None and run.is_final:
            self.toast("This run is over: what AWS says of it no longer changes.")
        if self.focused is self.predecessors and self.predecessors.retry():
            return
        if self.wanted is not None:
            self.load_run(self.wanted, refresh=True, seen=self.predecessors.view)
