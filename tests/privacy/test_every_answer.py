"""What changes something, or refuses to, tells nothing that is hidden either: neither in its answer, nor on the page to
which it leads, nor by mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.mail import Mail
from tests.browser import Browser
from tests.cast import Cast
from tests.privacy.reading import found_in, text_of
from tests.privacy.scene import Reader, set_scene
from tests.privacy.writing import askings
from tests.profiles.canaries import PRIVATE

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("application", ["embedded"], indirect=True)]
"""In one shape: what answers say is made above both engines, and the doors that search are walked through in each."""

DONE = {
    "claiming.send_link",
    "discussions.post",
    "discussions_api.post_reply",
    "messaging.block",
    "messaging.edit_message",
    "messaging_api.send_message",
    "relations.follow",
    "saved_searches.save",
    "shortlists.add",
    "shortlists.share",
    "shortlists_api.add_person",
    "shortlists_api.share_shortlist",
    "shortlists.remove",
    "shortlists_api.move_person",
}
"""Some that a member gets done by what this test asks: the premise."""

OF_THE_DESK = {"verification.person", "verification.revoke"}
"""Here an editor reads statements whoever may see them (decision 9)."""


def test_what_is_hidden_comes_with_no_answer(
    app: Flask,
    cast: Cast,
    browser: Callable[..., Browser],
    follow: Callable[[], None],
    session: Session,
) -> None:
    scene = set_scene(cast, browser, follow)
    for reader in scene.readers:
        hidden = scene.hidden_from(reader)
        others = {one.email for one in scene.hiders.values() if one != reader.person}
        done = set()
        for asking in askings(app, session, scene, reader):
            session.rollback()
            answer = asking.by(reader)
            assert answer.status_code < 500, asking
            done |= {asking.endpoint} if answer.status_code < 400 else set()
            of_the_desk = asking.endpoint in OF_THE_DESK and reader.name == "an editor"
            for text in (text_of(answer), *_pages_after(reader, answer.location, of_the_desk)):
                assert of_the_desk or not found_in(text, hidden), (reader.name, asking)
                assert not [one for one in others if one in text], (reader.name, asking)
                assert PRIVATE not in text, (reader.name, asking)
        assert reader.name != "a member" or done >= DONE, DONE - done
    follow()
    session.rollback()
    addresses = {reader.person.email: reader for reader in scene.readers if reader.person}
    for mail in session.scalars(select(Mail).where(Mail.recipient.in_(addresses))):
        found = found_in(f"{mail.subject}\n{mail.body}", scene.hidden_from(addresses[mail.recipient]))
        assert not found, (mail.recipient, mail.subject)


def _pages_after(reader: Reader, location: str | None, of_the_desk: bool) -> Iterator[str]:
    """The page to which an answer leads, with what it says was done."""
    if location and location.startswith("/") and not of_the_desk:
        parts = urlsplit(location)
        yield text_of(reader.browser.get(f"{parts.path}?lang=en&{parts.query}"))
