"""`community import wordpress FILE`: progress while it runs, a table when it is done."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext as _

from community.core.unit_of_work import unit_of_work
from community.profiles.bringing.people.keys import Keys
from community.stories.wordpress.errors import ExportUnreadable
from community.stories.wordpress.loader import Progress, import_export
from community.stories.wordpress.reader import read_export
from community.stories.wordpress.replies import KeepReplies


def run(path: Path, *, keep_replies: KeepReplies) -> int:
    """Import the export at `path`, whole or not at all. Returns the exit status: 1 for a file that is none."""
    try:
        export = read_export(path)
    except ExportUnreadable as refusal:
        click.echo(f"{refusal.message} {_('Nothing was imported.')}", err=True)
        return 1
    keys = Keys(current_app.config["SECRET_KEY"])
    with unit_of_work() as session:
        report = import_export(session, export, keep_replies=keep_replies, keys=keys, progress=_progress())
    click.echo(f"{report.sentence()}\n\n{report.table()}")
    return 0


def _progress() -> Progress:
    """One line that counts on a terminal; each tenth a line of its own in a log."""
    is_terminal = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if is_terminal:
            click.echo("\r" + _("%(done)s of %(total)s", done=done, total=total), err=True, nl=done == total)
        elif done == total or done * 10 // total != (done - 1) * 10 // total:
            click.echo(_("%(done)s of %(total)s", done=done, total=total), err=True)

    return show
