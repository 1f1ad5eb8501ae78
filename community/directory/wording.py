"""A question in words: what it asks, part by part, in the reader's language."""

from __future__ import annotations

from flask_babel import get_locale
from flask_babel import gettext as _

from community.core.text import excerpt
from community.directory.asking import FACETS, Asked
from community.directory.facets import value_label
from community.directory.moments import PRESETS
from community.directory.talking import choice_words
from community.profiles.taxonomy import Taxonomy

LONGEST_NAME = 120
"""Of a list of people or a question."""


def question_words(asked: Asked, topics: Taxonomy) -> tuple[str, ...]:
    """ "port fees", "Kenya", "French", "can talk today before 17:00"."""
    locale = str(get_locale() or "en")
    chosen = [
        value_label(key, value, topics, locale) for key in FACETS for value in asked.filters.get(key, ())
    ]
    moment = _("can talk %(when)s", when=choice_words(asked.talk)) if asked.talk in PRESETS else ""
    return tuple(filter(None, (asked.text, *chosen, moment)))


def name_for(asked: Asked, topics: Taxonomy) -> str:
    """What somebody may call this question."""
    return excerpt(_(", ").join(question_words(asked, topics)), LONGEST_NAME - 1)
