"""Runs outside AWS: saved files, pasted documents and events, and the texts that name a run, such as an ARN."""
