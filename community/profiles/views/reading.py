"""A profile as others see it, and the photos on it."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from community.core.actor import anyone, members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.pictures import picture_file
from community.core.web.doors import open_to
from community.profiles import queries
from community.profiles.audiences import audience_for, sees
from community.profiles.models import Audience
from community.profiles.pages import profile_page
from community.profiles.seen import as_if_open, seen
from community.profiles.taking.answers import page_data
from community.profiles.views.room import blueprint, photos_folder

YEAR_SECONDS = 31_536_000
PREVIEWS = (Audience.PUBLIC, Audience.MEMBERS, Audience.JOURNALISTS)


@blueprint.get("/people/<handle>")
@open_to(anyone, limit="240/minute")
def show(handle: str) -> str | BaseResponse:
    """A profile. A member who has none yet is brought to where it is written."""
    actor = current_actor()
    if handle == actor.handle and queries.own_profile(db.session(), actor) is None:
        return redirect(url_for(".edit"))
    profile = queries.visible_profile(db.session(), actor, handle)
    if profile.member.handle != handle:
        return redirect(url_for(".show", handle=profile.member.handle))
    shown = seen(profile, audience_for(db.session(), actor, profile))
    return render_template(
        "profiles/show.html",
        profile=profile_page(db.session(), actor, shown),
        handle=handle,
        page_data=page_data(db.session(), profile),
        hand_out_as=shown.profile_audience,
        preview_as=None,
        is_open=True,
    )


@blueprint.get("/profile/preview")
@open_to(members, limit="120/minute")
def preview() -> str:
    """One's own page as anyone, a member or a verified journalist would see it, were it open to them."""
    actor = current_actor()
    profile = queries.own_profile(db.session(), actor)
    if profile is None:
        raise NotFound()
    wish = request.args.get("as", "")
    audience = Audience(wish) if wish in PREVIEWS else Audience.PUBLIC
    return render_template(
        "profiles/show.html",
        profile=profile_page(db.session(), actor, as_if_open(profile, audience)),
        handle=actor.handle,
        page_data=None,
        hand_out_as=None,
        preview_as=audience,
        is_open=sees(audience, profile.audience),
    )


@blueprint.get("/photos/<file_name>")
@open_to(anyone, limit="3000/minute")
def photo(file_name: str) -> Response:
    """A kept picture. Its name never stands for another one, so browsers need not ask again."""
    response = Response(picture_file(photos_folder(), file_name).read_bytes(), mimetype="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response
