"""All runs of a window, over all jobs: which count, how they went, and which job is asked next."""
