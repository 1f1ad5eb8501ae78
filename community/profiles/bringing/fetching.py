"""What other sites tell, where the operator named them: a public record of ORCID, and what a DOI stands for.

All requests leave by `core/outgoing.py`; what comes back is read by the readers of files, within their bounds.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from flask_babel import gettext as _

from community.config import Settings
from community.core import outgoing
from community.core.outgoing import Unreachable
from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.reading import read
from community.profiles.bringing.records import Brought, Work

_RECORD = "application/vnd.orcid+xml"
_WORK = "application/vnd.citationstyles.csl+json"


def record_of(settings: Settings, orcid: str) -> Brought:
    """What everybody may see of the record with this iD. Raises FileUnreadable where there is none, Unreachable."""
    headers = {"Accept": _RECORD, **_token(settings)}
    answer = outgoing.get(settings, f"{settings.orcid_api_url}/{orcid}/record", headers)
    if answer.status in {404, 409, 410}:  # unknown, locked, deactivated
        raise FileUnreadable(_("ORCID has no public record with this iD."))
    if answer.status != 200:
        raise Unreachable()
    return read(answer.body)


def work_of(settings: Settings, doi: str) -> Work | None:
    """The work that its agency has registered under this DOI; None where nothing can be learned. Raises Unreachable."""
    answer = outgoing.get(settings, f"{settings.doi_url}/{quote(doi)}", {"Accept": _WORK})
    if answer.status != 200:
        return None
    try:
        works = read(answer.body).works
    except FileUnreadable:
        return None
    return next((work for work in works if work.title and work.doi in {doi, None}), None)


def _token(settings: Settings) -> dict[str, str]:
    """ORCID lets anonymous readers in, and those with a client more often."""
    secret = settings.orcid_client_secret.get_secret_value()
    if not (settings.orcid_client_id and secret):
        return {}
    fields = {
        "client_id": settings.orcid_client_id,
        "client_secret": secret,
        "grant_type": "client_credentials",
        "scope": "/read-public",
    }
    answer = outgoing.post(
        settings, f"{settings.orcid_base_url}/oauth/token", fields, {"Accept": "application/json"}
    )
    try:
        return {"Authorization": f"Bearer {json.loads(answer.body)['access_token']}"}
    except (ValueError, KeyError, TypeError) as wrong:
        raise Unreachable() from wrong
