"""What counts more, and which forms of a word are one."""

from dataclasses import replace

import pytest

from community.search.analysis import stem, word_forms
from community.search.engine import Engine, Query, TopicTerms
from tests.search.cast import BELT_AND_ROAD, DEBT, ids, person

PORTS = TopicTerms("ports", "Ports", ("dredging", "quays"), labels=("Ports", "港口", "الموانئ"))
OTHERS = (replace(BELT_AND_ROAD, place=0), replace(DEBT, place=1))


def test_the_order_of_topics_is_the_persons_own(engine: Engine) -> None:
    engine.rebuild(
        [
            person(1, "Last", day=3, topics=(*OTHERS, replace(PORTS, place=4))),
            person(2, "Second", day=2, topics=(*OTHERS, replace(PORTS, place=2))),
            person(3, "First", day=1, topics=(PORTS,)),
        ]
    )
    assert ids(engine, "ports") == ids(engine, "港口") == ids(engine, "الموانئ") == [3, 2, 1]


def test_a_topic_counts_more_if_the_persons_own_words_bear_it_out(engine: Engine) -> None:
    second = replace(PORTS, place=1)
    engine.rebuild(
        [
            person(1, "Silent", day=2, topics=(BELT_AND_ROAD, second)),
            person(2, "Telling", day=1, topics=(BELT_AND_ROAD, second), biography="I know about dredging."),
        ]
    )
    assert ids(engine, "港口") == [2, 1]


def test_what_a_topic_is_called_counts_more_than_what_leads_to_it(engine: Engine) -> None:
    dredging = TopicTerms("dredging", "Dredging")
    engine.rebuild([person(1, "Ports", day=2, topics=(PORTS,)), person(2, "Dredger", topics=(dredging,))])
    assert ids(engine, "dredging") == [2, 1]


def test_a_whole_name_of_a_topic_counts_more_than_its_words_from_two(engine: Engine) -> None:
    grids = TopicTerms("grids", "Electricity grids", ("réseaux électriques",))
    others = (
        TopicTerms("cars", "Electric cars", ("motos électriques",)),
        TopicTerms("cities", "Cities", ("réseaux de métro",)),
    )
    engine.rebuild(
        [person(1, "Cities", day=2, topics=others), person(2, "Grids", topics=(replace(grids, place=3),))]
    )
    assert ids(engine, "réseaux électriques") == [2, 1]


@pytest.mark.parametrize(
    "alike",
    [
        "economy économie economía economies économies",
        "economist économiste economista economistas",
        "corruption corrupción corrupção corrupcion",
        "electric électrique eléctrico électriques",
        "railway railways",
        "city cities",
        "Bolivia Bolivie",
        "energy énergie energía",
    ],
)
def test_forms_of_one_word_agree_across_languages(alike: str) -> None:
    assert len({word_forms(word)[0] for word in alike.split()}) == 1


@pytest.mark.parametrize(
    "different", ["policy police", "Niger Nigeria", "mine mint", "port post", "arms army"]
)
def test_other_words_stay_apart(different: str) -> None:
    assert len({stem(word.casefold()) for word in different.split()}) == 2


@pytest.mark.parametrize(
    "forms", ["العمال عمال والعمال للعمال", "الصينية صينية الصيني", "وخطوط خطوط", "شركات الشركات"]
)
def test_arabic_words_are_found_with_and_without_what_is_written_onto_them(forms: str) -> None:
    first, *others = (set(word_forms(word)) for word in forms.split())
    assert all(first & other for other in others)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fisheires", "fisheries"),
        ("fisheris", "fisheries"),
        ("hydropwer", "hydropower"),
        ("negociation", "negotiation"),
        ("السكك الحديية", "السكك الحديدية"),
    ],
)
def test_one_slip_is_forgiven_in_words_of_text(engine: Engine, typed: str, meant: str) -> None:
    engine.rebuild([person(1, "Amina", biography=f"On {meant}."), person(2, "Omar", biography="On chess.")])
    results = engine.search(Query(typed, "public"))
    assert ([hit.id for hit in results.hits], results.corrected) == ([1], True)
    assert results.hits[0].matched[0].highlights


def test_two_slips_or_a_short_word_are_not_guessed(engine: Engine) -> None:
    engine.rebuild([person(1, "Amina", biography="On fisheries and oil.")])
    assert ids(engine, "fsiheires") == ids(engine, "oli") == []


def test_two_chinese_characters_find_names_and_text(engine: Engine) -> None:
    engine.rebuild(
        [person(1, "梁淑仪"), person(2, "Lin", biography="我写铁路。"), person(3, "Ma", topics=(PORTS,))]
    )
    assert ids(engine, "淑仪") == ids(engine, "梁淑") == [1]
    assert ids(engine, "铁路") == ids(engine, "鐵路") == [2]
    assert ids(engine, "港口") == [3]
