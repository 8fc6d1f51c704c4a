"""A run's log: loaded, followed, saved."""
