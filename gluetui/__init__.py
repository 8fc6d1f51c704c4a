"""gluetui: see why an AWS Glue run did what it did."""

__version__ = "0.1.0"
