"""To ORCID and back: to link an iD, and to sign in with one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import login_user
from werkzeug.wrappers import Response

from community.core import clock
from community.core.actor import anyone, members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.core.web.locale import local_path
from community.verification import orcid
from community.verification.errors import OrcidFailed, OrcidUnknown
from community.verification.forms import StepForm
from community.verification.views.room import blueprint, settings

_FLOW, _PROVED = "orcid_flow", "orcid_proved"
LINK, SIGN_IN = "link", "sign-in"


@blueprint.get("/sign-in/orcid")
@open_to(anyone, limit="20/minute; 100/hour")
def orcid_sign_in() -> Response:
    back_to = local_path(request.args.get("next", ""))
    return redirect(back_to) if current_actor().is_signed_in else _leave(SIGN_IN, back_to)


@blueprint.get("/verification/orcid/begin")
@open_to(members, limit="20/hour")
def orcid_begin() -> Response:
    """A link and not a form: the Content-Security-Policy lets no form lead to another site. It changes nothing; the
    button on the way back does, on the page `next` or on the one that links the iD."""
    return _leave(LINK, local_path(request.args.get("next", ""), url_for(".orcid_link")))


@blueprint.get("/verification/orcid/done")
@open_to(anyone, limit="20/minute; 100/hour")
def orcid_done() -> Response:
    """Where ORCID sends the browser back to."""
    kept: dict[str, Any] | None = session.pop(_FLOW, None)
    if request.args.get("error") == "access_denied":
        flash(_("You did not sign in at ORCID. Nothing was changed."), "status")
        return redirect(
            url_for("security.login") if kept and kept["purpose"] == SIGN_IN else url_for(".mine")
        )
    found, flow = orcid.finish(settings(), kept, request.args.to_dict())
    if flow.purpose == SIGN_IN:
        return _sign_in(found, flow.next)
    if flow.member_id is None or flow.member_id != current_actor().member_id:
        raise OrcidFailed()
    session[_PROVED] = {"orcid": found, "member_id": flow.member_id, "at": int(clock.now().timestamp())}
    return redirect(local_path(flow.next))


@blueprint.route("/verification/orcid/link", methods=["GET", "POST"])
@open_to(members, limit="30/hour")
def orcid_link() -> str | Response:
    """What was proved at ORCID is linked by a button here."""
    proved = proved_orcid()
    if proved is None:
        raise NotFound()
    if not StepForm().validate_on_submit():
        uri = orcid.uri_of(settings(), proved)
        return render_template("verification/orcid.html", uri=uri, form=StepForm())
    session.pop(_PROVED)
    with unit_of_work() as writing:
        orcid.link(writing, current_actor(), settings(), proved)
    flash(_("Your ORCID iD is linked. You can sign in with it, too."), "success")
    return redirect(url_for(".mine"))


@blueprint.post("/verification/orcid/unlink")
@open_to(members, limit="30/hour")
def orcid_unlink() -> Response:
    with unit_of_work() as writing:
        orcid.unlink(writing, current_actor())
    flash(_("Your ORCID iD is unlinked."), "success")
    return redirect(url_for(".mine"))


def proved_orcid() -> str | None:
    """The iD as whose holder the actor came back from ORCID in this browser a moment ago."""
    proved = session.get(_PROVED)
    now = int(clock.now().timestamp())
    if not proved or proved["member_id"] != current_actor().id or now - proved["at"] > orcid.FLOW_SECONDS:
        return None
    return str(proved["orcid"])


def _leave(purpose: str, back_to: str) -> Response:
    url, kept = orcid.begin(settings(), purpose=purpose, member_id=current_actor().member_id, back_to=back_to)
    session[_FLOW] = kept
    return redirect(url)


def _sign_in(found: str, back_to: str) -> Response:
    """Only by an iD that its member linked; never by a name or an address that ORCID knows."""
    if current_actor().is_signed_in:  # meanwhile, in another tab: nobody's sign-in is left open behind them
        raise OrcidFailed(_("You are signed in already. Please sign out first."))
    held = orcid.holder_of(db.session(), found)
    if held is None or not held.member.active or held.member.confirmed_at is None:
        raise OrcidUnknown()
    if held.member.tf_primary_method:  # a second factor that was asked for is not walked around
        raise OrcidUnknown(_("Your account asks for a second step. Please sign in with your password."))
    with unit_of_work():
        login_user(held.member, authn_via=["orcid"])
    return redirect(local_path(back_to))
