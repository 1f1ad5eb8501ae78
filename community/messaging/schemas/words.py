"""Words of messaging that pages and scripts share."""

from __future__ import annotations

from flask_babel import gettext as _


def sign_names() -> dict[str, str]:
    """Each reaction with what it says, in the order of the set."""
    return {
        "agree": _("Agreed"),
        "thanks": _("Thank you"),
        "done": _("Done"),
        "looking": _("Looking into it"),
        "unclear": _("Not clear to me"),
    }
