"""`python -m gluetui` is `gluetui`."""

from gluetui.cli import main

main()
