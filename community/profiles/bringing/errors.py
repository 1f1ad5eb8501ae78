"""Refusals of what was brought."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Invalid


class FileUnreadable(Invalid):
    """Nothing was taken from the file. The message says what is wrong with it and what to do."""

    code = "file_unreadable"


class ChoiceInvalid(Invalid):
    """Entries that are ticked cannot be kept as they are; `faults` maps the number of each to what is wrong."""

    def __init__(self, faults: dict[int, str]) -> None:
        super().__init__()
        self.faults = faults


class NothingChosen(Invalid):
    code = "nothing_chosen"
    message = _l("Nothing is ticked, so that nothing would come in.")
