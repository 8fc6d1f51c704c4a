"""What `gluetui get-job-run` has in common with the AWS CLI: options, exit codes and the forms of its output."""
