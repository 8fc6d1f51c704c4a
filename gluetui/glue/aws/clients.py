"""boto3's clients of one session, made one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from gluetui.glue.gc_pause import nothing_collected


class Clients:
    """A client a service. boto3's clients may be used by every thread, but making one is not thread-safe."""

    def __init__(self, open_session: Callable[[], Any], make: Callable[[str], Any]) -> None:
        """`open_session` opens boto3's session; `make` makes a client of `session()`."""
        self._open_session = open_session
        self._make = make
        self._making = threading.Lock()
        self._by_service: dict[str, Any] = {}
        self._models: dict[str, Any] = {}
        self._session: Any = None

    def of(self, service: str) -> Any:
        """The client of a service. Raises: whatever boto3 does; the next call then opens another session."""
        with self._making:
            return self._of(service)

    def model(self, service: str) -> Any:
        """botocore's model of a service, from the first client ever made of it.

        It makes no further client: one that is made before its first call would miss a sign-in in between.
        """
        with self._making:
            if service not in self._models:
                self._of(service)
            return self._models[service]

    def _of(self, service: str) -> Any:
        if service not in self._by_service:
            try:
                with nothing_collected():
                    client = self._make(service)
            except Exception:
                self._session = None
                raise
            self._by_service[service] = client
            self._models[service] = client.meta.service_model
        return self._by_service[service]

    def session(self) -> Any:
        """The session of all clients, opened for the first of them."""
        self._session = self._session or self._open_session()
        return self._session

    def forget(self, client: Any) -> None:
        """Let the next call read files and environment anew: the user may have signed in meanwhile."""
        with self._making:
            if client in self._by_service.values():
                self._by_service.clear()
                self._session = None
