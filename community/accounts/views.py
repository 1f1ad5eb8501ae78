"""Pages of accounts that Flask-Security does not bring: settings, the list of sessions, the first run."""

from __future__ import annotations

import hmac
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_security import hash_password
from sqlalchemy import select
from werkzeug.wrappers import Response

from community.accounts import actions, queries
from community.accounts.forms import FirstAdministratorForm, SettingsForm
from community.accounts.models import Member
from community.accounts.passwords import check_length_of_sent
from community.accounts.secrets import hash_secret
from community.config import Settings
from community.core import clock
from community.core.actor import StaffRole, anyone, members
from community.core.db import db
from community.core.errors import NotAllowed, NotFound
from community.core.identity import SIGN_IN, current_actor
from community.core.mail import Mail
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.core.web.locale import OFFERED, language_name

blueprint = Blueprint("accounts", __name__)

FIRST_RUN_CODE = "first_run_code"


@blueprint.get("/sign-up/check-mail")
@open_to(anyone, limit="120/minute")
def check_mail() -> str:
    return render_template("accounts/check_mail.html", shows_mailbox=_settings().environment == "development")


@blueprint.route("/settings", methods=["GET", "POST"])
@open_to(members, limit="60/minute")
def settings() -> Response:
    member = db.session.get_one(Member, current_actor().id)
    form = SettingsForm(obj=member)
    form.locale.choices = [("", _("As my browser asks"))] + [(tag, language_name(tag)) for tag in OFFERED]
    form.time_zone.choices = list(clock.zone_choices())
    if form.validate_on_submit():
        with unit_of_work() as writing:
            actions.change_settings(
                writing,
                current_actor(),
                display_name=form.display_name.data or "",
                native_name=form.native_name.data or "",
                locale=form.locale.data or None,
                time_zone=form.time_zone.data or "UTC",
            )
        flash(_("Saved."), "success")
        return redirect(url_for(".settings"))
    page = render_template("accounts/settings.html", form=form, email=member.email)
    return make_response(page, 422 if form.errors else 200)


@blueprint.get("/settings/sessions")
@open_to(members, limit="60/minute")
def sessions() -> str:
    this = hash_secret(session.get(SIGN_IN, ""))
    return render_template(
        "accounts/sessions.html",
        sign_ins=queries.open_sign_ins(db.session(), current_actor(), days=_settings().session_days),
        this=this,
    )


@blueprint.post("/settings/sessions/<int:sign_in_id>/end")
@open_to(members, limit="60/minute")
def end_session(sign_in_id: int) -> Response:
    with unit_of_work() as writing:
        actions.end_sign_in(writing, current_actor(), sign_in_id)
    flash(_("That browser is signed out."), "success")
    return redirect(url_for(".sessions"))


@blueprint.get("/dev/mailbox")
@open_to(anyone, limit="120/minute")
def mailbox() -> str:
    """What would have been sent, newest first: on the machine itself, in development only.

    Mail holds links that open accounts, so nobody else on the network may read it. Raises NotFound, NotAllowed.
    """
    if _settings().environment != "development" or _settings().mail_url.get_secret_value():
        raise NotFound()
    if not (_asks_from_this_machine() or current_actor().is_administrator):
        raise NotAllowed(_("The mailbox opens in a browser on the server's own machine only."))
    newest = db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(50))
    return render_template("accounts/mailbox.html", mail=newest.all())


def _asks_from_this_machine() -> bool:
    """By the address that asks, and by a host that no name server answers for: a foreign page may have its own name
    lead to this machine."""
    with suppress(ValueError):
        host = urlsplit(request.host_url).hostname or ""
        is_named_here = host == "localhost" or ip_address(host).is_loopback
        return is_named_here and ip_address(request.remote_addr or "").is_loopback
    return False


@blueprint.route("/first-run", methods=["GET", "POST"])
@open_to(anyone, limit="10/minute; 50/hour")
def first_run() -> Response:
    """Makes the first administrator, with the code that the terminal shows. Gone once there is a member."""
    if _first_run_code() is None:
        raise NotFound()
    check_length_of_sent()
    form = FirstAdministratorForm()
    if form.validate_on_submit():
        with unit_of_work() as writing:
            code = _first_run_code()  # again, under the lock: two may hold the code
            if code is None:
                raise NotFound()
            if hmac.compare_digest((form.code.data or "").strip().encode(), code.encode()):
                member = actions.add_member(
                    writing,
                    display_name=form.display_name.data or "",
                    email=form.email.data,
                    password_hash=hash_password(form.password.data or ""),
                    confirmed_at=clock.now(),
                )
                actions.give_role(writing, member, StaffRole.ADMINISTRATOR)
            else:
                form.code.errors = [_("This is not the code that the terminal shows.")]
    if form.is_submitted() and not form.errors:
        (_settings().instance_dir / FIRST_RUN_CODE).unlink(missing_ok=True)
        flash(_("Welcome. You are the first administrator; please sign in."), "success")
        return redirect(url_for("security.login"))
    return make_response(render_template("accounts/first_run.html", form=form), 422 if form.errors else 200)


def awaits_administrator() -> bool:
    """Whether a community that was started empty still waits for its first administrator: every page says so."""
    return (_settings().instance_dir / FIRST_RUN_CODE).exists()


def _first_run_code() -> str | None:
    """None once somebody can sign in."""
    path = _settings().instance_dir / FIRST_RUN_CODE
    has_member = db.session.scalar(select(Member.id).where(Member.password.is_not(None)).limit(1)) is not None
    return None if has_member or not path.exists() else path.read_text().strip()


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
