"""Publications and appearances: lists that may be long, and a page for each entry."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from community.core.actor import members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles import actions, queries
from community.profiles.drafts import ProfileDraft
from community.profiles.forms import STEPS, WORKS
from community.profiles.models import Audience
from community.profiles.sections import work_lines
from community.profiles.seen import seen
from community.profiles.views.room import blueprint, offered
from community.profiles.views.writing import Answer, page, save


@blueprint.get("/profile/edit/publications", defaults={"step": "publications"})
@blueprint.get("/profile/edit/appearances", defaults={"step": "appearances"})
@open_to(members, limit="120/minute")
def works(step: str) -> str:
    """The list, with a way to change each and to add one. Its addresses are whole: a converter's would be ambiguous
    beside that of a step."""
    profile = queries.own_profile(db.session(), current_actor())
    names = list(STEPS)
    after = names[names.index(step) + 1]
    return render_template(
        "profiles/edit/works.html",
        step=step,
        heading=STEPS[step].heading,
        lines=work_lines(seen(profile, Audience.ME), step) if profile else (),
        place=names.index(step) + 1,
        places=len(names),
        next_url=url_for(".works" if after in WORKS else ".step", step=after),
    )


@blueprint.route("/profile/edit/<any(publications, appearances):step>/new", methods=["GET", "POST"])
@blueprint.route("/profile/edit/<any(publications, appearances):step>/<int:number>", methods=["GET", "POST"])
@open_to(members, limit="120/minute")
def work(step: str, number: int | None = None) -> Answer:
    """One entry. Only one's own are looked for."""
    actor = current_actor()
    draft = queries.own_draft(db.session(), actor)
    if number is not None and number not in {one.id for one in getattr(draft, step)}:
        raise NotFound()
    kind, choice = WORKS[step], offered()
    form = kind(data=None if request.method == "POST" else kind.row_data(draft, number, choice))
    form.number = number
    form.offer(choice, draft)
    if request.method == "GET":
        return page(step, form, template="entry")
    refusal = save(actor, form, draft) if form.check(draft, choice) else 422
    if refusal:
        return page(step, form, template="entry"), refusal
    flash(_("Saved."), "success")
    return redirect(
        url_for(".work", step=step) if "another" in request.form else url_for(".works", step=step)
    )


@blueprint.post("/profile/edit/<any(publications, appearances):step>/<int:number>/remove")
@open_to(members, limit="60/minute")
def remove_work(step: str, number: int) -> BaseResponse:
    actor = current_actor()
    draft: ProfileDraft = queries.own_draft(db.session(), actor)
    rows = tuple(one for one in getattr(draft, step) if one.id != number)
    if len(rows) == len(getattr(draft, step)):
        raise NotFound()
    with unit_of_work() as session:
        actions.save_profile(session, actor, replace(draft, **{step: rows}))  # type: ignore[arg-type]
    flash(_("Removed."), "success")
    return redirect(url_for(".works", step=step))
