"""The words of moments: what the page offers under "Can talk before", and since when each person can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from flask_babel import format_date, format_time, to_user_timezone
from flask_babel import gettext as _

from community.directory.asking import Asked
from community.directory.moments import IN_TWO_HOURS, PRESETS, TODAY, TOMORROW, is_over
from community.directory.queries import Found


@dataclass(frozen=True, slots=True)
class Talk:
    """The choices of a moment: `values` as those of a facet, `typed` for a field of one's own, `chosen` in words."""

    values: tuple[tuple[str, str, int, bool, str], ...]
    typed: str
    chosen: str
    undo_url: str
    is_over: bool


def talk_of(asked: Asked, found: Found) -> Talk | None:
    """None where the reader may see nobody's hours and asked for none."""
    if not found.talkers and found.before is None:
        return None
    is_preset = asked.talk in PRESETS
    return Talk(
        values=tuple(
            (preset, choice_words(preset), count, preset == asked.talk, asked.talking(preset).url())
            for preset, count in found.talkers.items()
        ),
        typed=_local(found.before).strftime("%Y-%m-%dT%H:%M") if found.before and not is_preset else "",
        chosen=_chosen(asked.talk, found) if found.before else "",
        undo_url=asked.talking("").url(),
        is_over=found.before is not None and is_over(found.before, found.now),
    )


def choice_words(choice: str) -> str:
    """What follows "Can talk"."""
    return {
        IN_TWO_HOURS: _("within 2 hours"),
        TODAY: _("today before %(time)s", time=_clock(time(17))),
        TOMORROW: _("tomorrow before %(time)s", time=_clock(time(12))),
    }[choice]


def since_words(moment: datetime, now: datetime) -> str:
    """ "Can talk from 15:30 your time", with the day where that is another one."""
    if moment == now:
        return _("Can talk now")
    return _("Can talk from %(moment)s your time", moment=_moment_words(moment, now))


def _chosen(choice: str, found: Found) -> str:
    if choice in PRESETS or found.before is None:
        return choice_words(choice)
    return _("before %(moment)s", moment=_moment_words(found.before, found.now))


def _moment_words(moment: datetime, now: datetime) -> str:
    local = _local(moment)
    shown = _clock(local.timetz())
    if local.date() == _local(now).date():
        return shown
    return _(", ").join((format_date(local.date(), "d MMMM", rebase=False), shown))


def _clock(moment: time) -> str:
    return format_time(moment, "HH:mm", rebase=False)


def _local(moment: datetime) -> datetime:
    return to_user_timezone(moment)
