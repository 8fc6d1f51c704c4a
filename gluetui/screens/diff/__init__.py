"""The screen of two runs that are compared."""
