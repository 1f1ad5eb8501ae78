"""`python -m benchmarks.fan_out.ours`: the product's realtime worker with one event and its Redis, on HOST and PORT."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import socketio

from community.config import Settings
from community.serving.http import Server
from community.serving.roles import SOCKETS_OF_A_WORKER, spare_the_collector


class _Worker(Server):
    def load(self) -> socketio.WSGIApp:  # type: ignore[override]
        from community.core.socket_server import make_server

        server = make_server(self._settings, async_mode="gevent").server
        rooms: dict[str, str] = {}

        def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
            rooms[sid] = parse_qs(environ["QUERY_STRING"])["room"][0]
            server.enter_room(sid, rooms[sid])

        def say(sid: str, data: Any) -> None:
            server.emit("said", data, to=rooms[sid])

        server.on("connect", connect)
        server.on("say", say)
        spare_the_collector()
        return socketio.WSGIApp(server)


if __name__ == "__main__":
    _Worker(Settings(), worker_class="gevent", worker_connections=SOCKETS_OF_A_WORKER).run()
