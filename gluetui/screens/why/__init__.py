"""Why a run came or a job did not run, what follows, and workflow runs."""
