"""What follows from files that nothing names any more: their bytes go."""

from datetime import timedelta

import structlog
from flask import current_app

from portal import clock, outbox
from portal.db import db, transaction
from portal.files import service, store

# An upload stores its bytes first and its row later; nothing takes anywhere near as long as this.
KEPT_FOR = timedelta(days=1)
log = structlog.get_logger()


@outbox.recurring("files.sweep", every=timedelta(days=1))
def sweep(job: outbox.Job) -> None:  # noqa: ARG001
    """Once a day, remove the stored bytes that no row names and that have lain there for a day or longer."""
    url = current_app.config["SETTINGS"].files_url
    swept = 0
    for keys in store.stored_before(url, clock.now() - KEPT_FOR):
        nameless = service.nameless(keys)
        db.session.rollback()
        for key in nameless:
            store.delete(url, key)
        with transaction():
            service.forget_verdicts(nameless)
        swept += len(nameless)
    log.info("files.swept", number=swept)
