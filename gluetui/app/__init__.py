"""The Textual app: theme, palette, sessions, what is done with a run, and what the terminal is owed."""
