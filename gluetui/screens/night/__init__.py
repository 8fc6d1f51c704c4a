"""The board of a night: all runs of a window, over all jobs."""
