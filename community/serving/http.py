"""gunicorn as the program starts it, in every shape: no configuration file, quiet, gone within a second."""

from __future__ import annotations

import errno
import socket
from typing import Any

from gunicorn.app.base import BaseApplication

from community.config import Settings

STOPS_WITHIN_SECONDS = 1


class CannotServe(Exception):
    """Says in one sentence why the server does not start."""


class Server(BaseApplication):
    """gunicorn on HOST and PORT; `options` are its own settings, by its own names."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        options: dict[str, Any] = {
            "bind": f"{host}:{self._settings.port}",
            "workers": 1,
            "graceful_timeout": STOPS_WITHIN_SECONDS,
            "timeout": 60,
            "keepalive": 15,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in (options | self._options).items():
            self.cfg.set(name, value)


def expect_free(host: str, port: int) -> None:
    """Raises CannotServe when nothing could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        where = f"{host}:{port}"
        if error.errno == errno.EADDRINUSE:
            raise CannotServe(f"{where} is in use by another program: set PORT to a free one.") from error
        raise CannotServe(f"{where} cannot be served on: {error.strerror}.") from error
