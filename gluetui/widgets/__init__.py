"""One file a pane: given values, posting messages in domain words."""
