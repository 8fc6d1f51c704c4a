"""One file a command of the command line, and what the commands share; nothing heavy is imported before one runs."""
