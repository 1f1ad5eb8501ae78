"""What follows what: the whole table. event -> live subscribers (after commit), durable ones (from the outbox)."""

from __future__ import annotations

from community.accounts import live as accounts_live
from community.accounts.events import SignInEnded
from community.core import mail
from community.core.events import Wiring


def wire() -> Wiring:
    """The table of this application."""
    table = Wiring()
    table.after(mail.MailWritten, durable=(mail.send_written,))
    table.after(SignInEnded, live=(accounts_live.close_sockets,))
    return table
