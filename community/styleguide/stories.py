"""Sample stories and a thread for /styleguide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.core.text import render_markdown, trusted
from community.discussions.schemas import ReplyNode
from community.profiles.schemas import PersonLine
from community.stories.schemas import StoryCard
from community.styleguide.people import AWA, LAYLA, LINDIWE, NOW, OMAR, ZHANG

_CARD: dict[str, Any] = {
    "url": "/styleguide",
    "kind": "link",
    "language": "en",
    "standfirst": "",
    "sections": (),
    "topics": (),
    "countries": (),
    "published_at": NOW,
    "source_name": "",
    "source_language_name": None,
    "source_url": None,
    "editor_note": "",
    "editor": None,
    "byline": (),
    "reply_count": 0,
    "pinned": None,
}


def card(**said: Any) -> StoryCard:
    """A card of which only this is told."""
    return StoryCard(**_CARD | said)


def reply(
    sequence: int,
    author: PersonLine,
    words: str,
    depth: int = 0,
    parent_id: int | None = None,
    *,
    children_count: int = 0,
    state: str = "visible",
) -> ReplyNode:
    """A reply with these words (Markdown)."""
    return ReplyNode(
        sequence=sequence,
        author=author,
        body_html=trusted(render_markdown(words)),
        created_at=NOW,
        depth=depth,
        parent_id=parent_id,
        children_count=children_count,
        state=state,
        may_reply=state == "visible",
    )


def cards() -> tuple[StoryCard, ...]:
    return (
        card(
            title="Lusaka asks for a second look at the hydropower loan",
            standfirst="The finance ministry wants the repayment calendar of the Kafue project moved behind "
            "the dry seasons. Two lenders have agreed in principle; the third has not answered.",
            sections=("Debt",),
            countries=("Zambia",),
            source_name="Lusaka Ledger",
            source_language_name="English",
            source_url="#",
            editor_note="The annex on page 14 is the news here: it is the first time that the water level is "
            "written into a repayment clause.",
            editor=LINDIWE,
            reply_count=38,
            pinned=(LINDIWE, NOW + timedelta(hours=6)),
        ),
        card(
            title="Jakarta’s data-centre rules leave a door open for Chinese clouds",
            standfirst="A draft asks for local keys, not local owners.",
            sections=("Technology",),
            countries=("Indonesia",),
            source_name="雅加达观察",
            source_language_name="Chinese",
            source_url="#",
            editor=LINDIWE,
            reply_count=1,
        ),
        card(
            title="What the port concession says about who carries the risk",
            kind="article",
            standfirst="Three clauses that look technical move the exchange-rate risk to the public side.",
            countries=("Senegal",),
            topics=("Ports", "Public finance"),
            byline=(AWA,),
        ),
    )


def arabic_card() -> StoryCard:
    return card(
        title="موانئ البحر الأحمر تعيد التفاوض على رسوم العبور",
        language="ar",
        standfirst="تطلب ثلاث هيئات للموانئ ربط الرسوم بحجم الشحن بدلًا من الدولار.",
        sections=("موانئ",),
        countries=("جيبوتي",),
        source_name="صحيفة الساحل",
        source_language_name="العربية",
        source_url="#",
        editor_note="المهم هنا هو الملحق الثاني: الجدول الزمني للسداد.",
        editor=LINDIWE,
        reply_count=12,
    )


def replies() -> tuple[ReplyNode, ...]:
    author = AWA.with_note("author of this story")
    return (
        reply(
            1,
            ZHANG,
            "The volume guarantee is usual; what is new is the ninety days.",
            children_count=2,
        ),
        reply(
            2,
            author,
            "Yes, and the fiscal year gave a vote.",
            1,
            1,
            children_count=1,
        ),
        reply(3, LAYLA, "هل الملحق متاح للجمهور؟ لم أرَ سوى الملخص.", 2, 2),
        reply(4, OMAR, "I can share page 14.", 1, 1, state="held"),
        reply(5, OMAR, "", state="removed"),
        reply(
            6,
            OMAR,
            "Is it public? The summary says:\n\n> …the state pays.",
        ),
    )
