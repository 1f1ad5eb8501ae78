"""Every periodic job, on one screen. Each may run twice without harm."""

from __future__ import annotations

from community.accounts import jobs as accounts
from community.claiming import jobs as claiming
from community.core import delivery, mail
from community.core.jobs import Jobs
from community.directory import indexing
from community.directory.saved_searches import jobs as saved_searches
from community.messaging import jobs as messaging
from community.profiles import followers as profiles_followers
from community.profiles.bringing import jobs as bringing
from community.stories import jobs as stories
from community.verification import jobs as verification


def schedule(jobs: Jobs) -> None:
    """Times are UTC, as crontab writes them."""
    jobs.every(delivery.deliver_all_due, minute="*")  # what a lost wake-up left behind
    jobs.every(accounts.end_sign_ins_of_the_closed, minute="*")
    jobs.every(accounts.end_unused_sign_ins, minute="10")
    jobs.every(stories.publish_scheduled, minute="*")
    jobs.every(messaging.remove_expired, minute="*")
    jobs.every(messaging.forget_words, minute="50")
    jobs.every(messaging.forget_unsent_files, minute="35")
    jobs.every(delivery.prune, minute="20", hour="3")
    jobs.every(mail.forget_old_mail, minute="40", hour="3")
    jobs.every(indexing.mend_index, minute="*")
    jobs.every(indexing.reconcile, minute="7")
    jobs.every(saved_searches.send_alerts, minute="*/15")  # each at seven by its owner's clock
    jobs.every(verification.keep_up, minute="15", hour="6")
    jobs.every(claiming.forget_links, minute="45", hour="*")
    jobs.every(claiming.forget_traces, minute="50", hour="3")
    jobs.every(bringing.forget_previews, minute="25", hour="*")
    jobs.every(profiles_followers.end_availability, minute="5", hour="0")
