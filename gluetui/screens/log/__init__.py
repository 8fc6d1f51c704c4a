"""The screen of one run's log: what is loaded of it, following it, and files of it."""
