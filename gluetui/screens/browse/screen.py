"""The main screen: jobs, their runs, one run's fields and the runs before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from gluetui.commands import bindings
from gluetui.glue.files.run_reference import RunReference
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.blanks import trimmed
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.acted_on import ActedOn
from gluetui.screens.browse.again import Again
from gluetui.screens.browse.cause_loader import CauseLoader
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.downstreams import Downstreams
from gluetui.screens.browse.escape import Escape
from gluetui.screens.browse.following import Loaders, Shown, follow
from gluetui.screens.browse.from_night import FromNight
from gluetui.screens.browse.job_loader import JobLoader
from gluetui.screens.browse.last_runs_loader import LastRunsLoader
from gluetui.screens.browse.marked import Marked
from gluetui.screens.browse.opening import Opening, first_pane
from gluetui.screens.browse.run_loader import RunLoader
from gluetui.screens.browse.tree_loader import TreeLoader
from gluetui.screens.browse.turning import Turning
from gluetui.screens.requests import Asked
from gluetui.screens.session_screen import SessionScreen, Subject
from gluetui.session.last_success import LastSuccess
from gluetui.session.session import Session
from gluetui.widgets.item_pane import ItemPane
from gluetui.widgets.pane import Pane
from gluetui.widgets.panes import Panes
from gluetui.widgets.rows import Rows


class Browse(SessionScreen):
    """Makes the panes and their loaders, and hands messages of the panes and actions of keys on to the loaders."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("browse"), *bindings("trail")]

    def __init__(self, session: Session, *, named: RunReference | None = None, shows_absent: bool = True) -> None:
        """What is `named` is opened first; `shows_absent`: whether fields that AWS did not return are shown."""
        super().__init__(session)
        named = named or RunReference()
        clock = session.clock
        self.jobs = JobList(clock, session.last_runs, shows_statuses=session.settings.statuses)
        self.runs = RunList(clock, session.job_runs, session.causes.lines)
        self.jobs.more = self.runs.more = session.glue.source.more
        self.details = RunDetails(
            clock, session, session.causes, LastSuccess(session.job_runs), shows_absent=shows_absent
        )
        self.predecessors = PredecessorTree(clock, session, session.causes.lines)
        columns = {"lists": (self.jobs, self.runs), "run": (self.details, self.predecessors)}
        self.panes = Panes(columns, first=first_pane(named, self.jobs, self.runs, self.details))
        self.job_loader = JobLoader(self, self.jobs)
        self.run_loader = RunLoader(self, self.runs)
        downstreams = Downstreams(session)
        self.tree_loader = TreeLoader(self, self.predecessors, downstreams)
        self.last_runs = LastRunsLoader(self, self.jobs, self.predecessors)
        self.current = CurrentRun(self, self.details, self.predecessors, self.tree_loader)
        self.turning = Turning(self, self.predecessors, self.current, downstreams)
        self.causes = CauseLoader(self, self.current)
        self.opening = Opening(self, self.panes, self.jobs, self.run_loader, self.current, named)
        shown = Shown(self.jobs, self.runs, self.details, self.predecessors)
        loaders = Loaders(self.job_loader, self.run_loader, self.tree_loader, self.last_runs, self.current, self.causes)
        self._from_night = FromNight(self.current, self.runs)
        self._has_begun = False
        self._marked = Marked(self, self.runs)
        self._acted_on = ActedOn(shown, self.current, self._marked)
        self._again = Again(self, shown, loaders)
        self._escape = Escape(self, self.panes, shown, loaders)
        self._news = follow(self, shown, loaders)

    def body(self) -> Iterable[Widget]:
        yield self.panes

    def on_mount(self) -> None:
        self.runs.say_empty(f"{self.runs.key_of('rows.open')} on a job shows its runs.")
        # boto3 is loaded by the first call, which waits until the screen has been painted.
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Ask AWS for the jobs, and first for the run or job that the screen opens with; once."""
        if self._has_begun:
            return
        self._has_begun = True
        self.opening.begin()
        self.job_loader.load()
        self.connect()

    @on(JobLoader.Listed)
    def jobs_listed(self) -> None:
        self.opening.listed(self.jobs.items)

    @on(JobLoader.NotListed)
    def jobs_not_listed(self) -> None:
        self.opening.not_listed()

    # The run that the commands act on.

    @property
    def subject(self) -> Subject | None:
        """The run under the cursor of the pane with the focus."""
        return self._acted_on.of(self.focused)

    @property
    def why_no_subject(self) -> str:
        return self._acted_on.why_none(self.focused)

    @property
    def why_asked(self) -> Asked | None:
        return self._acted_on.why_asked(self.focused)

    def lineage_of(self, key: RunKey) -> Lineage | None:
        return self.current.lineage_of(key)

    def others_of(self, key: RunKey) -> Sequence[JobRun]:
        return self._acted_on.others_of(key)

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions | self.current.unavailable_steps
        idle -= self._from_night.steps
        return idle if self._escape.steps else idle | {"escape"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        steps = self._escape.steps
        back = dict.fromkeys(self._from_night.steps, "Night")
        return {"escape": steps[0].title, **back} if steps else back

    @on(Rows.Selected, "#jobs")
    def job_selected(self) -> None:
        if self.jobs.item:
            self.open_job(self.jobs.item)

    @on(ItemPane.Typed, "#jobs")
    def job_typed(self, message: ItemPane.Typed) -> None:
        self.open_job(message.text)

    def open_job(self, job_name: str) -> None:
        """Show a job's runs, asking for them if others are shown, or the run that waits for its job."""
        self.opening.open_job(job_name)

    @on(RunList.Listed)
    def runs_listed(self, message: RunList.Listed) -> None:
        self.job_loader.opened(message.job_name)
        self.last_runs.runs_listed()
        if message.is_wanted:
            self.look_at_run()
        self.opening.runs_listed(self.runs)

    @on(Pane.ViewMoved, "#jobs")
    @on(Pane.ViewMoved, "#predecessors")
    def jobs_in_sight(self) -> None:
        self.last_runs.view_moved()

    @on(Pane.ViewMoved, "#runs")
    def runs_moved(self) -> None:
        """Compare the run that is shown with the runs that are loaded now."""
        self.details.compare(self.runs.job_name)

    @on(JobList.FailedToggled)
    def failed_toggled(self) -> None:
        self.last_runs.check_failed()

    @on(Rows.NearEnd, "#runs")
    def runs_near_end(self) -> None:
        # A page may have arrived since this was posted; after an error only the user or a retry of it asks again.
        if self.runs.is_near_end and self.runs.error is None:
            self.run_loader.load_more()

    @on(RunList.LoadAllRequested)
    def all_runs_requested(self) -> None:
        self.run_loader.load_all()

    @on(RunList.UsualChanged)
    def usual_changed(self) -> None:
        self.details.compare(self.runs.job_name)
        self.predecessors.refresh_changed()

    def open_from_night(self, job_name: str, key: RunKey | None) -> None:
        """Show what was chosen on the board of the night, to which the way back leads."""
        if key is not None:
            self.open_run(key)
        else:
            self.open_job(job_name)
        self._from_night.opened(job_name, key)

    # One run, and those before it.

    @on(Rows.Highlighted, "#runs")
    def look_at_run(self) -> None:
        """Show the run under the cursor of the list."""
        run = self.runs.item
        if run is not None and run.key != self.current.key:
            self.current.look_at(run, self.runs.arrived_at)

    @on(Rows.Selected, "#runs")
    def run_selected(self) -> None:
        if self.runs.item is not None:
            self.open_run(self.runs.item.key)

    @on(ItemPane.Typed, "#runs")
    def run_typed(self, message: ItemPane.Typed) -> None:
        self.open_run(RunKey(self.runs.job_name, trimmed(message.text)))

    def open_run(self, key: RunKey) -> None:
        """Show a run that was chosen in the list."""
        self.current.open(key)
        self.panes.go_to(self.details)

    @on(Rows.Selected, "#predecessors")
    def predecessor_selected(self) -> None:
        if self.predecessors.key is not None:
            self.current.open(self.predecessors.key, is_predecessor=True)

    @on(CurrentRun.Asked)
    def run_asked(self, message: CurrentRun.Asked) -> None:
        """Show the run in the lists, unless another one was asked for since."""
        key = message.key
        if key != self.current.key:
            return
        if self.run_loader.job_name != key.job_name:
            self.run_loader.load(key.job_name, kept=True)
        self.jobs.go_to(key.job_name)
        self.runs.go_to(key)

    @on(CurrentRun.Shown)
    def run_shown(self) -> None:
        """Offer the jobs that the run names, where the user may not list jobs, and look for its cause."""
        self.job_loader.offer_seen()
        self.causes.look()

    @on(RunDetails.RowChosen)
    def detail_chosen(self, message: RunDetails.RowChosen) -> None:
        self.post_message(self.RunRequested(self, message.action, Subject(message.key)))

    @on(PredecessorTree.FetchRequested)
    def fetch_requested(self, message: PredecessorTree.FetchRequested) -> None:
        self.tree_loader.want(message.view, message.keys, refresh=message.refresh)

    @on(PredecessorTree.NextFailedRequested)
    def next_failed_requested(self, message: PredecessorTree.NextFailedRequested) -> None:
        self.tree_loader.find_failed(message.view, message.after)

    @on(Panes.Focused)
    def pane_focused(self, message: Panes.Focused) -> None:
        """Ask for the predecessors of a run that was only listed, when the user goes to them."""
        key, tree = self.current.key, self.predecessors
        if message.pane is self.jobs:
            self.job_loader.offer_seen()
        elif message.pane is tree and key is not None and tree.root != key and not tree.is_waiting and not tree.error:
            self.current.open(key)
        elif message.pane is self.runs:
            self.opening.peek(self.jobs.item)

    def action_escape(self) -> None:
        for step in self._escape.steps[:1]:
            step.act()

    def action_find_failed(self) -> None:
        pane = self.focused
        if isinstance(pane, PredecessorTree):
            pane.action_find_failed()
        elif isinstance(pane, JobList | RunList):
            self.toast(pane.go_to_failed())

    def action_turn(self, down: bool) -> None:
        self.turning.turn(down=down)

    def action_step(self, step: int) -> None:
        if step < 0 and self._from_night.steps:
            self.action_night()
        else:
            self.current.step(step)

    def action_mark(self) -> None:
        self._marked.toggle()

    def ask_again(self) -> None:
        self._again.ask(self.focused, self.subject)
