"""Links that nobody opened go, and with each the address; after a year, by what a claim could be undone."""

from __future__ import annotations

from community.claiming import actions, links
from community.core.unit_of_work import unit_of_work


def forget_links() -> None:
    with unit_of_work() as session:
        links.forget_old(session)


def forget_traces() -> None:
    with unit_of_work() as session:
        actions.forget_traces(session)
