"""Words as a large corpus has them: few that are everywhere, many that are rare (Zipf's law).

The frequent words of each language are those of the demo's texts and of the taxonomy; the rare ones are made of
syllables, or of pairs of characters in Chinese, so that a vocabulary has the size that a hundred thousand
biographies have.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path

import numpy as np

from community.demo.reading import DemoData

SIZES = {"en": 60_000, "fr": 40_000, "es": 25_000, "pt": 25_000, "ar": 25_000, "zh": 30_000}
LANGUAGES = tuple(SIZES)
_TAXONOMY = Path(__file__).resolve().parents[2] / "community" / "profiles" / "taxonomy.json"

_COMMON = {
    "en": "the of and in on to a for with from at by is has as who their between about how",
    "fr": "de la le et les des en du à dans sur pour une un qui avec par au est entre",
    "es": "de la el en y los del las por para con una que un sobre entre al es como",
    "pt": "de a o e em do da no na para com os um uma por sobre entre que dos é",
    "ar": "في من على عن إلى مع التي الذي بين كما هذه ذلك وقد كان أو حول عند لدى بعد قبل",
    "zh": "研究 关系 发展 合作 项目 问题 中国 非洲 国家 经济 国际 社会 政策 地区 企业 投资 建设 贸易 政府 大学",
}
_ONSETS = {
    "en": "b c d f g h l m n p r s t v w br cl cr dr fl gr pl pr sh st str th tr",
    "fr": "b c d f g j l m n p r s t v br ch cl cr dr gr pl pr tr qu",
    "es": "b c d f g j l m n p r s t v br ch cr dr ll ñ pr tr qu",
    "pt": "b c d f g j l m n p r s t v br ch cr lh nh pr tr qu",
    "ar": "ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ع غ ف ق ك ل م ن ه",
}
_RIMES = {
    "en": "a e i o u ai ea ion ing er al ent ant ow ist ate ish",
    "fr": "a e i o u é è ai eau ion eur ent ant ique ais ois elle",
    "es": "a e i o u ía ión ar er ado ante ista ero illa ez",
    "pt": "a e i o u ão ção ar er ado ante ista eiro inha ez",
    "ar": "ا و ي ة ان ين ات ون ية",
}


class Vocabulary:
    """The words of one language by frequency, and how to draw from them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words = _words(language)
        weights = 1.0 / (np.arange(len(self.words)) + 2.7) ** 1.02
        self._until = np.cumsum(weights / weights.sum())

    def draw(self, uniform: np.ndarray) -> list[str]:
        """A word for each number between 0 and 1."""
        places = np.searchsorted(self._until, uniform).clip(max=len(self.words) - 1)
        return [self.words[place] for place in places]


@cache
def vocabulary(language: str) -> Vocabulary:
    return Vocabulary(language)


def _words(language: str) -> list[str]:
    dice = random.Random(f"vocabulary of {language}")  # noqa: S311 - invented content
    words = dict.fromkeys([*_COMMON[language].split(), *_known(language)])
    while len(words) < SIZES[language]:
        words[_made_up(language, dice)] = None
    return list(words)[: SIZES[language]]


def _known(language: str) -> list[str]:
    counted = Counter(word for text in _texts(language) for word in _split(text, language))
    return [word for word, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]


def _texts(language: str) -> list[str]:
    demo = [
        member.get("biography", "") + " " + member.get("headline", "")
        for member in DemoData().members
        if (member.get("biography_language") or "en").startswith(language)
    ]
    topics = json.loads(_TAXONOMY.read_text(encoding="utf-8"))["topics"]
    tag = "zh-Hans" if language == "zh" else language
    return demo + [
        name for one in topics for name in (one["labels"].get(tag, ""), *one["synonyms"].get(tag, ()))
    ]


def _split(text: str, language: str) -> list[str]:
    if language == "zh":
        return [
            run[at : at + 2]
            for run in re.findall("[\u4e00-\u9fff]{2,}", text)
            for at in range(0, len(run) - 1, 2)
        ]
    return re.findall(r"[^\W\d_]{2,}", text.lower())


def _made_up(language: str, dice: random.Random) -> str:
    if language == "zh":
        characters = _characters()
        return dice.choice(characters) + dice.choice(characters)
    onsets, rimes = _ONSETS[language].split(), _RIMES[language].split()
    syllables = dice.choices((1, 2, 3, 4), cum_weights=tuple(accumulate((1, 8, 8, 3))))[0]
    return "".join(dice.choice(onsets) + dice.choice(rimes) for _ in range(syllables))


@cache
def _characters() -> str:
    """Frequent Han characters: those of the demo's and the taxonomy's texts."""
    counted = Counter(letter for text in _texts("zh") for letter in text if "\u4e00" <= letter <= "\u9fff")
    return "".join(letter for letter, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
