"""The desk: where editors write, review, schedule, publish, pin and withdraw."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from community.core import clock
from community.core.actor import Actor, editors
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotFound, Refusal
from community.core.identity import current_actor
from community.core.text import render_markdown, trusted
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.core.web.forms import show_refusal
from community.profiles.taxonomy import taxonomy
from community.stories import actions, queries
from community.stories.forms import ArticleForm, LinkForm, PinForm, StepForm, StoryForm
from community.stories.models import Status, Story, StoryKind
from community.stories.schemas import story_cards
from community.stories.views.room import blueprint

LISTS = {
    "drafts": Status.DRAFT,
    "review": Status.IN_REVIEW,
    "scheduled": Status.SCHEDULED,
    "published": Status.PUBLISHED,
    "withdrawn": Status.WITHDRAWN,
    "imported": Status.PRIVATE,
}
FORMS: dict[str, type[StoryForm]] = {StoryKind.LINK: LinkForm, StoryKind.ARTICLE: ArticleForm}
KEPT_ON_DEVICE = ("title", "standfirst", "body", "disclosures", "editor_note")
"""Fields whose text the browser keeps until it was saved."""

STEPS = {
    "publish": actions.publish_story,
    "withdraw": actions.withdraw_story,
    "draft": actions.return_to_draft,
    "review": actions.send_for_review,
}


@blueprint.get("/desk")
@open_to(editors, limit="120/minute")
def desk() -> str:
    """What lies on the desk, one status at a time."""
    shown = request.args.get("list", "drafts")
    if shown not in LISTS:
        raise NotFound()
    stories = queries.desk_list(db.session(), current_actor(), LISTS[shown])
    counts = queries.desk_counts(db.session())
    return render_template(
        "stories/desk.html",
        shown=shown,
        counts={name: counts.get(status, 0) for name, status in LISTS.items()},
        rows=tuple(zip(stories, story_cards(db.session(), stories), strict=True)),
        step_form=StepForm(),
    )


@blueprint.route("/desk/links/new", methods=["GET", "POST"])
@open_to(editors, limit="60/minute")
def new_link() -> str | Response | tuple[str, int]:
    return _write(LinkForm())


@blueprint.route("/desk/articles/new", methods=["GET", "POST"])
@open_to(editors, limit="60/minute")
def new_article() -> str | Response | tuple[str, int]:
    return _write(ArticleForm())


@blueprint.route("/desk/stories/<int:story_id>/edit", methods=["GET", "POST"])
@open_to(editors, limit="60/minute")
def edit(story_id: int) -> str | Response | tuple[str, int]:
    story = queries.on_desk(db.session(), current_actor(), story_id)
    form = FORMS[story.kind](data=_typed(story))
    return _write(form, story)


@blueprint.post("/desk/stories/<int:story_id>/steps/<step>")
@open_to(editors, limit="60/minute")
def take_step(story_id: int, step: str) -> Response:
    """Move a story on from the list."""
    form = StepForm()
    if step not in STEPS or not form.validate_on_submit():
        raise NotFound()
    try:
        with unit_of_work() as session:
            story = STEPS[step](session, current_actor(), story_id, form.version.data or 0)
    except Invalid as refusal:
        flash(str(refusal.message), "error")
        return redirect(url_for(".edit", story_id=story_id))
    flash(_said(story), "success")
    return redirect(url_for(".desk", list=_list_of(story)))


@blueprint.post("/desk/stories/<int:story_id>/pin")
@open_to(editors, limit="60/minute")
def pin(story_id: int) -> Response:
    form = PinForm()
    if not form.validate_on_submit():
        raise Invalid(_("A story is pinned for one hour to seven days."))
    with unit_of_work() as session:
        until = clock.now() + timedelta(hours=form.hours.data or 24)
        actions.pin_story(session, current_actor(), story_id, until)
    flash(_("Pinned: it leads the front page, in your name."), "success")
    return redirect(url_for(".desk", list="published"))


@blueprint.post("/desk/stories/<int:story_id>/unpin")
@open_to(editors, limit="60/minute")
def unpin(story_id: int) -> Response:
    with unit_of_work() as session:
        actions.unpin_story(session, current_actor(), story_id)
    flash(_("The pin is off."), "success")
    return redirect(url_for(".desk", list="published"))


def _write(form: StoryForm, story: Story | None = None) -> str | Response | tuple[str, int]:
    """One form, several buttons: what was typed is saved first, then the button's step is taken, or neither."""
    actor = current_actor()
    form.fill_choices(taxonomy(db.session()), story)
    if not form.is_submitted():
        return _form_page(form, story)
    act = request.form.get("act", "save")
    if not form.validate():
        return _form_page(form, story), 422
    if act == "preview":
        return _form_page(form, story, is_preview=True)
    story_id = story.id if story else None
    try:
        with unit_of_work() as session:
            saved = _save(session, actor, form, story_id, act)
    except Conflict as refusal:
        fresh = queries.on_desk(db.session(), actor, story_id or 0)
        form.version.data, form.version.raw_data = fresh.version, None  # saved again, it is meant
        show_refusal(form, refusal)
        return _form_page(form, fresh), refusal.status
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _form_page(form, story), refusal.status
    for name in KEPT_ON_DEVICE:
        flash(f"{_draft_key(form, story)}:{name}", "draft-sent")
    flash(_said(saved), "success")
    if act == "save" and not saved.is_published:
        return redirect(url_for(".edit", story_id=saved.id))
    return redirect(url_for(".desk", list=_list_of(saved)))


