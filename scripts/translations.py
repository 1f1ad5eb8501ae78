"""Keep the catalogues of translations in step with the texts in code and templates.

``update`` brings new and changed texts into every catalogue and takes out those no longer used.
``check`` fails when a text of the program has no finished translation in a language we promise, or when a
translation does not fit its text (a placeholder that is not known, a plural form missing or at another's place).
"""

import sys
import tempfile
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

CATALOGUES = Path("community/translations")
COMPLETE = ("fr", "ar")
"""Languages that every text must be translated into; English is the language of the source."""

KEYWORDS = ("_l", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2")
"""Functions that mark a text, beside Babel's own ``_``, ``gettext``, ``ngettext``, ``pgettext``."""


def catalogue_path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def texts_of_the_program() -> Catalog:
    """Every marked text in code and templates, with the files that it stands in."""
    with tempfile.TemporaryDirectory() as directory:
        found = Path(directory) / "messages.pot"
        options = ["--mapping-file", "babel.cfg", "--add-comments", "translators:", "--strip-comment-tags"]
        for keyword in KEYWORDS:
            options += ["--keyword", keyword]
        options += ["--output-file", str(found), "."]
        CommandLineInterface().run(["pybabel", "--quiet", "extract", *options])
        return read(found)


def read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring the texts of the program into every catalogue, making those that are missing."""
    texts = texts_of_the_program()
    languages = {path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po")}
    for language in sorted(languages | set(COMPLETE)):
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read(path, language) if path.exists() else new_catalogue(language)
        # A guess from a similar text would have to be read as closely as a new one is written: guess nothing.
        catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, ignore_obsolete=True, include_lineno=False)
        missing = sum(not is_finished(message, catalogue) for message in catalogue if message.id)
        print(f"{language}: {len(catalogue)} texts, {missing} to translate")


def new_catalogue(language: str) -> Catalog:
    name = Locale.parse(language).english_name
    return Catalog(
        locale=language,
        project="community",
        version="1",
        header_comment=f"# The texts of the program in {name}. ./dev translate keeps them in step with the source.",
        msgid_bugs_address="the project's issues",
        last_translator="the community's contributors",
        language_team=name,
        fuzzy=False,  # as a whole it is in use, however much is still to do
    )


def is_finished(message: Message | None, catalogue: Catalog) -> bool:
    if message is None or message.fuzzy:
        return False
    if isinstance(message.string, tuple):
        return len(message.string) == catalogue.num_plurals and all(message.string)
    return bool(message.string)


CLDR_ORDER = ("zero", "one", "two", "few", "many", "other")
ACCUSATIVE = "\N{ARABIC FATHATAN}"


def plural_faults(language: str, catalogue: Catalog) -> Iterator[str]:
    """Whether the forms stand in CLDR's order. Babel's own formula for Arabic has the last two the other way round."""
    form_of = Locale.parse(language).plural_form
    numbers = range(1000)
    names = sorted({form_of(number) for number in numbers}, key=CLDR_ORDER.index)
    place_of = c2py(catalogue.plural_expr)
    if wrong := [number for number in numbers if place_of(number) != names.index(form_of(number))]:
        yield f"Plural-Forms puts {wrong[:3]} elsewhere than CLDR, whose order is {', '.join(names)}"
    if language != "ar":
        return
    for message in catalogue:
        # 11 to 99 take the accusative, hundreds the genitive: who mixes them up shows it by the ending.
        if isinstance(message.string, tuple) and len(message.string) == len(CLDR_ORDER):
            many, other = message.string[4:]
            if other.count(ACCUSATIVE) > many.count(ACCUSATIVE):
                yield f"{message.id!r}: the forms for 11 to 99 and for 100 have changed places"


def faults(language: str, texts: Catalog) -> Iterator[str]:
    """What keeps a catalogue from being complete, a line for each text."""
    path = catalogue_path(language)
    if not path.exists():
        yield f"{path}: there is no such catalogue; ./dev translate makes it"
        return
    catalogue = read(path, language)
    for text in texts:
        if text.id and not is_finished(catalogue.get(text.id, text.context), catalogue):
            places = ", ".join(sorted({place for place, _ in text.locations}))
            yield f"{path}: not translated: {text.id!r} ({places})"
    for message, errors in catalogue.check():
        for error in errors:
            yield f"{path}: {message.id!r}: {error}"
    for fault in plural_faults(language, catalogue):
        yield f"{path}: {fault}"


def check() -> int:
    texts = texts_of_the_program()
    found = [fault for language in COMPLETE for fault in faults(language, texts)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["check"]:
            sys.exit(check())
        case _:
            sys.exit("usage: python -m scripts.translations update|check")
