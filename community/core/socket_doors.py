"""What a socket event goes through before its feature: who asks is found anew, admitted, counted, and understood.

Most events are served one by one. Those that many ask for at the same moment, and that write, can be served together
(`on_together`): who asks is looked up by one statement for all, and one unit of work does all that is admitted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from community.core import limits
from community.core.actor import Actor, Audience
from community.core.errors import Refusal, SignInNeeded
from community.core.identity import SocketIdentity, identities_of_secrets, identity_of_secret
from community.core.together import Together
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import admit

MOST_UNKNOWN_FIELDS = 10
"""So many are told one by one. Four thousand in one frame would take as long as ten events, and all be told back."""

Answer = BaseModel | dict[str, Any] | None
"""What is added to the acknowledgement: a model, or what it would be in JSON (`Annotated[dict, Model]`)."""
Handler = Callable[[Actor, Any], Answer]
Done = TypeVar("Done")
Change = Callable[[Session, Sequence[tuple[Actor, Any]]], Sequence[Done | Refusal]]


class NotUnderstood(Exception):
    """Not the payload that the event has."""

    def __init__(self, fields: Sequence[str] = ()) -> None:
        self.fields = fields


@dataclass(slots=True, eq=False)
class Frame:
    """An event as it came, with the secret of the sign-in that opened its socket."""

    secret: str
    data: Any
    is_counted: bool = False
    """A round that fails is done again one by one: it was asked once all the same."""


@dataclass(frozen=True)
class SocketDoor:
    event: str
    who: Audience
    limit: str
    payload: type[BaseModel]
    handle: Callable[..., Answer]
    """What its feature wrote: its words, and the shape of its answer, are in the catalogue."""

    def serve(self, secret: str, data: Any) -> Answer:
        """From the sign-in's secret and the data to the answer. Raises Refusal and NotUnderstood."""
        return self.handle(*_admitted(self, identity_of_secret(secret), Frame(secret, data)))


@dataclass(frozen=True)
class GatheringDoor(SocketDoor):
    """Whoever comes at the same moment goes through together: one change, and then an answer for each."""

    change: Change[Any]
    together: Together[Frame, Answer] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "together", Together(self.serve_all, gathers=True))

    def serve(self, secret: str, data: Any) -> Answer:
        return self.together.do(Frame(secret, data))

    def serve_all(self, frames: Sequence[Frame]) -> Sequence[Answer | Exception]:
        """The answer to each, or why it was refused; who is refused takes no part in the change."""
        outcomes: list[Any] = []
        admitted: dict[int, tuple[Actor, Any]] = {}
        """By their places among the frames."""
        with unit_of_work() as session:
            identities = identities_of_secrets([one.secret for one in frames])
            for frame, identity in zip(frames, identities, strict=True):
                refused = None
                try:
                    admitted[len(outcomes)] = _admitted(self, identity, frame)
                except (Refusal, NotUnderstood) as reason:
                    refused = reason
                outcomes.append(refused)
            done = self.change(session, list(admitted.values())) if admitted else []
        for place, outcome in zip(admitted, done, strict=True):
            outcomes[place] = outcome if isinstance(outcome, Refusal) else self._answer(outcome)
        return outcomes

    def _answer(self, done: Any) -> Answer | Exception:
        try:
            return self.handle(done)
        except Exception as fault:  # noqa: BLE001 - it is done all the same: nobody must do it again
            return fault


DOORS: dict[str, SocketDoor] = {}


def on(event: str, *, who: Audience, limit: str, payload: type[BaseModel]) -> Callable[[Handler], Handler]:
    """Declare a Socket.IO event: who may send it, how often, and the schema of what it carries.

    The handler gets the actor and the validated payload; the fields of what it returns are added to the
    acknowledgement `{"ok": true}`. A Refusal it raises becomes `{"ok": false, "error": {...}}`.
    """
    limits.parsed(limit)

    def decorate(handle: Handler) -> Handler:
        DOORS[event] = SocketDoor(event, who, limit, payload, handle)
        return handle

    return decorate


def on_together(
    event: str, *, who: Audience, limit: str, payload: type[BaseModel], change: Change[Done]
) -> Callable[[Callable[[Done], Answer]], Callable[[Done], Answer]]:
    """Declare an event of which all that come at the same moment are one change, in one unit of work.

    `change` gets the actors and payloads, and says what became of each, or why it is refused. After the commit the
    handler makes the answer for each of them.
    """
    limits.parsed(limit)

    def decorate(answer: Callable[[Done], Answer]) -> Callable[[Done], Answer]:
        DOORS[event] = GatheringDoor(event, who, limit, payload, answer, change)
        return answer

    return decorate


def _admitted(door: SocketDoor, identity: SocketIdentity | None, frame: Frame) -> tuple[Actor, Any]:
    """Who asks, and for what. Raises SignInNeeded, NotAllowed, TooMany and NotUnderstood."""
    if identity is None:
        raise SignInNeeded()
    actor = identity.actor
    admit(door.who, actor)
    if not frame.is_counted:
        limits.count(door.limit, "socket", door.event, str(actor.member_id))
        frame.is_counted = True
    data = frame.data
    if isinstance(data, dict) and len(data) > len(door.payload.model_fields) + MOST_UNKNOWN_FIELDS:
        raise NotUnderstood()
    try:
        return actor, door.payload.model_validate(data)
    except ValidationError as error:
        told = error.errors(include_url=False, include_context=False, include_input=False)
        raise NotUnderstood(sorted({str(part["loc"][0]) for part in told if part["loc"]})) from None
