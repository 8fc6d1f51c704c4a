"""The panes of the main screen: jobs, runs, details, predecessors. They post messages up and know no other pane."""
