"""A job's runs in any number: packed pages, what is loaded, orders, and what the last few say."""
