"""What an entry held is the member's afterwards, all of it, once, and seen by no more people than before."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.claiming.merging import held, merge
from community.claiming.profile import LISTS
from community.claiming.whose import WHOSE
from community.core.db import Model
from community.core.unit_of_work import unit_of_work
from community.directory.shortlists.models import ShortlistEntry
from community.profiles.audiences import field_mark
from community.profiles.models import Profile
from community.profiles.seen import seen
from community.relations import actions as relations
from community.relations.models import Follow
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.claiming.conftest import verified_by_the_desk
from tests.profiles.drafts import publish
from tests.shortlists.conftest import begin

NewBrowser = Callable[..., Browser]

ONLY_OF_WHO_SIGNS_IN = {
    "attachment.uploader_id",
    "claim.member_id",
    "claim.entry_id",
    "claim.decided_by_id",
    "claim.undone_by_id",
    "claim_link.member_id",
    "claim_link.entry_id",
    "block.member_id",
    "follow.member_id",
    "entry.author_id",
    "ended_verification.editor_id",
    "ended_verification.ended_by_id",
    "former_entry.member_id",
    "import_batch.member_id",
    "institution_domain.noted_by_id",
    "message_preferences.member_id",
    "orcid_link.member_id",
    "participant.member_id",
    "participant.invited_by_id",
    "reaction.member_id",
    "saved_search.owner_id",
    "shortlist.owner_id",
    "shortlist_entry.noted_by_id",
    "shortlist_share.member_id",
    "sign_in.member_id",
    "staff.member_id",
    "story.pinned_by_id",
    "story.editor_id",
    "topic_change.editor_id",
    "topic_evidence.endorsed_by_id",
    "verification.editor_id",
    "verification_request.decided_by_id",
    "verification_request.member_id",
    "address_check.member_id",
}
"""Columns that name no entry: only members write, ask, share, or edit. Those of `claim` are about claiming itself."""


def claim(session: Session, handle: str, person: Person) -> None:
    session.rollback()
    with unit_of_work() as unit:
        entry_id = unit.scalars(select(Member.id).where(Member.handle == handle)).one()
        merge(unit, *held(unit, entry_id, person.id))
    session.rollback()


def test_everything_that_can_name_an_entry_is_moved() -> None:
    """A new column that points at a member is either moved in `whose.py`, or said here to name no entry."""
    of_profiles = {f"{one.__tablename__}.member_id" for one in (*LISTS, Profile)}
    of_profiles |= {"verification.member_id", "ended_verification.member_id"}
    found = {
        f"{table.name}.{key.parent.name}"
        for table in Model.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in ("member", "profile")
    }
    assert found == of_profiles | WHOSE.keys() | ONLY_OF_WHO_SIGNS_IN


def test_who_had_noted_the_entry_has_noted_the_member(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru()
    both, own = begin(cast.omar, "Nairobi"), begin(cast.amina, "Mine")
    publish(cast.amina)
    browser(cast.omar).json(
        "POST", f"/api/v1/shortlists/{both}/people", {"handle": handle, "note": "Ask first"}
    )
    browser(cast.amina).json(
        "POST", f"/api/v1/shortlists/{own}/people", {"handle": handle, "note": "A namesake?"}
    )
    with unit_of_work() as unit:
        for person in (cast.omar, cast.amina):
            relations.follow(unit, person.actor, handle)
    claim(session, handle, cast.amina)
    assert session.execute(select(Follow.member_id, Follow.followed_id)).all() == [
        (cast.omar.id, cast.amina.id)
    ]
    entries = session.execute(select(ShortlistEntry.member_id, ShortlistEntry.note)).all()
    assert set(entries) == {(cast.amina.id, "Ask first"), (None, "A namesake?")}


def test_a_profile_of_ones_own_is_filled_and_not_written_over(
    cast: Cast, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru("members")
    publish(cast.amina, biography="", topics=(), languages=(), not_my_field=("hydropower",))
    claim(session, handle, cast.amina)
    mine = session.get_one(Profile, cast.amina.id)
    assert mine.headline == "Public finance of ports and dams in West Africa"
    assert [row.institution for row in mine.affiliations] == ["Université Cheikh Anta Diop", "Treasury"]
    assert mine.biography == "Reads contracts."
    assert (mine.based_in, mine.topics) == ("SN", [])  # what she says is not her field does not come in
    assert [(row.tag, row.audience, row.source) for row in mine.languages] == [("fr", "members", "csv")]
    mark = field_mark(mine, "biography")
    assert (mark.audience, mark.source) == ("members", "csv")


def test_nothing_is_seen_by_more_people_than_before(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str], follow: Callable[[], None]
) -> None:
    handle = wanjiru("members")
    publish(cast.amina, biography="", topics=(), languages=(), affiliations=(), city="")
    claim(session, handle, cast.amina)
    follow()
    hidden = ("Reads contracts.", "University of Nairobi", "French", "Hydropower")
    for address in ("/people/amina-kariuki", "/api/v1/people/amina-kariuki", "/people/amina-kariuki.vcf"):
        told = browser().get(address).text
        assert not [one for one in hidden if one in told], address
    told = browser(cast.omar).get("/people/amina-kariuki").text
    assert not [one for one in hidden if one not in told]  # the premise
    found = browser().json("GET", "/api/v1/people?q=contracts").json["people"]
    assert found == []
    assert browser(cast.omar).json("GET", "/api/v1/people?q=contracts").json["people"] != []


def test_what_the_desk_verified_of_an_entry_holds_as_far_as_the_profile_says_it(
    cast: Cast, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru()
    with unit_of_work() as unit:
        entry = unit.scalars(select(Profile).join(Member).where(Member.handle == handle)).one()
        verified_by_the_desk(unit, entry)
    claim(session, handle, cast.amina)
    mine = session.get_one(Profile, cast.amina.id)
    assert [one.about for one in mine.verifications] == ["University of Nairobi"]  # her name is another
    assert seen(mine, "public").affiliations[0].institution == "University of Nairobi"
