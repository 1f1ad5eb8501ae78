"""Doors of a profile's files. Each gives what its reader may see, and not more than they ask for with `?as=`."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from community.core.actor import anyone
from community.core.db import db
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.profiles import queries
from community.profiles.audiences import audience_for, sees
from community.profiles.models import Audience
from community.profiles.seen import Seen, seen
from community.profiles.taking.answers import card_of
from community.profiles.taking.works import bibtex, csl

blueprint = Blueprint("taking", __name__)


@blueprint.get("/people/<handle>.vcf")
@open_to(anyone, limit="60/minute")
def card(handle: str) -> Response:
    """A vCard 4.0."""
    person = _person(handle)
    return _file(card_of(db.session(), person), "text/vcard", f"{person.handle}.vcf")


@blueprint.get("/people/<handle>.bib")
@open_to(anyone, limit="60/minute")
def publications_as_bibtex(handle: str) -> Response:
    person = _person(handle)
    return _file(bibtex(person.publications), "application/x-bibtex", f"{person.handle}.bib")


@blueprint.get("/people/<handle>.csl.json")
@open_to(anyone, limit="60/minute")
def publications_as_csl(handle: str) -> Response:
    person = _person(handle)
    items = json.dumps(csl(person.publications), ensure_ascii=False, indent=1)
    return _file(items, "application/vnd.citationstyles.csl+json", f"{person.handle}.csl.json")


def _person(handle: str) -> Seen:
    """As the reader sees them, or as the wider audience that `as` names does: what is handed on to others should not
    hold what only its owner sees."""
    actor = current_actor()
    profile = queries.visible_profile(db.session(), actor, handle)
    reader = audience_for(db.session(), actor, profile)
    wish = request.args.get("as", "")
    return seen(profile, Audience(wish) if wish in set(Audience) and sees(reader, wish) else reader)


def _file(content: str, media_type: str, name: str) -> Response:
    response = Response(content, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
