"""The `community` command: run, work, migrate, import, reindex … each a few lines that call somebody."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from community.config import PROJECT_ROOT, Settings


@click.group()
def main() -> None:
    """A professional network around a publication."""


@main.command()
@click.option(
    "--empty", is_flag=True, help="Start without demo content; the first visitor with the code administers."
)
def run(empty: bool) -> None:
    """Migrate, fill the demo on first start, and serve (HOST and PORT are honoured)."""
    from community.serving import serve

    serve(Settings(), empty=empty)


@main.command()
def migrate() -> None:
    """Bring the database to this version of the program."""
    from community.app import create_app
    from community.serving import upgrade_database

    with create_app().app_context():
        upgrade_database()


@main.command()
def work() -> None:
    """Consume jobs until stopped (the scaled-out shape; run one)."""
    from community.app import create_app

    create_app().extensions["jobs"].run_consumer()
