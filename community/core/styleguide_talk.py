"""Sample conversations for /styleguide: messages in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from community.core.styleguide_people import AWA, LAYLA, NOW, OMAR, ZHANG, PersonLine


@dataclass(frozen=True)
class Quote:
    sequence: int
    name: str
    text: str


@dataclass(frozen=True)
class Sign:
    sign: str
    label: str
    names: str
    count: int
    mine: bool


@dataclass(frozen=True)
class Message:
    id: int
    name: str
    body_html: Markup
    mine: bool = False
    state: str = "sent"
    reason: str | None = None
    read_by: str = ""
    opens_day: date | None = None
    created_at: datetime = NOW
    quote: Quote | None = None
    signs: tuple[Sign, ...] = ()
    is_edited: bool = False
    is_deleted: bool = False
    is_pinned: bool = False
    url: str = "#"

    @property
    def sequence(self) -> int:
        return self.id


@dataclass(frozen=True)
class ConversationLine:
    title: str
    people: tuple[PersonLine, ...]
    excerpt: str
    unread: int = 0
    current: bool = False
    is_today: bool = True
    url: str = "#"
    public_id: str = "sample"
    last_at: datetime = NOW


def messages() -> tuple[Message, ...]:
    return (
        Message(
            1,
            "Awa Ndiaye",
            Markup("<p>Thank you for writing. The annex is on page 14.</p>"),
            opens_day=NOW.date(),
            signs=(
                Sign("agree", "Agreed", "Omar El-Sayed", 1, True),
                Sign("looking", "Looking into it", "Awa Ndiaye, Layla Haddad", 2, False),
            ),
        ),
        Message(
            2,
            "Omar El-Sayed",
            Markup("<p>Could you say that on camera tomorrow, in French?</p>"),
            True,
            read_by="Awa Ndiaye",
            quote=Quote(1, "Awa Ndiaye", "Thank you for writing. The annex is on page 14."),
            is_edited=True,
        ),
        Message(3, "Layla Haddad", Markup("<p>نعم، غدًا مناسب. سأحضر الجدول.</p>")),
        Message(6, "Layla Haddad", Markup(""), is_deleted=True),
        Message(4, "Omar", Markup("<p>Perfect. I’ll send the link tonight.</p>"), True, "waiting"),
        Message(
            5, "Omar", Markup("<p>Here it is.</p>"), True, "refused", "Awa Ndiaye takes no messages now."
        ),
    )


def conversations() -> tuple[ConversationLine, ...]:
    return (
        ConversationLine("Awa Ndiaye", (AWA,), "Yes, tomorrow works. I will bring the table.", current=True),
        ConversationLine("Port annex", (OMAR, ZHANG), "Omar: found the page", unread=2),
        ConversationLine("ليلى حداد", (LAYLA,), "نعم، غدًا مناسب.", is_today=False),
    )
