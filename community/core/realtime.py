"""Socket.IO: who may connect, and what every event goes through before a handler sees it.

Nothing is remembered about a member between two events. Each event finds its sign-in in the database again,
so what is ended there is ended here; and each is limited, validated by its schema and acknowledged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from copy import copy
from typing import Any

import socketio
from flask import Flask, current_app, g, session
from flask.ctx import RequestContext
from flask_babel import gettext as _
from flask_socketio import SocketIO

from community.config import Settings
from community.core import limits
from community.core.db import db
from community.core.errors import BEYOND_US, Refusal, SignInNeeded
from community.core.handshake import OPENED_BY, Gate
from community.core.identity import SIGN_IN, identity_of_secret
from community.core.socket_doors import DOORS, NotUnderstood, SocketDoor
from community.core.socket_server import make_server

log = logging.getLogger(__name__)

CONNECT_LIMIT = "60/minute"
ANSWER_TAKES_SECONDS = 1.0
_OPENED = "community.opened"
"""In the environ of a socket: the context of the event before."""

Acknowledgement = dict[str, Any]


def init_app(app: Flask, settings: Settings, *, async_mode: str | None = None) -> SocketIO:
    made = make_server(settings, async_mode=async_mode or settings.socket_mode or "threading", app=app)
    # On the server below Flask-SocketIO, whose own decorator builds a session and more around each event.
    server = made.server

    def opened_by(sid: str) -> int | None:
        found: int | None = server.environ.get(sid, {}).get(OPENED_BY)
        return found

    # Outermost, so that nothing is before it.
    app.wsgi_app = Gate(app, settings, opened_by)  # type: ignore[method-assign]
    server.on("connect", _inside(app, server, _connect))
    for door in DOORS.values():
        server.on(door.event, _inside(app, server, _guarded(door)))
    return made


class EventContext(RequestContext):
    """In which an event is served: that of the request that opened the socket, whose cookie is read once. Flask makes
    a new `g` each time."""

    def match_request(self) -> None:
        """No view is looked for."""

    def copy(self) -> EventContext:
        other = copy(self)  # Flask's own finds out anew to which host and path the request went
        other._cv_tokens = []
        return other


def _inside(app: Flask, server: socketio.Server, handle: Callable[..., Any]) -> Callable[..., Any]:
    """In the context of the request that opened the socket: its cookie says who, its headers in which language."""

    def handler(sid: str, *data: Any) -> Any:
        environ = server.get_environ(sid, "/")
        if environ is None:  # it has just gone
            return None
        opened: EventContext | None = environ.get(_OPENED)
        context = environ[_OPENED] = opened.copy() if opened else EventContext(app, environ)
        with context:
            g.socket = sid
            return handle(*data)

    return handler


def join_room(room: str) -> None:
    """The socket whose event is being handled hears what is said in `room` from now on."""
    _server().enter_room(this_line(), room, namespace="/")


def _server() -> socketio.Server:
    return current_app.extensions["socketio"].server


def emit(event: str, payload: dict[str, Any], *, rooms: list[str]) -> None:
    """Send to whoever is in one of `rooms`, in every process."""
    if rooms:
        _server().emit(event, payload, to=rooms)


def member_room(member_id: int) -> str:
    return f"member:{member_id}"


def hang_up(sign_in_id: int) -> None:
    """Close every socket that was opened with this sign-in, in every process."""
    _server().close_room(sign_in_room(sign_in_id), namespace="/")


def this_line() -> str:
    """The socket that the event came by, while it is handled."""
    line: str = g.socket
    return line


def sign_in_room(sign_in_id: int) -> str:
    return f"sign-in:{sign_in_id}"


def _connect(environ: Any, auth: Any = None) -> bool:
    try:
        identity = identity_of_secret(session.get(SIGN_IN, ""))
        if identity is None:
            raise SignInNeeded()
        limits.count(CONNECT_LIMIT, "socket", "connect", str(identity.actor.id))
    except Refusal:
        _leave_soon()
        return False
    finally:
        db.session.remove()
    join_room(member_room(identity.actor.id))
    join_room(sign_in_room(identity.sign_in_id))
    return True


def _guarded(door: SocketDoor) -> Callable[..., Acknowledgement]:
    def guarded(data: Any = None, *rest: Any) -> Acknowledgement:
        try:
            # The session is the copy frozen at the handshake; only the sign-in's secret is taken from it.
            answer = door.serve(session.get(SIGN_IN, ""), data) or {}
            return {"ok": True, **(answer if isinstance(answer, dict) else answer.model_dump(mode="json"))}
        except NotUnderstood as error:
            fields = {"fields": list(error.fields)} if error.fields else {}
            return _refusal(422, "invalid", _("That was not understood."), **fields)
        except BEYOND_US as error:
            log.warning("%s in socket event %s", type(error).__name__, door.event)
            return _refusal(422, "invalid", _("That was not understood."))
        except SignInNeeded as refusal:
            _leave_soon()
            return _refusal(refusal.status, refusal.code, str(refusal.message))
        except Refusal as refusal:
            more: dict[str, Any] = {"fields": list(refusal.by_field)} if refusal.field else {}
            if refusal.retry_after:
                more["retry_after"] = refusal.retry_after
            return _refusal(refusal.status, refusal.code, str(refusal.message), **more)
        except Exception:
            log.exception("fault in socket event %s", door.event)
            return _refusal(500, "fault", _("Something broke on our side. It has been noted."))
        finally:
            db.session.remove()

    return guarded


def _leave_soon() -> None:
    """Nothing more is told to this socket; it is closed once the answer has had the time to arrive."""
    server, sid = _server(), this_line()
    engine_sid = server.manager.eio_sid_from_sid(sid, "/")
    for room in server.rooms(sid, "/"):
        if room != sid:
            server.leave_room(sid, room, namespace="/")

    def leave() -> None:
        server.sleep(ANSWER_TAKES_SECONDS)
        server.disconnect(sid)
        server.eio.disconnect(engine_sid)

    server.start_background_task(leave)


def _refusal(status: int, code: str, message: str, **more: Any) -> Acknowledgement:
    return {"ok": False, "error": {"status": status, "code": code, "message": message, **more}}
