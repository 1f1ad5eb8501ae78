"""The shapes of the JSON door: what may be written, what is read. Lengths and choices are checked with the draft; the
bounds here keep nonsense from getting that far."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

AudienceName = Literal["public", "members", "journalists", "me"]
Short = Annotated[str, Field(max_length=4000)]
Code = Annotated[str, Field(max_length=80)]
Year = Annotated[int | None, Field(ge=0, le=9999)]
Number = Annotated[
    int | None, Field(ge=1, le=2**53, description="Of a row that is there; none for a new one.")
]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class ItemBody(Body):
    audience: Annotated[
        AudienceName | None, Field(description="Who sees it; none keeps what is there, or takes the default.")
    ] = None
    source: Annotated[str | None, Field(max_length=12, description="Where it comes from; read only.")] = None
    confirmed_on: Annotated[date | None, Field(description="Read only.")] = None


class RowBody(ItemBody):
    id: Number = None


class VariantBody(RowBody):
    text: Short


class AffiliationBody(RowBody):
    institution: Short
    role: Short = ""
    from_year: Year = None
    to_year: Year = None
    ror: Code | None = None
    city: Short = ""
    country: Code | None = None


class EndorsedBody(Body):
    title: str
    url: str
    endorsed_on: date | None


class TopicBody(ItemBody):
    """In a body to write, a bare slug does as well."""

    slug: Code
    endorsed: Annotated[
        tuple[EndorsedBody, ...], Field(max_length=100, description="Replies by an editor's word; read only.")
    ] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"slug": value} if isinstance(value, str) else value


class PlaceBody(ItemBody):
    """In a body to write, a bare code does as well."""

    code: Annotated[Code, Field(description="ISO 3166 for a country, UN M49 for a region.")]

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"code": value} if isinstance(value, str) else value


class LanguageBody(ItemBody):
    language: Annotated[Code, Field(description="ISO 639.")]
    level: Literal["read", "interview", "live"] = "interview"


class PublicationBody(RowBody):
    title: Short
    type: Annotated[Code, Field(description="A type of CSL-JSON.")] = "document"
    authors: Short = ""
    venue: Short = ""
    year: Year = None
    doi: Short | None = None
    url: Short = ""
    shows: Annotated[
        tuple[Code, ...], Field(max_length=20, description="Topics that it is evidence of.")
    ] = ()


class AppearanceBody(RowBody):
    outlet: Short
    title: Short = ""
    happened_on: date | None = None
    url: Short = ""
    medium: Code = "online"
    language: Code | None = None
    shows: Annotated[tuple[Code, ...], Field(max_length=20)] = ()


class DisclosureBody(RowBody):
    organisation: Short
    kind: Code = "funder"
    note: Short = ""
    from_year: Year = None
    to_year: Year = None


class LinkBody(RowBody):
    label: Short
    url: Short


class ProfileBody(Body):
    """All of a profile that somebody may see and its owner may write."""

    latin_name: Short = ""
    family_name: Short = ""
    name_order: Literal["given-first", "family-first"] = "given-first"
    variants: Annotated[tuple[VariantBody, ...], Field(max_length=40)] = ()
    headline: Short = ""
    biography: Annotated[str, Field(max_length=20_000, description="Markdown, at most 2,500 characters.")] = (
        ""
    )
    biography_language: Code | None = None
    pronunciation: Short = ""
    form_of_address: Short = ""
    kinds: Annotated[tuple[Code, ...], Field(max_length=3, description="The first leads.")] = ()
    affiliations: Annotated[tuple[AffiliationBody, ...], Field(max_length=40)] = ()
    topics: Annotated[tuple[TopicBody, ...], Field(max_length=100, description="At most 7.")] = ()
    not_my_field: Annotated[tuple[TopicBody, ...], Field(max_length=100, description="At most 7.")] = ()
    countries: Annotated[tuple[PlaceBody, ...], Field(max_length=260, description="Covered.")] = ()
    regions: Annotated[tuple[PlaceBody, ...], Field(max_length=40, description="Covered as a whole.")] = ()
    based_in: Code | None = None
    city: Short = ""
    languages: Annotated[tuple[LanguageBody, ...], Field(max_length=40)] = ()
    availability: Literal["open", "limited", "closed"] | None = "limited"
    available_until: date | None = None
    notice_hours: Annotated[int | None, Field(ge=-1, le=10_000)] = None
    speaks_from: Annotated[int | None, Field(ge=0, le=24, description="O’clock, in their time zone.")] = 8
    speaks_until: Annotated[int | None, Field(ge=0, le=24)] = 21
    media_modes: Annotated[tuple[Code, ...], Field(max_length=8)] = ()
    press_office_name: Short = ""
    press_office_contact: Short = ""
    publications: Annotated[tuple[PublicationBody, ...], Field(max_length=1000)] = ()
    appearances: Annotated[tuple[AppearanceBody, ...], Field(max_length=400)] = ()
    disclosures: Annotated[tuple[DisclosureBody, ...], Field(max_length=40)] = ()
    links: Annotated[tuple[LinkBody, ...], Field(max_length=40)] = ()


class ProfileIn(ProfileBody):
    """Your profile, whole: what is left out is emptied, but for the names, the time zone and the private contact,
    which stay. Take what `GET /profile` gave you and change it."""

    version: Annotated[int, Field(ge=0, description="The version that you read; 0 before the first.")]
    availability: Literal["open", "limited", "closed"] = "limited"
    speaks_from: Annotated[int, Field(ge=0, le=24)] = 8
    speaks_until: Annotated[int, Field(ge=0, le=24)] = 21
    display_name: Short | None = None
    native_name: Short | None = None
    time_zone: Code | None = None
    private_contact: Annotated[
        Short | None, Field(description="Given back to nobody, and kept if left out.")
    ] = None
    audience: Annotated[AudienceName, Field(description="Who may open the page; `me` is a draft.")] = "me"
    audiences: Annotated[
        dict[Code, AudienceName],
        Field(max_length=40, description="Field -> who sees it; those left out stay as they are."),
    ] = {}
    is_listed: bool = True


class StatementOut(Body):
    """What exactly was verified, by whom, when, and until when it holds."""

    what: str
    how: str
    reason: str
    verified_on: date
    expires_on: date


class ProfileOut(ProfileBody):
    """A profile as this reader may see it: what is hidden from them is empty. The private contact is in no answer."""

    handle: str
    name: str
    native_name: str | None
    time_zone: str | None
    biography_html: str
    verified: tuple[str, ...]
    statements: tuple[StatementOut, ...]
    photo_url: str | None
    confirmed_at: AwareDatetime | None
    version: int


class OwnProfileOut(ProfileOut):
    """Yours: with who sees what."""

    audience: AudienceName
    audiences: dict[str, AudienceName]
    is_listed: bool
