"""A run's log: where it is, how it is read and followed, its records, and the cause in it."""
