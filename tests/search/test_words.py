"""Where a text's words are, whichever way they are looked for."""

import re

from community.search import analysis
from community.search.chinese_names import pinyin_readings
from community.search.chinese_words import Frequencies, segment
from community.search.engine import Document
from community.search.parsing import parse
from community.search.reasons import Reasons
from tests.search.cast import person


def test_usual_texts_are_cut_into_the_words_that_any_text_is_cut_into() -> None:
    usual = [chr(point) for point in range(0x3000) if not analysis._UNUSUAL.search(chr(point))]
    text = " ".join(f"a{letter}b {letter} {letter}{letter}" for letter in usual if letter.isprintable())
    every = [found.group() for found in analysis._words_pattern().finditer(text)]
    assert [word for word, _, _ in analysis.words(text)] == every
    assert all(map(analysis.fold, every))


def said(document: Document, text: str) -> list[str]:
    """What is marked for a query."""
    return [
        match.text[start:end]
        for match in Reasons(parse(text).clauses).of(document)
        for start, end in match.highlights
    ]


def test_no_spelling_of_a_word_is_passed_over_when_it_is_marked() -> None:
    biography = "L'Économie, co-operation, O'Brien’s œuvre; éclectique: STRASSE und Straße, ørsted."
    document = person(1, "Somebody", biography=biography)
    assert said(document, "economies") == ["L'Économie"]
    assert said(document, "cooperation") == ["co-operation"]
    assert said(document, "oeuvres") == ["œuvre"]
    assert said(document, "eclectic") == ["éclectique"]
    assert said(document, "strasse") == ["STRASSE", "Straße"]
    assert said(document, "Ørsted") == ["ørsted"]
    assert said(document, "corruption") == []
    assert said(person(2, "Somebody", biography="La corrupción y el economista."), "corruption") == [
        "corrupción"
    ]


def test_every_word_begins_with_the_root_of_its_stem() -> None:
    words = re.findall(r"\w+", "cooperación corrupção economies économie politique economy china das is an a")
    for word in words:
        folded = analysis.fold(word)
        assert folded.startswith(analysis.root_of(analysis.stem(folded)))


def test_a_dictionary_of_chinese_knows_words_and_what_begins_one() -> None:
    lines = "中国 90 ns|中国人 40 n|人 70 n|铁路 30 n".split("|")
    often = Frequencies.read(line.encode() for line in lines)
    assert [often[word] for word in ("中国", "中国人", "铁路", "中", "路", "龘")] == [90, 40, 30, 0, 0, 0]
    assert [word in often for word in ("中", "中国", "中国人", "中人", "铁路局", "龘")] == [True] * 3 + [
        False
    ] * 3
    assert often.total == 230
    assert segment("中國在非洲的鐵路投資") == ["中国", "在", "非洲", "的", "铁路", "投资"]


def test_a_chinese_name_is_read_as_names_are_and_not_as_phrases() -> None:
    assert pinyin_readings("陈长青") == (("chen", ("chang", "qing")),)
    assert pinyin_readings("王朝陽") == (("wang", ("chao", "yang")),)
