"""Triggers and workflows: what starts a job, what was due and did not run, why, and what follows from a run."""
