"""Flask-Security, set up for this product: its forms and flows, our templates, words, mail and sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from flask import Flask, current_app, request, session
from flask_babel import lazy_gettext as _l
from flask_login import user_logged_in, user_logged_out
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore
from flask_security.signals import password_changed, password_reset

from community.accounts import actions, queries
from community.accounts.events import SignInEnded
from community.accounts.forms import PASSWORD_MIN, SignUpForm
from community.accounts.models import Member, Role
from community.accounts.secrets import hash_secret
from community.config import PROJECT_ROOT, Settings
from community.core import clock
from community.core.actor import ANONYMOUS, Actor, anyone
from community.core.db import db
from community.core.events import record
from community.core.identity import SIGN_IN, SocketIdentity
from community.core.mail import write_mail
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to

USED_AGAIN = timedelta(minutes=10)
"""`last_used_at` is written at most this often."""

LIMITS = {
    "security.login": "20/minute; 100/hour",
    "security.register": "10/minute; 40/hour",
    "security.forgot_password": "5/minute; 20/hour",
    "security.send_confirmation": "5/minute; 20/hour",
}
OTHER_LIMIT = "30/minute"


class MailInTheUnitOfWork(MailUtil):
    """Mail of Flask-Security goes the way of all mail: into the database with the change, sent by a job."""

    def send_mail(  # type: ignore[no-untyped-def]
        self, template, subject, recipient, sender, body, html, **context
    ) -> None:
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
    app.config.update(_configuration(settings))
    security = Security(
        app,
        Members(db, Member, Role),
        register_form=SignUpForm,
        mail_util_cls=MailInTheUnitOfWork,
    )
    security.unauthn_handler(lambda mechanisms, headers=None: app.login_manager.unauthorized())
    app.login_manager.user_loader(_member_of_session)
    app.extensions["actor_of_request"] = _actor_of_request
    app.extensions["identity_of_secret"] = _identity_of_secret
    user_logged_in.connect(_note_sign_in, app)
    user_logged_out.connect(_note_sign_out, app)
    password_changed.connect(_end_other_sign_ins, app)
    password_reset.connect(_end_other_sign_ins, app)
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.startswith("security."):
            limit = LIMITS.get(endpoint, OTHER_LIMIT)
            app.view_functions[endpoint] = open_to(anyone, limit=limit)(_in_unit_of_work(view))


def _in_unit_of_work(view: Any) -> Any:
    """Flask-Security reads, decides and writes in its views; the write lock must be held from the start."""

    @wraps(view)
    def whole(*args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and request.endpoint not in {"security.confirm_email"}:
            return view(*args, **kwargs)
        with unit_of_work():
            return view(*args, **kwargs)

    return whole


def _member_of_session(uniquifier: str) -> Member | None:
    secret = session.get(SIGN_IN, "")
    found = queries.live_sign_in(db.session(), secret, days=current_app.extensions["settings"].session_days)
    if found is None or found.member.fs_uniquifier != uniquifier:
        return None
    if found.last_used_at < clock.now() - USED_AGAIN and request.method == "GET":
        with unit_of_work() as writing:
            found.last_used_at = clock.now()
            writing.add(found)
    return found.member


def _actor_of_request() -> Actor:
    from flask_login import current_user

    return queries.actor_of(current_user) if current_user.is_authenticated else ANONYMOUS


def _identity_of_secret(secret: str) -> SocketIdentity | None:
    days = current_app.extensions["settings"].session_days
    found = queries.live_sign_in(db.session(), secret, days=days)
    return SocketIdentity(queries.actor_of(found.member), found.id) if found else None


def _note_sign_in(app: Flask, user: Member) -> None:
    session[SIGN_IN] = actions.start_sign_in(db.session(), user.id, request.user_agent.string)
    session.permanent = True


def _note_sign_out(app: Flask, user: Member) -> None:
    secret = session.pop(SIGN_IN, "")
    found = queries.live_sign_in(db.session(), secret, days=current_app.extensions["settings"].session_days)
    if found is not None:
        found.ended_at = clock.now()
        record(db.session(), SignInEnded(sign_in_id=found.id))


def _end_other_sign_ins(app: Flask, user: Member, **more: Any) -> None:
    secret = session.get(SIGN_IN, "")
    actions.end_all_sign_ins(db.session(), user.id, but=hash_secret(secret) if secret else None)


def _configuration(settings: Settings) -> dict[str, Any]:
    flags = {
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "AUTO_LOGIN_AFTER_CONFIRM": True,
        "PASSWORD_CONFIRM_REQUIRED": False,
        "PASSWORD_LENGTH_MIN": PASSWORD_MIN,
        "PASSWORD_NORMALIZE_FORM": "NFKC",
        "PASSWORD_SALT": settings.secret_key.get_secret_value(),
        "RETURN_GENERIC_RESPONSES": True,
        "DEFAULT_REMEMBER_ME": False,
        "DATETIME_FACTORY": lambda: datetime.now(UTC),
        "EMAIL_HTML": False,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "I18N_DOMAIN": "messages",
        "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "security/email/reset_notice",
        "RESET_PASSWORD_WITHIN": timedelta(days=1),
        "I18N_DIRNAME": str(PROJECT_ROOT / "community" / "translations"),
        "STATIC_FOLDER": None,
        "STATIC_FOLDER_URL": None,
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "LOGOUT_METHODS": ["POST"],
        "REGISTER_URL": "/sign-up",
        "CONFIRM_URL": "/confirm",
        "RESET_URL": "/reset-password",
        "CHANGE_URL": "/settings/password",
        "POST_LOGIN_VIEW": "/",
        "POST_LOGOUT_VIEW": "/",
        "POST_REGISTER_VIEW": "/sign-up/check-mail",
        "POST_CONFIRM_VIEW": "/profile/edit",
        "POST_CHANGE_VIEW": "/settings",
        "EMAIL_SUBJECT_REGISTER": _l("Please confirm your address"),
        "EMAIL_SUBJECT_CONFIRM": _l("Please confirm your address"),
        "EMAIL_SUBJECT_PASSWORD_RESET": _l("Choose a new password"),
        "EMAIL_SUBJECT_PASSWORD_NOTICE": _l("Your password was changed"),
        "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Your password was changed"),
    }
    return {f"SECURITY_{name}": value for name, value in (flags | _words()).items()}


def _words() -> dict[str, Any]:
    """Flask-Security's messages in our words: what happened, what to do next."""
    sent = _l("If this address is known to us, a message is on its way. It may take a minute.")
    wrong = _l("Address and password do not fit together..")
    words: dict[str, tuple[Any, str]] = {
        "GENERIC_AUTHN_FAILED": (wrong, "error"),
        "GENERIC_RECOVERY": (sent, "info"),
        "CONFIRM_REGISTRATION": (
            _l("Thank you. We have sent you a message: its link confirms your address."),
            "success",
        ),
        "CONFIRMATION_REQUEST": (sent, "info"),
        "CONFIRMATION_REQUIRED": (
            _l("Please confirm your address first: the link is in your mail."),
            "error",
        ),
        "EMAIL_CONFIRMED": (_l("Thank you, your address is confirmed."), "success"),
        "ALREADY_CONFIRMED": (_l("Your address was confirmed before. You can sign in."), "info"),
        "INVALID_CONFIRMATION_TOKEN": (_l("This link is not complete or was used already."), "error"),
        "CONFIRMATION_EXPIRED": (_l("This link is too old. We have sent you a new one."), "error"),
        "PASSWORD_RESET_REQUEST": (sent, "info"),
        "PASSWORD_RESET": (_l("Your new password is set. Please sign in with it."), "success"),
        "PASSWORD_RESET_EXPIRED": (_l("This link is too old. We have sent you a new one."), "error"),
        "PASSWORD_RESET_NO_LOGIN": (_l("Your new password is set. Please sign in with it."), "success"),
        "INVALID_RESET_PASSWORD_TOKEN": (_l("This link is not complete or was used already."), "error"),
        "PASSWORD_CHANGE": (
            _l("Your new password is set. All your other browsers are signed out."),
            "success",
        ),
        "PASSWORD_NOT_PROVIDED": (_l("Please write a password."), "error"),
        "PASSWORD_NOT_SET": (_l("Please write a password."), "error"),
        "PASSWORD_INVALID_LENGTH": (_l("A password has at least %(length)s characters."), "error"),
        "PASSWORD_MISMATCH": (_l("The two passwords differ."), "error"),
        "PASSWORD_IS_THE_SAME": (_l("That is the password you have now."), "error"),
        "RETYPE_PASSWORD_MISMATCH": (_l("The two passwords differ."), "error"),
        "INVALID_PASSWORD": (wrong, "error"),
        "EMAIL_NOT_PROVIDED": (_l("Please write your address."), "error"),
        "INVALID_EMAIL_ADDRESS": (_l("This is not an address that mail can reach."), "error"),
        "EMAIL_ALREADY_ASSOCIATED": (_l("This address belongs to a member."), "error"),
        "USER_DOES_NOT_EXIST": (wrong, "error"),
        "DISABLED_ACCOUNT": (_l("This account is closed."), "error"),
        "UNAUTHORIZED": (_l("This is not open to you."), "error"),
        "UNAUTHENTICATED": (_l("Please sign in first."), "info"),
        "LOGIN": (_l("Please sign in first."), "info"),
    }
    return {f"MSG_{key}": value for key, value in words.items()}
