"""The people of /styleguide, in three scripts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from community.profiles.schemas import PersonLine

NOW = datetime(2026, 11, 24, 11, 42, tzinfo=UTC)

AWA = PersonLine(
    "Awa Ndiaye",
    url="#",
    initials="AN",
    kinds=("scholar",),
    affiliation="Université Cheikh Anta Diop",
    verified=(("ORCID", date(2026, 5, 3)),),
)
ZHANG = PersonLine(
    "Zhang Wei",
    "张伟",
    url="#",
    initials="张",
    kinds=("practitioner",),
    affiliation="formerly export-credit bank",
)
OMAR = PersonLine(
    "Omar El-Sayed",
    "عمر السيد",
    url="#",
    initials="OE",
    kinds=("journalist", "scholar"),
    affiliation="Cairo",
    verified=(("newsroom address", None),),
)
LAYLA = PersonLine(
    "ليلى حداد",
    url="#",
    initials="ل",
    kinds=("scholar",),
    affiliation="الجامعة اللبنانية",
    verified=(("ORCID", date(2026, 2, 9)),),
)
LINDIWE = PersonLine("Lindiwe Mokoena", url="#", initials="LM", is_staff=True)
UNCLAIMED = PersonLine("M. Diallo", initials="MD", entry="m-diallo")

EVERYBODY = (AWA, ZHANG, OMAR, LAYLA, LINDIWE, UNCLAIMED)
