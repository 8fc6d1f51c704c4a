"""`gluetui keys`: every command with its keys in force, and the id by which a keymap gives it others."""

from __future__ import annotations

import click

from gluetui.cli.apply_settings import configured
from gluetui.cli.printing import Listing, json_option, write_json

KEYS = ("where", "keys", "id", "what it does")
"""Headings of the columns."""


@click.command(short_help="Print every key, and its id for the settings.")
@json_option
def keys(*, as_data: bool) -> None:
    """Print every command: where its keys work, those in force, its id for the settings, and what it does."""
    from gluetui.commands import COMMANDS, PLACES, keys_in_force
    from gluetui.commands.keymap import usable
    from gluetui.commands.keys import distinct_keys, key_name
    from gluetui.text.lines import Span

    keymap = usable(configured()).keymap
    listing = Listing(KEYS)
    for name, place in PLACES.items():
        for command in (command for command in COMMANDS if command.place == name):
            names = [key_name(key) for key in distinct_keys(keys_in_force(command, keymap))]
            if as_data:
                write_json({"Id": command.id, "Where": place.title, "Keys": names, "Help": command.help})
                continue
            cells = Span(place.title, "dim"), Span(" ".join(names), "name"), Span(command.id), Span(command.help)
            listing.add([cells])
