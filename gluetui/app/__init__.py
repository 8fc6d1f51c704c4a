"""The Textual app: theme, palette, sessions, the actions on a run, and the care for the terminal."""
