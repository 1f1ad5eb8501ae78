"""The JSON door of saved searches."""

from __future__ import annotations

from apiflask import APIBlueprint

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.directory.asking import Asked
from community.directory.saved_searches import actions, queries
from community.directory.saved_searches.finding import finds_for
from community.directory.saved_searches.models import SavedSearch
from community.directory.saved_searches.schemas import ChangeIn, SaveIn, SearchesOut, SearchOut, search_out
from community.profiles.taxonomy import taxonomy

blueprint = APIBlueprint("saved_searches_api", __name__, url_prefix="/searches", tag="Saved searches")


@blueprint.get("")
@open_to(members, limit="120/minute")
@blueprint.output(SearchesOut)
def list_searches() -> SearchesOut:
    """Yours, saved last first."""
    return SearchesOut(searches=[_out(one) for one in queries.searches_of(db.session(), current_actor())])


@blueprint.post("")
@open_to(members, limit="60/minute")
@blueprint.input(SaveIn)
@blueprint.output(SearchOut, status_code=201)
def save_search(json_data: SaveIn) -> SearchOut:
    """Keep a question under a name. What you have saved already gets this name and this alert."""
    actor = current_actor()
    asked = Asked.from_kept(json_data.asked).with_topics_of(taxonomy(db.session()))
    finds = finds_for(db.session(), actor, asked) if json_data.alert else None
    with unit_of_work() as session:
        saved = actions.save_search(session, actor, json_data.name, asked, finds)
    return _out(saved)


@blueprint.patch("/<public_id>")
@open_to(members, limit="60/minute")
@blueprint.input(ChangeIn)
@blueprint.output(SearchOut)
def change_search(public_id: str, json_data: ChangeIn) -> SearchOut:
    """Another name, an alert from now on, or none any more: all of it or nothing."""
    actor = current_actor()
    search = queries.own(db.session(), actor, public_id)
    finds = finds_for(db.session(), actor, Asked.from_kept(search.asked)) if json_data.alert else None
    with unit_of_work() as session:
        if json_data.name is not None:
            search = actions.rename_search(session, actor, public_id, json_data.name)
        if finds is not None:
            search = actions.start_alert(session, actor, public_id, finds)
        elif json_data.alert is False:
            search = actions.end_alert(session, actor, public_id)
    return _out(search)


@blueprint.delete("/<public_id>")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def delete_search(public_id: str) -> str:
    """Delete a search of yours; there is no mail of it any more."""
    with unit_of_work() as session:
        actions.delete_search(session, current_actor(), public_id)
    return ""


def _out(search: SavedSearch) -> SearchOut:
    return search_out(search, taxonomy(db.session()))
