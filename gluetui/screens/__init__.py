"""One file a screen; a screen owns state and is the only caller of Glue."""
