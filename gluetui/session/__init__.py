"""What one profile in one Region knows and asks; no widget, no pane."""
