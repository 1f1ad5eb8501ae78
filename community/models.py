"""Every mapped class, imported once, so that migrations and mappers see the whole picture."""

from __future__ import annotations

from sqlalchemy.orm import configure_mappers

from community.accounts import models as accounts
from community.claiming import models as claiming
from community.core import mail, outbox
from community.directory.saved_searches import models as saved_searches
from community.directory.shortlists import models as shortlists
from community.discussions import models as discussions
from community.messaging import models as messaging
from community.messaging.files import models as message_files
from community.profiles import models as profiles
from community.profiles.bringing import models as bringing
from community.profiles.bringing.people import models as people
from community.relations import models as relations
from community.stories import models as stories
from community.topics import models as topics
from community.verification import models as verification

MODULES = (
    accounts,
    relations,
    profiles,
    bringing,
    people,
    stories,
    discussions,
    messaging,
    message_files,
    shortlists,
    saved_searches,
    topics,
    verification,
    claiming,
    mail,
    outbox,
)


def check() -> None:
    """Raises when a relationship names a class that does not exist."""
    configure_mappers()
