"""Keeps the panes of the main screen up to date: what is learned of runs, live looks, ages."""

from __future__ import annotations

from typing import NamedTuple

from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.ages import Ages
from gluetui.screens.browse.cause_loader import CauseLoader
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.job_loader import JobLoader
from gluetui.screens.browse.last_runs_loader import LastRunsLoader
from gluetui.screens.browse.live_sources import LiveJobs, LiveRun, LiveRuns, LiveTree
from gluetui.screens.browse.news import RunNews
from gluetui.screens.browse.run_loader import RunLoader
from gluetui.screens.browse.tree_loader import TreeLoader
from gluetui.screens.session_screen import SessionScreen


class Shown(NamedTuple):
    """The panes of the main screen."""

    jobs: JobList
    runs: RunList
    details: RunDetails
    tree: PredecessorTree


class Loaders(NamedTuple):
    """What loads into them."""

    jobs: JobLoader
    runs: RunLoader
    tree: TreeLoader
    last_runs: LastRunsLoader
    current: CurrentRun
    causes: CauseLoader


def follow(screen: SessionScreen, panes: Shown, loaders: Loaders) -> RunNews:
    """Begin to keep the panes up to date. Returns: the view of the session's runs, told for as long as it is kept."""
    jobs, runs, details, tree = panes
    screen.live.follow(
        LiveRun(screen, loaders.current, details, tree, runs),
        LiveRuns(screen, runs, loaders.runs),
        LiveTree(screen, tree, loaders.tree),
        LiveJobs(jobs, runs, loaders.jobs, loaders.last_runs),
    )
    known = screen.session.known
    if not screen.session.aws.is_offline:  # What a file holds is never asked for again.
        Ages(known, *panes).tell()
    news = RunNews(screen.live, *panes, last_runs=loaders.last_runs, current=loaders.current, causes=loaders.causes)
    known.show_in(news)
    screen.session.causes.show_in(news)
    return news
