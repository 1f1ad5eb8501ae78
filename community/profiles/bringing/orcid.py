"""Records of ORCID (version 3), whole or in parts, as XML or JSON.

The shapes are those of ORCID's model (https://github.com/ORCID/orcid-model, record_3.0). Who may see an item there
goes with it: what its owner keeps to themselves there does not become public here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask_babel import gettext as _

from community.core.text import tidy
from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.fields import (
    authors_of,
    doi_of,
    first,
    left_out,
    orcid_of,
    sorted_out,
    text_of,
    url_of,
    year_of,
)
from community.profiles.bringing.records import Brought, LeftOut, Link, Name, Post, Why, Work
from community.profiles.bringing.trees import Node
from community.profiles.models import Audience, PublicationType, Source
from community.profiles.world import COUNTRIES

_AUDIENCES = {"private": Audience.ME, "limited": Audience.MEMBERS}
_BIOGRAPHY = 2500
_ROR = re.compile(r"(?:^|ror\.org/)(0[a-hj-km-np-tv-z0-9]{6}\d{2})$")
_POSTS = ("employment", "invited-position", "membership", "service")
_STUDIES = ("education", "qualification")
_NO_PLACE = ("distinction", "funding", "peer-review", "summary", "research-resource")
"""`summary` is a peer review in older files."""
_TYPES = {
    "journal-article": PublicationType.ARTICLE_JOURNAL,
    "journal-issue": PublicationType.ARTICLE_JOURNAL,
    "book-review": PublicationType.ARTICLE_JOURNAL,
    "book": PublicationType.BOOK,
    "edited-book": PublicationType.BOOK,
    "book-chapter": PublicationType.CHAPTER,
    "encyclopedia-entry": PublicationType.CHAPTER,
    "dictionary-entry": PublicationType.CHAPTER,
    "report": PublicationType.REPORT,
    "working-paper": PublicationType.PAPER,
    "preprint": PublicationType.PAPER,
    "conference-paper": PublicationType.CONFERENCE,
    "conference-abstract": PublicationType.CONFERENCE,
    "conference-poster": PublicationType.CONFERENCE,
    "lecture-speech": PublicationType.CONFERENCE,
    "dissertation": PublicationType.THESIS,
    "dissertation-thesis": PublicationType.THESIS,
    "data-set": PublicationType.DATASET,
    "newspaper-article": PublicationType.NEWSPAPER,
    "magazine-article": PublicationType.MAGAZINE,
    "newsletter-article": PublicationType.MAGAZINE,
    "website": PublicationType.WEBPAGE,
    "blog-post": PublicationType.WEBPAGE,
    "online-resource": PublicationType.WEBPAGE,
}
_OF_A_RECORD = (
    "person name personal-details other-names biography credit-name keywords researcher-urls external-identifiers"
    " addresses address emails email activities-summary works work work-summary employments educations"
    " researcher-url keyword other-name external-identifier".split()
)


def is_record(root: Node) -> bool:
    """Whether any part of ORCID's model is in it."""
    return any(True for _node in root.all(*_OF_A_RECORD, *_sections((*_POSTS, *_STUDIES, *_NO_PLACE))))


def read_orcid(root: Node) -> Brought:
    """What of a record belongs on a profile. Raises FileUnreadable for a file in which there is nothing of one."""
    if not is_record(root):
        raise FileUnreadable(
            _("This is not a record of ORCID. Sign in there, open your record and choose to download it.")
        )
    left: list[LeftOut] = [*_no_place(root)]
    biography = next(root.all("biography"), Node(""))
    return Brought(
        source=Source.ORCID,
        works=sorted_out(map(_work, _preferred(root)), left),
        posts=sorted_out(_posts(root), left),
        names=sorted_out(_names(root), left),
        links=sorted_out(_links(root), left),
        biography=tidy(biography.said("content"))[:_BIOGRAPHY] if not _audience(biography) else "",
        keywords=_keywords(root),
        orcid=_owner(root),
        is_record=True,
        left_out=tuple(left),
    )


def _owner(root: Node) -> str | None:
    record = root.at("record") if root.at("record").name else root
    return orcid_of(record.said("orcid-identifier", "path"))


def _preferred(root: Node) -> Iterator[Node]:
    """Each work once: a group holds what several sources say of one, and its owner puts one of them in front."""
    for node in root.all("group", "work", "work-summary"):
        versions = list(node.all("work", "work-summary")) if node.name == "group" else [node]
        if versions:
            yield max(versions, key=_rank)


