"""What follows what: the whole table. event -> live subscribers (after commit), durable ones (from the outbox)."""

from __future__ import annotations

from community.accounts import live as accounts_live
from community.accounts.events import SignInEnded
from community.core import mail
from community.core.events import Wiring
from community.messaging import live as messaging_live
from community.messaging.events import ConversationRead, MessageSent


def wire() -> Wiring:
    """The table of this application."""
    table = Wiring()
    table.after(mail.MailWritten, durable=(mail.send_written,))
    table.after(SignInEnded, live=(accounts_live.close_sockets,))
    table.after(MessageSent, live=(messaging_live.show_message,))
    table.after(ConversationRead, live=(messaging_live.show_read,))
    return table
