"""Triggers: what was due, why a job ran or not, what follows."""
