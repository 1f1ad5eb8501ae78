"""Sample data for /styleguide: every component in every state, in three scripts.

The classes repeat the shapes that presenters make (schemas.py of each feature); core may not import them.
The texts are invented and shown in development only, which is why they do not go through gettext.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from community.core.styleguide_people import AWA, LAYLA, LINDIWE, NOW, OMAR, UNCLAIMED, ZHANG, PersonLine
from community.core.styleguide_talk import conversations, messages


@dataclass(frozen=True)
class StoryCard:
    title: str
    kind: str = "link"
    url: str = "/styleguide"
    language: str = "en"
    standfirst: str = ""
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    published_at: datetime = NOW
    source_name: str | None = None
    source_language_name: str | None = None
    source_url: str | None = None
    editor_note: str | None = None
    editor: PersonLine | None = None
    byline: tuple[PersonLine, ...] = ()
    reply_count: int = 0
    pinned: tuple[PersonLine, datetime] | None = None


@dataclass(frozen=True)
class ReplyNode:
    id: int
    author: PersonLine
    body_html: Markup
    depth: int = 0
    parent_id: int | None = None
    children_count: int = 0
    state: str = "visible"
    may_reply: bool = True
    created_at: datetime = NOW
    evidence_url: str | None = None

    @property
    def sequence(self) -> int:
        return self.id

    @property
    def url(self) -> str:
        return f"#reply-{self.id}"


@dataclass(frozen=True)
class Facet:
    key: str
    label: str
    values: tuple[tuple[str, str, int, bool, str], ...]


@dataclass(frozen=True)
class Hit:
    handle: str
    person: PersonLine
    headline: str
    place: str | None = None
    found: tuple[tuple[str, Markup], ...] = ()
    facts: tuple[str, ...] = ()
    talks: str = ""

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def native_name(self) -> str | None:
        return self.person.native_name


class ProfileForm(Form):
    """One field of each sort that the forms of the site use."""

    name = StringField("Name", [InputRequired("Write the name that readers should see.")])
    email = EmailField("Email", description="Never shown. Members write to you through this site.")
    kind = RadioField("You are a", choices=[("scholar", "Scholar"), ("journalist", "Journalist")])
    topics = SelectMultipleField(
        "Topics",
        choices=[("debt", "Sovereign debt"), ("hydro", "Hydropower"), ("ports", "Ports")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    country = SelectField(
        "Based in",
        choices=[("", "Choose a country"), ("SN", "Senegal"), ("ZM", "Zambia")],
        validate_choice=False,
    )
    biography = TextAreaField("Biography", [Length(max=20, message="At most 20 characters; these are 32.")])
    photo = FileField("Photo", description="JPEG, PNG or WebP, at most 8 MB. Where it was taken is removed.")
    password = PasswordField("Password", [InputRequired("Write your password.")])
    listed = BooleanField("Show me in the directory")


def sample() -> dict[str, object]:
    """The variables of core/styleguide.html: `sample`, `now`, and the forms, with prefixes so that ids differ."""
    refused = ProfileForm(data={"biography": "Public finance of ports and dams", "kind": "scholar"})
    refused.validate()
    return {
        "sample": {
            "people": (AWA, ZHANG, OMAR, LAYLA, LINDIWE, UNCLAIMED),
            "cards": _cards(),
            "arabic_card": _arabic_card(),
            "replies": _replies(),
            "facets": _facets(),
            "hits": _hits(),
            "messages": messages(),
            "conversations": conversations(),
        },
        "now": NOW,
        "form": ProfileForm(prefix="fresh-"),
        "answer_form": ProfileForm(prefix="answer-"),
        "refused_form": refused,
    }


def _cards() -> tuple[StoryCard, ...]:
    return (
        StoryCard(
            "Lusaka asks for a second look at the hydropower loan",
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
        StoryCard(
            "Jakarta’s data-centre rules leave a door open for Chinese clouds",
            standfirst="A draft asks for local keys, not local owners.",
            sections=("Technology",),
            countries=("Indonesia",),
            source_name="雅加达观察",
            source_language_name="Chinese",
            source_url="#",
            editor=LINDIWE,
            reply_count=1,
        ),
        StoryCard(
            "What the port concession says about who carries the risk",
            kind="article",
            standfirst="Three clauses that look technical move the exchange-rate risk to the public side.",
            countries=("Senegal",),
            topics=("Ports", "Public finance"),
            byline=(AWA,),
        ),
    )


def _arabic_card() -> StoryCard:
    return StoryCard(
        "موانئ البحر الأحمر تعيد التفاوض على رسوم العبور",
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


def _replies() -> tuple[ReplyNode, ...]:
    author = PersonLine("Awa Ndiaye", "AN", ("scholar",), role_note="author of this story")
    return (
        ReplyNode(
            1,
            ZHANG,
            Markup("<p>The volume guarantee is usual; what is new is the ninety days.</p>"),
            children_count=2,
        ),
        ReplyNode(
            2,
            author,
            Markup("<p>Yes, and the fiscal year gave a vote.</p>"),
            1,
            1,
            children_count=1,
        ),
        ReplyNode(3, LAYLA, Markup("<p>هل الملحق متاح للجمهور؟ لم أرَ سوى الملخص.</p>"), 2, 2),
        ReplyNode(4, OMAR, Markup("<p>I can share page 14.</p>"), 1, 1, state="held", may_reply=False),
        ReplyNode(5, OMAR, Markup(""), state="removed"),
        ReplyNode(
            6,
            OMAR,
            Markup("<p>Is it public? The summary says:</p><blockquote><p>…the state pays.</p></blockquote>"),
        ),
    )


def _facets() -> tuple[Facet, ...]:
    return (
        Facet(
            "kind",
            "Kind",
            (
                ("scholar", "Scholar", 14, False, "#"),
                ("practitioner", "Practitioner", 9, False, "#"),
                ("journalist", "Journalist", 3, False, "#"),
            ),
        ),
        Facet(
            "language",
            "Language",
            (
                ("fr", "French", 26, True, "#"),
                ("en", "English", 24, False, "#"),
                ("zh", "中文", 7, False, "#"),
                ("ar", "العربية", 2, False, "#"),
                ("pt", "Portuguese", 1, False, "#"),
                ("es", "Spanish", 1, False, "#"),
                ("sw", "Swahili", 1, False, "#"),
            ),
        ),
    )


def _hits() -> tuple[Hit, ...]:
    in_publication = Markup(
        "“…<mark>restructuring</mark> of <mark>hydropower</mark> <mark>debt</mark> in Zambia…”"
    )
    return (
        Hit(
            "awa",
            AWA,
            "Public finance of ports and dams in West and Southern Africa.",
            "Dakar",
            (("Found in a publication:", in_publication),),
            ("French, English", "phone or video, 2 hours’ notice"),
        ),
        Hit(
            "zhang",
            ZHANG,
            "Loan officer for river projects until 2024; now independent.",
            "Lusaka",
            (("Found by topic:", Markup("<mark>sovereign debt</mark>")),),
        ),
        Hit("layla", LAYLA, "المالية العامة للموانئ في شرق المتوسط.", "بيروت"),
    )
