"""Verbs: show what a file holds, choose, keep, undo. A member brings to their own profile and to no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import record
from community.profiles.actions import begun, changed
from community.profiles.bringing.attaching import Undone, attach, detach, too_many
from community.profiles.bringing.errors import ChoiceInvalid, NothingChosen
from community.profiles.bringing.events import TitlesWanted
from community.profiles.bringing.fields import text_of
from community.profiles.bringing.models import KEPT_FOR, Batch, Scope
from community.profiles.bringing.offers import Offer, Preview, answered, preview_of
from community.profiles.bringing.queries import own_batches, owner_of
from community.profiles.bringing.records import Brought, Work
from community.profiles.drafts import MOST_TOPICS
from community.profiles.models import Audience, Profile
from community.profiles.taxonomy import held, taxonomy
from community.profiles.verifying import end_what_changed

MOST = {
    "variants": 10,
    "topics": MOST_TOPICS,
    "affiliations": 12,
    "publications": 500,
    "links": 10,
}
"""List of a profile -> the most rows that it takes."""
MOST_OPEN = 5
"""Previews that a member has open: the oldest goes when another file comes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What its owner wants of one entry. Title and year are of works only."""

    is_ticked: bool
    title: str = ""
    year: int | None = None


def show_file(
    session: Session, actor: Actor, brought: Brought, file_name: str, *, asks_for_titles: bool = False
) -> Batch:
    """Keep what the file holds for a day, as it would stand on the actor's profile. Nothing of it is there yet.

    `asks_for_titles`: what DOIs without a title stand for is then looked up.
    """
    profile = session.get(Profile, actor.id)
    preview = preview_of(brought, profile, owner_of(profile, actor.name), taxonomy(session))
    preview = preview.asking() if asks_for_titles else preview
    waiting = [batch for batch in own_batches(session, actor) if batch.applied_at is None]
    for batch in waiting[MOST_OPEN - 1 :]:
        session.delete(batch)
    batch = Batch(
        member_id=actor.id,
        source=brought.source,
        file_name=text_of(file_name, "venue"),
        preview=preview.as_json(),
    )
    session.add(batch)
    session.flush()
    if preview.asked:
        record(session, TitlesWanted(batch_id=batch.id))
    return batch


def fill_in(session: Session, batch_id: int, found: Mapping[str, Work | None]) -> None:
    """Works by their DOIs, as they were looked up, None for what could not be learned; the rest is asked on. Nothing
    happens to a preview that was decided on meanwhile."""
    batch = session.scalar(select(Batch).where(Batch.id == batch_id).with_for_update())
    if batch is None or batch.applied_at is not None:
        return
    member = session.get_one(Member, batch.member_id)
    owner = owner_of(session.get(Profile, member.id), member.display_name)
    preview = Preview.from_json(batch.preview)
    offers = (
        answered(offer, found[offer.values["doi"]], owner)
        if offer.is_asked and offer.values["doi"] in found
        else offer
        for offer in preview.offers
    )
    preview = replace(preview, offers=tuple(offers))
    batch.preview = preview.as_json()
    if preview.asked:
        record(session, TitlesWanted(batch_id=batch.id))


def choose(
    session: Session, actor: Actor, batch_id: int, choices: Mapping[int, Choice], audience: str | None
) -> Batch:
    """Keep the choices, by the numbers of the entries, in a preview that is not applied yet; the audience is for
    all of it. Raises NotFound, and Conflict for one that is applied."""
    batch = _own(session, actor, batch_id)
    if batch.applied_at is not None:
        raise Conflict(_("This was brought in already."))
    if audience is not None and audience not in set(Audience):
        raise Invalid(field="audience")
    preview = Preview.from_json(batch.preview)
    offers = list(preview.offers)
    for number, choice in choices.items():
        if 0 <= number < len(offers) and offers[number].can_be_ticked:
            offers[number] = _chosen(offers[number], choice)
    batch.preview = replace(preview, offers=tuple(offers)).as_json()
    batch.audience = audience
    return batch


def keep_chosen(session: Session, actor: Actor, batch_id: int) -> Batch:
    """Put what is ticked on the actor's profile. A second time it changes nothing.

    Raises NotFound, NothingChosen, and ChoiceInvalid with what is wrong at which entry.
    """
    batch = _own(session, actor, batch_id)
    if batch.applied_at is not None:
        return batch
    topics = held(session, actor.id)
    offers = Preview.from_json(batch.preview).offers
    chosen = {
        n: offer
        for n, offer in enumerate(offers)
        if offer.is_ticked
        and offer.can_be_ticked
        # A topic that was merged away since is offered by the next file under its new name.
        and (offer.to != "topics" or offer.values["topic_id"] in topics.by_id)
    }
    if not chosen:
        raise NothingChosen()
    untitled = [n for n, offer in chosen.items() if offer.to == "publications" and not offer.values["title"]]
    if untitled:
        raise ChoiceInvalid(dict.fromkeys(untitled, _("Please write its title, or untick it.")))
    profile = begun(session, actor)
    if longer := too_many(profile, chosen.values(), MOST):
        raise ChoiceInvalid(_overflow(profile, longer, chosen))
    batch.made = attach(session, profile, chosen.values(), batch.source, batch.audience)
    batch.applied_at, batch.preview = clock.now(), {}
    _saved(session, profile)
    return batch


def undo(session: Session, actor: Actor, batch_id: int) -> Undone:
    """Take away what came of a file and is as it came. Raises NotFound, and Conflict for one not applied, or undone."""
    batch = _own(session, actor, batch_id)
    profile = begun(session, actor)
    if batch.applied_at is None or batch.undone_at is not None:
        raise Conflict(_("There is nothing of it to undo."))
    undone = detach(profile, batch.made, batch.source)
    batch.undone_at, batch.made = clock.now(), []
    _saved(session, profile)
    return undone


def discard(session: Session, actor: Actor, batch_id: int) -> None:
    """Forget a preview. Raises NotFound, and Conflict for one that is applied: that is undone instead."""
    batch = _own(session, actor, batch_id)
    if batch.applied_at is not None:
        raise Conflict(_("This was brought in already."))
    session.delete(batch)


def forget_previews(session: Session) -> None:
    """A day after they were made, whoever left them."""
    session.execute(delete(Batch).where(Batch.applied_at.is_(None), Batch.began_at < clock.now() - KEPT_FOR))


def _own(session: Session, actor: Actor, batch_id: int) -> Batch:
    """Under a lock: two tabs decide one after the other."""
    found = session.scalar(
        select(Batch)
        .where(Batch.id == batch_id, Batch.member_id == actor.id, Batch.scope == Scope.PROFILE)
        .with_for_update()
    )
    if found is None:
        raise NotFound()
    return found


def _chosen(offer: Offer, choice: Choice) -> Offer:
    values = dict(offer.values)
    if offer.to == "publications":
        values |= {"title": text_of(choice.title, "title"), "year": choice.year}
    return replace(offer, is_ticked=choice.is_ticked, values=values)


def _overflow(profile: Profile, longer: str, chosen: Mapping[int, Offer]) -> dict[int, str]:
    """Told at the first entry that has no room any more."""
    of_list = [number for number, offer in chosen.items() if offer.to == longer]
    room = MOST[longer] - len(getattr(profile, longer))
    return {
        of_list[max(room, 0)]: _(
            "From here on there is no room: a profile takes %(most)d of these. Please untick some.",
            most=MOST[longer],
        )
    }


def _saved(session: Session, profile: Profile) -> None:
    """Like a save of the form: one that was opened before would take away what came meanwhile."""
    profile.version += 1
    session.flush()
    end_what_changed(session, profile)
    changed(session, profile)
