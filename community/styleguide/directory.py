"""Sample results and facets for /styleguide."""

from __future__ import annotations

from markupsafe import Markup

from community.directory.facets import Facet
from community.directory.hits import HitView
from community.profiles.schemas import PersonLine
from community.styleguide.people import AWA, LAYLA, ZHANG


def hit(
    handle: str,
    person: PersonLine,
    headline: str,
    place: str,
    found: tuple[tuple[str, Markup], ...] = (),
    facts: tuple[str, ...] = (),
) -> HitView:
    """Somebody who was found, without an address to write to."""
    return HitView(
        handle=handle,
        person=person,
        name=person.name,
        native_name=person.native_name,
        headline=headline,
        place=place,
        found=found,
        talks="",
        facts=facts,
        write_url=None,
    )


def facet(key: str, label: str, *values: tuple[str, str, int, bool, str]) -> Facet:
    """A facet with these values and no more."""
    return Facet(key=key, label=label, values=values, size=len(values), more_url=None)


def facets() -> tuple[Facet, ...]:
    return (
        facet(
            "kind",
            "Kind",
            ("scholar", "Scholar", 14, False, "#"),
            ("practitioner", "Practitioner", 9, False, "#"),
            ("journalist", "Journalist", 3, False, "#"),
        ),
        facet(
            "language",
            "Language",
            ("fr", "French", 26, True, "#"),
            ("en", "English", 24, False, "#"),
            ("zh", "中文", 7, False, "#"),
            ("ar", "العربية", 2, False, "#"),
            ("pt", "Portuguese", 1, False, "#"),
            ("es", "Spanish", 1, False, "#"),
            ("sw", "Swahili", 1, False, "#"),
        ),
    )


def hits() -> tuple[HitView, ...]:
    in_publication = Markup(
        "“…<mark>restructuring</mark> of <mark>hydropower</mark> <mark>debt</mark> in Zambia…”"
    )
    return (
        hit(
            "awa",
            AWA,
            "Public finance of ports and dams in West and Southern Africa.",
            "Dakar",
            (("Found in a publication:", in_publication),),
            ("French, English", "phone or video, 2 hours’ notice"),
        ),
        hit(
            "zhang",
            ZHANG,
            "Loan officer for river projects until 2024; now independent.",
            "Lusaka",
            (("Found by topic:", Markup("<mark>sovereign debt</mark>")),),
        ),
        hit("layla", LAYLA, "المالية العامة للموانئ في شرق المتوسط.", "بيروت"),
    )
