"""Why a person was found: the right passage, and in it the right words."""

import pytest

from community.search.engine import Engine, Match
from tests.search.cast import BELT_AND_ROAD, DEBT, hits, person

ZHANG = person(
    1,
    "Zhang Wei",
    "张伟",
    headline="研究中国对非卫生援助",
    biography="我在坦桑尼亚的县级医院住了十四个月，跟着医疗队下乡。"
    + "回到北京之后，我讲授国际发展合作。" * 12,
    passages=("设备捐赠之后：六所医院的追踪调查 · 《全球卫生观察》 · 2022",),
    topics=(DEBT,),
)
OMAR = person(
    2,
    "Omar El-Sayed",
    "عمر السيد",
    headline="صحفي اقتصادي في القاهرة",
    biography="أغطي ما تبنيه الشركات الصينية في مصر، وأسجل أجور العمال.",
    topics=(BELT_AND_ROAD,),
)
AMINA = person(3, "Amina Kariuki", biography="She follows the railways, and who was paid.", topics=(DEBT,))


@pytest.fixture
def directory(engine: Engine) -> Engine:
    engine.rebuild([ZHANG, OMAR, AMINA])
    return engine


def why(engine: Engine, text: str) -> list[tuple[str, list[str]]]:
    """Of the first hit: each field that matched, and what is marked in it."""
    return [(match.field, marked(match)) for match in hits(engine, text)[0].matched]


def marked(match: Match) -> list[str]:
    return [match.text[start:end] for start, end in match.highlights]


def test_chinese_words_are_marked_whole_in_their_passage(directory: Engine) -> None:
    assert why(directory, "医疗队") == [("biography", ["医疗队"])]
    assert why(directory, "卫生援助") == [("headline", ["卫生援助"])]
    assert why(directory, "醫療隊") == [("biography", ["医疗队"])]
    assert why(directory, "追踪调查") == [("passage", ["追踪调查"])]


def test_a_long_chinese_text_is_cut_between_sentences(directory: Engine) -> None:
    (match,) = hits(directory, "医疗队")[0].matched
    assert match.text.startswith("我在坦桑尼亚")
    assert match.text.endswith(" …")
    assert len(match.text) < 100


def test_arabic_words_are_marked_with_their_article(directory: Engine) -> None:
    assert why(directory, "عمال") == [("biography", ["العمال"])]
    assert why(directory, "الشركات الصينية") == [("biography", ["الشركات", "الصينية"])]


def test_a_name_is_shown_in_the_form_that_was_typed(directory: Engine) -> None:
    assert why(directory, "张伟") == [("name", ["张伟"])]
    assert why(directory, "Wei Zhang") == [("name", ["Zhang", "Wei"])]
    assert why(directory, "عمر السيد") == [("name", ["عمر", "السيد"])]
    assert [match.text for match in hits(directory, "Umar al-Sayyid")[0].matched] == ["Omar El-Sayed"]


def test_a_synonym_names_the_topic_that_it_leads_to(directory: Engine) -> None:
    assert [(match.field, match.text, marked(match)) for match in hits(directory, "一带一路")[0].matched] == [
        ("topic", "Belt and Road", [])
    ]


def test_the_words_themselves_are_shown_rather_than_a_topic_that_means_them(engine: Engine) -> None:
    engine.rebuild([person(1, "Awa", biography="She reads deuda soberana in Spanish.", topics=(DEBT,))])
    assert why(engine, "deuda soberana") == [("biography", ["deuda", "soberana"])]


def test_a_typo_marks_the_word_that_was_meant(directory: Engine) -> None:
    assert why(directory, "railwyas") == [("biography", ["railways"])]
    assert why(directory, "Amina Kairuki") == [("name", ["Amina", "Kariuki"])]


def test_each_word_is_accounted_for(directory: Engine) -> None:
    assert why(directory, "Kariuki railways") == [("name", ["Kariuki"]), ("biography", ["railways"])]
    assert why(directory, "铁路 债务 张伟")[0] == ("name", ["张伟"])
