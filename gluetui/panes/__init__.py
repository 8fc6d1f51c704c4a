"""The panes of the main screen: jobs, runs, details, predecessors. None knows another; they post messages up."""
