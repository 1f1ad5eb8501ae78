"""The demo's profiles are full, and the same at each start."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.unit_of_work import unit_of_work
from community.demo.enriching import add_endorsed_replies
from community.demo.people import add_people
from community.demo.reading import DemoData
from community.demo.writing import add_stories
from community.profiles.models import Profile, TopicEvidence
from community.profiles.taxonomy import ensure_topics

pytestmark = pytest.mark.slow


def test_profiles_have_proof_and_appearances_and_say_who_pays(session: Session) -> None:
    ensure_topics()
    data = DemoData()
    with unit_of_work() as writing:
        ids = add_people(writing, data)
        add_stories(writing, data, ids)
        add_endorsed_replies(writing, data, ids)
    evidence = session.scalars(select(TopicEvidence)).all()
    kinds = [
        sum(bool(getattr(one, kind)) for one in evidence) for kind in ("publication_id", "appearance_id")
    ]
    assert min(*kinds, sum(bool(one.endorsed_by_id) for one in evidence)) >= 25
    awa = session.get_one(Profile, ids["awa-ndiaye"])
    assert (len(awa.appearances), len(awa.disclosures)) == (3, 2)
    assert all(topic.evidence for topic in awa.topics)
    zhang_wei = session.get_one(Profile, ids["zhang-wei"])
    assert (zhang_wei.family_name, zhang_wei.name_order) == ("Zhang", "family-first")
    assert [one.text for one in zhang_wei.variants] == ["Wei Zhang"]
