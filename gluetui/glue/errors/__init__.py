"""All that can go wrong on the way to AWS, as a table, and the one edge that gives it a cause and a next step."""
