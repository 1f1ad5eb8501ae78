"""JSON of claims."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from community.claiming.models import Claim
from community.claiming.queries import Entry
from community.profiles.schemas import profile_path


class AddressIn(BaseModel):
    address: str = Field(max_length=254, description="That the institution, or the old site, had of you.")


class TokenIn(BaseModel):
    token: str = Field(max_length=500, description="The last part of the address in the mail.")


class AskIn(BaseModel):
    handle: str = Field(max_length=80, description="Of the entry.")
    note: str = Field(max_length=1000, description="How the desk can see that it is you.")


class DecideIn(BaseModel):
    outcome: Literal["granted", "declined"]
    answer: str = Field(max_length=500, description="How you checked it, or why not; whoever asked reads it.")


class EntryOut(BaseModel):
    handle: str
    name: str
    url: str | None = Field(description="Of its page, if you may open one.")
    stories: int
    replies: int


class ClaimOut(BaseModel):
    id: int
    handle: str
    name: str
    way: str = Field(description="link, orcid or desk")
    asked_at: datetime
    decided_at: datetime | None
    outcome: str | None = Field(description="granted or declined; none while it waits for the desk")
    answer: str
    decided_by: str | None = Field(description="The editor's handle; none where a link or an iD proved it.")
    stories: int
    replies: int
    undone_at: datetime | None = Field(description="When an editor took it back; none while it holds.")
    undone_why: str


class ClaimsOut(BaseModel):
    by_orcid: list[EntryOut] = Field(description="What has the ORCID iD that you linked.")
    claims: list[ClaimOut]


class DeskClaimOut(ClaimOut):
    member: str = Field(description="Handle of whoever asked.")
    note: str
    undone_by: str | None = Field(description="The editor's handle.")
    can_be_undone: bool = Field(description="For a year after it was granted.")


class UndoIn(BaseModel):
    answer: str = Field(max_length=500, description="Why; whoever had it reads it.")


class DeskClaimsOut(BaseModel):
    waiting: list[DeskClaimOut]
    decided: list[DeskClaimOut]


def entry_out(entry: Entry) -> EntryOut:
    return EntryOut(
        handle=entry.handle,
        name=entry.name,
        url=profile_path(entry.handle) if entry.has_page else None,
        stories=entry.stories,
        replies=entry.replies,
    )


def claim_out(claim: Claim) -> ClaimOut:
    return ClaimOut(**_facts(claim))


def desk_out(claim: Claim) -> DeskClaimOut:
    return DeskClaimOut(
        **_facts(claim),
        member=claim.member.handle,
        note=claim.note,
        undone_by=claim.undone_by.handle if claim.undone_by else None,
        can_be_undone=claim.can_be_undone,
    )


def _facts(claim: Claim) -> dict[str, object]:
    names = (
        "id",
        "handle",
        "name",
        "way",
        "asked_at",
        "decided_at",
        "outcome",
        "answer",
        "stories",
        "replies",
        "undone_at",
        "undone_why",
    )
    return {
        **{name: getattr(claim, name) for name in names},
        "decided_by": claim.decided_by.handle if claim.decided_by else None,
    }
