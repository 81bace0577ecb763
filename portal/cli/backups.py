"""``flask backup`` and ``flask restore``."""

import os
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import Engine, NullPool, create_engine

from portal import backup as backups
from portal import clock, isolation
from portal.cli.audit import complaints_of
from portal.config import database_driver
from portal.db import db


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def backup(folder: Path) -> None:
    """Write a backup of the database and the stored files into FOLDER, while people work."""
    try:
        counted = backups.take(_engine(), _files_url(), folder, now=clock.now())
    except backups.Unfit as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{counted.rows} rows and {counted.files} files are in {folder}. Keep PORTAL_KEY apart from it."
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(folder: Path) -> None:
    """Write the backup in FOLDER into an empty, migrated database and the file store, and verify all of it.

    On PostgreSQL it runs as the owner of the tables (OWNER_DATABASE_URL). Stop the worker meanwhile.
    """
    try:
        counted = backups.restore(_engine(), _files_url(), folder)
    except backups.Unfit as error:
        raise click.ClickException(str(error)) from error
    complaints = list(complaints_of(_files_url()))
    for sentence in complaints:
        click.echo(sentence)
    if complaints:
        raise SystemExit(1)
    click.echo(f"{counted.rows} rows and {counted.files} files are restored, and every chain holds.")


def _engine() -> Engine:
    """As the owner where there is one; on SQLite as the portal itself, whose transactions see one moment."""
    db.session.remove()
    owner = os.environ.get("OWNER_DATABASE_URL")
    if owner is None or db.engine.dialect.name == "sqlite":
        return db.engine
    engine = create_engine(database_driver(owner), poolclass=NullPool)
    isolation.listen(engine)
    return engine


def _files_url() -> str:
    return str(current_app.config["SETTINGS"].files_url)
