"""What a reader gets of a profile is one frozen value, and what is hidden from them is not in it.

What then leaves by pages, files, lists, mail and search is in `tests/privacy`.
"""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from community.profiles.audiences import FIELDS, LADDER, ROWS, sees
from community.profiles.models import Audience, Profile
from community.profiles.seen import seen
from tests.cast import Cast
from tests.profiles.canaries import PRIVATE, canaries, plant_all


def test_every_item_has_a_canary() -> None:
    assert canaries(Audience.ME).keys() == FIELDS.keys() | ROWS.keys()


@pytest.mark.parametrize("audience", LADDER)
def test_seen_holds_what_its_audience_may_see_and_nothing_else(
    cast: Cast, session: Session, audience: Audience
) -> None:
    plant_all(cast.awa.id, audience)
    profile = session.get_one(Profile, cast.awa.id)
    for reader in LADDER:
        told = repr(seen(profile, reader))
        assert PRIVATE not in told
        for item, canary in canaries(audience).items():
            assert (canary.in_seen in told) == sees(reader, audience), (item, reader)
