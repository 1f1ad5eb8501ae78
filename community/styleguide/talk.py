"""Sample conversations for /styleguide: messages in every state."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from community.core.text import render_markdown, trusted
from community.messaging.schemas.lines import LineView, Quote, Sign
from community.messaging.schemas.listing import ConversationLine
from community.profiles.schemas import PersonLine
from community.styleguide.people import AWA, LAYLA, NOW, OMAR, ZHANG


def message(
    sequence: int,
    author: PersonLine,
    words: str,
    *,
    opens_day: datetime | None = None,
    state: str = "sent",
    reason: str | None = None,
    quote: Quote | None = None,
    signs: tuple[Sign, ...] = (),
    readers: tuple[str, ...] = (),
    is_edited: bool = False,
    is_deleted: bool = False,
) -> LineView:
    """A message with these words (Markdown), as Omar sees it."""
    return LineView(
        sequence=sequence,
        name=author.name,
        mine=author == OMAR,
        by=author.name,
        created_at=NOW,
        opens_day=opens_day,
        state=state,
        body_html=trusted(render_markdown(words)),
        url="#",
        quote=quote,
        signs=signs,
        is_edited=is_edited,
        is_deleted=is_deleted,
        reason=reason,
        readers=readers,
    )


def messages() -> tuple[LineView, ...]:
    return (
        message(
            1,
            AWA,
            "Thank you for writing. The annex is on page 14.",
            opens_day=NOW,
            signs=(
                Sign("agree", "Agreed", "Omar El-Sayed", 1, True),
                Sign("looking", "Looking into it", "Awa Ndiaye, Layla Haddad", 2, False),
            ),
        ),
        message(
            2,
            OMAR,
            "Could you say that on camera tomorrow, in French?",
            readers=("Awa Ndiaye",),
            quote=Quote(1, "Awa Ndiaye", "Thank you for writing. The annex is on page 14.", "#message-1"),
            is_edited=True,
        ),
        message(3, LAYLA, "نعم، غدًا مناسب. سأحضر الجدول."),
        message(4, LAYLA, "", is_deleted=True),
        message(5, OMAR, "Perfect. I’ll send the link tonight.", state="waiting"),
        message(
            6,
            OMAR,
            "Here it is.",
            state="refused",
            reason="Awa Ndiaye takes no messages now.",
        ),
    )


def conversation(
    title: str,
    people: tuple[PersonLine, ...],
    excerpt: str,
    *,
    who: str = "",
    said_by: str = "",
    unread: int = 0,
    current: bool = False,
    is_today: bool = True,
    is_muted: bool = False,
    is_mentioned: bool = False,
    is_marked: bool = False,
) -> ConversationLine:
    """A conversation in the list, last written in today or on the 23rd."""
    return ConversationLine(
        url="#",
        public_id="sample",
        title=title,
        people=people,
        said_by=said_by,
        excerpt=excerpt,
        last_at=NOW,
        is_today=is_today,
        last_day=Markup("23 Nov"),
        who=who or title,
        unread=unread,
        current=current,
        is_muted=is_muted,
        is_mentioned=is_mentioned,
        is_marked=is_marked,
    )


def conversations() -> tuple[ConversationLine, ...]:
    return (
        conversation("Awa Ndiaye", (AWA,), "Yes, tomorrow works. I will bring the table.", current=True),
        conversation(
            "Port annex",
            (OMAR, ZHANG),
            "Found the page.",
            said_by="Omar El-Sayed",
            who="Omar El-Sayed, Zhang Wei",
            unread=2,
            is_mentioned=True,
        ),
        conversation("ليلى حداد", (LAYLA,), "نعم، غدًا مناسب.", is_today=False, is_marked=True),
        conversation("Zhang Wei", (ZHANG,), "附件在第十四页。", unread=1, is_muted=True),
    )
