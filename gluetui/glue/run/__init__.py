"""One job run: its fields, arguments, cost and error message."""
