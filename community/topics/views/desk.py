"""The taxonomy at the desk: listed, worded, retired, merged."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import editors
from community.core.db import db
from community.core.errors import Conflict, NotFound
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles.models import Topic
from community.profiles.taxonomy import TopicEntry, taxonomy
from community.topics import actions, queries
from community.topics.errors import CannotMerge, TopicInvalid
from community.topics.forms import MergeForm, TopicForm, form_data
from community.topics.merging import merge_topics
from community.topics.schemas import change_lines, topic_groups
from community.topics.views.room import blueprint

STEPS = {"retire": actions.retire_topic, "offer": actions.offer_topic}


@blueprint.get("/desk/topics")
@open_to(editors, limit="120/minute")
def desk() -> str:
    session, locale = db.session(), _locale()
    topics = taxonomy(session)
    people = queries.people_by_topic(session, current_actor())
    return render_template(
        "topics/desk.html",
        groups=topic_groups(topics, people, locale, with_retired=True),
        changes=change_lines(queries.changes(session), topics, locale),
    )


@blueprint.route("/desk/topics/new", methods=["GET", "POST"])
@open_to(editors, limit="60/minute")
def new() -> str | Response | tuple[str, int]:
    return _write(TopicForm(), None)


@blueprint.route("/desk/topics/<slug>/edit", methods=["GET", "POST"])
@open_to(editors, limit="60/minute")
def edit(slug: str) -> str | Response | tuple[str, int]:
    topic = _topic(slug)
    return _write(TopicForm(data=form_data(topic, _version(topic))), topic)


@blueprint.post("/desk/topics/<slug>/steps/<step>")
@open_to(editors, limit="60/minute")
def take_step(slug: str, step: str) -> Response:
    """Retire a topic, or offer it again."""
    if step not in STEPS:
        raise NotFound()
    with unit_of_work() as session:
        topic = STEPS[step](session, current_actor(), slug)
    flash(
        _("Offered again.") if topic.retired_at is None else _("Retired: whoever has it keeps it."), "success"
    )
    return redirect(url_for(".edit", slug=topic.slug))


@blueprint.route("/desk/topics/<slug>/merge", methods=["GET", "POST"])
@open_to(editors, limit="60/minute")
def merge(slug: str) -> str | Response | tuple[str, int]:
    """Let another topic take its place. It cannot be undone, so the page says first what will happen."""
    gone = _topic(slug)
    form = MergeForm()
    form.offer(taxonomy(db.session()), _locale(), gone)
    status = 200
    if form.validate_on_submit():
        kept = form.kept.data or ""
        try:
            if kept not in taxonomy(db.session()).by_slug:
                raise CannotMerge(field="kept")
            with unit_of_work() as session:
                merge_topics(session, current_actor(), gone.slug, kept)
        except CannotMerge as refusal:
            form.kept.errors, status = [str(refusal.message)], refusal.status
        else:
            flash(_("Merged. Whoever had either topic has this one."), "success")
            return redirect(url_for(".edit", slug=kept))
    return render_template("topics/merge.html", form=form, topic=gone, label=gone.label(_locale())), status


def _write(form: TopicForm, topic: TopicEntry | None) -> str | Response | tuple[str, int]:
    form.offer(_locale())
    if not form.is_submitted():
        return _page(form, topic)
    if not form.validate():
        return _page(form, topic), 422
    try:
        with unit_of_work() as session:
            if topic is None:
                saved = actions.add_topic(session, current_actor(), form.draft())
            else:
                saved = actions.edit_topic(
                    session, current_actor(), topic.slug, form.seen_version(), form.draft()
                )
    except TopicInvalid as refusal:
        form.refuse(refusal.faults)
        return _page(form, topic), refusal.status
    except Conflict as refusal:
        fresh = _topic(topic.slug if topic else "")
        form.version.data, form.version.raw_data = str(_version(fresh)), None  # saved again, it is meant
        form.form_errors.append(str(refusal.message))
        return _page(form, fresh), refusal.status
    flash(_("Saved. The search takes it in at once."), "success")
    return redirect(url_for(".edit", slug=saved.slug))


def _page(form: TopicForm, topic: TopicEntry | None) -> str:
    session, locale = db.session(), _locale()
    log = queries.changes(session, topic.id) if topic else ()
    return render_template(
        "topics/edit.html",
        form=form,
        topic=topic,
        heading=topic.label(locale) if topic else _("New topic"),
        changes=change_lines(log, taxonomy(session), locale),
    )


def _topic(slug: str) -> TopicEntry:
    found = taxonomy(db.session()).by_slug.get(slug)
    if found is None:
        raise NotFound()
    return found


def _version(topic: TopicEntry) -> int:
    return actions.version_of(db.session().get_one(Topic, topic.id))


def _locale() -> str:
    return str(get_locale() or "en")
