"""The palette: every command by name, with its keys, or with what it needs where that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from gluetui.commands import BY_ID, COMMANDS, PLACES, Command, keys_in_force
from gluetui.commands.keys import key_names
from gluetui.screens.session_screen import toast_on
from gluetui.text.safe import one_line
from gluetui.widgets.pane import Pane
from gluetui.widgets.panes import Panes
from gluetui.widgets.rows import KeyHints, Rows, unavailable_in

NO_FURTHER = "There is nothing further that way."
HERE = "You are there."


class Palette:
    """Offers the commands of a screen; one that would do nothing now says why, in the list and when it is chosen."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        """Every command but the palette's own."""
        bound = {active.binding.id: active.node for active in screen.active_bindings.values()}
        for command in COMMANDS:
            if command.id == "app.palette":
                continue
            why_not = _why_not(command, screen, bound.get(command.id))
            keys = key_names(keys_in_force(command, self._app._keymap))
            does = partial(self._refuse, why_not) if why_not else partial(self._press, screen, command)
            yield SystemCommand(command.palette or command.title, f"{keys}   {one_line(why_not) or command.help}", does)

    def _refuse(self, why_not: str) -> None:
        toast_on(self._app.screen, why_not, severity="warning")

    async def _press(self, screen: Screen[Any], command: Command) -> None:
        """Do the action of a command in its pane, as its key would."""
        pane = _pane(command, screen)
        if pane is not None:
            for panes in screen.query(Panes):
                panes.go_to(pane)
        for active in screen.active_bindings.values():
            if active.binding.id == command.id:
                await self._app.run_action(active.binding.action, active.node)
                return
        if command.is_everywhere:
            await self._app.run_action(command.action, self._app.screen_stack[0])


def reason_against(app: App[Any], action: str, node: DOMNode | None) -> str:
    """Why the key of an action does nothing now; "" where it does something, or says so itself."""
    owners = app.screen.focused, node
    if action not in unavailable_in(*owners):
        return ""
    bound = (each.binding for each in app.screen.active_bindings.values() if each.node is node)
    command = next((BY_ID[each.id] for each in bound if each.action == action and each.id in BY_ID), None)
    return _lacking(command, *owners) if command is not None else ""


def _lacking(command: Command, *owners: object) -> str:
    """The reason of a list or screen that knows it best, or else what the command needs."""
    reasons = (owner.reasons.get(command.action) for owner in owners if isinstance(owner, KeyHints))
    return next(filter(None, reasons), command.lacking)


def _why_not(command: Command, screen: Screen[Any], node: DOMNode | None) -> str:
    """Why a command would do nothing if it were chosen in the palette."""
    pane = _pane(command, screen)
    if node is None and command.is_everywhere:
        return ""
    owners = (pane,) if pane is not None else (node, screen.focused)
    if owners[0] is None:
        return PLACES[command.place].elsewhere
    if command.action in unavailable_in(*owners):
        return _lacking(command, *owners)
    if isinstance(owners[0], Rows) and command.action in owners[0].idle_moves:
        return NO_FURTHER
    is_here = screen.focused is not None and command.action == f"pane({screen.focused.id!r})"
    return HERE if is_here else ""


def _pane(command: Command, screen: Screen[Any]) -> Pane | None:
    """The pane that a command belongs to; None for a command of several panes or of none."""
    return next((pane for pane in screen.query(Pane) if command.id in _own_commands(type(pane))), None)


def _own_commands(pane: type[Pane]) -> set[str]:
    """The ids of the commands that a class of panes binds beside those of every list."""
    return {binding.id for binding in vars(pane).get("BINDINGS", ()) if isinstance(binding, Binding) and binding.id}
