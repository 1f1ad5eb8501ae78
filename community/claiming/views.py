"""Pages of claims: where a member says what is theirs, and where the desk answers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.claiming import actions, links, queries
from community.claiming.forms import AddressForm, AskForm, DecideForm, StepForm
from community.claiming.models import Claim, Outcome
from community.core.actor import editors, members
from community.core.db import db
from community.core.errors import NotFound, Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles.bringing.people.keys import Keys
from community.verification.queries import my_orcid
from community.verification.views.orcid import proved_orcid

blueprint = Blueprint("claiming", __name__)


@blueprint.get("/claim")
@open_to(members, limit="60/minute")
def mine() -> str:
    """What of an import may be the actor's, and what they claimed."""
    return _mine(AddressForm(formdata=None))


@blueprint.post("/claim/address")
@open_to(members, limit="5/hour; 15/day")
def send_link() -> Response | tuple[str, int]:
    form = AddressForm()
    if not form.validate_on_submit():
        return _mine(form), 422
    try:
        with unit_of_work() as session:
            links.send_link(session, current_actor(), form.address.data or "")
    except Refusal as refusal:
        if refusal.field != "address":
            raise
        form.address.errors = [str(refusal.message)]
        return _mine(form), refusal.status
    flash(
        _(
            "If that is the address that came with the import, a link is on its way to it. It is good for a day."
        ),
        "success",
    )
    return redirect(url_for(".mine"))


@blueprint.get("/claim/link/<token>")
@open_to(members, limit="30/hour")
def open_link(token: str) -> str:
    """A page with a button: what a mail program opens by itself must change nothing."""
    session, actor = db.session(), current_actor()
    entry = links.opened(session, actor, token).entry
    return render_template(
        "claiming/link.html",
        entry=queries.entries(session, actor, [entry.id])[0],
        action=url_for(".use_link", token=token),
        form=StepForm(),
    )


@blueprint.post("/claim/link/<token>")
@open_to(members, limit="30/hour")
def use_link(token: str) -> Response:
    with unit_of_work() as session:
        claim = actions.use_link(session, current_actor(), token)
    return _done(claim)


@blueprint.route("/claim/orcid", methods=["GET", "POST"])
@open_to(members, limit="30/hour")
def by_orcid() -> str | Response:
    """What has the iD that the actor proved at ORCID: shown, and made theirs by a button."""
    orcid = _orcid()
    if orcid is None:
        raise NotFound()
    if not StepForm().validate_on_submit():
        reading = db.session()
        entry = queries.entry_of_key(reading, Keys.of_orcid(orcid))
        return render_template(
            "claiming/link.html",
            entry=queries.entries(reading, current_actor(), [entry.id])[0] if entry else None,
            action=url_for(".by_orcid"),
            form=StepForm(),
        )
    with unit_of_work() as session:
        claim = actions.claim_by_orcid(session, current_actor(), Keys.of_orcid(orcid))
    return _done(claim)


@blueprint.get("/claim/people/<handle>")
@open_to(members, limit="60/minute")
def show(handle: str) -> str:
    """Is this you?"""
    return _show(handle, AskForm(formdata=None))


@blueprint.post("/claim/people/<handle>")
@open_to(members, limit="10/hour; 30/day")
def ask(handle: str) -> Response | tuple[str, int]:
    """Ask the desk, with words."""
    form = AskForm()
    if not form.validate_on_submit():
        return _show(handle, form), 422
    try:
        with unit_of_work() as session:
            actions.ask(session, current_actor(), handle, form.note.data or "")
    except Refusal as refusal:
        if refusal.field != "note":
            raise
        form.note.errors = [str(refusal.message)]
        return _show(handle, form), refusal.status
    flash(_("The desk has your question, and answers on this page and by mail."), "success")
    return redirect(url_for(".mine"))


@blueprint.get("/desk/claims")
@open_to(editors, limit="60/minute")
def desk() -> str:
    return _desk()


@blueprint.post("/desk/claims/<int:claim_id>/<outcome>")
@open_to(editors, limit="60/minute")
def decide(claim_id: int, outcome: str) -> Response | tuple[str, int]:
    if outcome not in set(Outcome):
        raise NotFound()
    form = DecideForm()
    try:
        if not form.validate_on_submit():
            raise NotFound()
        with unit_of_work() as session:
            actions.decide(session, current_actor(), claim_id, Outcome(outcome), form.answer.data or "")
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            raise
        return _desk((claim_id, form.answer.data or "", refusal)), refusal.status
    flash(_("Theirs now, in your name.") if outcome == Outcome.GRANTED else _("Declined."), "success")
    return redirect(url_for(".desk"))


@blueprint.get("/desk/claims/<int:claim_id>/undo")
@open_to(editors, limit="60/minute")
def before_undo(claim_id: int) -> str:
    """What would happen, before it does."""
    return _undo(claim_id, DecideForm(formdata=None))


@blueprint.post("/desk/claims/<int:claim_id>/undo")
@open_to(editors, limit="60/hour")
def undo(claim_id: int) -> Response | tuple[str, int]:
    form = DecideForm()
    if not form.validate_on_submit():
        return _undo(claim_id, form), 422
    try:
        with unit_of_work() as session:
            actions.undo(session, current_actor(), claim_id, form.answer.data or "")
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            raise
        form.answer.errors = [str(refusal.message)]
        return _undo(claim_id, form), refusal.status
    flash(_("Taken back, in your name. It is nobody’s again; whoever had it is told."), "success")
    return redirect(url_for(".desk"))


def _orcid() -> str | None:
    return proved_orcid() or my_orcid(db.session(), current_actor())


def _done(claim: Claim) -> Response:
    flash(
        _("What stood under “%(name)s” is yours now. Please look through your profile.", name=claim.name),
        "success",
    )
    return redirect(url_for("profiles.edit"))


def _mine(form: AddressForm) -> str:
    session, actor = db.session(), current_actor()
    name = request.args.get("name", "")[:120]
    orcid = _orcid()
    return render_template(
        "claiming/mine.html",
        form=form,
        name=name,
        found=queries.entries_named(session, actor, name) if name else [],
        by_orcid=bool(orcid) and queries.entry_of_key(session, Keys.of_orcid(orcid or "")) is not None,
        has_orcid=orcid is not None,
        claims=queries.claims_of(session, actor),
    )


def _show(handle: str, form: AskForm) -> str:
    session, actor = db.session(), current_actor()
    entry = queries.entry_at(session, actor, handle)
    return render_template(
        "claiming/show.html",
        entry=queries.entries(session, actor, [entry.id])[0],
        form=form,
        address_form=AddressForm(formdata=None),
        has_orcid=_orcid() is not None,
        waits=any(one.entry_id == entry.id for one in queries.claims_of(session, actor)),
    )


def _undo(claim_id: int, form: DecideForm) -> str:
    claim = queries.granted(db.session(), current_actor(), claim_id)
    return render_template(
        "claiming/undo.html",
        claim=claim,
        began_profile=bool(claim.trace and claim.trace["profile"] and not claim.trace["before"]["profile"]),
        form=form,
    )


def _desk(refused: tuple[int, str, Refusal] | None = None) -> str:
    session, actor = db.session(), current_actor()
    waiting = queries.waiting(session, actor)
    ids = {one.entry_id for one in waiting if one.entry_id}
    return render_template(
        "claiming/desk.html",
        waiting=waiting,
        decided=queries.decided(session, actor),
        entries={one.id: one for one in queries.entries(session, actor, ids)},
        refused=refused,
    )
