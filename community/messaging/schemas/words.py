"""Words of messaging, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from babel.units import format_unit
from flask_babel import get_locale
from flask_babel import gettext as _

from community.messaging.models import Attribution, Kind
from community.messaging.schemas.out import EntryOut, NoticeOut

SHOWN = 5


def sign_names() -> dict[str, str]:
    """Each reaction with what it says, in the order of the set."""
    return {
        "agree": _("Agreed"),
        "thanks": _("Thank you"),
        "done": _("Done"),
        "looking": _("Looking into it"),
        "unclear": _("Not clear to me"),
    }


def rule_names() -> dict[str, str]:
    """The rules of attribution, the plainest first."""
    return {
        Attribution.NONE: _("Nothing agreed"),
        Attribution.ON_RECORD: _("On the record"),
        Attribution.BACKGROUND: _("On background"),
        Attribution.OFF_RECORD: _("Off the record"),
    }


def rule_meanings() -> dict[str, str]:
    """What each asks of its readers."""
    return {
        Attribution.NONE: _("ask before you quote."),
        Attribution.ON_RECORD: _("what is said may be quoted with the name."),
        Attribution.BACKGROUND: _("use the information, not the name."),
        Attribution.OFF_RECORD: _("for your understanding, not to be published."),
    }


def rule_words(rule: str) -> str:
    """Name and meaning in a sentence."""
    return _("%(rule)s: %(meaning)s", rule=rule_names()[rule], meaning=rule_meanings()[rule])


def expiry_names() -> dict[int, str]:
    """How long messages may stay; 0: for good."""
    return {0: _("They stay"), 1: _("After a day"), 7: _("After a week"), 30: _("After a month")}


def expiry_words(days: int | None) -> str:
    """What the head of a conversation says of it; empty when messages stay."""
    return {
        1: _("Messages disappear after a day."),
        7: _("Messages disappear after a week."),
        30: _("Messages disappear after a month."),
    }.get(days or 0, "")


def size_words(size: int) -> str:
    """How large a file is: "340 kB", "1.2 MB"."""
    unit, value = ("megabyte", size / 1_000_000) if size >= 1_000_000 else ("kilobyte", max(1, size // 1_000))
    number = round(value, 1) if unit == "megabyte" else value
    return format_unit(number, f"digital-{unit}", length="short", locale=get_locale() or "en")


def notice_words(entry: EntryOut) -> str:
    """What a line that is no message says; empty for a message."""
    say = _SAYINGS.get(entry.kind)
    if say is None or entry.notice is None:
        return ""
    return say(isolated(entry.by_name or _("A former member")), entry.notice, entry)


def _joined(by: str, notice: NoticeOut, entry: EntryOut) -> str:
    return _("%(by)s added %(names)s.", by=by, names=_names(notice))


def _left(by: str, notice: NoticeOut, entry: EntryOut) -> str:
    if [one.handle for one in notice.members or ()] == [entry.by]:
        return _("%(by)s left.", by=by)
    return _("%(by)s took %(names)s out.", by=by, names=_names(notice))


def _renamed(by: str, notice: NoticeOut, entry: EntryOut) -> str:
    if notice.title:
        return _("%(by)s named the conversation “%(title)s”.", by=by, title=isolated(notice.title))
    return _("%(by)s took the name of the conversation away.", by=by)


def _history(by: str, notice: NoticeOut, entry: EntryOut) -> str:
    if notice.on:
        return _("%(by)s: who joins later reads what is written from here on.", by=by)
    return _("%(by)s: who joins later reads only what comes after that.", by=by)


def _attribution(by: str, notice: NoticeOut, entry: EntryOut) -> str:
    return _(
        "%(by)s set the rule for quoting. %(rule)s What was said before stays under its own rule.",
        by=by,
        rule=rule_words(notice.rule or ""),
    )


def _agreed(by: str, notice: NoticeOut, entry: EntryOut) -> str:
    return _("%(by)s agreed: %(rule)s.", by=by, rule=rule_names()[notice.rule or ""])


def _expiry(by: str, notice: NoticeOut, entry: EntryOut) -> str:
    words = expiry_words(notice.days) or _("Messages stay from now on.")
    return _("%(by)s set how long messages stay. %(words)s", by=by, words=words)


_SAYINGS: dict[str, Callable[[str, NoticeOut, EntryOut], str]] = {
    Kind.JOINED: _joined,
    Kind.LEFT: _left,
    Kind.RENAMED: _renamed,
    Kind.HISTORY: _history,
    Kind.ATTRIBUTION: _attribution,
    Kind.AGREED: _agreed,
    Kind.EXPIRY: _expiry,
}


def _names(notice: NoticeOut) -> str:
    return _(", ").join(isolated(one.name) for one in notice.members or ())


def some_names(names: Sequence[str]) -> str:
    """The first five, and how many more there are, the same in every language; empty when there are none."""
    shown = _(", ").join(isolated(one) for one in names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} +{len(names) - SHOWN}"


def isolated(name: str) -> str:
    """For a sentence: a name's direction must not turn the words around it."""
    return f"\u2068{name}\u2069"
