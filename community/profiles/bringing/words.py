"""What the pages of an import say of entries, notes and reasons, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from community.profiles.bringing.offers import Note
from community.profiles.bringing.records import Why
from community.profiles.models import PublicationType, Source

LISTS = {
    "publications": _l("Publications"),
    "affiliations": _l("Affiliations"),
    "topics": _l("Topics"),
    "variants": _l("Forms of your name"),
    "links": _l("Links"),
    "biography": _l("Biography"),
}
"""In the order of the page."""

NOTES = {
    Note.HELD: _l("You have it already."),
    Note.TWICE: _l("The file has it already, further up."),
    Note.ALIKE: _l("The same title and year: perhaps the same work. Tick it if it is another."),
    Note.NOT_NAMED: _l("Its authors do not include a form of your name. Tick it if it is yours."),
    Note.NO_AUTHORS: _l("It names no authors. Tick it if it is yours."),
    Note.OTHER_RECORD: _l("The record seems to be another person’s. Tick it if it is yours."),
    Note.STUDY: _l("Studies. Tick it to show it among your affiliations."),
    Note.UNTITLED: _l("Only its DOI is known. Please write its title."),
    Note.FILLED: _l("Your profile has a biography already, and it stays."),
}
REASONS = {
    Why.UNTITLED: _l("It has neither a title nor a DOI."),
    Why.BROKEN: _l("The entry breaks off, or is not written as its format asks."),
    Why.NO_DOI: _l("There is no DOI in this line."),
    Why.BAD_LINK: _l("Its address is none that a page may link to."),
    Why.CONTACT: _l("Addresses for mail are never taken from files."),
    Why.COUNTRY: _l("Where you are based is for you to say, on your profile."),
    Why.NO_PLACE: _l("Profiles have no list of grants, prizes, peer reviews or resources."),
    Why.NO_INSTITUTION: _l("It names no institution."),
    Why.TOO_MANY: _l(
        "The file has more entries than are read at once. Please bring the rest in another file."
    ),
    Why.NAMELESS: _l("The name is empty."),
    Why.NO_TOPIC: _l("It is none of our topics. You choose topics on your profile."),
}
_SOURCES = {
    Source.ORCID: _l("record of ORCID"),
    Source.BIBTEX: "BibTeX",
    Source.RIS: "RIS",
    Source.CSL: "CSL-JSON",
    Source.DOI: _l("list of DOIs"),
    Source.CSV: "CSV",
}


def source_name(source: str) -> str:
    return str(_SOURCES.get(Source(source), source))


def type_name(kind: str) -> str:
    return {
        PublicationType.ARTICLE_JOURNAL.value: _("journal article"),
        PublicationType.BOOK.value: _("book"),
        PublicationType.CHAPTER.value: _("chapter"),
        PublicationType.REPORT.value: _("report"),
        PublicationType.PAPER.value: _("working paper"),
        PublicationType.CONFERENCE.value: _("conference paper"),
        PublicationType.THESIS.value: _("thesis"),
        PublicationType.DATASET.value: _("dataset"),
        PublicationType.NEWSPAPER.value: _("newspaper article"),
        PublicationType.MAGAZINE.value: _("magazine article"),
        PublicationType.WEBPAGE.value: _("web page"),
    }.get(kind, "")


def counted(made: list[dict[str, Any]]) -> str:
    """ "12 publications, 1 affiliation"."""
    number = {to: sum(one["to"] == to for one in made) for to in LISTS}
    parts = (
        ngettext("%(num)d publication", "%(num)d publications", number["publications"]),
        ngettext("%(num)d affiliation", "%(num)d affiliations", number["affiliations"]),
        ngettext("%(num)d topic", "%(num)d topics", number["topics"]),
        ngettext("%(num)d form of your name", "%(num)d forms of your name", number["variants"]),
        ngettext("%(num)d link", "%(num)d links", number["links"]),
        _("the biography"),
    )
    return _(", ").join(part for part, count in zip(parts, number.values(), strict=True) if count)
