"""The JSON door of claims."""

from __future__ import annotations

from apiflask import APIBlueprint

from community.claiming import actions, links, queries, schemas
from community.claiming.models import Outcome
from community.core.actor import editors, members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles.bringing.people.keys import Keys
from community.verification.queries import my_orcid

blueprint = APIBlueprint("claiming_api", __name__, tag="People")


@blueprint.get("/claims")
@open_to(members, limit="60/minute")
@blueprint.output(schemas.ClaimsOut)
def list_claims() -> schemas.ClaimsOut:
    """Entries of an import that have your linked ORCID iD, and what you claimed, last first."""
    session, actor = db.session(), current_actor()
    orcid = my_orcid(session, actor)
    found = queries.entry_of_key(session, Keys.of_orcid(orcid)) if orcid else None
    return schemas.ClaimsOut(
        by_orcid=[
            schemas.entry_out(one) for one in queries.entries(session, actor, [found.id] if found else [])
        ],
        claims=[schemas.claim_out(one) for one in queries.claims_of(session, actor)],
    )


@blueprint.post("/claims")
@open_to(members, limit="10/hour; 30/day")
@blueprint.input(schemas.AskIn)
@blueprint.output(schemas.ClaimOut, status_code=201)
def ask(json_data: schemas.AskIn) -> schemas.ClaimOut:
    """Ask the desk for an entry whose page or name you see; an editor decides by name."""
    with unit_of_work() as session:
        claim = actions.ask(session, current_actor(), json_data.handle, json_data.note)
    return schemas.claim_out(claim)


@blueprint.post("/claims/address")
@open_to(members, limit="5/hour; 15/day")
@blueprint.input(schemas.AddressIn)
@blueprint.output({}, status_code=204)
def send_link(json_data: schemas.AddressIn) -> str:
    """Have a link sent to the address in the file. The answer is the same whether it stood in one or not."""
    with unit_of_work() as session:
        links.send_link(session, current_actor(), json_data.address)
    return ""


@blueprint.post("/claims/link")
@open_to(members, limit="30/hour")
@blueprint.input(schemas.TokenIn)
@blueprint.output(schemas.ClaimOut, status_code=201)
def use_link(json_data: schemas.TokenIn) -> schemas.ClaimOut:
    """Make what the link is about part of your account. It is good once, for a day, for whoever asked for it."""
    with unit_of_work() as session:
        claim = actions.use_link(session, current_actor(), json_data.token)
    return schemas.claim_out(claim)


@blueprint.post("/claims/orcid")
@open_to(members, limit="30/hour")
@blueprint.output(schemas.ClaimOut, status_code=201)
def use_orcid() -> schemas.ClaimOut:
    """Make the entry that has your linked ORCID iD part of your account."""
    actor = current_actor()
    with unit_of_work() as session:
        orcid = my_orcid(session, actor)
        if orcid is None:
            raise NotFound()
        claim = actions.claim_by_orcid(session, actor, Keys.of_orcid(orcid))
    return schemas.claim_out(claim)


@blueprint.get("/desk/claims")
@open_to(editors, limit="60/minute")
@blueprint.output(schemas.DeskClaimsOut)
def list_desk() -> schemas.DeskClaimsOut:
    """What waits for the desk, oldest first, and what was decided, last first."""
    session, actor = db.session(), current_actor()
    return schemas.DeskClaimsOut(
        waiting=[schemas.desk_out(one) for one in queries.waiting(session, actor)],
        decided=[schemas.desk_out(one) for one in queries.decided(session, actor)],
    )


@blueprint.post("/desk/claims/<int:claim_id>")
@open_to(editors, limit="60/minute")
@blueprint.input(schemas.DecideIn)
@blueprint.output(schemas.DeskClaimOut)
def decide(claim_id: int, json_data: schemas.DecideIn) -> schemas.DeskClaimOut:
    """Decide in your name, with a reason."""
    with unit_of_work() as session:
        claim = actions.decide(
            session, current_actor(), claim_id, Outcome(json_data.outcome), json_data.answer
        )
    return schemas.desk_out(claim)


@blueprint.post("/desk/claims/<int:claim_id>/undo")
@open_to(editors, limit="60/hour")
@blueprint.input(schemas.UndoIn)
@blueprint.output(schemas.DeskClaimOut)
def undo(claim_id: int, json_data: schemas.UndoIn) -> schemas.DeskClaimOut:
    """Take back what was granted, in your name, with a reason: the entry is again what it was, and nobody's."""
    with unit_of_work() as session:
        claim = actions.undo(session, current_actor(), claim_id, json_data.answer)
    return schemas.desk_out(claim)
