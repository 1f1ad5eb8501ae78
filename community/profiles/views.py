"""Pages of profiles, and the photos on them."""

from __future__ import annotations

from pathlib import Path

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from community.config import Settings
from community.core.actor import Actor, anyone, members
from community.core.db import db
from community.core.identity import current_actor
from community.core.pictures import PictureRefused, forget_picture, keep_picture, picture_file
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles import actions, queries
from community.profiles.audiences import audience_for
from community.profiles.drafts import BIOGRAPHY, HEADLINE, MOST_TOPICS
from community.profiles.errors import ProfileChangedMeanwhile
from community.profiles.forms import ProfileForm, form_data
from community.profiles.pages import profile_page
from community.profiles.schemas import photo_path
from community.profiles.seen import seen
from community.profiles.taking.answers import page_data
from community.profiles.taxonomy import taxonomy
from community.profiles.world import REGIONS, languages_offered, region_name

blueprint = Blueprint("profiles", __name__)
YEAR_SECONDS = 31_536_000


@blueprint.get("/people/<handle>")
@open_to(anyone, limit="240/minute")
def show(handle: str) -> str | BaseResponse:
    """A profile. A member who has none yet is brought to where it is written."""
    actor = current_actor()
    if handle == actor.handle and queries.own_profile(db.session(), actor) is None:
        return redirect(url_for(".edit"))
    profile = queries.visible_profile(db.session(), actor, handle)
    shown = seen(profile, audience_for(db.session(), actor, profile))
    return render_template(
        "profiles/show.html",
        profile=profile_page(db.session(), actor, shown),
        handle=handle,
        page_data=page_data(db.session(), profile),
        hand_out_as=shown.profile_audience,
    )


@blueprint.route("/profile/edit", methods=["GET", "POST"])
@open_to(members, limit="60/minute")
def edit() -> str | BaseResponse | tuple[str, int]:
    """Write one's own profile; the button "Add a row" brings the page back with what was typed, one row longer."""
    actor = current_actor()
    form = _form(actor)
    if request.method == "GET":
        return _page(actor, form)
    if "add" in request.form:
        form.add_row(request.form["add"])
        return _page(actor, form)
    can_be_saved = form.check()
    if not (_take_photo(actor, form) and can_be_saved):
        return _page(actor, form), 422
    try:
        with unit_of_work() as session:
            actions.save_profile(session, actor, form.draft())
    except ProfileChangedMeanwhile as refusal:
        saved = queries.own_profile(db.session(), actor)
        form.version.data = str(saved.version if saved else 0)
        form.form_errors.append(str(refusal.message))
        return _page(actor, form), refusal.status
    flash(_("Your profile is saved."), "success")
    for field in ("headline", "biography"):
        flash(f"profile:{field}", "draft-sent")
    return redirect(url_for(".show", handle=actor.handle))


@blueprint.post("/profile/confirm")
@open_to(members, limit="20/minute")
def confirm() -> BaseResponse:
    """All of it is still true."""
    actor = current_actor()
    with unit_of_work() as session:
        actions.confirm_profile(session, actor)
    flash(_("Thank you. Your profile says that you confirmed it today."), "success")
    return redirect(url_for(".show", handle=actor.handle))


@blueprint.get("/photos/<file_name>")
@open_to(anyone, limit="3000/minute")
def photo(file_name: str) -> Response:
    """A kept picture. Its name never stands for another one, so browsers need not ask again."""
    response = Response(picture_file(photos_folder(), file_name).read_bytes(), mimetype="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


def photos_folder() -> Path:
    return _settings().instance_dir / "uploads"


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _form(actor: Actor) -> ProfileForm:
    """As it was sent, else with what the profile says."""
    session, locale = db.session(), str(get_locale() or "en")
    topics = taxonomy(session)
    saved = queries.own_profile(session, actor) if request.method == "GET" else None
    form = ProfileForm(data=form_data(saved, locale, topics) if saved else None)
    form.offer(topics, locale)
    return form


def _take_photo(actor: Actor, form: ProfileForm) -> bool:
    """Keep or remove the photo. It is saved at once, whatever else is wrong with the form: a browser would forget
    which file was chosen."""
    if form.photo.data:
        folder = photos_folder()
        try:
            name = keep_picture(folder, form.photo.data.stream, limit=_settings().upload_limit_bytes)
        except PictureRefused as refusal:
            form.photo.errors = [str(refusal.message)]
            return False
        try:
            with unit_of_work() as session:
                actions.set_photo(session, actor, name)
        except BaseException:
            forget_picture(folder, name)
            raise
    elif form.remove_photo.data:
        with unit_of_work() as session:
            actions.remove_photo(session, actor)
    return True


def _page(actor: Actor, form: ProfileForm) -> str:
    session, locale = db.session(), str(get_locale() or "en")
    saved = queries.own_profile(session, actor)
    return render_template(
        "profiles/edit.html",
        form=form,
        topic_groups=taxonomy(session).groups(locale),
        regions=[(region_name(region), frozenset(codes)) for region, codes in REGIONS.items()],
        language_names=languages_offered(locale),
        photo_url=photo_path(saved.photo) if saved and saved.photo else None,
        own_url=url_for(".show", handle=actor.handle) if saved else None,
        most={"headline": HEADLINE, "biography": BIOGRAPHY, "topics": MOST_TOPICS},
    )
