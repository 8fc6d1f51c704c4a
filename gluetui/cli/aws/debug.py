"""`--debug`: what botocore logs, on stderr, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from gluetui.glue.secrets.redaction import redacted

LOGGERS = ("botocore", "boto3", "urllib3")


_MARK_OF_BYTES = re.compile(r"\bb(?=['\"])")
"""Python's mark of bytes in a log of headers: with it in front, a secret in quotes is not seen as one."""


class _Redacting(logging.Formatter):
    """A record without secrets, and without what acts on a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        from gluetui.text.safe import many_lines

        return many_lines(redacted(_MARK_OF_BYTES.sub("", super().format(record))))


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
