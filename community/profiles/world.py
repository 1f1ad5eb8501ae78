"""Countries in their regions, and languages that people speak, with names in the reader's language.

Codes are ISO 3166-1 alpha-2 and ISO 639; regions follow UN M49 (https://unstats.un.org/unsd/methodology/m49/);
names come from CLDR. Codes without an M49 row stand where their neighbours are.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask_babel import gettext as _

from community.core.text import tidy_line

REGIONS: dict[str, tuple[str, ...]] = {
    "africa": tuple(
        "DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU YT"
        " MA MZ NA NE NG RE RW SH ST SN SC SL SO ZA SS SD TZ TG TN UG EH ZM ZW".split()
    ),
    "asia": tuple(
        "AF AM AZ BH BD BT BN KH CN CY GE HK IN ID IR IQ IL JP JO KZ KW KG LA LB MO MY MV MN MM NP KP OM PK PS PH"
        " QA SA SG KR LK SY TW TJ TH TL TR TM AE UZ VN YE".split()
    ),
    "americas": tuple(
        "AI AG AR AW BS BB BZ BM BO BQ BR CA KY CL CO CR CU CW DM DO EC SV FK GF GL GD GP GT GY HT HN JM MQ MX MS"
        " NI PA PY PE PR BL KN LC MF PM VC SX SR TT TC US UY VE VG VI".split()
    ),
    "europe": tuple(
        "AX AL AD AT BY BE BA BG HR CZ DK EE FO FI FR DE GI GR GG VA HU IS IE IM IT JE XK LV LI LT LU MT MD MC ME"
        " NL MK NO PL PT RO RU SM RS SK SI ES SJ SE CH UA GB".split()
    ),
    "oceania": tuple("AS AU CK FJ PF GU KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV VU WF".split()),
}
COUNTRIES = frozenset(code for codes in REGIONS.values() for code in codes)

_NOT_IN_CLDR = {"bci": "Baoulé", "gyn": "Creolese", "toi": "Chitonga"}
_LANGUAGES_OF_SEARCH = ("en", "fr", "ar", "zh_Hans", "pt", "es")


def region_name(region: str) -> str:
    return {
        "africa": _("Africa"),
        "asia": _("Asia"),
        "americas": _("Americas"),
        "europe": _("Europe"),
        "oceania": _("Oceania"),
    }[region]


def country_label(code: str, locale: str) -> str:
    return str(cldr(locale).territories.get(code, code))


def country_names(code: str) -> tuple[str, ...]:
    """The country in the six languages of the search, English first."""
    return tuple(dict.fromkeys(country_label(code, locale) for locale in _LANGUAGES_OF_SEARCH))


def spoken(tag: str) -> str:
    """The language itself, without the script or country of its spelling: zh-Hans -> zh."""
    return tag.partition("-")[0].lower()


def language_label(tag: str, locale: str) -> str:
    code = spoken(tag)
    name = str(cldr(locale).languages.get(code) or _NOT_IN_CLDR.get(code, code))
    return name[:1].upper() + name[1:]


def language_from(text: str, locale: str = "en") -> str | None:
    """The code of a language that somebody typed: its code, or its name in English, in their own language or in
    itself ("fr", "French", "فرنسي" …); None for an unknown one."""
    wish = _key(text)
    if wish in _NOT_IN_CLDR or (wish in cldr("en").languages and "_" not in wish):
        return wish
    return _names_of(locale).get(wish) or _names_of("en").get(wish) or _names_of_itself().get(wish)


def languages_offered(locale: str) -> list[str]:
    """Names to choose from: the languages with a two-letter code, in the reader's order."""
    return sorted(
        (language_label(code, locale) for code in map(str, cldr("en").languages) if len(code) == 2), key=_key
    )


@lru_cache(maxsize=32)
def cldr(locale: str) -> Locale:
    """CLDR's data for a locale; English for one that it has not."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=16)
def _names_of(locale: str) -> dict[str, str]:
    names = {_key(name): code for code, name in cldr(locale).languages.items() if "_" not in code}
    return names | {_key(name): code for code, name in _NOT_IN_CLDR.items()}


@lru_cache(maxsize=1)
def _names_of_itself() -> dict[str, str]:
    """Only the languages that the product speaks: reading all of CLDR would take seconds."""
    codes = ("ar", "zh", "es", "pt", "fr", "sw", "id", "hi", "ru", "am", "ha", "vi", "tr", "fa", "ur")
    return {_key(str(cldr(code).languages.get(code, code))): code for code in codes}


def _key(text: str) -> str:
    return tidy_line(text).casefold()
