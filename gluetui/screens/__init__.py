"""One file a screen, and what screens are made of: they own state, and nothing else of the UI calls Glue."""
