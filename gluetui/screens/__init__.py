"""A folder or a file a screen; each is given its session, and loaders load into its panes."""
