"""Runs outside AWS: saved files and pasted documents read and written, and what names a run."""
