"""The seam between the directory and its search engines: what goes in, what comes out, what holds for all.

An engine is fed prepared documents by one writer (the outbox) and answers many readers. It knows nothing
of the database: it gives ids, which the caller checks against the database before it shows them.

**Visibility is by construction.** A document is one *view* of a person: what a set of audiences may see, and
nothing else. A member whose every field is public has one document visible to all audiences; one who shows
the biography to members only has two, with the same id and disjoint `visible_to`. So what an audience may not
see is not in the text it searches: it can't be found, counted, ranked by, suggested or quoted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Audience = Literal["public", "members", "journalists"]
AUDIENCES: tuple[Audience, ...] = ("public", "members", "journalists")

MatchField = Literal["name", "headline", "topic", "biography", "passage"]
Sort = Literal["best", "confirmed"]
# The key of the sentence that a page shows as its order; the words live with the page, in gettext.
Rule = Literal["confirmed-lately-then-best-match", "best-match-then-confirmed", "most-recently-confirmed"]

MAXIMUM_PAGE_SIZE = 200


class SearchError(Exception):
    """A search could not be done or an index not be written; the message is for the log, not for a reader."""


@dataclass(frozen=True, slots=True)
class TopicTerms:
    """A topic as people may ask for it: `label` is shown, `labels` are what it is called in every language,
    `synonyms` what else leads to it. `place` is where it stands in the person's own order, from 0."""

    slug: str
    label: str
    synonyms: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    place: int = 0

    def __hash__(self) -> int:
        """Of what tells most topics apart: their many names are long to go through each time one is looked up."""
        return hash((self.slug, self.label, self.place))

    @property
    def names(self) -> tuple[str, ...]:
        """Each name once, the label shown first."""
        return tuple(dict.fromkeys((self.label, *self.labels, *self.synonyms)))


@dataclass(frozen=True, slots=True)
class Document:
    """One view of a person, for the audiences in `visible_to`, with only what those may see.

    `names` holds every form, the displayed one first. `passages` is further text (affiliations, titles of
    publications). `facets` maps a facet's key (kind, topic, country_covered, country_based, language,
    availability, verified) to this person's values; a language is spelled with its level: "fr:interview".
    `sort_confirmed` (aware) is when the person last confirmed the profile. `version` is the sequence number
    of the change that this view reflects; a view older than the one an engine holds is ignored.
    """

    id: int
    names: tuple[str, ...]
    visible_to: frozenset[Audience]
    sort_confirmed: datetime
    version: int
    headline: str = ""
    biography: str = ""
    topics: tuple[TopicTerms, ...] = ()
    passages: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, by whom. Values of one facet are joined by or, facets by and; `page` counts from 1.

    With `typing` the last word may be unfinished: words that begin with it match as well.
    Who confirmed at or after `confirmed_since` (aware) comes before who did not, however well they match.
    An unknown facet or value finds nothing and raises nothing: addresses are typed and shared by people.
    """

    text: str
    audience: Audience
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    page: int = 1
    page_size: int = 20
    sort: Sort = "best"
    typing: bool = False
    confirmed_since: datetime | None = None

    @property
    def size(self) -> int:
        """Hits on a page, within reason."""
        return min(max(self.page_size, 1), MAXIMUM_PAGE_SIZE)

    @property
    def start(self) -> int:
        """The hits before the page; beyond the last there are none."""
        return min(max(self.page - 1, 0) * self.size, 2**31)

    def rule(self, has_words: bool) -> Rule:
        """The rule by which the hits are in order."""
        if not has_words or self.sort != "best":
            return "most-recently-confirmed"
        return "confirmed-lately-then-best-match" if self.confirmed_since else "best-match-then-confirmed"


@dataclass(frozen=True, slots=True)
class Match:
    """Why a person was found: a short plain-text excerpt of a field, and the ranges [start, end) to mark in
    it."""

    field: MatchField
    text: str
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found. `score` compares hits of one answer and means nothing between answers or engines."""

    id: int
    score: float
    matched: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """An index that is being made anew: so many people are in it, of so many; 0 of 0 before it has begun."""

    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, the number of all, and for each facet wanted the number of people per value.

    A facet is counted with the filters of the *other* facets applied, not its own, so that a reader sees what
    adding a value would give. `as_of` is the sequence number up to which the index knows of changes.
    `corrected` is true when a word matched nobody as typed and was taken for one that is an edit away,
    `partial` when nobody matched every word and the hits match as many as any does. With `rebuilding` the
    answer holds who is in the index so far, and the page says so; `as_of` is 0 then, so that no passage is quoted.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facet_counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rule: Rule = "best-match-then-confirmed"
    as_of: int = 0
    corrected: bool = False
    partial: bool = False
    rebuilding: Rebuilding | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what is being typed: a person (`key` is the id) or a topic (`key` is the slug)."""

    kind: Literal["person", "topic"]
    text: str
    key: str


Progress = Callable[[int], None]
"""Called from time to time during a rebuild with the number of documents done."""


class Engine(Protocol):
    """What every engine does. All methods may be called from any thread; readers never wait for the
    writer."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace people, durably when it returns. All views of one person come in the same call and
        replace all held before; a person older than the one held is skipped. Raises SearchError."""

    def remove(self, ids: Iterable[int], version: int = 0) -> None:
        """Forget people, durably when it returns; unknown ids are no error. `version` moves `as_of` on."""

    def search(self, query: Query) -> Results:
        """Answer a query. Never raises for what a reader typed; an index that can't be read answers with
        `rebuilding` set."""

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        """Names and topics that begin with what is typed, from what the audience may see."""

    def as_of(self) -> int:
        """The highest version put or removed; 0 for an empty index."""

    def ids_and_versions(self) -> Mapping[int, int]:
        """Every person held and the version held, for reconciling with the database."""

    def rebuild(
        self, documents: Iterable[Document], progress: Progress | None = None, people: int = 0
    ) -> None:
        """Replace everything. Until it is done readers see the old index; or, if there is none, who is in the new one
        so far, and `rebuilding`, in which `people` is how many there will be. Who waited for another that was building
        while there was no index finds it built."""

    def is_ready(self) -> bool:
        """False while the index is missing, of an old layout or damaged, until it was rebuilt."""
