"""Proving it by a link to the address in the file. Nobody is told whether that address, or any, stood there."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.addresses import address_of
from community.accounts.errors import LinkTooOld, NotAnAddress
from community.accounts.mailed_links import forget_mail, new_secret, read_token, token_of
from community.accounts.secrets import hash_secret
from community.claiming import queries
from community.claiming.models import LINK_LASTS, ClaimLink
from community.core import clock, limits
from community.core.actor import Actor
from community.core.mail import Mail, public_url, write_mail
from community.profiles.bringing.people.keys import Keys

_SALT = "claim"
_TO_ONE_ADDRESS = "3/hour; 6/day"


def send_link(session: Session, actor: Actor, address: str) -> None:
    """Send a link to an address if it stood in a file; else do nothing, and say nothing of it.

    Raises NotAnAddress and TooMany. An earlier link of the actor's for the same entry is no longer good.
    """
    found = address_of(address)
    if found is None:
        raise NotAnAddress(field="address")
    limits.count(_TO_ONE_ADDRESS, "claim-address", hash_secret(found.folded).hex())
    key = Keys(current_app.config["SECRET_KEY"]).of_email(found)
    entry = queries.entry_of_key(session, key)
    if entry is None:
        return
    before = select(ClaimLink).where(ClaimLink.member_id == actor.id, ClaimLink.entry_id == entry.id)
    for link in session.scalars(before):
        forget(session, link)
    secret = new_secret()
    link = ClaimLink(
        member_id=actor.id, entry_id=entry.id, secret_hash=hash_secret(secret), asked_at=clock.now()
    )
    session.add(link)
    session.flush()
    link.mail_id = _write(session, found.folded, token_of(_SALT, link.id, secret)).id


def opened(session: Session, actor: Actor, token: str) -> ClaimLink:
    """The link that the actor asked for and opened. Raises LinkTooOld, also for somebody else's."""
    try:
        link_id, secret_hash = read_token(_SALT, token)
    except ValueError as wrong:
        raise LinkTooOld() from wrong
    link = queries.link_of(session, actor, link_id, secret_hash)
    if link is None:
        raise LinkTooOld()
    return link


def forget(session: Session, link: ClaimLink) -> None:
    """The link, and the one place where the address stood."""
    forget_mail(session, link.mail_id)
    session.delete(link)


def forget_to(session: Session, entry_id: int) -> None:
    """Whoever asked: the entry is somebody's now."""
    for link in session.scalars(select(ClaimLink).where(ClaimLink.entry_id == entry_id)):
        forget(session, link)


def forget_old(session: Session) -> None:
    too_old = select(ClaimLink).where(ClaimLink.asked_at < clock.now() - LINK_LASTS)
    for link in session.scalars(too_old):
        forget(session, link)


def _write(session: Session, address: str, token: str) -> Mail:
    """Nothing in it was typed by whoever asked: it must not be a way to mail texts to strangers."""
    site = current_app.extensions["settings"].site_name
    body = _(
        "Somebody with an account at %(site)s says that what was brought in there under this address is theirs: a"
        " profile, or stories and replies.\n\n"
        "If that was you, open this link within a day, in the browser in which you are signed in:\n\n%(link)s\n\n"
        "You then see what it is, and whose account it would belong to, before anything changes. If it was not you,"
        " nothing has to be done: the link is of no use to anybody else.",
        site=site,
        link=public_url("claiming.open_link", token=token),
    )
    return write_mail(session, recipient=address, subject=_("Is this yours?"), body=body)
