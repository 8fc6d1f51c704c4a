"""Each screen in a file or a folder; it is given its session, and its loaders load into its panes."""
