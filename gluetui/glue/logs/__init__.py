"""Where a run's logs are."""
