"""Which keys the line of keys names: those that have something to act on, as what they do here."""

from __future__ import annotations

from collections.abc import Mapping, Set


class NamedKeys:
    """For a list or a screen whose keys do not always have a subject; actions are written as their commands do."""

    _told_keys: object = None

    @property
    def idle_actions(self) -> Set[str]:
        """Actions that have nothing to act on now: their keys are not named, and say so if they are pressed."""
        return frozenset()

    @property
    def key_titles(self) -> Mapping[str, str]:
        """What an action does here and now, where its command's title does not say that."""
        return {}

    @property
    def key_hint(self) -> str:
        """Words that stand behind the keys, as many as there is room for."""
        return ""

    def tell_keys(self) -> None:
        """Have the line of keys drawn again if something else is to be named."""
        told = (self.idle_actions, self.key_titles, self.key_hint)
        if told != self._told_keys:
            self._told_keys = told
            self.refresh_bindings()

    def refresh_bindings(self) -> None:
        """Textual's own."""
        raise NotImplementedError


def is_idle(action: str, *owners: object) -> bool:
    """Whether one of these says that an action has nothing to act on."""
    return any(isinstance(owner, NamedKeys) and action in owner.idle_actions for owner in owners)
