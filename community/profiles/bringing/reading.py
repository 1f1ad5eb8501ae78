"""From an upload or a pasted text to records: what kind of file it is, its content says."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _

from community.profiles.bringing.bibtex import is_bibtex, read_bibtex
from community.profiles.bringing.csl import read_csl
from community.profiles.bringing.decoding import check_size, decoded
from community.profiles.bringing.dois import is_list_of_dois, read_dois
from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.orcid import is_record, read_orcid
from community.profiles.bringing.records import Brought
from community.profiles.bringing.ris import is_ris, read_ris
from community.profiles.bringing.trees import parsed_json, tree_of_json, tree_of_xml

_JSON = re.compile(r"\s*(?:\{|\[\s*[\[{\"])")
"""Not "[12] 10.1000/182", which is a line of a list."""
_OF_CSL = {"type", "DOI", "items", "references"}


def read(data: bytes) -> Brought:
    """What the file says. Raises FileUnreadable, and nothing else, whatever the bytes are."""
    check_size(data)
    text = decoded(data)
    if text.lstrip().startswith("<"):
        return read_orcid(tree_of_xml(data))
    if _JSON.match(text):
        return _read_json(parsed_json(text))
    if is_bibtex(text):
        return read_bibtex(text)
    if is_ris(text):
        return read_ris(text)
    if is_list_of_dois(text):
        return read_dois(text)
    raise FileUnreadable(
        _(
            "No list of works was found in this. What can be read: a record of ORCID (XML or JSON), BibTeX, RIS,"
            " CSL-JSON, or a list of DOIs, one a line."
        )
    )


def _read_json(value: Any) -> Brought:
    root = tree_of_json(value)  # bounds a list of works, too
    if isinstance(value, dict) and is_record(root) and ("put-code" in value or not value.keys() & _OF_CSL):
        return read_orcid(root)
    return read_csl(value)
