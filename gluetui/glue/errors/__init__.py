"""All that can go wrong on the way to AWS, as a table, and the one edge that makes it an error with a next step."""
