"""Once a day: links that nobody opened go, and with each the address."""

from __future__ import annotations

from community.claiming import links
from community.core.unit_of_work import unit_of_work


def forget_links() -> None:
    with unit_of_work() as session:
        links.forget_old(session)
