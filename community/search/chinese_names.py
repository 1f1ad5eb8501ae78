"""How a Chinese name is read and spelled: in pinyin, in Wade-Giles, as families write it abroad, and by its
sound, whichever of these was used."""

import os
import re
from functools import cache, lru_cache
from itertools import product

from community.search.analysis import is_han, simplified
from community.search.surnames import SPELLINGS_ABROAD, SURNAME_READINGS

os.environ["PYPINYIN_NO_PHRASES"] = "true"
"""Its dictionary of phrases takes 46 MB in each process, and none of them is a name."""

Reading = tuple[str, tuple[str, ...]]
"""A surname and the syllables of the given name as they are typed: without tones, dots and apostrophes."""

LONGEST_NAME = 6


@lru_cache(maxsize=4096)
def pinyin_readings(run: str) -> tuple[Reading, ...]:
    """Readings of a Han name, the likeliest first."""
    run = simplified(run)
    if not is_han(run):
        return ()
    surname = _surname(run)
    given = _syllables_of(run[len(surname) :])
    surnames = SURNAME_READINGS.get(surname) or ("".join(_syllables_of(surname)),)
    firsts = [spelling for reading in surnames for spelling in _u_variants(reading)]
    seconds = list(product(*map(_u_variants, given)))[:4]
    return tuple((first, second) for first in firsts for second in seconds)


def _syllables_of(run: str) -> list[str]:
    from pypinyin import lazy_pinyin  # 0.2 s, which start-up need not pay

    # It is read cháng in names, and zhǎng more often elsewhere.
    return ["chang" if character == "长" else lazy_pinyin(character)[0] for character in run]


@lru_cache(maxsize=4096)
def other_readings(run: str) -> tuple[Reading, ...]:
    """The name in Wade-Giles, as in Taiwan, then in pinyin with the surname as it is spelled abroad."""
    pinyin = pinyin_readings(run)
    if not pinyin:
        return ()
    surname, given = pinyin[0]
    spelled = tuple(map(wade_giles, given))
    abroad = _spellings_abroad().get(_surname(simplified(run)), ())
    both = {(first, second): None for first in (wade_giles(surname), *abroad) for second in (spelled, given)}
    return tuple(reading for reading in both if reading not in pinyin)


def _surname(run: str) -> str:
    return run[:2] if len(run) > 2 and run[:2] in SURNAME_READINGS else run[:1]


def _u_variants(syllable: str) -> tuple[str, ...]:
    """ü, which pypinyin spells v, is typed as u, yu or v."""
    if "v" not in syllable:
        return (syllable,)
    return tuple(dict.fromkeys((syllable.replace("v", "u"), syllable.replace("v", "yu"), syllable)))


@lru_cache(maxsize=1024)
def wade_giles(syllables: str) -> str:
    """Syllables of pinyin in Wade-Giles, without its apostrophes and dots: qing is ching, as zhing would be."""
    from pypinyin import Style
    from pypinyin.style import convert

    spelled = (str(convert(syllable, Style.WADEGILES, strict=True)) for syllable in _syllables(syllables))
    return "".join(spelled).replace("v", "u").replace("'", "") or syllables


@cache
def _spellings_abroad() -> dict[str, tuple[str, ...]]:
    lines = (line.split() for line in SPELLINGS_ABROAD.strip().splitlines())
    return {surname: tuple(spellings) for surname, *spellings in lines}


# --- by sound ---

_INITIALS = "zh ch sh hs tz ts sz ss b p m f d t n l g k h j q x r z c s y w".split()
_FINALS = (
    "iang iong iung uang ueng ian ien iao iou ieh ueh uai uei uey uan ang eng ing ong ung ai ei ey ao ou an en"
    " in un ia ie iu io ua ue uo ui er ih eh a e i o u"
).split()
_WITHOUT_INITIAL = "ang eng ing ai ao an en er ou a e o".split()
_SYLLABLE = re.compile(
    f"(?:({'|'.join(_INITIALS)})({'|'.join(_FINALS)})|({'|'.join(_WITHOUT_INITIAL)}))"
    f"(?=$|{'|'.join((*_INITIALS, *_WITHOUT_INITIAL))})"
)
_SAME_INITIALS = {
    **dict.fromkeys(("zh", "ch", "j", "q"), "c"),
    **dict.fromkeys(("ts", "tz", "z", "c"), "z"),
    **dict.fromkeys(("hs", "sh", "x"), "x"),
    **dict.fromkeys(("sz", "ss", "s"), "s"),
    "b": "p",
    "d": "t",
    "g": "k",
}
_SAME_FINALS = {
    **dict.fromkeys(("uei", "uey"), "ui"),
    "ien": "ian",
    "ieh": "ie",
    "ueh": "ue",
    "iou": "iu",
    "ung": "ong",
    "iung": "iong",
    "uo": "o",
    "ih": "i",
    "eh": "e",
    "ey": "ei",
}


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """What a folded Latin word sounds like if it is Chinese, the same in pinyin, in Wade-Giles and in the free
    spellings of Taiwan: hui, huei and huey; Zhang and Chang. Empty if it can't be Chinese.

    Distinctions are lost where the spellings don't keep them (ch is zh, ch, j or q), so who is found by
    sound comes after who is spelled so."""
    syllables = [found.groups() for found in _SYLLABLE.finditer(word)]
    if sum(len(part) for groups in syllables for part in groups if part) != len(word):
        return ""
    return "".join(alone or _same(initial, final) for initial, final, alone in syllables)


def _syllables(word: str) -> list[str]:
    return [found.group() for found in _SYLLABLE.finditer(word)] or [word]


def _same(initial: str, final: str) -> str:
    if initial in ("tz", "sz", "ss") and final == "u":
        final = "i"  # Tzu and Ssu are zi and si
    elif initial in ("g", "k", "h") and final == "o":
        final = "e"  # Ko and Ho are ge and he
    elif initial == "y":
        final = {"en": "an", "i": "i", "in": "in", "ing": "ing"}.get(final, final)
        if final.startswith("i"):
            return final  # Ing-wen is Ying-wen
    elif initial == "j" and (final[0] not in "iu" or final in ("ui", "ung")):
        initial = "r"  # Jen is ren, Jung is rong
    return _SAME_INITIALS.get(initial, initial) + _SAME_FINALS.get(final, final)
