"""Each door says who may use it and how often: `@open_to(members, limit="20/minute")`.

`tests/core/test_doors.py` fails on a route or a socket event that does not say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, request
from werkzeug.routing import BaseConverter

from community.core import limits
from community.core.actor import Actor, Audience
from community.core.errors import NotAllowed, SignInNeeded
from community.core.identity import current_actor

View = TypeVar("View", bound=Callable[..., Any])


class Part(BaseConverter):
    """A part of an address, as `<handle>`. A NUL stands in none of ours, and PostgreSQL takes it in no question: it
    would fail a round of messages (community/core/together.py) for all others in it."""

    regex = r"[^/\x00]+"
    part_isolating = True


def init_app(app: Flask) -> None:
    """Before any route is declared."""
    app.url_map.converters["default"] = Part


@dataclass(frozen=True, slots=True)
class Door:
    who: Audience
    limit: str


def open_to(who: Audience, *, limit: str) -> Callable[[View], View]:
    """Open a view to `who`, at most `limit` times for each member (or address, for readers).

    Safe requests (GET) and others are counted apart. Raises SignInNeeded, NotAllowed or TooMany.
    """
    limits.parsed(limit)  # a bad limit is found at import

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = current_actor()
            admit(who, actor)
            safe = "read" if request.method in {"GET", "HEAD", "OPTIONS"} else "write"
            limits.count(limit, view.__module__, view.__name__, safe, caller(actor))
            return view(*args, **kwargs)

        guarded.door = Door(who, limit)  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def admit(who: Audience, actor: Actor) -> None:
    """Raises SignInNeeded or NotAllowed when `actor` is not among `who`."""
    if not who(actor):
        raise NotAllowed() if actor.is_signed_in else SignInNeeded()


def caller(actor: Actor) -> str:
    """Whom a limit counts: the member, else the address that asks."""
    if actor.is_signed_in:
        return f"member:{actor.member_id}"
    return f"address:{limits.network_of(request.remote_addr)}"
