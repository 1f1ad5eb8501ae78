"""Which search engine this application uses: Whoosh in a folder when embedded, PostgreSQL when scaled out."""

from __future__ import annotations

import threading

from flask import current_app

from community.config import Settings
from community.core.db import db
from community.search.engine import Engine, Query

_KEY = "search_engine"
_making = threading.Lock()


def engine() -> Engine:
    """The one engine of this process, opened when first asked for."""
    held = current_app.extensions
    if _KEY not in held:
        with _making:
            if _KEY not in held:
                held[_KEY] = _open(held["settings"])
    found: Engine = held[_KEY]
    return found


def _open(settings: Settings) -> Engine:
    # Each engine brings large libraries of which the other shape has no use.
    if settings.is_embedded:
        from community.search.whoosh import WhooshEngine

        return WhooshEngine(settings.instance_dir / "search")
    from community.search.postgres import PostgresEngine

    return PostgresEngine(db.engine)


def prepare() -> None:
    """Make what has to be there before a first rebuild: PostgreSQL's tables; a folder needs nothing."""
    create = getattr(engine(), "create", None)
    if create is not None:
        create()


def warm_up() -> None:
    """Load what a first search would wait two seconds for (columns, the Chinese dictionary); at start, aside."""
    engine().search(Query(text="中国经济 zhang", audience="public"))
