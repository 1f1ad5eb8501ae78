"""The `community` command: run, serve, work, migrate, import, reindex … each a few lines that call somebody.

What a command needs is imported inside of it, so that each starts quickly and a fault in one feature does not
take the others away.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import ValidationError

from community.config import Settings

if TYPE_CHECKING:
    from apiflask import APIFlask


@click.group()
def main() -> None:
    """A professional network around a publication."""
    os.umask(0o077)  # whatever is written is for this user only: the database, the index, uploads


@main.command()
@click.option(
    "--empty", is_flag=True, help="Start without demo content; the first visitor with the code administers."
)
def run(empty: bool) -> None:
    """Migrate, fill the demo on first start, and serve (HOST and PORT are honoured)."""
    from community.serving.embedded import serve
    from community.serving.http import CannotServe

    try:
        serve(_settings(), empty=empty)
    except CannotServe as reason:
        raise click.ClickException(str(reason)) from reason


@main.command()
@click.option(
    "--role", type=click.Choice(["pages", "realtime"]), required=True, help="What this process does."
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Of pages.")
def serve(role: str, workers: int) -> None:
    """Serve one role of the scaled-out shape on HOST and PORT, behind nginx (see deploy/)."""
    from community.serving import roles
    from community.serving.http import CannotServe

    try:
        if role == "pages":
            roles.serve_pages(_settings(), workers=workers)
        else:
            roles.serve_realtime(_settings())
    except CannotServe as reason:
        raise click.ClickException(str(reason)) from reason


@main.command()
def migrate() -> None:
    """Bring the database to this version of the program."""
    from community.serving.database import upgrade_database

    with _app().app_context():
        upgrade_database()


@main.command()
def work() -> None:
    """Consume jobs until stopped (the scaled-out shape; run one)."""
    _app().extensions["jobs"].run_consumer()


@main.command()
def shell() -> None:
    """A Python prompt inside the application: `app`, `session` and the settings are at hand."""
    import code

    from community.core.db import db

    app = _app()
    with app.app_context():
        code.interact(
            banner=f"{app.extensions['settings'].site_name}: app, session, settings",
            local={"app": app, "session": db.session(), "settings": app.extensions["settings"]},
            exitmsg="",
        )


@main.command()
def reindex() -> None:
    """Build the search index of the directory anew from the database."""
    from community.directory.indexing import rebuild_index

    with _app().app_context():
        rebuild_index()
    click.echo("The index is rebuilt.")


@main.group("import")
def import_() -> None:
    """Bring content in from elsewhere."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def wordpress(file: Path) -> None:
    """Import a WordPress export (WXR). Run twice it changes nothing."""
    from community.discussions.importing import keep_replies
    from community.stories.wordpress.command import run as import_file

    app = _app()
    with app.app_context():
        sys.exit(import_file(file, keep_replies=keep_replies))


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", is_flag=True, help="Bring them in; otherwise it is only told what would come in.")
@click.option("--encoding", help="cp1252, cp1256, gb18030, big5 or cp1251, for a file that is not Unicode.")
@click.option(
    "--audience",
    type=click.Choice(["me", "journalists", "members", "public"]),
    default="me",
    show_default=True,
    help="Who may open the new profiles; me is nobody yet.",
)
@click.option("--by", metavar="HANDLE", help="The editor in whose name; the first administrator otherwise.")
@click.option(
    "--without",
    metavar="LINE",
    multiple=True,
    help="A line of the file that stays out, or several: 7-9. May be given more than once.",
)
def people(
    file: Path, apply: bool, encoding: str | None, audience: str, by: str | None, without: tuple[str, ...]
) -> None:
    """Make profiles of an institution's people from a CSV. It is undone at the desk."""
    from community.profiles.bringing.people.command import run as import_file

    app = _app()
    with app.app_context():
        sys.exit(import_file(file, apply=apply, encoding=encoding, audience=audience, by=by, without=without))


@main.group("members")
def members_() -> None:
    """Close an account, or open it again."""


@members_.command("suspend")
@click.argument("handle")
def suspend_member(handle: str) -> None:
    """Close the account of HANDLE at once, in every browser; nothing of it is removed."""
    from community.accounts.command import suspend

    with _app().app_context():
        sys.exit(suspend(handle))


@members_.command("readmit")
@click.argument("handle")
def readmit_member(handle: str) -> None:
    """Open the account of HANDLE again."""
    from community.accounts.command import readmit

    with _app().app_context():
        sys.exit(readmit(handle))


@main.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def demo(yes: bool) -> None:
    """Throw the local community away and load the demo again (the embedded shape, in development)."""
    settings = _settings()
    if not settings.is_embedded or settings.environment != "development":
        raise click.ClickException("The demo is loaded again in development and on SQLite only.")
    if not yes:
        click.confirm(f"Delete the community in {settings.instance_dir}?", abort=True)
    from community.demo.load import fill
    from community.serving.database import upgrade_database
    from community.serving.embedded import forget_community
    from community.serving.http import CannotServe

    try:
        forget_community(settings)
    except CannotServe as reason:
        raise click.ClickException(f"Stop the server first: {reason}") from reason
    app = _app(settings)
    with app.app_context():
        upgrade_database()
        fill(app)


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        told = [f"{'.'.join(map(str, part['loc']))} {part['msg']}".strip() for part in error.errors()]
        raise click.ClickException("The settings are not usable: " + "; ".join(told)) from error


def _app(settings: Settings | None = None) -> APIFlask:
    from community.app import create_app

    return create_app(settings or _settings())
