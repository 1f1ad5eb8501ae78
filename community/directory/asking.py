"""What somebody asks of the directory, read from an address; and back into an address, to be shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from community.core import clock
from community.core.text import tidy_line
from community.directory.moments import PRESETS, WINDOW, read_choice
from community.profiles.taxonomy import Taxonomy
from community.search.engine import Audience, Query

FACETS = (
    "kind",
    "topic",
    "region",
    "country_covered",
    "country_based",
    "language",
    "availability",
    "verified",
    "media",
)
"""In the order of the page. Their keys are the parameters of the address."""

CONFIRMED_LATELY = timedelta(days=365)
"""Who has not confirmed their profile for longer comes after those who have."""

PAGE_SIZE = 20
LONGEST_QUERY = 400
_MOST_VALUES = 40
_LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, chosen values of facets, and a page. Whatever an address says, this is a question."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    more: str = ""
    """The facet of which all values are shown."""
    talk: str = ""
    """The moment before which they can talk, as `moments.read_choice` writes it."""

    @classmethod
    def from_address(cls, args: MultiDict[str, str], zone: str | None = None) -> Self:
        """`zone` is the reader's: a moment may have been typed as their clock shows it."""
        filters = {
            key: tuple(dict.fromkeys(_value(key, one) for one in args.getlist(key)[:_MOST_VALUES] if one))
            for key in FACETS
        }
        page = args.get("page", "")
        return cls(
            text=tidy_line(args.get("q", "")[: 10 * LONGEST_QUERY])[:LONGEST_QUERY],
            filters={key: values for key, values in filters.items() if values},
            page=min(max(int(page), 1), _LAST_PAGE) if page.isdecimal() and len(page) < 9 else 1,
            more=args.get("more", "") if args.get("more") in FACETS else "",
            talk=read_choice(args.get("talk", ""), args.get("talk_at", ""), zone or "UTC"),
        )

    def query(self, audience: Audience) -> Query:
        return Query(
            text=self.text,
            audience=audience,
            filters={key: frozenset(values) for key, values in self.filters.items()},
            facets=(*FACETS, WINDOW),
            page=self.page,
            page_size=PAGE_SIZE,
            confirmed_since=clock.now() - CONFIRMED_LATELY,
        )

    def with_topics_of(self, topics: Taxonomy) -> Self:
        """With the slugs of today: a topic may have been merged into another since the address was kept."""
        if "topic" not in self.filters:
            return self
        chosen = tuple(dict.fromkeys(map(topics.slug_now, self.filters["topic"])))
        return replace(self, filters={**self.filters, "topic": chosen})

    def has(self, key: str, value: str) -> bool:
        return value in self.filters.get(key, ())

    def toggled(self, key: str, value: str) -> Self:
        """With this value chosen, or no longer; from the first page."""
        chosen = self.filters.get(key, ())
        values = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        filters = {**self.filters, key: values}
        return replace(self, filters={key: values for key, values in filters.items() if values}, page=1)

    def talking(self, choice: str) -> Self:
        """With this moment instead of another; from the first page."""
        return replace(self, talk=choice, page=1)

    def at(self, page: int) -> Self:
        return replace(self, page=page)

    def showing_all_of(self, key: str) -> Self:
        return replace(self, more=key)

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.filters or self.talk)

    def url(self) -> str:
        """The address that asks this."""
        return url_for("directory.index", **self._parameters())  # type: ignore[arg-type]

    def kept(self) -> str:
        """The question as it is kept, one way of writing for each: without a page, and without a moment that will be
        over. `from_kept` reads it."""
        lasting = self.talk if self.talk in PRESETS else ""
        filters = {key: tuple(sorted(self.filters[key])) for key in FACETS if key in self.filters}
        asked = replace(self, filters=filters, page=1, more="", talk=lasting)
        return urlencode(asked._parameters(), doseq=True)

    @classmethod
    def from_kept(cls, kept: str) -> Self:
        return cls.from_address(MultiDict(parse_qsl(kept)))

    def _parameters(self) -> dict[str, str | int | tuple[str, ...]]:
        parameters: dict[str, str | int | tuple[str, ...]] = dict(self.filters)
        if self.text:
            parameters["q"] = self.text
        if self.talk:
            parameters["talk"] = self.talk
        if self.page > 1:
            parameters["page"] = self.page
        if self.more:
            parameters["more"] = self.more
        return parameters


def _value(key: str, written: str) -> str:
    """A language without a level is one for an interview: what a journalist means by it."""
    value = written[:80]
    return f"{value}:interview" if key == "language" and ":" not in value else value
