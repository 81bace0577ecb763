"""The commands of the portal, one module each."""

from flask import Flask

from portal.cli import audit, backups, buyers, clock, demo, docs, imports, keys, people, scorecards, worker


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(audit.audit)
    app.cli.add_command(backups.backup)
    app.cli.add_command(backups.restore)
    app.cli.add_command(buyers.buyer)
    app.cli.add_command(clock.clock)
    app.cli.add_command(demo.demo)
    app.cli.add_command(docs.docs)
    app.cli.add_command(imports.imports)
    app.cli.add_command(keys.keys)
    app.cli.add_command(people.person)
    app.cli.add_command(scorecards.scorecard)
    app.cli.add_command(worker.worker)