def _rank(node: Node) -> int:
    rank = node.said("display-index")
    return int(rank) if rank.isdecimal() and len(rank) < 10 else 0


def _work(node: Node) -> Work | LeftOut:
    titles = [node.said("title", name) for name in ("title", "subtitle")]
    title = text_of(": ".join(filter(None, titles)) or node.said("title", "translated-title"), "title")
    ids = [one for one in node.at("external-ids").all("external-id") if one.said("external-id-type") == "doi"]
    own = [one for one in ids if one.said("external-id-relationship") != "part-of"]
    doi = first(
        map(
            doi_of,
            (text for one in own for text in (one.said("external-id-value"), one.said("external-id-url"))),
        )
    )
    if not (title or doi):
        return left_out(Why.UNTITLED, node.said("put-code"))
    contributors = node.at("contributors").all("contributor")
    return Work(
        title=title,
        type=_TYPES.get(node.said("type").lower().replace("_", "-"), PublicationType.DOCUMENT),
        authors=authors_of(one.said("credit-name") for one in contributors),
        venue=text_of(node.said("journal-title"), "venue"),
        year=year_of(node.said("publication-date", "year")),
        doi=doi,
        url=url_of(node.said("url")),
        audience=_audience(node),
    )


def _posts(root: Node) -> Iterator[Post | LeftOut]:
    for node in root.all(*_sections((*_POSTS, *_STUDIES))):
        organization = node.at("organization")
        institution = text_of(organization.said("name"), "institution")
        role = ", ".join(filter(None, (node.said("role-title"), node.said("department-name"))))
        if not institution:
            yield left_out(Why.NO_INSTITUTION, role)
            continue
        country = organization.said("address", "country")
        known_as = organization.at("disambiguated-organization")
        ror = _ROR.search(known_as.said("disambiguated-organization-identifier"))
        yield Post(
            institution=institution,
            role=text_of(role, "role"),
            from_year=year_of(node.said("start-date", "year")),
            to_year=year_of(node.said("end-date", "year")),
            ror=ror[1] if ror and known_as.said("disambiguation-source") == "ROR" else None,
            city=text_of(organization.said("address", "city"), "city"),
            country=country if country in COUNTRIES else None,
            is_study=node.name.removesuffix("-summary") in _STUDIES,
            audience=_audience(node),
        )


def _names(root: Node) -> Iterator[Name | LeftOut]:
    for node in root.all("name"):
        whole = " ".join(filter(None, (node.said("given-names"), node.said("family-name"))))
        for text in dict.fromkeys((whole, node.said("credit-name"))):
            if text:  # an organisation's name has neither
                yield Name(text=text_of(text, "name"), audience=_audience(node))
    if alone := text_of(root.said("credit-name"), "name"):
        yield Name(text=alone, audience=_audience(root.at("credit-name")))
    for node in root.all("other-name"):
        text = text_of(node.said("content"), "name")
        yield Name(text=text, audience=_audience(node)) if text else left_out(Why.NAMELESS)


def _links(root: Node) -> Iterator[Link | LeftOut]:
    for node in root.all("researcher-url", "external-identifier"):
        if node.name == "researcher-url":
            label, address = node.said("url-name"), node.said("url")
        else:
            label, address = node.said("external-id-type"), node.said("external-id-url")
        url = url_of(address)
        if url:
            yield Link(
                label=text_of(label, "label") or urlsplit(url).hostname or "",
                url=url,
                audience=_audience(node),
            )
        else:
            yield left_out(Why.BAD_LINK, label or address)


def _keywords(root: Node) -> tuple[str, ...]:
    words = (text_of(one.said("content"), "label") for one in root.all("keyword"))
    return tuple(dict.fromkeys(filter(None, words)))


def _no_place(root: Node) -> Iterator[LeftOut]:
    for node in root.all(*_sections(_NO_PLACE)):
        called = first(
            (node.said("title", "title"), node.said("role-title"), node.said("proposal", "title", "title"))
        )
        yield left_out(Why.NO_PLACE, called or node.said("organization", "name"))
    for _email in root.all("email"):
        yield left_out(Why.CONTACT)
    for node in root.all("address"):
        if node.said("country") and not node.said("city"):  # a person's, not an organisation's
            yield left_out(Why.COUNTRY, node.said("country"))


def _audience(node: Node) -> Audience | None:
    return _AUDIENCES.get(node.said("visibility").lower())


def _sections(names: tuple[str, ...]) -> tuple[str, ...]:
    """An item is called after its section, in the summary of a record with the word behind it."""
    return (*names, *(f"{name}-summary" for name in names))
