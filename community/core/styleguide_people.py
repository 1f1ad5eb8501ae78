"""The people of /styleguide, in three scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

NOW = datetime(2026, 11, 24, 11, 42, tzinfo=UTC)


@dataclass(frozen=True)
class PersonLine:
    name: str
    initials: str
    kinds: tuple[str, ...] = ()
    affiliation: str | None = None
    native_name: str | None = None
    url: str | None = "#"
    verified: tuple[tuple[str, date | None], ...] = ()
    photo_url: str | None = None
    is_staff: bool = False
    role_note: str | None = None


AWA = PersonLine(
    "Awa Ndiaye",
    "AN",
    ("scholar",),
    "Université Cheikh Anta Diop",
    verified=(("ORCID", date(2026, 5, 3)),),
)
ZHANG = PersonLine("Zhang Wei", "张", ("practitioner",), "formerly export-credit bank", native_name="张伟")
OMAR = PersonLine(
    "Omar El-Sayed",
    "OE",
    ("journalist", "scholar"),
    "Cairo",
    native_name="عمر السيد",
    verified=(("newsroom address", None),),
)
LAYLA = PersonLine(
    "ليلى حداد", "ل", ("scholar",), "الجامعة اللبنانية", verified=(("ORCID", date(2026, 2, 9)),)
)
LINDIWE = PersonLine("Lindiwe Mokoena", "LM", is_staff=True)
UNCLAIMED = PersonLine("M. Diallo", "MD", url=None)
