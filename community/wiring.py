"""What follows what: the whole table. event -> live subscribers (after commit), durable ones (from the outbox).

A fact that nobody follows is not kept: what is not in this table is told to no one.
"""

from __future__ import annotations

from community.accounts import live as accounts_live
from community.accounts.events import (
    MemberMoved,
    MemberReadmitted,
    MemberRenamed,
    MemberSuspended,
    SignInEnded,
)
from community.claiming import letters as claiming_letters
from community.claiming.events import ClaimDecided, ClaimUndone
from community.core import mail
from community.core.events import Wiring
from community.directory import indexing
from community.discussions import live as discussions_live
from community.discussions import upkeep as discussions_upkeep
from community.discussions.events import ReplyPosted
from community.messaging import jobs as messaging_jobs
from community.messaging import live as messaging_live
from community.messaging.events import (
    ConversationRead,
    EntryLogged,
    FilesDropped,
    InboxChanged,
    ParticipantGone,
)
from community.profiles import followers as profiles_followers
from community.profiles.bringing import jobs as bringing
from community.profiles.bringing.events import TitlesWanted
from community.profiles.events import PhotoDropped, ProfileSaved, TopicChanged
from community.stories.events import StoryWithdrawn
from community.verification import letters as verification_letters
from community.verification.events import VerificationDecided


def wire() -> Wiring:
    """The table of this application."""
    table = Wiring()
    table.after(mail.MailWritten, durable=(mail.send_written,))
    table.after(SignInEnded, live=(accounts_live.close_sockets,), durable=(accounts_live.close_sockets,))
    table.after(
        MemberRenamed, durable=(profiles_followers.note_changed_member, discussions_upkeep.redraw_pages_of)
    )
    for fact in (MemberMoved, MemberSuspended, MemberReadmitted):
        table.after(fact, durable=(profiles_followers.note_changed_member,))
    table.after(ReplyPosted, live=(discussions_live.show_replies,))
    table.after(EntryLogged, live=(messaging_live.show_entries,))
    table.after(FilesDropped, durable=(messaging_jobs.delete_files,))
    table.after(ParticipantGone, live=(messaging_live.show_gone,))
    table.after(ConversationRead, live=(messaging_live.show_read,))
    table.after(InboxChanged, live=(messaging_live.show_inbox,))
    table.after(StoryWithdrawn, durable=(discussions_upkeep.forget_evidence,))
    table.after(ProfileSaved, durable=(indexing.index_profiles, discussions_upkeep.redraw_pages_of))
    table.after(TopicChanged, durable=(indexing.index_holders, discussions_upkeep.redraw_pages_about))
    table.after(VerificationDecided, durable=(verification_letters.tell_decision,))
    table.after(ClaimDecided, durable=(claiming_letters.tell_decision,))
    table.after(ClaimUndone, durable=(claiming_letters.tell_undone,))
    table.after(TitlesWanted, durable=(bringing.look_up_titles,))
    table.after(PhotoDropped, durable=(profiles_followers.delete_photos,))
    return table
