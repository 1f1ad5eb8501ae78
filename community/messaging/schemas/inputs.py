"""Input of the JSON door and of Socket.IO; docs/realtime.md is made from these."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from community.messaging.queries import Box

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
ClientId = Annotated[
    str, Field(pattern=rf"^{CLIENT_ID.pattern}$", description="Made by the client, unique to it.")
]
PublicId = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{16,22}$", description="The last part of the conversation's address.")
]
Number = Annotated[int, Field(ge=1, le=2**53, description="Number of a message.")]
NumberOrNone = Annotated[int, Field(ge=0, le=2**53)]
Body = Annotated[str, Field(max_length=40_000, description="Markdown, at most 10,000 characters.")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ListQuery(BaseModel):
    """Which of one's conversations; said in an address, where all is text."""

    box: Box = Field(Box.INBOX, description="Where they lie.")
    page: int = Field(1, ge=1, le=1000)


class Nothing(Input):
    """An event that needs no words."""


class InConversation(Input):
    """What every event about one conversation says."""

    conversation: PublicId


Files = Annotated[
    list[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")]],
    Field(
        max_length=5, description="Ids of files that you have uploaded (POST /api/v1/files) and not sent yet."
    ),
]


class MessageInput(Input):
    body: Body
    client_id: ClientId
    quote: Annotated[
        int | None, Field(ge=1, le=2**53, description="Number of the message that it answers.")
    ] = None
    files: Files = []


Handle = Annotated[str, Field(max_length=80, description="Handle of a member.")]
Handles = Annotated[list[Handle], Field(min_length=1, max_length=49)]
Title = Annotated[str, Field(max_length=120, description="Name of the group; empty takes it away.")]


class FirstMessageInput(Input):
    body: Body
    client_id: ClientId
    files: Files = []
    to: Handle | Handles
    title: Title = ""


class SendMessage(InConversation, MessageInput):
    pass


class EditInput(Input):
    body: Body


class EditMessage(InConversation, EditInput):
    sequence: Number


class DeleteMessage(InConversation):
    sequence: Number


class React(InConversation):
    sequence: Number
    sign: Annotated[str, Field(max_length=10, description="One of the fixed set.")]
    on: Annotated[bool, Field(description="False takes it away.")]


class PinMessage(InConversation):
    sequence: Number
    on: Annotated[bool, Field(description="False unpins it.")]


class OwnInput(Input):
    muted: bool | None = None
    archived: bool | None = None
    unread: Annotated[bool, Field(description="True marks it unread until you open it.")] = False


class AddInput(Input):
    people: Handles


class AddPeople(InConversation, AddInput):
    pass


class RemovePerson(InConversation):
    person: Handle


class RenameInput(Input):
    title: Title


class Rename(InConversation, RenameInput):
    pass


class HistoryInput(Input):
    on: Annotated[bool, Field(description="Who joins reads what is written from now on.")]


class ShareHistory(InConversation, HistoryInput):
    pass


class AttributionInput(Input):
    rule: Annotated[str, Field(max_length=12, description="on_record, background, off_record, or empty.")]


class SetAttribution(InConversation, AttributionInput):
    pass


class AgreeInput(Input):
    sequence: Annotated[int, Field(ge=1, le=2**53, description="Number of the entry that set the rule.")]


class Agree(InConversation, AgreeInput):
    pass


class ExpiryInput(Input):
    days: Annotated[int | None, Field(description="1, 7 or 30; null: messages stay.")]


class SetExpiry(InConversation, ExpiryInput):
    pass


class Here(Input):
    conversation: Annotated[
        PublicId | None, Field(description="The one that is looked at: who else is here is told.")
    ] = None


class Open(InConversation):
    before: Annotated[
        int | None, Field(ge=1, le=2**53, description="For an older window: lines below it.")
    ] = None


class CatchUp(InConversation):
    after: Annotated[NumberOrNone, Field(description="The last number that the client has applied.")]


class ReadInput(Input):
    sequence: Annotated[NumberOrNone, Field(description="Everything up to it was seen.")]


class MarkRead(InConversation, ReadInput):
    pass
