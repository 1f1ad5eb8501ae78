"""The one refusal of the readers."""

from __future__ import annotations

from community.core.errors import Invalid


class FileUnreadable(Invalid):
    """Nothing was taken from the file. The message says what is wrong with it and what to do."""

    code = "file_unreadable"
