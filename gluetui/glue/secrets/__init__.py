"""Secrets, found by name or by value, and texts without them."""
