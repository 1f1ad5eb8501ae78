"""How Flask-Security is set up, and what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from community.accounts.forms import PASSWORD_MIN
from community.config import PROJECT_ROOT
from community.core import clock


def security_settings() -> dict[str, Any]:
    """Flask-Security's configuration: which flows there are, where, and in which words they speak."""
    flags = {
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "AUTO_LOGIN_AFTER_CONFIRM": True,
        "PASSWORD_CONFIRM_REQUIRED": False,
        "PASSWORD_LENGTH_MIN": PASSWORD_MIN,
        "PASSWORD_NORMALIZE_FORM": "NFKC",
        # Argon2id alone, without a key of ours mixed in: a new secret key must not lock everybody out. The costs
        # are OWASP's (19 MiB, two rounds), because each sign-in holds the memory in its thread.
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": 19 * 1024,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        # What ties a link in mail to the address or the password of its day. The default takes a quarter of a
        # second, which would tell a known address from an unknown one.
        "HASHING_SCHEMES": ["hex_sha512"],
        "DEPRECATED_HASHING_SCHEMES": [],
        "API_ENABLED_METHODS": ["session"],
        "RETURN_GENERIC_RESPONSES": True,
        "DEFAULT_REMEMBER_ME": False,
        "DATETIME_FACTORY": clock.now,
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
    wrong = _l("Address and password do not fit together.")
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
        "REFRESH": (_l("Please write your password once more."), "info"),
        "REAUTHENTICATION_REQUIRED": (_l("Please write your password once more."), "info"),
        "REAUTHENTICATION_SUCCESSFUL": (_l("Thank you."), "success"),
        "ANONYMOUS_USER_REQUIRED": (_l("You are signed in already."), "info"),
        "INVALID_REDIRECT": (
            _l("The page you came from is not on this site, so you are not sent there."),
            "error",
        ),
        "FORGOT_PASSWORD": (_l("I forgot my password"), "info"),
        "API_ERROR": (_l("That was not understood."), "error"),
        "INVALID_INPUT": (_l("That was not understood."), "error"),
        "IDENTITY_ALREADY_ASSOCIATED": (_l("This address belongs to a member."), "error"),
        "IDENTITY_NOT_REGISTERED": (wrong, "error"),
    }
    return {f"MSG_{key}": value for key, value in words.items()}
