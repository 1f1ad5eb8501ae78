"""The JSON door of profiles."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from community.core.actor import anyone, members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles import actions, queries
from community.profiles.audiences import audience_for
from community.profiles.drafts import AffiliationDraft, LanguageDraft, ProfileDraft
from community.profiles.models import Audience
from community.profiles.schemas import lines_of
from community.profiles.seen import Seen, seen
from community.profiles.taxonomy import taxonomy

blueprint = APIBlueprint("profiles_api", __name__, tag="People")

_AS_THEY_ARE = (
    "handle native_name kinds headline biography biography_language biography_html based_in city availability"
    " media_modes pronunciation form_of_address confirmed_at version"
).split()

Short = Annotated[str, Field(max_length=400)]
Code = Annotated[str, Field(max_length=80)]


AudienceName = Literal["public", "members", "journalists", "me"]


class AffiliationBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    institution: Short
    role: Short = ""
    from_year: int | None = None
    to_year: int | None = None


class LanguageBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    language: Annotated[Code, Field(description="ISO 639.")]
    level: Literal["read", "interview", "live"] = "interview"


class ProfileBody(BaseModel):
    """All of a profile that anybody may see and its owner may write."""

    model_config = ConfigDict(extra="forbid")

    headline: Short = ""
    biography: Annotated[str, Field(max_length=20_000, description="Markdown, at most 2,500 characters.")] = (
        ""
    )
    biography_language: Code | None = None
    kinds: Annotated[tuple[Code, ...], Field(max_length=3, description="The first leads.")] = ()
    affiliations: Annotated[tuple[AffiliationBody, ...], Field(max_length=40)] = ()
    topics: Annotated[tuple[Code, ...], Field(max_length=100, description="Slugs; at most 7.")] = ()
    countries: Annotated[tuple[Code, ...], Field(max_length=260, description="Covered; ISO 3166.")] = ()
    based_in: Code | None = None
    city: Short = ""
    languages: Annotated[tuple[LanguageBody, ...], Field(max_length=40)] = ()
    availability: Literal["open", "limited", "closed"] | None = "limited"
    available_until: date | None = None
    notice_hours: int | None = None
    media_modes: Annotated[tuple[Code, ...], Field(max_length=8)] = ()
    pronunciation: Short = ""
    form_of_address: Short = ""


class ProfileIn(ProfileBody):
    """Your profile, whole: what is left out is emptied."""

    version: Annotated[int, Field(ge=0, description="The version that you read; 0 before the first.")]
    private_contact: Annotated[str, Field(max_length=2000, description="Given back to nobody but you.")] = ""
    audience: Annotated[AudienceName, Field(description="Who may open the page; `me` is a draft.")] = "me"
    audiences: Annotated[
        dict[Code, AudienceName],
        Field(max_length=40, description="Field -> who sees it; those left out stay as they are."),
    ] = {}
    is_listed: bool = True


class PublicationOut(BaseModel):
    title: str
    venue: str
    year: int | None


class ProfileOut(ProfileBody):
    """A profile as this reader may see it: what is hidden from them is empty. The private contact is in no answer."""

    handle: str
    name: str
    native_name: str | None
    biography_html: str
    publications: tuple[PublicationOut, ...]
    verified: tuple[str, ...]
    photo_url: str | None
    confirmed_at: AwareDatetime | None
    version: int


@blueprint.get("/people/<handle>")
@open_to(anyone, limit="240/minute")
@blueprint.output(ProfileOut)
def get_profile(handle: str) -> dict[str, object]:
    """A published profile, or your own."""
    session, actor = db.session(), current_actor()
    profile = queries.visible_profile(session, actor, handle)
    return _out(seen(profile, audience_for(session, actor, profile)))


@blueprint.put("/profile")
@open_to(members, limit="30/minute")
@blueprint.input(ProfileIn)
@blueprint.output(ProfileOut)
def put_profile(json_data: ProfileIn) -> dict[str, object]:
    """Write your profile; refused with 409 when somebody saved it since the version that you read."""
    body = json_data.model_dump()
    affiliations = tuple(AffiliationDraft(**one) for one in body.pop("affiliations"))
    languages = tuple(LanguageDraft(**one) for one in body.pop("languages"))
    draft = ProfileDraft(affiliations=affiliations, languages=languages, **body)
    with unit_of_work() as session:
        profile = actions.save_profile(session, current_actor(), draft)
    return _out(seen(profile, Audience.ME))


def _out(profile: Seen) -> dict[str, object]:
    session = db.session()
    person = lines_of(session, [profile])[profile.member_id]
    topics = taxonomy(session)
    return {
        **{name: getattr(profile, name) for name in _AS_THEY_ARE},
        "name": profile.display_name,
        "available_until": profile.window and profile.window.available_until,
        "notice_hours": profile.window and profile.window.notice_hours,
        "affiliations": [
            {name: getattr(one, name) for name in AffiliationBody.model_fields}
            for one in profile.affiliations
        ],
        "topics": [topics.by_id[one.topic_id].slug for one in profile.topics],
        "countries": [one.code for one in profile.countries],
        "languages": [{"language": one.tag, "level": one.level} for one in profile.languages],
        "publications": [
            {name: getattr(one, name) for name in PublicationOut.model_fields} for one in profile.publications
        ],
        "verified": [label for label, _date in person.verified],
        "photo_url": person.photo_url,
    }
