"""A catalogue is complete when every text of the program has a finished, fitting translation."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from scripts import translations


@pytest.fixture
def texts() -> Catalog:
    """What the program says."""
    texts = Catalog()
    texts.add("Sign in", locations=[("templates/base.html", 3)])
    texts.add(("%(num)d reply", "%(num)d replies"), locations=[("templates/thread.html", 9)])
    return texts


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """A finished French catalogue; `faults_of` writes it where it is looked for."""
    monkeypatch.setattr(translations, "CATALOGUES", tmp_path)
    catalogue = Catalog(locale="fr")
    catalogue.add("Sign in", "Se connecter")
    catalogue.add(("%(num)d reply", "%(num)d replies"), ("%(num)d réponse", "%(num)d réponses"))
    return catalogue


def faults_of(catalogue: Catalog, texts: Catalog) -> list[str]:
    path = translations.catalogue_path("fr")
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return list(translations.faults("fr", texts))


def test_a_finished_catalogue_has_no_faults(french: Catalog, texts: Catalog) -> None:
    assert faults_of(french, texts) == []


def test_a_new_text_is_missing_until_it_is_translated(french: Catalog, texts: Catalog) -> None:
    texts.add("Sign out", locations=[("templates/base.html", 4)])

    [fault] = faults_of(french, texts)

    assert "'Sign out' (templates/base.html)" in fault


def test_a_guess_is_not_a_translation(french: Catalog, texts: Catalog) -> None:
    french["Sign in"].flags.add("fuzzy")

    [fault] = faults_of(french, texts)

    assert "'Sign in'" in fault


def test_every_plural_form_is_needed(french: Catalog, texts: Catalog) -> None:
    french["%(num)d reply"].string = ("%(num)d réponse", "")

    faults = faults_of(french, texts)

    assert any("%(num)d replies" in fault for fault in faults)


def test_a_placeholder_must_be_known(french: Catalog, texts: Catalog) -> None:
    french["%(num)d reply"].string = ("%(num)d réponse", "%(nombre)d réponses")

    faults = faults_of(french, texts)

    assert any("nombre" in fault for fault in faults)


def arabic(many: str, other: str, formula: str = "n%100>=11 ? 4 : 5") -> Catalog:
    start = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    catalogue = Catalog(locale="ar")
    catalogue.mime_headers = [("Plural-Forms", f"nplurals=6; plural=({start}{formula});")]
    few = ("لا ردود", "رد واحد", "ردّان", "%(num)d ردود")
    catalogue.add(("%(num)d reply", "%(num)d replies"), (*few, many, other))
    return catalogue


def test_arabic_numbers_take_the_word_that_follows_them() -> None:
    assert list(translations.plural_faults("ar", arabic("%(num)d ردًّا", "%(num)d رد"))) == []


def test_eleven_and_a_hundred_do_not_change_places() -> None:
    [words] = translations.plural_faults("ar", arabic("%(num)d رد", "%(num)d ردًّا"))
    [formula] = translations.plural_faults("ar", arabic("%(num)d ردًّا", "%(num)d رد", "n%100<=2 ? 4 : 5"))

    assert "replies" in words
    assert "[11, 12, 13]" in formula


def test_a_language_we_promise_needs_a_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Catalog
) -> None:
    monkeypatch.setattr(translations, "CATALOGUES", tmp_path)

    [fault] = translations.faults("ar", texts)

    assert "no such catalogue" in fault
