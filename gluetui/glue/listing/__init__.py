"""A job's runs in any number: packed pages, loaded runs, orders, the last few, and the usual duration."""
