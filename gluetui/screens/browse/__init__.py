"""The main screen: its panes, and the loaders that load into each of them."""
