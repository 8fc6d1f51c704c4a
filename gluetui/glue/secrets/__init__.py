"""What is secret, by name or by value, and texts without it."""
