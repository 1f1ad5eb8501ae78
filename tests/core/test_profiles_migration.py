"""Profiles from before the audiences are there after the migration, with all that hangs on them."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
from sqlalchemy import text

from community.app import create_app
from community.core.db import db
from community.profiles.models import Audience, Profile
from community.profiles.seen import seen
from tests.conftest import make_settings

_BEFORE = """
INSERT INTO member (id, handle, display_name, active, fs_uniquifier, created_at, time_zone)
    VALUES (1, 'awa', 'Awa Ndiaye', 1, 'x', '2026-01-01 00:00:00', 'UTC');
INSERT INTO topic (id, slug, "group", labels, synonyms, updated_at)
    VALUES (1, 'debt', 'finance', '{}', '{}', '2026-01-01 00:00:00');
INSERT INTO profile (member_id, headline, biography, biography_html, city, private_contact, availability, media_modes,
        pronunciation, form_of_address, is_listed, is_published, created_at, updated_at, confirmed_at, version)
    VALUES (1, 'Debt', '', '', 'Dakar', '', 'open', '[]', '', '', 1, 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00',
        '2026-02-03 10:00:00', 1);
INSERT INTO affiliation (id, member_id, position, institution, role) VALUES (1, 1, 0, 'Treasury', '');
INSERT INTO profile_topic (member_id, topic_id, position) VALUES (1, 1, 0);
INSERT INTO publication (id, member_id, title, venue) VALUES (1, 1, 'Annexes', '');
INSERT INTO verification (id, member_id, by, verified_on) VALUES (1, 1, 'orcid', '2026-02-03')
"""


def test_what_was_public_stays_and_nothing_is_lost(tmp_path: Path) -> None:
    with create_app(make_settings(tmp_path)).app_context():
        flask_migrate.upgrade(revision="0002")
        with db.engine.begin() as connection:
            for statement in _BEFORE.split(";\n"):
                connection.execute(text(statement))
        for _there_and_back in range(2):
            flask_migrate.upgrade(revision="0004")
            profile = db.session.get_one(Profile, 1)
            shown = seen(profile, Audience.PUBLIC)
            assert (shown.headline, shown.affiliations[0].institution) == ("Debt", "Treasury")
            assert (len(shown.topics), len(shown.publications), shown.is_listed) == (1, 1, True)
            assert str(shown.affiliations[0].mark.confirmed_on) == "2026-02-03"
            assert str(profile.verifications[0].expires_on) == "2027-02-04"
            assert shown.city == ""  # safe defaults hold for those who never chose
            db.session.remove()
            flask_migrate.downgrade(revision="0002")
        db.engine.dispose()
