"""Evidence by an editor's word: something that a member said on this site shows that they know a topic."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.profiles.actions import changed
from community.profiles.models import Profile, ProfileTopic, TopicEvidence


def endorse(
    session: Session, editor: Actor, topic: ProfileTopic, *, reply_id: int, title: str, url: str
) -> None:
    """From today on, in the editor's name. A second time it stays whose it is."""
    if any(proof.reply_id == reply_id for proof in topic.evidence):
        return
    topic.evidence.append(
        TopicEvidence(
            reply_id=reply_id,
            title=title,
            url=url,
            endorsed_by_id=editor.id,
            endorsed_on=clock.now().date(),
        )
    )
    changed(session, session.get_one(Profile, topic.member_id))


def take_back(session: Session, topic: ProfileTopic, reply_id: int) -> None:
    """It is no evidence any more, whoever said so."""
    topic.evidence = [proof for proof in topic.evidence if proof.reply_id != reply_id]
    changed(session, session.get_one(Profile, topic.member_id))


def forget_replies(session: Session, reply_ids: Sequence[int]) -> None:
    """What nobody can read any more proves nothing."""
    found = session.scalars(select(TopicEvidence).where(TopicEvidence.reply_id.in_(reply_ids))).all()
    for member_id in sorted({proof.member_id for proof in found}):
        changed(session, session.get_one(Profile, member_id, with_for_update=True))
    for proof in found:
        session.delete(proof)
