"""What an import did: what came in, what was left out and why, what is not as it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from community.stories.models import Status


class Left(StrEnum):
    """Why something is not here."""

    FILES = "files"
    MENUS = "menus"
    OTHER_KINDS = "other_kinds"
    TRASH = "trash"
    UNFINISHED = "unfinished"
    TWICE = "twice"
    SPAM = "spam"
    OTHER_COMMENTS = "other_comments"
    COMMENTS_WITHOUT_STORY = "comments_without_story"


class Changed(StrEnum):
    """What is here, and not as it was there."""

    PAGE = "page"
    PROTECTED = "protected"
    STICKY = "sticky"
    HELD = "held"
    MOVED = "moved"
    UNTITLED = "untitled"
    UNSIGNED = "unsigned"


_LEFT = {
    Left.FILES: (_l("pictures and files"), _l("Files are not copied: stories link to them where they are.")),
    Left.MENUS: (_l("menu entries"), _l("The navigation of this site is its own.")),
    Left.OTHER_KINDS: (_l("of other kinds"), _l("They belong to a plug-in or to the look of the old site.")),
    Left.TRASH: (_l("posts in the trash"), _l("They were thrown away.")),
    Left.UNFINISHED: (_l("revisions and automatic drafts"), _l("Nobody has finished them.")),
    Left.TWICE: (_l("posts without an id of their own"), _l("The file has them twice, or without a number.")),
    Left.SPAM: (_l("comments"), _l("They were marked as spam or thrown away.")),
    Left.OTHER_COMMENTS: (_l("comments of other kinds"), _l("A plug-in keeps its notes there.")),
    Left.COMMENTS_WITHOUT_STORY: (_l("comments"), _l("What they are about was left out.")),
}
_CHANGED = {
    Changed.PAGE: _l("stories, pages before: only the desk sees them, until an editor publishes them."),
    Changed.PROTECTED: _l("stories, protected by a password: only the desk sees them."),
    Changed.STICKY: _l("stories, sticky: not pinned, because a pin names the editor who set it."),
    Changed.HELD: _l("replies, waiting for a moderator as before."),
    Changed.MOVED: _l("stories, at another address: theirs was taken or could not be used."),
    Changed.UNTITLED: _l("stories, without a title: they have their first words instead."),
    Changed.UNSIGNED: _l("stories, without an author."),
}
_STATUS = {
    Status.PUBLISHED: _l("stories, published"),
    Status.SCHEDULED: _l("stories, scheduled"),
    Status.IN_REVIEW: _l("stories, in review"),
    Status.DRAFT: _l("stories, drafts"),
    Status.PRIVATE: _l("stories, for the desk only"),
}


@dataclass(slots=True)
class ImportReport:
    """Filled while the import runs."""

    site: str
    new: Counter[str] = field(default_factory=Counter)
    """By "member", "reply" or a story's status."""
    known: Counter[str] = field(default_factory=Counter)
    """The same, for what was here already and stayed as it is."""
    left: Counter[Left] = field(default_factory=Counter)
    changed: Counter[Changed] = field(default_factory=Counter)

    @property
    def changed_nothing(self) -> bool:
        return not self.new.total()

    def table(self) -> str:
        """For a terminal, in the reader's language."""
        names = {
            "member": _("members"),
            **{status.value: words for status, words in _STATUS.items()},
            "reply": _("replies"),
        }
        came_in = [
            (str(words), str(self.new[name]), str(self.known[name]))
            for name, words in names.items()
            if self.new[name] or self.known[name]
        ]
        left, changed = _in_order(Left, self.left), _in_order(Changed, self.changed)
        parts = [_aligned([(_("Came in"), _("new"), _("here before")), *came_in])]
        if left:
            rows = [(str(count), *map(str, _LEFT[why])) for why, count in left]
            parts.append(_("Left out") + "\n" + _aligned(rows, numbers={0}, indent="  "))
        if changed:
            rows = [(str(count), str(_CHANGED[what])) for what, count in _in_order(Changed, self.changed)]
            parts.append(_("Not as it was") + "\n" + _aligned(rows, numbers={0}, indent="  "))
        return "\n\n".join(parts)

    def sentence(self) -> str:
        """The import in one line."""
        if self.changed_nothing:
            return _(
                "Everything in this export of %(site)s was here already: nothing was changed.", site=self.site
            )
        count = sum(self.new[status] for status in _STATUS)
        return ngettext(
            "%(num)s story of %(site)s came in.",
            "%(num)s stories of %(site)s came in.",
            count,
            site=self.site,
        )


Kind = TypeVar("Kind", Left, Changed)


def _in_order(kinds: type[Kind], counted: Counter[Kind]) -> list[tuple[Kind, int]]:
    return [(kind, counted[kind]) for kind in kinds if counted[kind]]


def _aligned(
    rows: list[tuple[str, ...]], numbers: frozenset[int] | set[int] = frozenset({1, 2}), indent: str = ""
) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join(indent + line.rstrip() for line in lines)
