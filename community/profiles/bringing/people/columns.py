"""The columns that a file of people may have, and how its own headings are read."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from community.profiles.bringing.offers import key_of

COLUMNS = {
    "name": _l("Name"),
    "given_name": _l("Given names"),
    "family_name": _l("Family name"),
    "native_name": _l("Name in its own script"),
    "latin_name": _l("Name in Latin letters"),
    "orcid": _l("ORCID iD"),
    "email": _l("E-mail address (to tell people apart; it is not kept)"),
    "number": _l("The institution’s own number"),
    "kinds": _l("Kinds: scholar, journalist, practitioner"),
    "headline": _l("Headline"),
    "biography": _l("Biography"),
    "institution": _l("Institution"),
    "role": _l("Role"),
    "from_year": _l("Since (year)"),
    "ror": _l("ROR of the institution"),
    "based_in": _l("Based in (country)"),
    "city": _l("City"),
    "topics": _l("Topics"),
    "countries": _l("Countries covered"),
    "languages": _l("Languages"),
    "website": _l("Web page"),
}
"""Column -> what it is called. `name`, or its two parts, is needed; so is one of `orcid`, `email` and `number`."""

IDENTIFYING = ("orcid", "email", "number")

_HEADINGS = {
    "name": "name|full name|display name|nom complet|nombre completo|nome completo|الاسم|姓名",
    "given_name": "given name|given names|first name|firstname|forename|prenom|nombre|primeiro nome|名",
    "family_name": "family name|last name|lastname|surname|nom|nom de famille|apellido|apellidos|sobrenome|姓",
    "native_name": "native name|name in native script|original name",
    "latin_name": "latin name|romanized name|transliteration|pinyin",
    "orcid": "orcid|orcid id|orcid identifier",
    "email": "email|e mail|mail|email address|courriel|adresse electronique|correo|"
    "correo electronico|البريد الالكتروني|电子邮件|邮箱",
    "number": "id|number|staff id|employee id|person id|matricule|numero",
    "kinds": "kind|kinds",
    "headline": "headline|short description|expertise summary",
    "biography": "biography|bio|about|profile|biographie|biografia|السيرة|简介",
    "institution": "institution|organisation|organization|affiliation|university|employer|institut|"
    "institucion|instituicao|etablissement|المؤسسة|机构|单位",
    "role": "role|position|job title|title|function|fonction|poste|cargo|funcao|المنصب|职务|职称",
    "from_year": "since|from|from year|start year|depuis|desde",
    "ror": "ror|ror id",
    "based_in": "country|based in|country of residence|pays|pais|البلد|国家",
    "city": "city|town|ville|ciudad|cidade|المدينة|城市",
    "topics": "topics|topic|expertise|research interests|keywords|areas of expertise|themes|temas|المواضيع|专长",
    "countries": "countries covered|covers|regional focus|countries|pays couverts",
    "languages": "languages|language|spoken languages|langues|idiomas|linguas|اللغات|语言",
    "website": "website|web page|url|homepage|link|site web|page web",
}
_COLUMN_OF = {key_of(heading): column for column, line in _HEADINGS.items() for heading in line.split("|")}


def guessed(header: Sequence[str]) -> list[str]:
    """For each heading of a file the column that it seems to be, "" for none; each column once."""
    found: list[str] = []
    for heading in header:
        column = heading.strip().lower()
        if column not in COLUMNS:
            column = _COLUMN_OF.get(key_of(_plain(heading)), "")
        found.append("" if column in found else column)
    return found


def _plain(heading: str) -> str:
    return heading.replace("_", " ").replace("-", " ")
