"""The calls, service by service, as methods that return values of this library."""
