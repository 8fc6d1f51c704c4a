"""The panes: jobs, runs, details, predecessors, a log. None knows another; they post messages up."""
