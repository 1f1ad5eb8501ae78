"""What an institution and an old site brought in: Wanjiru Mwangi's profile, and what one Awa Ndiaye signed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.mail import Mail
from community.core.unit_of_work import unit_of_work
from community.directory.indexing import rebuild_index
from community.discussions.importing import keep_replies
from community.profiles.bringing.people import actions
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.table import read_table
from community.profiles.models import Profile, Subject, Verification, VerifiedBy
from community.profiles.taxonomy import ensure_topics
from community.stories.wordpress.loader import import_export
from community.stories.wordpress.reader import read_export
from tests.cast import Cast, Person
from tests.people.conftest import HEADINGS, ORCID
from tests.stories.wordpress.files import comment, item, write_export
from tests.verification.conftest import orcid

__all__ = ["orcid"]

WANJIRUS = "wanjiru.canary@uni.example"
AWAS = "awa@ndiaye.example"
STAFF = f"""{HEADINGS}
Wanjiru Mwangi;{ORCID};{WANJIRUS};University of Nairobi;Senior lecturer;Kenya;hydropower;French (live);Reads contracts.
"""


@pytest.fixture(autouse=True)
def prepared(app: Flask) -> None:
    ensure_topics()
    rebuild_index()


def keys() -> Keys:
    return Keys(current_app.config["SECRET_KEY"])


@pytest.fixture
def wanjiru(cast: Cast) -> Callable[..., str]:
    """`wanjiru(audience="public")` brings the institution's file in. Returns the handle of the entry."""

    def bring(audience: str = "public", text: str = STAFF) -> str:
        editor = cast.lindiwe.actor
        with unit_of_work() as session:
            batch = actions.show_table(session, editor, read_table(text.encode()), "staff.csv")
            actions.bring_in(session, editor, batch.id, audience, keys())
        return "wanjiru-mwangi"

    return bring


@pytest.fixture
def old_site(app: Flask, tmp_path: Path) -> Callable[[], str]:
    """The old site's two stories by "awa", and a reply of hers. Returns the handle of the entry."""

    def bring(*more: str) -> str:
        items = (item(1, comment(1, comment_user_id="7")), item(2), *more)
        export = read_export(write_export(tmp_path / "old.xml", *items))
        with unit_of_work() as session:
            import_export(session, export, keep_replies=keep_replies, keys=keys())
        return "awa"

    return bring


def link_in_mail(session: Session, recipient: str) -> str:
    """The path in the newest mail to this address."""
    session.rollback()
    mail = session.scalars(select(Mail).where(Mail.recipient == recipient).order_by(Mail.id.desc())).first()
    assert mail, "no mail"
    found = re.search(r"http://localhost(/claim/link/\S+)", mail.body)
    assert found
    session.rollback()
    return found[1]


def is_here(session: Session, handle: str) -> bool:
    session.rollback()
    return session.scalar(select(Member.id).where(Member.handle == handle)) is not None


def verified_by_the_desk(unit: Session, entry: Profile, editor: Person | None = None) -> None:
    """The desk has checked whose name it is, and where they work."""
    for subject, about in ((Subject.NAME, "Wanjiru Mwangi"), (Subject.AFFILIATION, "University of Nairobi")):
        unit.add(
            Verification(
                member_id=entry.member_id,
                by=VerifiedBy.EDITOR,
                subject=subject,
                about=about,
                affiliation=entry.affiliations[0] if subject == Subject.AFFILIATION else None,
                editor_id=editor.id if editor else None,
                verified_on=clock.now().date(),
            )
        )
