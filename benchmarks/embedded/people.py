"""`python -m benchmarks.embedded.people`: fills the instance of the environment, which must be new.

500 members who talk in groups of ten; their cookies and conversations go to groups.json in its folder.
"""

from __future__ import annotations

import json
from datetime import timedelta

from benchmarks.data import browser_of
from community.accounts.actions import add_member, start_sign_in
from community.accounts.queries import actor_of
from community.app import create_app
from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.messaging import actions
from community.serving.database import upgrade_database

MEMBERS, SIZE = 500, 10


def fill() -> None:
    app = create_app()
    told = []
    long_ago = clock.now() - timedelta(days=400)  # a new account reaches few people a day
    with app.app_context():
        upgrade_database()
        for start in range(0, MEMBERS, SIZE):
            with unit_of_work() as session:
                people = [
                    add_member(
                        session,
                        display_name=f"Talker {number}",
                        email=f"talker-{number}@bench.example",
                        confirmed_at=clock.now(),
                    )
                    for number in range(start, start + SIZE)
                ]
                first, *others = people
                first.created_at = long_ago
                session.flush()
                talk = actions.start_group(session, actor_of(first), others, f"Group {start}").public_id
                for member in others:
                    actions.accept_request(session, actor_of(member), talk)
                for member in people:
                    secret = start_sign_in(session, member.id, "benchmark")
                    told.append([browser_of(app, member, secret)["cookie"], talk])
        (app.extensions["settings"].instance_dir / "groups.json").write_text(json.dumps(told))


if __name__ == "__main__":
    fill()
