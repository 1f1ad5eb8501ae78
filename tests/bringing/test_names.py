"""Which lists of authors name somebody."""

from __future__ import annotations

import pytest

from community.profiles.bringing.names import is_named, same_name


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Awa Ndiaye", "Ndiaye, Awa"),
        ("Awa Ndiaye", "Ndiaye, A."),
        ("Awa Ndiaye", "Ndiaye, Awa Fatou"),
        ("Awa Ndiaye", "A. NDIAYE"),
        ("José Manuel Muñoz", "Munoz, J. M."),
        ("José Manuel Muñoz", "Muñoz, José"),
        ("Zhang Wei", "Wei Zhang"),
        ("张伟", "Zhang, W."),
        ("张伟", "張偉"),
        ("Zhang Wei", "张伟"),
        ("Li Xiaoming", "Li, Xiao-Ming"),
        ("欧阳娜娜", "Ouyang, Nana"),
        ("عمر السيد", "عمر السيد"),
        ("Sukarno", "Sukarno"),
        ("Jean-Pierre Diop", "Diop, J.-P."),
    ],
)
def test_named(name: str, author: str) -> None:
    assert is_named([name], ["Somebody Else", author])


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Awa Ndiaye", "Ndiaye, Moussa"),
        ("Awa Ndiaye", "Awa Diop"),
        ("Awa Ndiaye", "Ndiaye"),
        ("Awa Ndiaye", "A. N."),
        ("Zhang Wei", "Zhang, Li"),
        ("张伟", "张丽"),
        ("Sukarno", "Sukarno, Megawati"),
        ("Awa Ndiaye", "World Bank"),
        ("Awa Ndiaye", "et al."),
        ("Awa Ndiaye", "—"),
        ("", ""),
    ],
)
def test_not_named(name: str, author: str) -> None:
    assert not is_named([name], [author])


def test_any_form_of_a_name_counts() -> None:
    assert is_named(["عمر السيد", "Omar El-Sayed"], ["El-Sayed, O."])
    assert not is_named([], ["El-Sayed, O."])
    assert same_name("JOSÉ Muñoz", "Jose Munoz")
    assert not same_name("Muñoz, José", "José Muñoz")
