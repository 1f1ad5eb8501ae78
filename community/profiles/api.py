"""The JSON door of profiles."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from community.core.actor import anyone, members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles import actions, queries
from community.profiles.audiences import audience_for
from community.profiles.bodies import OwnProfileOut, ProfileIn, ProfileOut
from community.profiles.drafts import (
    AffiliationDraft,
    AppearanceDraft,
    DisclosureDraft,
    LanguageDraft,
    LinkDraft,
    PlaceDraft,
    ProfileDraft,
    PublicationDraft,
    TopicDraft,
    VariantDraft,
)
from community.profiles.models import Audience
from community.profiles.schemas import lines_of
from community.profiles.seen import Seen, SeenTopic, seen
from community.profiles.statements import statement_lines
from community.profiles.taxonomy import taxonomy

blueprint = APIBlueprint("profiles_api", __name__, tag="People")

_AS_THEY_ARE = (
    "handle native_name latin_name family_name name_order kinds headline biography biography_language biography_html"
    " pronunciation form_of_address based_in city availability media_modes press_office_name press_office_contact"
    " confirmed_at version"
).split()
_WINDOW = ("time_zone", "available_until", "notice_hours", "speaks_from", "speaks_until")
_ROWS: dict[str, Any] = {
    "variants": VariantDraft,
    "affiliations": AffiliationDraft,
    "topics": TopicDraft,
    "not_my_field": TopicDraft,
    "countries": PlaceDraft,
    "regions": PlaceDraft,
    "languages": LanguageDraft,
    "publications": PublicationDraft,
    "appearances": AppearanceDraft,
    "disclosures": DisclosureDraft,
    "links": LinkDraft,
}


@blueprint.get("/people/<handle>")
@open_to(anyone, limit="240/minute")
@blueprint.output(ProfileOut)
def get_profile(handle: str) -> dict[str, object]:
    """A published profile, or your own."""
    session, actor = db.session(), current_actor()
    profile = queries.visible_profile(session, actor, handle)
    return _out(seen(profile, audience_for(session, actor, profile)))


@blueprint.get("/profile")
@open_to(members, limit="60/minute")
@blueprint.output(OwnProfileOut)
def get_own_profile() -> dict[str, object]:
    """Yours, with who sees what: all that `PUT` takes, but for the private contact."""
    profile = queries.own_profile(db.session(), current_actor())
    if profile is None:
        raise NotFound()
    return _own(seen(profile, Audience.ME))


@blueprint.put("/profile")
@open_to(members, limit="30/minute")
@blueprint.input(ProfileIn)
@blueprint.output(OwnProfileOut)
def put_profile(json_data: ProfileIn) -> dict[str, object]:
    """Write your profile; refused with 409 when somebody saved it since the version that you read."""
    body: dict[str, Any] = json_data.model_dump()
    for name, shape in _ROWS.items():
        body[name] = tuple(_draft(shape, one) for one in body[name])
    with unit_of_work() as session:
        profile = actions.save_profile(session, current_actor(), ProfileDraft(**body))
    return _own(seen(profile, Audience.ME))


def _draft(shape: Any, row: dict[str, Any]) -> Any:
    return shape(**{name: row[name] for name in shape.__dataclass_fields__})


def _own(profile: Seen) -> dict[str, object]:
    marks = {name: mark.audience for name, mark in profile.marks.items()}
    return {
        **_out(profile),
        "audience": profile.profile_audience,
        "audiences": marks,
        "is_listed": profile.is_listed,
    }


def _out(profile: Seen) -> dict[str, object]:
    session = db.session()
    person = lines_of(session, [profile])[profile.member_id]
    slugs = {one.topic_id: taxonomy(session).by_id[one.topic_id].slug for one in profile.topics}
    return {
        **{name: getattr(profile, name) for name in _AS_THEY_ARE},
        **{name: profile.window and getattr(profile.window, name) for name in _WINDOW},
        **{name: [_row(one) for one in getattr(profile, name)] for name in _ROWS if name not in _JOINED},
        "name": profile.display_name,
        "topics": [_topic(session, one) for one in profile.topics],
        "not_my_field": [_topic(session, one) for one in profile.not_my_field],
        "languages": [{**_row(one), "language": one.tag} for one in profile.languages],
        "publications": [
            {**_row(one), "shows": _shown_by(profile, slugs, publication_id=one.id)}
            for one in profile.publications
        ],
        "appearances": [
            {**_row(one), "shows": _shown_by(profile, slugs, appearance_id=one.id)}
            for one in profile.appearances
        ],
        "verified": [label for label, _date in person.verified],
        "statements": statement_lines(session, profile.verifications),
        "photo_url": person.photo_url,
    }


_JOINED = ("topics", "not_my_field", "languages", "publications", "appearances")
"""Lists whose rows say something that stands elsewhere."""


def _row(row: Any) -> dict[str, Any]:
    """A row as it is, its mark beside it."""
    names = [name for name in row.__dataclass_fields__ if name not in ("mark", "tag", "evidence")]
    mark = {"audience": row.mark.audience, "source": row.mark.source, "confirmed_on": row.mark.confirmed_on}
    return {**{name: getattr(row, name) for name in names}, **mark}


def _topic(session: Any, topic: SeenTopic) -> dict[str, Any]:
    row = _row(topic)
    del row["topic_id"]
    endorsed = [one for one in topic.evidence if one.reply_id]
    return {**row, "slug": taxonomy(session).by_id[topic.topic_id].slug, "endorsed": endorsed}


def _shown_by(profile: Seen, slugs: dict[int, str], **work: int) -> list[str]:
    """The topics that this work is evidence of."""
    ((column, number),) = work.items()
    return [
        slugs[topic.topic_id]
        for topic in profile.topics
        if any(getattr(one, column) == number for one in topic.evidence)
    ]
