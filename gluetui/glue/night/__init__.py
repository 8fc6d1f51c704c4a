"""All runs of a window, over all jobs: which were on, how they went, which job is next."""
