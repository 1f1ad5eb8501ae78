"""The desk's page of one reply: of which topic it is evidence."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import editors
from community.core.db import db
from community.core.errors import Invalid
from community.core.identity import current_actor
from community.core.text import trusted
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.discussions.endorsing import actions, queries
from community.profiles.schemas import person_lines
from community.profiles.statements import editor_names
from community.profiles.taxonomy import taxonomy

blueprint = Blueprint("endorsing", __name__)


@blueprint.get("/desk/evidence/<slug>/<int:sequence>")
@open_to(editors, limit="120/minute")
def show(slug: str, sequence: int) -> str:
    return _page(slug, sequence)


@blueprint.post("/desk/evidence/<slug>/<int:sequence>")
@open_to(editors, limit="60/minute")
def decide(slug: str, sequence: int) -> Response | tuple[str, int]:
    """Endorse it for a topic in the actor's name, or take that back."""
    topic = request.form.get("topic", "")
    is_endorsed = request.form.get("do") != "take-back"
    verb = actions.endorse if is_endorsed else actions.take_back
    try:
        with unit_of_work() as session:
            verb(session, current_actor(), slug, sequence, topic)
    except Invalid as refusal:
        flash(str(refusal.message), "error")
        return _page(slug, sequence), refusal.status
    flash(_("Endorsed, in your name.") if is_endorsed else _("Taken back."), "success")
    return redirect(url_for(".show", slug=slug, sequence=sequence))


def _page(slug: str, sequence: int) -> str:
    session, locale = db.session(), str(get_locale() or "en")
    found = queries.endorsable(session, current_actor(), slug, sequence)
    known = taxonomy(session).by_id
    proofs = {
        topic.topic_id: proof
        for topic in found.topics
        for proof in topic.evidence
        if proof.reply_id == found.reply.id
    }
    return render_template(
        "discussions/endorse.html",
        slug=found.story.slug,
        title=found.story.title,
        language=found.story.language,
        reply=found.reply,
        body=trusted(found.reply.body_html),
        person=person_lines(session, [found.author.id])[found.author.id],
        topics=[
            (known[one.topic_id].slug, known[one.topic_id].label(locale), proofs.get(one.topic_id))
            for one in found.topics
        ],
        names=editor_names(session, {one.endorsed_by_id for one in proofs.values() if one.endorsed_by_id}),
    )
