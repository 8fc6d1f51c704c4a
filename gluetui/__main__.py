"""`python -m gluetui` is `gluetui`."""

from gluetui.cli.main import main

main()
