"""What a screen shows and asks of its session: whose it is, another one, signing in, asking again."""

from __future__ import annotations

from functools import partial
from typing import Literal

from textual import work
from textual.message import Message
from textual.worker import Worker

from gluetui.glue.aws.identity import Account
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.screens.asking import Ask, Work
from gluetui.screens.run_actions import RunActions
from gluetui.screens.standing import Standing
from gluetui.text.times import Clock
from gluetui.widgets.frame import Banner, TopLine
from gluetui.widgets.timers import call_after


class InSession(RunActions):
    """A screen of one session, which is a profile, a Region and an endpoint, or a saved file."""

    class Wanted(Message):
        """The person wants another session, or to sign in to this one."""

        def __init__(self, what: Literal["profile", "region", "sign-in"]) -> None:
            super().__init__()
            self.what = what

    def __init__(self, glue: Glue, ask: Ask, clock: Clock, *, mode: str) -> None:
        super().__init__(glue, ask, clock, mode=mode)
        self.top_line = TopLine()
        self.banner = Banner()
        self.standing = Standing(glue, ask, self.banner, later=partial(call_after, self))
        self.ask = self.standing.ask
        self.account: Account | None = None
        self._zone = clock.zone

    def start_work(self, work: Work, *, group: str, exclusive: bool = False) -> Worker[None]:
        """`run_worker` for what makes a coroutine, of which mypy cannot tell the kinds of work apart."""
        return self.run_worker(work, group=group, exclusive=exclusive)

    def toast(self, text: str, *, severity: str = "information") -> None:
        """A toast that names this session where another one is in front."""
        whose = "" if self.mode == self.app.current_mode else f"{', '.join(self.top_line.facts[:2])}: "
        super().toast(whose + text, severity=severity)

    def on_screen_resume(self) -> None:
        """The zone of times is every session's, and may have been changed in another one."""
        if self._zone is not self.clock.zone:
            self.show_times()

    def show_times(self) -> None:
        self._zone = self.clock.zone
        super().show_times()

    def refresh_header(self) -> None:
        """Say in the first line whose data this is, as far as that is certain."""
        glue = self.glue
        if glue.is_offline:
            self.top_line.show(f"offline: {glue.source}")
            return
        account = f"account {self.account.number}" if self.account and self.account.number else ""
        who = self.account.who if self.account else ""
        badge = f"not AWS: {glue.other_host}" if glue.other_host else ""
        self.top_line.show(f"profile {glue.profile or 'default'}", glue.region or "", account, who, badge=badge)

    @work(exclusive=True, group="account")
    async def connect(self) -> None:
        """Say which Region and endpoint are in force as soon as that is certain; whose account, once AWS answers."""
        self.standing.first_answer = self.load_account
        try:
            await self.ask(self.glue.connect)
        except AwsError:
            return  # The first call meets the same and tells it.
        self.refresh_header()

    @work(exclusive=True, group="account")
    async def load_account(self) -> None:
        """A courtesy of the first line, without which everything else works."""
        try:
            self.account = await self.ask(self.glue.account)
        except AwsError:
            self.account = None
        self.refresh_header()

    def retry_all(self) -> None:
        """Ask again for all that failed, as after a sign-in."""
        self.glue.mfa.is_declined = False
        self.standing.retry_all()
        if self.account is None:
            self.load_account()

    def on_mount(self) -> None:
        self.watch(self.app, "app_focus", self._focus_changed, init=False)

    def _focus_changed(self, has_focus: bool) -> None:
        """Who comes back to the terminal may have signed in, or plugged in, elsewhere."""
        if has_focus:
            self.standing.probe()

    @property
    def sign_in_command(self) -> tuple[str, ...]:
        """What an error says signs in; () where none does."""
        if self.standing.fault is not None and self.standing.fault.command:
            return self.standing.fault.command
        return next((pane.error.command for pane in self.panes if pane.error and pane.error.command), ())

    def action_profile(self) -> None:
        self.post_message(self.Wanted("profile"))

    def action_region(self) -> None:
        self.post_message(self.Wanted("region"))

    def action_sign_in(self) -> None:
        self.post_message(self.Wanted("sign-in"))
