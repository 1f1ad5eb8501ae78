"""A profile as a vCard 4.0 (RFC 6350). Neither an address to write to nor a telephone number is ever in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from community.core.text import tidy
from community.profiles.models import Level, NameOrder
from community.profiles.seen import Seen
from community.profiles.world import country_label

_OCTETS = 75
"""Of a line, without its end: RFC 6350, 3.2."""
_PREFERENCE = {Level.LIVE: 1, Level.INTERVIEW: 50, Level.READ: 100}
MEDIA_TYPE = "text/vcard"


def vcard(
    person: Seen, *, url: str, kinds: Sequence[str] = (), topics: Sequence[str] = (), locale: str = "en"
) -> str:
    """The card, its lines folded and ended by CRLF. `url` is the profile's address; `kinds` and `topics` are words in
    the language `locale`. Several cards, one after the other, are a file of several people."""
    return "".join(
        f"{line}\r\n" for content in _lines(person, url, kinds, topics, locale) for line in _folded(content)
    )


def _lines(person: Seen, url: str, kinds: Sequence[str], topics: Sequence[str], locale: str) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"UID:{_uri(url)}")
    yield from _names(person)
    yield from _work(person)
    yield from (f"ROLE:{_text(', '.join(kinds))}",) if kinds else ()
    for language in person.languages:
        yield f"LANG;PREF={_PREFERENCE.get(Level(language.level), 100)}:{_tag(language.tag)}"
    yield from _place(person, locale)
    yield from (f"CATEGORIES:{','.join(map(_text, topics))}",) if topics else ()
    note = "\n".join(filter(None, (person.headline, person.form_of_address, person.pronunciation)))
    yield from (f"NOTE:{_text(note)}",) if note else ()
    yield f"URL;PREF=1:{_uri(url)}"
    yield from (f"URL:{_uri(link.url)}" for link in person.links)
    yield "END:VCARD"


def _names(person: Seen) -> Iterator[str]:
    names = dict.fromkeys(filter(None, (person.display_name, person.native_name, person.latin_name)))
    for rank, name in enumerate(names, start=1):
        yield f"FN;PREF={rank}:{_text(name)}"
    yield f"N:{';'.join(map(_text, (*_parts_of_name(person), '', '', '')))}"
    for variant in person.variants:
        yield f"NICKNAME:{_text(variant.text)}"


def _work(person: Seen) -> Iterator[str]:
    """What somebody does now; each institution in a group with the role there."""
    for number, work in enumerate((one for one in person.affiliations if one.to_year is None), start=1):
        yield f"work{number}.ORG:{_text(work.institution)}"
        if work.role:
            yield f"work{number}.TITLE:{_text(work.role)}"


def _place(person: Seen, locale: str) -> Iterator[str]:
    """Town and country, as far as they are seen: a place, not an address."""
    if person.city or person.based_in:
        country = country_label(person.based_in, locale) if person.based_in else ""
        yield f"ADR:;;;{_text(person.city)};;;{_text(country)}"
    if person.window:
        yield f"TZ:{_text(person.window.time_zone)}"


def _parts_of_name(person: Seen) -> tuple[str, str]:
    """(family name, given names): all of it is the family name where the member has not said which part is."""
    family, whole = person.family_name, person.display_name
    if not family:
        return whole, ""
    if person.name_order == NameOrder.FAMILY_FIRST and whole.startswith(family):
        return family, whole[len(family) :].strip()
    head, found, tail = whole.rpartition(family)
    return (family, " ".join((head + tail).split())) if found else (whole, "")


def _text(value: str) -> str:
    """RFC 6350, 3.4."""
    for sign in ("\\", ",", ";"):
        value = value.replace(sign, "\\" + sign)
    return "\\n".join(
        tidy(value).splitlines()
    )  # also at the separators that only some readers take for line ends


def _uri(value: str) -> str:
    """An address has no line ends and needs no escaping."""
    return "".join(value.split())


def _tag(value: str) -> str:
    return "".join(letter for letter in value if letter.isalnum() or letter == "-")


def _folded(content: str) -> Iterable[str]:
    """Lines of at most 75 octets; those that go on begin with a space, and no character is cut in two."""
    line, room = "", _OCTETS
    for character in content:
        size = len(character.encode())
        if size > room:
            yield line
            line, room = " ", _OCTETS - 1
        line += character
        room -= size
    yield line
