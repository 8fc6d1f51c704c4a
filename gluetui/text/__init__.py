"""Values to safe, humanized text: pure functions; \"now\" is always a parameter."""
