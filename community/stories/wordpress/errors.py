"""The one refusal of an import."""

from __future__ import annotations

from community.core.errors import Invalid


class ExportUnreadable(Invalid):
    """The file is not a whole WordPress export. The message says what is wrong, where, and what to do."""

    code = "export_unreadable"
