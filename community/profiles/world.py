"""Countries in their regions, and languages that people speak, with names in the reader's language.

Codes are ISO 3166-1 alpha-2 and ISO 639; regions follow UN M49 (https://unstats.un.org/unsd/methodology/m49/);
names come from CLDR. Codes without an M49 row stand where their neighbours are.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask_babel import gettext as _

from community.core.text import tidy_line

_M49: dict[str, dict[str, str]] = {
    "africa": {
        "015": "DZ EG EH LY MA SD TN",
        "014": "BI DJ ER ET KE KM MG MU MW MZ RE RW SC SO SS TZ UG YT ZM ZW",
        "017": "AO CD CF CG CM GA GQ ST TD",
        "018": "BW LS NA SZ ZA",
        "011": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    },
    "asia": {
        "143": "KG KZ TJ TM UZ",
        "030": "CN HK JP KP KR MN MO TW",
        "035": "BN ID KH LA MM MY PH SG TH TL VN",
        "034": "AF BD BT IN IR LK MV NP PK",
        "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    },
    "americas": {
        "029": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
        "013": "BZ CR GT HN MX NI PA SV",
        "005": "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
        "021": "BM CA GL PM US",
    },
    "europe": {
        "151": "BG BY CZ HU MD PL RO RU SK UA",
        "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
        "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
        "155": "AT BE CH DE FR LI LU MC NL",
    },
    "oceania": {
        "053": "AU NF NZ",
        "054": "FJ NC PG SB VU",
        "057": "FM GU KI MH MP NR PW",
        "061": "AS CK NU PF PN TK TO TV WF WS",
    },
}
SUBREGIONS: dict[str, tuple[str, ...]] = {
    code: tuple(countries.split()) for parts in _M49.values() for code, countries in parts.items()
}
"""UN M49 code -> countries: the regions into which the directory sorts what people cover."""

_WITHIN: dict[str, tuple[str, ...]] = {
    "002": tuple(_M49["africa"]),
    "202": ("011", "014", "017", "018"),
    "019": tuple(_M49["americas"]),
    "003": ("013", "021", "029"),
    "419": ("005", "013", "029"),
    "142": tuple(_M49["asia"]),
    "150": tuple(_M49["europe"]),
    "009": tuple(_M49["oceania"]),
}
"""The wider regions of UN M49 and their subregions."""

REGIONS: dict[str, tuple[str, ...]] = {
    region: tuple(code for part in parts for code in SUBREGIONS[part]) for region, parts in _M49.items()
}
COVERED_REGIONS: dict[str, tuple[str, ...]] = {
    "002": REGIONS["africa"],
    "202": tuple(code for code in REGIONS["africa"] if code not in SUBREGIONS["015"]),
    **{code: SUBREGIONS[code] for code in _M49["africa"]},
    "142": REGIONS["asia"],
    **{code: SUBREGIONS[code] for code in _M49["asia"]},
    "419": tuple(code for part in ("029", "013", "005") for code in SUBREGIONS[part]),
    **{code: SUBREGIONS[code] for code in _M49["americas"]},
    "150": REGIONS["europe"],
    **{code: SUBREGIONS[code] for code in _M49["europe"]},
    "009": REGIONS["oceania"],
    **{code: SUBREGIONS[code] for code in _M49["oceania"]},
}
"""UN M49 code -> countries: what somebody may say to cover as a whole, the widest of a continent first."""

COUNTRIES = frozenset(code for codes in REGIONS.values() for code in codes)
_SUBREGION_OF = {country: code for code, countries in SUBREGIONS.items() for country in countries}

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


def subregion_of(country: str) -> str | None:
    """The UN M49 subregion of a country: KE -> "014", Eastern Africa."""
    return _SUBREGION_OF.get(country)


def subregions_within(region: str) -> tuple[str, ...]:
    """Of a region of UN M49: itself, or what it is made of; the whole world ("001") is nowhere in particular."""
    return (region,) if region in SUBREGIONS else _WITHIN.get(region, ())


def subregion_label(code: str, locale: str) -> str:
    """CLDR names them as it does countries."""
    return country_label(code, locale)


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
