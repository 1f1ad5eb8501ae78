"""Verification at the desk: requests, statements without being asked, and whose domain is whose."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.accounts.errors import NotAnAddress
from community.core.actor import editors
from community.core.db import db
from community.core.errors import NotFound, Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.core.web.locale import local_path
from community.profiles.audiences import audience_for
from community.profiles.models import Profile, Verification
from community.profiles.queries import visible_profile
from community.profiles.seen import seen
from community.profiles.statements import statement_lines, what
from community.verification import actions, addresses, queries
from community.verification.errors import ReasonNeeded
from community.verification.forms import DecideForm, DomainForm, StateForm, choices
from community.verification.models import Outcome, VerificationRequest
from community.verification.schemas import ended_lines
from community.verification.views.room import blueprint


@blueprint.get("/desk/verification")
@open_to(editors, limit="120/minute")
def desk() -> str | Response:
    """What members asked for, oldest first; `?handle=` leads to a person's page."""
    handle = request.args.get("handle", "").strip().removeprefix("@")
    if handle:
        return redirect(url_for(".person", handle=handle))
    return _desk(DomainForm(formdata=None))


@blueprint.post("/desk/verification/requests/<int:request_id>/<outcome>")
@open_to(editors, limit="60/minute")
def decide(request_id: int, outcome: str) -> str | Response | tuple[str, int]:
    if outcome not in set(Outcome):
        raise NotFound()
    form = DecideForm()
    try:
        if not form.validate_on_submit():
            raise ReasonNeeded()
        with unit_of_work() as session:
            actions.decide(session, current_actor(), request_id, Outcome(outcome), form.answer.data or "")
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            raise
        return _desk(
            DomainForm(formdata=None), refused=(request_id, form.answer.data, refusal)
        ), refusal.status
    flash(_("Verified, in your name.") if outcome == Outcome.VERIFIED else _("Declined."), "success")
    return redirect(url_for(".desk"))


@blueprint.route("/desk/verification/people/<handle>", methods=["GET", "POST"])
@open_to(editors, limit="60/minute")
def person(handle: str) -> str | Response | tuple[str, int]:
    """What is verified of somebody, and a form to state more."""
    profile = visible_profile(db.session(), current_actor(), handle)
    form = StateForm()
    form.offer(_choices(profile))
    status = 200
    if form.is_submitted():
        try:
            if not form.validate():
                return _person(profile, form), 422
            with unit_of_work() as session:
                subject, about = form.subject_and_about
                actions.verify(
                    session,
                    current_actor(),
                    profile.member_id,
                    subject,
                    about,
                    form.answer.data or "",
                    form.statement.data or "",
                )
        except Refusal as refusal:
            form[refusal.field if refusal.field in {"what", "answer"} else "what"].errors = [
                str(refusal.message)
            ]
            status = refusal.status
        else:
            flash(_("Verified, in your name."), "success")
            return redirect(url_for(".person", handle=handle))
    return _person(profile, form), status


@blueprint.post("/desk/verification/statements/<int:statement_id>/revoke")
@open_to(editors, limit="60/minute")
def revoke(statement_id: int) -> Response:
    form = DecideForm()
    try:
        with unit_of_work() as session:
            member = actions.revoke(session, current_actor(), statement_id, form.answer.data or "")
    except ReasonNeeded as refusal:
        flash(str(refusal.message), "error")
        return redirect(local_path(request.form.get("next", ""), url_for(".desk")))
    flash(_("Taken back."), "success")
    return redirect(url_for(".person", handle=member.handle))


@blueprint.post("/desk/verification/domains")
@open_to(editors, limit="60/minute")
def note_domain() -> str | Response | tuple[str, int]:
    form = DomainForm()
    if not form.validate_on_submit():
        return _desk(form), 422
    try:
        domain = addresses.domain_of(form.domain.data or "")
        with unit_of_work() as session:
            actions.note_domain(
                session,
                current_actor(),
                domain,
                form.institution_names,
                is_newsroom=bool(form.is_newsroom.data),
            )
    except NotAnAddress:
        form.domain.errors = [_("This is not a domain.")]
        return _desk(form), 422
    flash(_("Noted."), "success")
    return redirect(url_for(".desk"))


@blueprint.post("/desk/verification/domains/<domain>/forget")
@open_to(editors, limit="60/minute")
def forget_domain(domain: str) -> Response:
    with unit_of_work() as session:
        actions.forget_domain(session, current_actor(), domain)
    flash(_("Forgotten. What was verified by it stands until it runs out."), "success")
    return redirect(url_for(".desk"))


def _desk(form: DomainForm, refused: tuple[int, str | None, Refusal] | None = None) -> str:
    session, actor = db.session(), current_actor()
    return render_template(
        "verification/desk.html",
        requests=[(one, _asked(one)) for one in queries.waiting(session, actor)],
        domains=queries.domains(session, actor),
        form=form,
        refused=refused,
    )


def _asked(one: VerificationRequest) -> str:
    return what(Verification(by="", subject=one.subject, about=one.about, statement=""))


def _choices(profile: Profile) -> dict[str, str]:
    """What this editor sees of the profile, and so can check."""
    found = seen(profile, audience_for(db.session(), current_actor(), profile))
    return choices(found.display_name, found.kinds, (one.institution for one in found.affiliations))


def _person(profile: Profile, form: StateForm) -> str:
    session = db.session()
    return render_template(
        "verification/person.html",
        name=profile.member.display_name,
        handle=profile.member.handle,
        form=form,
        statements=statement_lines(session, queries.standing(profile)),
        ended=ended_lines(session, queries.ended_of(session, profile.member_id)),
    )
