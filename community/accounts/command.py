"""`community members …`: what an operator does to accounts."""

from __future__ import annotations

from collections.abc import Callable

import click
from sqlalchemy.orm import Session

from community.accounts import actions
from community.accounts.models import Member
from community.core.errors import NotFound
from community.core.unit_of_work import unit_of_work


def suspend(handle: str) -> int:
    """Returns the exit status, and says what was done."""
    return _done(actions.suspend, handle, "{name} is suspended and signed out everywhere.")


def readmit(handle: str) -> int:
    return _done(actions.readmit, handle, "{name} can sign in again.")


def _done(verb: Callable[[Session, str], Member], handle: str, said: str) -> int:
    try:
        with unit_of_work() as session:
            name = verb(session, handle.removeprefix("@")).display_name
    except NotFound:
        click.echo(f"Nobody who can sign in has the handle {handle}.", err=True)
        return 1
    click.echo(said.format(name=name))
    return 0
