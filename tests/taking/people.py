"""People as a reader sees them, for the writers of cards and lists."""

from __future__ import annotations

import dataclasses
from typing import Any

from community.profiles.models import Audience, Mark
from community.profiles.seen import (
    Seen,
    SeenAffiliation,
    SeenLanguage,
    SeenLink,
    SeenPublication,
    SeenVariant,
    SeenWindow,
)

MARK = Mark(Audience.PUBLIC, "member", None)
URL = "https://south.example/people/zhang-wei"


def an_affiliation(institution: str, role: str = "", **more: Any) -> SeenAffiliation:
    fields: dict[str, Any] = {"from_year": 2019, "to_year": None, "ror": None, "city": "", "country": None}
    return SeenAffiliation(id=1, institution=institution, role=role, mark=MARK, **{**fields, **more})


def a_publication(title: str, **more: Any) -> SeenPublication:
    fields: dict[str, Any] = {
        "id": 1,
        "type": "article-journal",
        "authors": "Zhang, Wei; World Bank; Muñoz, José",
        "venue": "World Development",
        "year": 2020,
        "doi": "10.1234/ports_1",
        "url": "https://example.org/a_b?c=1%2F#d",
    }
    return SeenPublication(title=title, mark=MARK, **{**fields, **more})


def zhang_wei(**more: Any) -> Seen:
    """张伟 with everything that a card can say; `more` replaces fields."""
    fields: dict[str, Any] = {
        "member_id": 7,
        "audience": Audience.PUBLIC,
        "handle": "zhang-wei",
        "display_name": "Zhang Wei",
        "native_name": "张伟",
        "family_name": "Zhang",
        "name_order": "family-first",
        "headline": "Builds ports; dams, and roads",
        "based_in": "KE",
        "city": "Nairobi",
        "affiliations": (
            an_affiliation("Chamber of Commerce, Kenya", "Secretary"),
            an_affiliation("Ministry", "Clerk", to_year=2018),
        ),
        "languages": (
            SeenLanguage(tag="zh-Hans", level="live", mark=MARK),
            SeenLanguage(tag="en", level="interview", mark=MARK),
        ),
        "window": SeenWindow(
            time_zone="Africa/Nairobi", speaks_from=8, speaks_until=21, notice_hours=2, available_until=None
        ),
        "variants": (SeenVariant(id=1, text="Wei Zhang", mark=MARK),),
        "pronunciation": "jahng way",
        "form_of_address": "Mr Zhang",
        "links": (SeenLink(id=1, label="Blog", url="https://blog.example/", mark=MARK),),
    }
    empty = {field.name: _empty(str(field.type)) for field in dataclasses.fields(Seen)}
    return Seen(**{**empty, **fields, **more})


def _empty(annotation: str) -> Any:
    return () if annotation.startswith("tuple") else "" if annotation == "str" else None
