"""`--debug`: what botocore logs, on stderr, without secrets."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from gluetui.glue.secrets.redaction import redacted

LOGGERS = ("botocore", "boto3", "urllib3")


class _Redacting(logging.Formatter):
    """A record without secrets, and without what acts on a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        from gluetui.text.safe import many_lines

        return many_lines(redacted(super().format(record)))


@contextmanager
def debugging(*, is_on: bool) -> Iterator[None]:
    """Log while a command runs, if asked to."""
    if not is_on:
        yield
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting("%(asctime)s - %(threadName)s - %(name)s - %(levelname)s - %(message)s"))
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
