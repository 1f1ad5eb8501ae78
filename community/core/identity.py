"""From a request or a socket event to an `Actor`. Accounts provide the look-up; core does not know how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from flask import current_app, g, has_request_context

from community.core.actor import ANONYMOUS, Actor
from community.core.together import Together

SIGN_IN = "sign_in"
"""Key of the sign-in's secret in Flask's session."""

Resolver = Callable[[], Actor]
SocketsResolver = Callable[[Sequence[str]], "list[SocketIdentity | None]"]


class SocketIdentity:
    """Who is behind a sign-in's secret at this moment."""

    __slots__ = ("actor", "sign_in_id")

    def __init__(self, actor: Actor, sign_in_id: int) -> None:
        self.actor = actor
        self.sign_in_id = sign_in_id


def current_actor() -> Actor:
    """The actor of this request, resolved once."""
    if not has_request_context():
        return ANONYMOUS
    if "actor" not in g:
        g.actor = cast(Resolver, current_app.extensions["actor_of_request"])()
    return cast(Actor, g.actor)


def identities_of_secrets(secrets: Sequence[str]) -> list[SocketIdentity | None]:
    """For each sign-in's secret who holds it now; None when it was ended, or the member may not act any more."""
    return cast(SocketsResolver, current_app.extensions["identities_of_secrets"])(secrets)


_asked = Together[str, SocketIdentity | None](identities_of_secrets)


def identity_of_secret(secret: str) -> SocketIdentity | None:
    """The same for one, with what others ask at this moment."""
    return _asked.do(secret) if secret else None
