"""A profile for machines that read pages: schema.org's ProfilePage about a Person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from community.profiles.models import Audience
from community.profiles.seen import Seen, SeenAffiliation

_ROR = "https://ror.org/"


def profile_page_data(
    person: Seen, *, url: str, photo_url: str | None, topics: Sequence[str]
) -> dict[str, Any]:
    """The data of a page's head. Whoever asks, it holds what everybody may see: pages are copied and kept by others.

    Raises ValueError for a Seen of a narrower audience.
    """
    if person.audience != Audience.PUBLIC:
        raise ValueError("JSON-LD is made from what the public may see")
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "url": url,
            "dateModified": person.confirmed_at and person.confirmed_at.date().isoformat(),
            "mainEntity": _filled(
                {
                    "@type": "Person",
                    "@id": url,
                    "identifier": person.handle,
                    "name": person.display_name,
                    "alternateName": _other_names(person),
                    "description": person.headline,
                    "image": photo_url,
                    "jobTitle": next((one.role for one in person.affiliations if one.to_year is None), ""),
                    "affiliation": [_organization(one) for one in person.affiliations if one.to_year is None],
                    "workLocation": _place(person.city, person.based_in),
                    "knowsAbout": list(topics),
                    "knowsLanguage": [language.tag for language in person.languages],
                    "sameAs": [link.url for link in person.links],
                }
            ),
        }
    )


def _other_names(person: Seen) -> list[str]:
    names = (person.native_name, person.latin_name, *(variant.text for variant in person.variants))
    return [name for name in dict.fromkeys(names) if name and name != person.display_name]


def _organization(work: SeenAffiliation) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Organization",
            "name": work.institution,
            "sameAs": f"{_ROR}{work.ror}" if work.ror else None,
            "address": _address(work.city, work.country),
        }
    )


def _place(city: str, country: str | None) -> dict[str, Any] | None:
    address = _address(city, country)
    return {"@type": "Place", "address": address} if address else None


def _address(city: str, country: str | None) -> dict[str, Any] | None:
    found = _filled({"addressLocality": city, "addressCountry": country})
    return {"@type": "PostalAddress", **found} if found else None


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
