"""Writing one's own profile: an overview, and a small page for each step, saved as one goes."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from community.core.actor import Actor, members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.pictures import PictureRefused, forget_picture, keep_picture
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles import actions, queries
from community.profiles.drafts import ProfileDraft
from community.profiles.errors import ProfileChangedMeanwhile
from community.profiles.forms import STEPS, WORKS, StepForm
from community.profiles.forms.person import PhotoForm
from community.profiles.models import Audience
from community.profiles.overview import progress, summaries
from community.profiles.schemas import photo_path
from community.profiles.seen import seen
from community.profiles.views.room import blueprint, offered, photos_folder, settings
from community.profiles.world import languages_offered

Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("/profile/edit")
@open_to(members, limit="120/minute")
def edit() -> str:
    """What the profile says so far, which useful thing comes next, and the way to each step."""
    choice = offered()
    profile = queries.own_profile(db.session(), current_actor())
    shown = seen(profile, Audience.ME) if profile else None
    return render_template(
        "profiles/edit/overview.html",
        steps=[(name, form.heading) for name, form in STEPS.items()],
        summaries=summaries(shown, choice.taxonomy, choice.locale) if shown else {},
        progress=progress(shown) if shown else None,
        profile=shown,
    )


@blueprint.route("/profile/edit/<step>", methods=["GET", "POST"])
@open_to(members, limit="120/minute")
def step(step: str) -> Answer:
    """A step. The button "Add a row" brings the page back with what was typed, one row longer."""
    if step not in STEPS or step in WORKS:
        raise NotFound()
    actor = current_actor()
    draft = queries.own_draft(db.session(), actor)
    form = form_of(STEPS[step], draft)
    if request.method == "GET":
        return page(step, form)
    if "add" in request.form:
        form.add_row(request.form["add"])
        return page(step, form)
    fits = form.check(draft, offered())
    if isinstance(form, PhotoForm) and not _take_photo(actor, form):
        return page(step, form), 422
    refusal = save(actor, form, draft) if fits else 422
    if refusal:
        return page(step, form), refusal
    flash(_("Saved."), "success")
    for name in ("headline", "biography") if step == "about" else ():
        flash(f"profile:{name}", "draft-sent")
    return redirect(onwards(step))


@blueprint.post("/profile/confirm")
@open_to(members, limit="20/minute")
def confirm() -> BaseResponse:
    """All of it is still true."""
    actor = current_actor()
    with unit_of_work() as session:
        actions.confirm_profile(session, actor)
    flash(_("Thank you. Your profile says that you confirmed it today."), "success")
    return redirect(url_for(".show", handle=actor.handle))


def form_of(kind: type[StepForm], draft: ProfileDraft) -> StepForm:
    """As it was sent, else with what the profile says."""
    choice = offered()
    form = kind(data=None if request.method == "POST" else kind.data_of(draft, choice))
    form.offer(choice, draft)
    return form


def save(actor: Actor, form: StepForm, draft: ProfileDraft) -> int:
    """0, or the status of a refusal that the form tells: somebody saved meanwhile."""
    try:
        with unit_of_work() as session:
            actions.save_profile(session, actor, form.applied_to(draft))
    except ProfileChangedMeanwhile as refusal:
        form.version.data = str(queries.own_draft(db.session(), actor).version)
        form.form_errors.append(str(refusal.message))
        return refusal.status
    return 0


def onwards(step: str) -> str:
    """To the next step, or back to the overview."""
    if "on" not in request.form:
        return url_for(".edit")
    names = list(STEPS)
    after = names.index(step) + 1
    if after == len(names):
        return url_for(".show", handle=current_actor().handle)
    return url_for(".works" if names[after] in WORKS else ".step", step=names[after])


def page(step: str, form: StepForm, template: str = "") -> str:
    saved = queries.own_profile(db.session(), current_actor())
    names = list(STEPS)
    return render_template(
        f"profiles/edit/{template or step}.html",
        form=form,
        step=step,
        place=names.index(step) + 1,
        places=len(names),
        faults_elsewhere=_elsewhere(form),
        language_names=languages_offered(offered().locale),
        photo_url=photo_path(saved.photo) if saved and saved.photo else None,
        own_url=url_for(".show", handle=current_actor().handle) if saved else None,
    )


def _elsewhere(form: StepForm) -> list[tuple[str, str, str]]:
    """(step's address, its name, what is wrong) for faults that this step has no field for."""
    found = []
    for name, message in getattr(form, "elsewhere", {}).items():
        step = _step_of(name.partition(".")[0])
        found.append(
            (url_for(".works" if step in WORKS else ".step", step=step), STEPS[step].heading, message)
        )
    return found


def _step_of(field: str) -> str:
    """The step that has a field of the draft."""
    return next(
        (
            name
            for name, form in STEPS.items()
            if field in form.field_names or hasattr(form, field) or field == name
        ),
        "about",
    )


def _take_photo(actor: Actor, form: PhotoForm) -> bool:
    """Keep or remove the photo. It is saved at once, whatever else is wrong with the form: a browser would forget
    which file was chosen."""
    if form.photo.data:
        folder = photos_folder()
        try:
            name = keep_picture(folder, form.photo.data.stream, limit=settings().upload_limit_bytes)
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