def _save(session: Session, actor: Actor, form: StoryForm, story_id: int | None, act: str) -> Story:
    draft = form.draft()
    if story_id is None:
        story = actions.draft_story(session, actor, draft)
    else:
        story = actions.edit_story(session, actor, story_id, form.version.data or 0, draft)
    if act == "schedule":
        moment = form.publish_moment(actor.time_zone)
        if moment is None:
            raise Invalid(_("Say when it is to be published."), field="publish_at")
        return actions.schedule_story(session, actor, story.id, story.version, moment)
    if act in STEPS:
        return STEPS[act](session, actor, story.id, story.version)
    if act != "save":
        raise Refusal()
    return story


def _form_page(form: StoryForm, story: Story | None, *, is_preview: bool = False) -> str:
    body = getattr(form, "body", None)
    return render_template(
        "stories/edit.html",
        form=form,
        story=story,
        is_article=form.kind == StoryKind.ARTICLE,
        authors=queries.possible_authors(db.session()) if form.kind == StoryKind.ARTICLE else (),
        preview=trusted(render_markdown(body.data or "")) if is_preview and body is not None else None,
        is_preview=is_preview,
        draft_key=_draft_key(form, story),
        time_zone=current_actor().time_zone or "UTC",
    )


def _typed(story: Story) -> dict[str, object]:
    """A story as its form shows it; the boxes of topics, countries and authors are filled by `fill_choices`."""
    names = "version title standfirst language section source_url source_name source_language source_country"
    texts = {name: getattr(story, name) for name in f"{names} editor_note body disclosures".split()}
    return {name: "" if value is None else value for name, value in texts.items()}


def _draft_key(form: StoryForm, story: Story | None) -> str:
    return f"story:{story.id if story else form.kind}"


def _list_of(story: Story) -> str:
    return next(name for name, status in LISTS.items() if status == story.status)


def _said(story: Story) -> str:
    return {
        Status.DRAFT: _("Saved as a draft."),
        Status.IN_REVIEW: _("Sent for review."),
        Status.SCHEDULED: _("Scheduled. It will be published by itself."),
        Status.PUBLISHED: _("Published."),
        Status.WITHDRAWN: _("Withdrawn. Readers no longer see it; the desk keeps it."),
        Status.PRIVATE: _("Saved."),
    }[Status(story.status)]
