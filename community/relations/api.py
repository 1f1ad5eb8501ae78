"""The JSON door of relations."""

from __future__ import annotations

from apiflask import APIBlueprint

from community.core.actor import members
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.relations import actions

blueprint = APIBlueprint("relations_api", __name__, tag="People")


@blueprint.put("/people/<handle>/follow")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def follow(handle: str) -> str:
    """Follow a member. They are not told."""
    with unit_of_work() as session:
        actions.follow(session, current_actor(), handle)
    return ""


@blueprint.delete("/people/<handle>/follow")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def unfollow(handle: str) -> str:
    """Follow them no longer."""
    with unit_of_work() as session:
        actions.follow(session, current_actor(), handle, on=False)
    return ""
