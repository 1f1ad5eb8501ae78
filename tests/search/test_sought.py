"""Where a text has what is sought: the quick look finds what reading every word would."""

import pytest

from community.search.analysis import text_tokens
from community.search.parsing import parse
from community.search.sought import Sought

TEXTS = (
    "Railways, loans and who paid for them: railways again.",
    "Sino-African railways; the sino-africaine “railway-loans” — and (railways) --railways- rail'ways",
    "L’économie et l'economie politique d’Ivoire, qu'économistes lisent",
    "Éditrice à São Tomé · économies émergentes · ESPAÑA, Économie",
    "?railways?loans ?? 2022-2023 no_railways railways_no",
    "Œuvres sociales et cœur de l'économie; Łódź loans",
    "铁路 railways 贷款2022年 loans",
    "القروض loans والسكك railways ٢٠٢٢",
    "ｒａｉｌｗａｙｓ ﬁnance ½ loans⑴ \u2010loans\u2011railways co\u00adoperation loa\u0301ns",
    "Дороги и кредиты: loans",
    "",
)
QUERIES = (
    "railways",
    "railway loans",
    "économie politique",
    "economists ivoire",
    "sino-african",
    "2022",
    "finance cooperation",
    "oeuvres lodz",
    "emergentes españa são",
    "贷款",
    "قروض",
    "кредиты",
    "railways 贷款",
)


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("text", TEXTS)
def test_no_word_that_matches_is_passed_over(text: str, query: str, typing: bool) -> None:
    clauses = parse(query, typing).clauses
    wanted = {term for clause in clauses for terms in clause.text for term in terms}
    prefixes = tuple(prefix for clause in clauses for prefix in clause.prefixes)
    every = [
        (token.text, token.start, token.end)
        for token in text_tokens(text)
        if token.text in wanted or token.text.startswith(prefixes)
    ]
    found = [(token.text, token.start, token.end) for token in Sought(clauses).tokens(text)]
    assert found == every


@pytest.mark.parametrize("text", TEXTS)
def test_of_a_phrase_the_places_are_counted(text: str) -> None:
    clauses = parse('"railways loans"').clauses
    wanted = {term for clause in clauses for terms in clause.text for term in terms}
    every = [token for token in text_tokens(text) if token.text in wanted]
    assert list(Sought(clauses).tokens(text)) == every
