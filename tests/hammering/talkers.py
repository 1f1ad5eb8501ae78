"""`python -m tests.hammering.talkers 50`: so many members who are signed in and talk in pairs, in the instance of the
environment, which must be new; their cookies go to talkers.json in its folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.serving import ROOT


class Talker(NamedTuple):
    """A member at their browser, and the one conversation they have."""

    handle: str
    cookie: str
    conversation: str
    token: str
    """Of the forms of this browser."""


def make_talkers(instance: Path, count: int, settings: Mapping[str, str]) -> list[Talker]:
    """In a process of its own, with the settings of the server that is to come. `count` is even."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
    subprocess.run(
        [sys.executable, "-m", __name__, str(count)],
        cwd=ROOT,
        env={**kept, "COMMUNITY_INSTANCE_DIR": str(instance), **settings},
        check=True,
    )
    return [Talker(*one) for one in json.loads((instance / "talkers.json").read_text())]


def _fill(count: int) -> None:
    from benchmarks.data import browser_of
    from community.accounts.actions import add_member, start_sign_in
    from community.accounts.queries import actor_of
    from community.app import create_app
    from community.core import clock
    from community.core.unit_of_work import unit_of_work
    from community.messaging import actions
    from community.serving.database import upgrade_database

    app = create_app()
    talkers = []
    with app.app_context():
        upgrade_database()
        with unit_of_work() as session:
            people = [
                add_member(
                    session,
                    display_name=f"Talker {number}",
                    email=f"talker-{number}@hammer.example",
                    confirmed_at=clock.now(),
                )
                for number in range(count)
            ]
            for one, other in zip(people[::2], people[1::2], strict=True):
                talk = actions.open_conversation(session, actor_of(one), other).public_id
                actions.accept_request(session, actor_of(other), talk)
                for member in (one, other):
                    secret = start_sign_in(session, member.id, "hammer")
                    browser = browser_of(app, member, secret)
                    talkers.append((member.handle, browser["cookie"], talk, browser["token"]))
        instance: Path = app.extensions["settings"].instance_dir
    (instance / "talkers.json").write_text(json.dumps(talkers))


if __name__ == "__main__":
    _fill(int(sys.argv[1]))
