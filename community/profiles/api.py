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
from community.profiles.drafts import AffiliationDraft, LanguageDraft, ProfileDraft
from community.profiles.models import Profile
from community.profiles.schemas import PersonLine, person_lines
from community.profiles.taxonomy import taxonomy

blueprint = APIBlueprint("profiles_api", __name__, tag="People")

_AS_THEY_ARE = (
    "headline biography biography_language biography_html based_in city availability available_until notice_hours"
    " media_modes pronunciation form_of_address confirmed_at version"
).split()

Short = Annotated[str, Field(max_length=400)]
Code = Annotated[str, Field(max_length=80)]


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
    availability: Literal["open", "limited", "closed"] = "limited"
    available_until: date | None = None
    notice_hours: int | None = None
    media_modes: Annotated[tuple[Code, ...], Field(max_length=8)] = ()
    pronunciation: Short = ""
    form_of_address: Short = ""


class ProfileIn(ProfileBody):
    """Your profile, whole: what is left out is emptied."""

    version: Annotated[int, Field(ge=0, description="The version that you read; 0 before the first.")]
    private_contact: Annotated[str, Field(max_length=2000, description="Given back to nobody but you.")] = ""
    is_published: bool = False
    is_listed: bool = True


class PublicationOut(BaseModel):
    title: str
    venue: str
    year: int | None


class ProfileOut(ProfileBody):
    """A profile as this reader may see it. The private contact is in no answer."""

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
    profile = queries.visible_profile(db.session(), current_actor(), handle)
    return _out(profile)


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
    return _out(profile)


def _out(profile: Profile) -> dict[str, object]:
    session = db.session()
    person: PersonLine = person_lines(session, {profile.member_id})[profile.member_id]
    topics = taxonomy(session)
    return {
        **{name: getattr(profile, name) for name in _AS_THEY_ARE},
        "handle": profile.member.handle,
        "name": profile.member.display_name,
        "native_name": profile.member.native_name,
        "kinds": [one.kind for one in profile.kinds],
        "affiliations": [
            {name: getattr(one, name) for name in AffiliationBody.model_fields}
            for one in profile.affiliations
        ],
        "topics": [topics.by_id[one.topic_id].slug for one in profile.topics],
        "countries": [one.country for one in profile.countries],
        "languages": [{"language": one.tag, "level": one.level} for one in profile.languages],
        "publications": [
            {name: getattr(one, name) for name in PublicationOut.model_fields} for one in profile.publications
        ],
        "verified": [label for label, _date in person.verified],
        "photo_url": person.photo_url,
    }
