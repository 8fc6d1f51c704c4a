"""The main screen: its panes and their loaders."""
