"""Refusals about addresses and the links that are sent to them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Invalid, Refusal


class NotAnAddress(Invalid):
    message = _l("This is not an address that mail can reach.")


class LinkTooOld(Refusal):
    status = 410
    code = "link_too_old"
    message = _l(
        "This link was used already, is older than a day, or is for another account. Ask for a new one."
    )
