"""Keeping the index true: after each change, from time to time, and from nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from community.config import Settings
from community.core import clock
from community.core.db import db
from community.directory import aside
from community.directory.documents import BATCH, ListedProfiles, version_of
from community.directory.engine import engine, prepare
from community.profiles.events import ProfileSaved, TopicChanged
from community.profiles.models import ProfileTopic
from community.search.engine import Progress
from community.search.upkeep import Upkeep, keep_true

_mending = threading.Lock()
log = logging.getLogger(__name__)


def index_profiles(facts: Sequence[ProfileSaved]) -> None:
    """Durable, idempotent: whoever is listed now is put, whoever is not is removed.

    An index that is not there is not begun here: `mend_index` builds it whole, these people included.
    """
    _index({fact.member_id for fact in facts})


def index_holders(facts: Sequence[TopicChanged]) -> None:
    """Durable, idempotent: everybody who has one of these topics now is found by what it says now."""
    ids = list(
        db.session.scalars(
            select(ProfileTopic.member_id)
            .where(ProfileTopic.topic_id.in_({fact.topic_id for fact in facts}))
            .distinct()
            .order_by(ProfileTopic.member_id)
        )
    )
    for start in range(0, len(ids), BATCH):
        _index(set(ids[start : start + BATCH]))


def _index(ids: set[int]) -> None:
    if not engine().is_ready():
        return
    documents = list(ListedProfiles(db.session()).documents(ids))
    db.session.rollback()
    engine().put(documents)
    gone = ids - {document.id for document in documents}
    if gone:
        engine().remove(gone, version_of(clock.now()))


def rebuild_index(progress: Progress | None = None) -> None:
    """Build the index anew; until it is done readers have the old one. `progress` hears how many are done."""
    prepare()
    listed = ListedProfiles(db.session())
    engine().rebuild(listed.documents(), progress, len(listed.ids_and_versions()))
    db.session.rollback()


def reconcile(progress: Progress | None = None) -> Upkeep:
    """Make the index hold exactly who is listed, whatever a crash or a restored backup left. Periodic, and at
    start."""
    prepare()
    _build_a_large_one_aside()
    done = keep_true(engine(), ListedProfiles(db.session()), progress)
    db.session.rollback()
    if done.rebuilt or done.put or done.removed:
        log.info("search index: rebuilt=%s put=%d removed=%d", done.rebuilt, done.put, done.removed)
    return done


def _build_a_large_one_aside() -> None:
    settings: Settings = current_app.extensions["settings"]
    # Scaled out, workers are processes of their own already.
    if not settings.is_embedded or engine().is_ready():
        return
    listed = len(ListedProfiles(db.session()).ids_and_versions())
    db.session.rollback()
    if listed >= aside.FROM_SO_MANY:
        aside.rebuild_aside(settings)


def mend_index() -> None:
    """Each minute: an index that is missing, of an old layout or damaged is rebuilt, and then compared with what
    changed meanwhile. A large one takes more than a minute; then the next job leaves it to this one."""
    if engine().is_ready() or not _mending.acquire(blocking=False):
        return
    try:
        reconcile()
        reconcile()
    finally:
        _mending.release()
