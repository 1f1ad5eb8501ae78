"""Flask-Security, set up for this product: its forms and flows, our templates, words, mail and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Any, NoReturn

from flask import (
    Flask,
    after_this_request,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, user_logged_in, user_logged_out
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore
from flask_security.signals import password_changed, password_reset
from flask_security.utils import set_request_attr
from werkzeug.wrappers import Response
from wtforms import Form

from community.accounts import actions, queries
from community.accounts.events import SignInEnded
from community.accounts.forms import GUESSES, ForgotPasswordForm, SignInForm, SignUpForm
from community.accounts.models import Member, Role
from community.accounts.passwords import Passwords, check_length_of_sent
from community.accounts.secrets import hash_secret
from community.accounts.security_settings import security_settings
from community.config import Settings
from community.core import clock, limits
from community.core.actor import ANONYMOUS, Actor, Audience, anyone, members
from community.core.db import db
from community.core.errors import SignInNeeded, TooMany
from community.core.events import record
from community.core.identity import SIGN_IN, SocketIdentity
from community.core.mail import public_url, write_mail
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to

USED_AGAIN = timedelta(minutes=10)
"""`last_used_at` is written, and the cookie renewed, at most this often."""

DOORS: dict[str, tuple[Audience, str]] = {
    "security.login": (anyone, "20/minute; 100/hour"),
    "security.logout": (anyone, "30/minute"),
    "security.register": (anyone, "10/minute; 40/hour"),
    "security.forgot_password": (anyone, "5/minute; 20/hour"),
    "security.reset_password": (anyone, "10/minute; 40/hour"),
    "security.send_confirmation": (anyone, "5/minute; 20/hour"),
    "security.confirm_email": (anyone, "30/minute"),
    "security.change_password": (members, "10/minute; 40/hour"),
    "security.verify": (members, "10/minute; 40/hour"),
}
"""Who may use which page of Flask-Security, and how often. One that is missing here fails at start."""


class MailInTheUnitOfWork(MailUtil):
    """Mail of Flask-Security goes the way of all mail: into the database with the change, sent by a job."""

    def send_mail(  # type: ignore[no-untyped-def]
        self, template, subject, recipient, sender, body, html, **context
    ) -> None:
        if template == "security/email/welcome_existing":
            subject = _("You have an account already")
        with suppress(TooMany):  # strangers may ask for it; the links that were sent before still work
            limits.count("5/hour; 20/day", "mail", str(recipient).casefold())
            write_mail(db.session(), recipient=str(recipient), subject=str(subject), body=str(body))


class Members(SQLAlchemyUserDatastore):
    """Flask-Security's datastore, making members the way we do."""

    def create_user(self, **fields: Any) -> Member:
        member = actions.add_member(
            db.session(),
            display_name=fields["display_name"],
            email=fields["email"],
            password_hash=fields["password"],
        )
        member.active = True
        return member


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(security_settings())
    app.jinja_env.globals["public_url"] = public_url
    security = Security(
        app,
        Members(db, Member, Role),
        register_form=SignUpForm,
        login_form=SignInForm,
        forgot_password_form=ForgotPasswordForm,
        mail_util_cls=MailInTheUnitOfWork,
        password_util_cls=Passwords,
        render_template=_render,  # type: ignore[arg-type]  # its views hand on whatever this makes
    )
    security.unauthn_handler(_sign_in_first)
    security.want_json(lambda _request: False)  # programs have the doors of /api
    login_manager: LoginManager = app.extensions["security"].login_manager
    login_manager.user_loader(_member_of_session)
    login_manager.request_loader(lambda _request: None)  # no tokens beside sessions, which can be ended
    app.extensions["actor_of_request"] = _actor_of_request
    app.extensions["identities_of_secrets"] = _identities_of
    user_logged_in.connect(_note_sign_in, app)
    user_logged_out.connect(_note_sign_out, app)
    password_changed.connect(_end_other_sign_ins, app)
    password_reset.connect(_end_other_sign_ins, app)
    password_reset.connect(_confirm_address, app)
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.startswith("security."):
            who, limit = DOORS[endpoint]
            app.view_functions[endpoint] = open_to(who, limit=limit)(_in_unit_of_work(view))


def _sign_in_first(mechanisms: object, headers: object = None) -> NoReturn:
    raise SignInNeeded()


def _in_unit_of_work(view: Any) -> Any:
    """Flask-Security reads, decides and writes in its views; the write lock must be held from the start."""

    @wraps(view)
    def whole(*args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and request.endpoint != "security.confirm_email":
            return view(*args, **kwargs)
        check_length_of_sent()
        with unit_of_work():
            return view(*args, **kwargs)

    return whole


def _render(template: str, **context: Any) -> str | tuple[str, int] | Response:
    """A page or a mail of Flask-Security. A refused form answers 422; an accepted one leads on to a page."""
    forms = [value for value in context.values() if isinstance(value, Form)]
    for form in forms:
        form.form_errors = list(dict.fromkeys(form.form_errors))
    if request.method == "POST" and template.endswith(".html"):
        if not any(form.errors for form in forms):
            return redirect(url_for(request.endpoint or "", **(request.view_args or {})))
        return render_template(template, **context), 422
    return render_template(template, **context)


def _member_of_session(uniquifier: str) -> Member | None:
    secret = session.get(SIGN_IN, "")
    found = queries.live_sign_in(db.session(), secret, days=current_app.extensions["settings"].session_days)
    if found is None or found.member.fs_uniquifier != uniquifier:
        return None
    if found.last_used_at < clock.now() - USED_AGAIN and request.method == "GET":
        with unit_of_work():
            found.last_used_at = clock.now()
        session.modified = True  # the cookie lives as long as the sign-in
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return found.member


def _actor_of_request() -> Actor:
    return queries.actor_of(current_user) if current_user.is_authenticated else ANONYMOUS


def _identities_of(secrets: Sequence[str]) -> list[SocketIdentity | None]:
    days = current_app.extensions["settings"].session_days
    found = queries.actors_behind(db.session(), secrets, days=days)
    return [SocketIdentity(*one) if one else None for one in found]


def _note_sign_in(app: Flask, user: Member) -> None:
    _new_form_token()
    session[SIGN_IN] = actions.start_sign_in(db.session(), user.id, request.user_agent.string)
    session.permanent = True


def _note_sign_out(app: Flask, user: Member) -> None:
    _new_form_token()
    after_this_request(_leave_nothing_behind)
    secret = session.pop(SIGN_IN, "")
    found = queries.live_sign_in(db.session(), secret, days=current_app.extensions["settings"].session_days)
    if found is not None:
        found.ended_at = clock.now()
        record(db.session(), SignInEnded(sign_in_id=found.id))


def _leave_nothing_behind(response: FlaskResponse) -> FlaskResponse:
    """The next one at this device finds neither pages behind the back button nor drafts, scripts or not."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _new_form_token() -> None:
    """Who could plant a cookie before a sign-in must not know the token of the forms after it."""
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def _end_other_sign_ins(app: Flask, user: Member, **more: Any) -> None:
    secret = session.get(SIGN_IN, "")
    actions.end_all_sign_ins(db.session(), user.id, but=hash_secret(secret) if secret else None)


def _confirm_address(app: Flask, user: Member, **more: Any) -> None:
    """Who chose a password by a link in the mail holds the address, whoever joined with it before."""
    limits.forget(GUESSES, "guesses", f"member:{user.id}")
    user.confirmed_at = user.confirmed_at or clock.now()
