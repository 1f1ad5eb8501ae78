"""Signing in at ORCID: OpenID Connect with the code flow, state, nonce and PKCE, by Authlib.

The endpoints are those that ORCID documents (https://info.orcid.org/documentation/api-tutorials/); nothing is asked of
it but who somebody is. All requests leave by `core/outgoing.py`.
"""

from __future__ import annotations

import hmac
import logging
from dataclasses import asdict, dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.config import Settings
from community.core import clock, outgoing
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.mail import public_url
from community.profiles.actions import changed
from community.profiles.bringing.fields import orcid_of
from community.profiles.models import EndedBecause, Profile, Subject, Verification, VerifiedBy
from community.profiles.verifying import Statement, end, state
from community.verification.errors import OrcidFailed, OrcidTaken
from community.verification.models import OrcidLink

log = logging.getLogger(__name__)

FLOW_SECONDS = 600
_ALGORITHMS = ["RS256"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What a browser keeps, in its signed session, from leaving for ORCID to coming back."""

    state: str
    nonce: str
    verifier: str
    purpose: str
    """link or sign-in"""
    member_id: int | None
    next: str
    began: int


def is_configured(settings: Settings) -> bool:
    return bool(settings.orcid_client_id and settings.orcid_client_secret.get_secret_value())


def uri_of(settings: Settings, orcid: str) -> str:
    """As ORCID asks an iD to be shown: the whole https address."""
    return f"{settings.orcid_base_url}/{orcid}"


def begin(
    settings: Settings, *, purpose: str, member_id: int | None, back_to: str = "/"
) -> tuple[str, dict[str, Any]]:
    """Where to send the browser, and what it has to keep meanwhile. Raises NotFound when it is not configured."""
    if not is_configured(settings):
        raise NotFound()
    flow = Flow(
        state=generate_token(43),
        nonce=generate_token(43),
        verifier=generate_token(64),
        purpose=purpose,
        member_id=member_id,
        next=back_to,
        began=int(clock.now().timestamp()),
    )
    with _client(settings) as client:
        url, _state = client.create_authorization_url(
            f"{settings.orcid_base_url}/oauth/authorize",
            state=flow.state,
            nonce=flow.nonce,
            code_verifier=flow.verifier,
        )
    return str(url), asdict(flow)


def finish(settings: Settings, kept: dict[str, Any] | None, answer: dict[str, str]) -> tuple[str, Flow]:
    """Whose browser came back: the iD that ORCID signed for exactly this flow. Raises OrcidFailed, Unreachable."""
    flow = Flow(**kept) if kept else None
    now = int(clock.now().timestamp())
    if flow is None or not 0 <= now - flow.began <= FLOW_SECONDS:
        raise OrcidFailed()
    is_answer = hmac.compare_digest(flow.state.encode(), answer.get("state", "").encode())
    if not is_answer or not answer.get("code"):
        raise OrcidFailed()
    try:
        with _client(settings) as client:
            token = client.fetch_token(
                f"{settings.orcid_base_url}/oauth/token",
                code=answer["code"],
                code_verifier=flow.verifier,
                grant_type="authorization_code",
            )
            keys = client.get(f"{settings.orcid_base_url}/oauth/jwks", withhold_token=True).json()
        orcid = _judged(settings, flow, token, keys)
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, TypeError) as wrong:
        log.warning("ORCID sign-in failed: %s", type(wrong).__name__)
        raise OrcidFailed() from wrong
    return orcid, flow


def link(session: Session, actor: Actor, settings: Settings, orcid: str) -> OrcidLink:
    """The actor has proved that this iD is theirs. It takes the place of one that they linked before.

    Raises OrcidTaken when another member has it, and NotFound for a member without a profile to show it on.
    """
    profile = session.get(Profile, actor.id, with_for_update=True)
    if profile is None:
        raise NotFound()
    holder = session.scalar(select(OrcidLink).where(OrcidLink.orcid == orcid))
    if holder is not None and holder.member_id != actor.id:
        raise OrcidTaken()
    held = session.get(OrcidLink, actor.id)
    if held is None:
        held = OrcidLink(member_id=actor.id, orcid=orcid)
        session.add(held)
    elif held.orcid != orcid:
        _end_statement(session, actor.id)
        held.orcid = orcid
    held.linked_at = clock.now()
    state(session, profile, Statement(VerifiedBy.ORCID, Subject.OTHER, uri_of(settings, orcid)))
    changed(session, profile)
    return held


def unlink(session: Session, actor: Actor) -> None:
    """From now on nobody signs in with it, and the statement ends. Raises NotFound where none is linked."""
    held = session.get(OrcidLink, actor.id)
    if held is None:
        raise NotFound()
    session.delete(held)
    _end_statement(session, actor.id)
    changed(session, session.get_one(Profile, actor.id))


def holder_of(session: Session, orcid: str) -> OrcidLink | None:
    return session.scalar(select(OrcidLink).where(OrcidLink.orcid == orcid))


def _client(settings: Settings) -> OAuth2Session:
    client = OAuth2Session(
        settings.orcid_client_id,
        settings.orcid_client_secret.get_secret_value(),
        scope="openid",
        redirect_uri=public_url("verification.orcid_done"),
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - the name of a method
    )
    outgoing.guard(client, settings)
    return client


def _judged(settings: Settings, flow: Flow, token: dict[str, Any], keys: Any) -> str:
    """The iD in an id token that is signed by ORCID, for us, for this flow, and not expired."""
    signed = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=_ALGORITHMS)
    claims = CodeIDToken(
        signed.claims,
        signed.header,
        {"iss": {"essential": True, "value": settings.orcid_base_url}, "nonce": {"essential": True}},
        {
            "nonce": flow.nonce,
            "client_id": settings.orcid_client_id,
            "access_token": token.get("access_token"),
        },
    )
    claims.validate(now=int(clock.now().timestamp()), leeway=60)
    orcid = str(claims["sub"])
    if orcid_of(orcid) != orcid:
        raise ValueError("not an iD")
    return orcid


def _end_statement(session: Session, member_id: int) -> None:
    of_orcid = (Verification.member_id == member_id, Verification.by == VerifiedBy.ORCID)
    for told in session.scalars(select(Verification).where(*of_orcid)):
        end(session, told, EndedBecause.UNLINKED)
