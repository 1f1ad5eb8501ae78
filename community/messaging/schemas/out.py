"""What a participant is told: shapes only. A field that does not concern an entry is absent, not null."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, SerializerFunctionWrapHandler, model_serializer

from community.messaging.models import Kind


class Sparse(BaseModel):
    """Written with the fields that were set, and no others."""

    @model_serializer(mode="wrap")
    def _only_what_was_set(self, handler: SerializerFunctionWrapHandler) -> Any:
        return {name: value for name, value in handler(self).items() if name in self.model_fields_set}


class PersonOut(BaseModel):
    handle: str
    name: str


class PinOut(BaseModel):
    sequence: int
    by: str | None = Field(description="Handle; null when the account is gone.")
    at: AwareDatetime
    expires_at: AwareDatetime | None = Field(None, description="From then on it is gone, with its message.")


class AttributionOut(BaseModel):
    rule: str = Field(description="on_record, background, off_record; empty: nothing was agreed.")
    sequence: int = Field(description="Number of the entry that set it; 0: none.")
    agreed: list[str] = Field(description="Handles of those who agreed and may write.")


class FactsOut(Sparse):
    """What is true of a conversation for all who take part."""

    title: str | None = None
    is_group: bool | None = None
    participants: list[PersonOut] | None = Field(None, description="In the order of joining.")
    attribution: AttributionOut | None = None
    expires_after_days: int | None = None
    history_from: int | None = Field(None, description="Who joins reads from this number on.")
    pins: list[PinOut] | None = Field(None, description="Pinned messages, oldest pin first.")


class FileOut(BaseModel):
    id: str
    name: str
    kind: str = Field(description="picture, pdf, text or document.")
    size: int = Field(description="Bytes.")
    width: int | None = Field(None, description="Of a picture, in pixels.")
    height: int | None = None


class CardOut(BaseModel):
    url: str = Field(description="A path on this site.")
    title: str
    byline: str = Field(description="Who signed a story, or its source; kinds and affiliation of a person.")


class MessageOut(Sparse):
    """A message as it reads now."""

    body_html: str | None = None
    quote: int | None = Field(None, description="Number of the message that it answers.")
    files: list[FileOut] | None = Field(
        None, description="At /conversations/ID/messages/SEQUENCE/files/FILE."
    )
    cards: list[CardOut] | None = Field(
        None, description="Stories and profiles of this site that it links to, as they are now."
    )
    mentions: list[str] | None = Field(None, description="Handles of participants whom it names.")
    reactions: dict[str, list[str]] | None = Field(None, description="Sign to handles, in order.")
    edited_at: AwareDatetime | None = None
    deleted_at: AwareDatetime | None = Field(None, description="Deleted for all: no words are left.")
    expires_at: AwareDatetime | None = Field(None, description="From then on the message is gone.")


class NoticeOut(Sparse):
    """What a line that is no message says; it stays as it was."""

    members: list[PersonOut] | None = Field(None, description="To whom it happened.")
    title: str | None = None
    rule: str | None = None
    days: int | None = None
    on: bool | None = None


class EntryOut(Sparse):
    """One number of the log, as its subject is now."""

    sequence: int
    kind: Annotated[
        str, Field(description=f"{', '.join(list(Kind)[:-1])}; or blank: nothing that is yours to see.")
    ]
    by: str | None = Field(None, description="Handle of who did it; null when the account is gone.")
    by_name: str | None = None
    at: AwareDatetime | None = None
    client_id: str | None = Field(None, description="Of a message, to its author only.")
    message: MessageOut | None = Field(None, description="Of kind message.")
    notice: NoticeOut | None = Field(None, description="Of the other lines.")
    target: int | None = Field(None, description="Number of the message that `set_message` is about.")
    set_message: MessageOut | None = None
    set_conversation: FactsOut | None = None


class EntriesOut(BaseModel):
    conversation: str
    last_sequence: int
    entries: list[EntryOut]
    quoted: list[EntryOut] = Field(description="Messages that are quoted by these and not among them.")
    more: bool = Field(description="There is more after the last of these: ask again with its number.")
    read: dict[str, int] | None = Field(
        None, description="As in the state, where it was asked for what was missed; else null."
    )


class StateOut(BaseModel):
    """A conversation as it is now: its facts, and its last lines (or the last below `before`)."""

    conversation: str
    last_sequence: int
    first_sequence: int = Field(description="Nothing before this number is yours to see.")
    facts: FactsOut
    entries: list[EntryOut] = Field(description="Lines only: messages and notices.")
    quoted: list[EntryOut] = Field(description="Messages that are quoted by these and not among them.")
    older: bool = Field(description="There are lines before the first of these.")
    newer: bool = Field(description="There are lines after the last of these.")
    read: dict[str, int] = Field(description="Handle to the last number that they have read.")


class EntryEvent(BaseModel):
    conversation: str
    entry: EntryOut
    quoted: list[EntryOut] = Field(description="The message that it quotes, if it does.")


class ReadEvent(BaseModel):
    conversation: str
    reader: str = Field(description="Handle.")
    sequence: int = Field(description="They have seen everything up to it.")


class TypingEvent(BaseModel):
    conversation: str
    writer: str = Field(
        description="Handle. It is kept nowhere; after a few seconds without it they have stopped."
    )


class HereOut(BaseModel):
    shows: bool = Field(
        description="You show that you are here. If not, nothing was kept and nobody is told."
    )
    here: list[str] = Field(
        description="Handles of the others in the conversation who show that they are here."
    )


class GoneEvent(BaseModel):
    conversation: str = Field(description="You are no longer in it.")


class InboxOut(BaseModel):
    unread: int = Field(description="Conversations in which something waits for you, requests included.")
    requests: int = Field(description="Conversations that wait for your answer.")


class InboxEvent(BaseModel):
    conversation: str = Field(description="You put it away, marked or answered it, here or elsewhere.")


class ConversationOut(BaseModel):
    id: str
    title: str
    members: list[str]
    last_sequence: int
    unread: int
    is_mentioned: bool
    is_muted: bool
    is_marked_unread: bool


class ConversationsOut(InboxOut):
    conversations: list[ConversationOut]


class FoundMessageOut(BaseModel):
    conversation: str
    sequence: int
    by: str | None = Field(description="Handle; null when the account is gone.")
    at: AwareDatetime
    text: str = Field(description="Where it has the words, at most 180 characters.")
    highlights: list[tuple[int, int]] = Field(description="[start, end) in characters of the text.")


class FoundOut(BaseModel):
    messages: list[FoundMessageOut] = Field(description="Newest first, 20 at a time.")
    more: bool


class LoggedOut(BaseModel):
    """What a change answers."""

    last_sequence: int
    entry: EntryOut | None = Field(description="Null when it was so already.")


class SourceOut(BaseModel):
    sequence: int
    body: str = Field(description="Markdown, as it was written.")
