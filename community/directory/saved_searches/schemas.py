"""A saved search as its page shows it, and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from flask import url_for
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from community.directory.saved_searches.models import SavedSearch
from community.directory.saved_searches.queries import question_of
from community.directory.wording import question_words
from community.profiles.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class SearchView:
    """`asks` is what it asks, part by part. `finds_too_many` people now for the alert that it has."""

    public_id: str
    name: str
    asks: tuple[str, ...]
    url: str
    has_alert: bool
    finds_too_many: bool
    saved_at: datetime


def search_view(search: SavedSearch, topics: Taxonomy) -> SearchView:
    return SearchView(
        public_id=search.public_id,
        name=search.name,
        asks=question_words(question_of(search, topics), topics),
        url=url_for("saved_searches.open_search", public_id=search.public_id),
        has_alert=search.has_alert,
        finds_too_many=search.has_alert and search.noted_at is None,
        saved_at=search.saved_at,
    )


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Name = Annotated[str, Field(max_length=400, description="At most 120 characters.")]


class SaveIn(_Input):
    name: Name
    asked: Annotated[
        str,
        Field(max_length=20_000, description="Parameters as of GET /api/v1/people: “q=ports&kind=scholar”."),
    ]
    alert: Annotated[bool, Field(description="A mail when somebody new matches, at most one a day.")] = False


class ChangeIn(_Input):
    """What is left out stays."""

    name: Name | None = None
    alert: bool | None = None


class SearchOut(BaseModel):
    id: str
    name: str
    asked: str = Field(description="Parameters for GET /api/v1/people.")
    alert: bool
    saved_at: AwareDatetime


class SearchesOut(BaseModel):
    searches: list[SearchOut]


def search_out(search: SavedSearch, topics: Taxonomy) -> SearchOut:
    return SearchOut(
        id=search.public_id,
        name=search.name,
        asked=question_of(search, topics).kept(),
        alert=search.has_alert,
        saved_at=search.saved_at,
    )
