"""A member's own page of verification: what stands, what ended, and three ways to more."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import members
from community.core.db import db
from community.core.errors import Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles.queries import own_profile
from community.profiles.statements import statement_lines
from community.verification import actions, addresses, queries
from community.verification.forms import AddressForm, AskForm, StepForm, choices
from community.verification.orcid import uri_of
from community.verification.schemas import ended_lines
from community.verification.views.room import blueprint, settings


@blueprint.get("/verification")
@open_to(members, limit="60/minute")
def mine() -> Response:
    return _page(AskForm(formdata=None), AddressForm(formdata=None))


@blueprint.post("/verification/requests")
@open_to(members, limit="10/hour; 30/day")
def ask() -> Response:
    """Ask the desk."""
    form = AskForm()
    if not form.validate_on_submit():
        return _page(form, AddressForm(formdata=None), 422)
    try:
        with unit_of_work() as session:
            subject, about = form.subject_and_about
            actions.ask(session, current_actor(), subject, about, form.note.data or "")
    except Refusal as refusal:
        form.what.errors = [str(refusal.message)]
        return _page(form, AddressForm(formdata=None), refusal.status)
    flash(_("The desk has your request, and answers on this page."), "success")
    return redirect(url_for(".mine"))


@blueprint.post("/verification/address")
@open_to(members, limit="5/hour; 15/day")
def send_link() -> Response:
    """Send a link to an address at an institution."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(AskForm(formdata=None), form, 422)
    try:
        with unit_of_work() as session:
            addresses.send_link(session, current_actor(), form.address.data or "", form.affiliation_id)
    except Refusal as refusal:
        if refusal.field not in {"address", "affiliation"}:
            raise
        form[refusal.field].errors = [str(refusal.message)]
        return _page(AskForm(formdata=None), form, refusal.status)
    flash(_("A link is on its way to that address. It is good for a day, and only for you."), "success")
    return redirect(url_for(".mine"))


@blueprint.get("/verification/address/<token>")
@open_to(members, limit="30/hour")
def open_link(token: str) -> str:
    """A page with a button: what a mail program opens by itself must not use the link up."""
    check = addresses.opened(db.session(), current_actor(), token)
    return render_template(
        "verification/link.html",
        token=token,
        domain=check.domain,
        institution=check.affiliation.institution,
        form=StepForm(),
    )


@blueprint.post("/verification/address/<token>")
@open_to(members, limit="30/hour")
def use_link(token: str) -> Response:
    with unit_of_work() as session:
        told = addresses.use_link(session, current_actor(), token)
    flash(
        _(
            "Verified: you have an address at %(domain)s. The address itself is forgotten.",
            domain=told.domain,
        ),
        "success",
    )
    return redirect(url_for(".mine"))


def _page(ask_form: AskForm, address_form: AddressForm, status: int = 200) -> Response:
    session, actor = db.session(), current_actor()
    profile = own_profile(session, actor)
    affiliations = queries.my_affiliations(session, actor)
    kinds = [one.kind for one in profile.kinds] if profile else []
    ask_form.what.choices = choices(actor.name, kinds, (one.institution for one in affiliations))
    address_form.offer(affiliations)
    orcid = queries.my_orcid(session, actor)
    page = render_template(
        "verification/mine.html",
        has_profile=profile is not None,
        has_affiliations=bool(affiliations),
        statements=statement_lines(session, queries.standing(profile) if profile else ()),
        ended=ended_lines(session, queries.ended_of(session, actor.id)),
        requests=queries.my_requests(session, actor),
        request_words=ask_form.what.choices,
        ask_form=ask_form,
        address_form=address_form,
        orcid_uri=uri_of(settings(), orcid) if orcid else None,
    )
    return make_response(page, status)
