"""Filling an empty instance with the demo community."""

from __future__ import annotations

from flask import Flask

from community.config import Settings
from community.core.unit_of_work import unit_of_work
from community.demo.enriching import add_endorsed_replies
from community.demo.people import add_people
from community.demo.reading import DEMO_MARK, DemoData
from community.demo.writing import add_conversations, add_stories
from community.directory.indexing import rebuild_index


def fill(app: Flask) -> None:
    """All or nothing, then the search index. The instance must have no members yet."""
    settings: Settings = app.extensions["settings"]
    print("  Filling the demo community …", flush=True)
    data = DemoData()
    with unit_of_work() as session:
        members = add_people(session, data)
        add_stories(session, data, members)
        add_endorsed_replies(session, data, members)
        add_conversations(session, data, members)
    (settings.instance_dir / DEMO_MARK).touch()
    rebuild_index()
    print(f"  {len(data.members)} members, {len(data.stories)} stories.", flush=True)
